import type {
  BatchGetFindingDetailsRequest,
  BatchGetFindingDetailsResponse,
  ListFindingsRequest,
  ListFindingsResponse,
} from '@aws-sdk/client-inspector2';
import * as client from '@aws-sdk/client-inspector2';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { listCoverage } from './inspector2-coverage.ts';
import { meets } from './inspector2-filter.ts';
import { batchGetAccountStatus, disable, enable } from './inspector2-scanning.ts';
import { present } from './own.ts';
import { paginate } from './page.ts';
import { readRegion } from './region.ts';
import type { Handler, Simulation } from './simulation.ts';

function invalid(message: string): ServiceFault {
  return new ServiceFault('ValidationException', message);
}

/** Lists findings in the order of their ARNs, at most 100 a page. */
const listFindings: Handler<ListFindingsRequest, ListFindingsResponse> = (request, context) => {
  const { maxResults = 100, nextToken, filterCriteria = {}, sortCriteria } = request;
  if (sortCriteria !== undefined) throw new UnsupportedOperation('Inspector2.ListFindings sort order');
  if (maxResults < 1 || maxResults > 100) throw invalid('maxResults must be between 1 and 100.');
  const { items, next } = paginate(
    readRegion(context).inspector2.findings.filter((finding) => meets(finding, filterCriteria)),
    ({ findingArn }) => findingArn ?? '',
    { token: nextToken, size: maxResults, scope: `ListFindings ${JSON.stringify(filterCriteria)}` },
    () => invalid('The provided pagination token is invalid.'),
  );
  return present({ findings: items, nextToken: next });
};

/** At most ten findings; one that is not there is an entry in `errors`. */
const batchGetFindingDetails: Handler<BatchGetFindingDetailsRequest, BatchGetFindingDetailsResponse> = (
  { findingArns = [] },
  context,
) => {
  if (findingArns.length < 1 || findingArns.length > 10) throw invalid('findingArns must have between 1 and 10 items.');
  const { findings } = readRegion(context).inspector2;
  const looked = findingArns.map((arn) => ({ arn, finding: findings.find(({ findingArn }) => findingArn === arn) }));
  return {
    findingDetails: looked.flatMap(({ arn, finding }) =>
      finding === undefined
        ? []
        : [
            present({
              findingArn: arn,
              epssScore: finding.epss?.score,
              referenceUrls: finding.packageVulnerabilityDetails?.referenceUrls,
            }),
          ],
    ),
    errors: looked.flatMap(({ arn, finding }) =>
      finding === undefined
        ? [
            {
              findingArn: arn,
              errorCode: 'FINDING_DETAILS_NOT_FOUND' as const,
              errorMessage: `No finding details for ${arn.slice(0, 200)}`,
            },
          ]
        : [],
    ),
  };
};

/** Amazon Inspector: what it scans, and what it has found. */
export const inspector2: Simulation = {
  service: 'Inspector2',
  client: { ...client },
  Exception: client.Inspector2ServiceException,
  operations: {
    BatchGetAccountStatus: batchGetAccountStatus,
    BatchGetFindingDetails: batchGetFindingDetails,
    Disable: disable,
    Enable: enable,
    ListCoverage: listCoverage,
    ListFindings: listFindings,
  },
};
