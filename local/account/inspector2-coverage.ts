import type {
  CoverageFilterCriteria,
  CoverageStringFilter,
  CoveredResource,
  ListCoverageRequest,
  ListCoverageResponse,
} from '@aws-sdk/client-inspector2';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { present } from './own.ts';
import { paginate } from './page.ts';
import { readRegion } from './region.ts';
import type { Handler } from './simulation.ts';
import type { Stored } from './stored.ts';

type Covered = Stored<CoveredResource>;

/** Where a covered resource holds what a filter compares; a filter that is not listed here is refused, not ignored. */
const fields: Readonly<Record<string, (resource: Covered) => readonly (string | undefined)[]>> = {
  accountId: ({ accountId }) => [accountId],
  resourceId: ({ resourceId }) => [resourceId],
  resourceType: ({ resourceType }) => [resourceType],
  scanStatusCode: ({ scanStatus }) => [scanStatus?.statusCode],
  scanStatusReason: ({ scanStatus }) => [scanStatus?.reason],
  // An image's ARN ends in its repository and its digest; a repository's in its name.
  ecrRepositoryName: ({ resourceId = '' }) => [/:repository\/(.+?)(?:\/sha256:[0-9a-f]+)?$/.exec(resourceId)?.[1]],
  ecrImageTags: ({ resourceMetadata }) => resourceMetadata?.ecrImage?.tags ?? [],
};

/**
 * Lists what is covered, in the order of the resources' ids, at most 200 a page. Coverage is filtered by EQUALS
 * and NOT_EQUALS alone. https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListCoverage.html
 */
export const listCoverage: Handler<ListCoverageRequest, ListCoverageResponse> = (request, context) => {
  const { maxResults = 200, nextToken, filterCriteria = {} } = request;
  if (maxResults < 1 || maxResults > 200) throw invalid('maxResults must be between 1 and 200.');
  const { items, next } = paginate(
    readRegion(context).inspector2.coverage.filter((resource) => meets(resource, filterCriteria)),
    ({ resourceId = '', scanType = '' }) => `${resourceId} ${scanType}`,
    { token: nextToken, size: maxResults, scope: `ListCoverage ${JSON.stringify(filterCriteria)}` },
    () => invalid('The provided pagination token is invalid.'),
  );
  return present({ coveredResources: items, nextToken: next });
};

function meets(resource: Covered, criteria: Stored<CoverageFilterCriteria>): boolean {
  return Object.entries(criteria).every(([name, filters]) => {
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (read === undefined) throw new UnsupportedOperation(`Inspector2.ListCoverage filter ${name}`);
    const found = read(resource);
    const wanted = (filters ?? []) as readonly Stored<CoverageStringFilter>[];
    if (wanted.some(({ comparison }) => comparison !== 'EQUALS' && comparison !== 'NOT_EQUALS'))
      throw invalid('comparison must be EQUALS or NOT_EQUALS.');
    const equal = wanted.filter(({ comparison }) => comparison === 'EQUALS');
    const unequal = wanted.filter(({ comparison }) => comparison === 'NOT_EQUALS');
    return (
      (equal.length === 0 || equal.some(({ value }) => found.includes(value))) &&
      unequal.every(({ value }) => !found.includes(value))
    );
  });
}

function invalid(message: string): ServiceFault {
  return new ServiceFault('ValidationException', message);
}
