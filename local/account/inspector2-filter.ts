import type { FilterCriteria, Finding, StringFilter } from '@aws-sdk/client-inspector2';
import { UnsupportedOperation } from './errors.ts';
import type { Stored } from './stored.ts';

type StoredFinding = Stored<Finding>;
type Texts = readonly (string | undefined)[];

/** Where a finding holds what a filter compares; a filter that is not listed here is refused, not ignored. */
const fields: Readonly<Record<string, (finding: StoredFinding) => Texts>> = {
  findingArn: ({ findingArn }) => [findingArn],
  awsAccountId: ({ awsAccountId }) => [awsAccountId],
  findingType: ({ type }) => [type],
  findingStatus: ({ status }) => [status],
  severity: ({ severity }) => [severity],
  title: ({ title }) => [title],
  fixAvailable: ({ fixAvailable }) => [fixAvailable],
  exploitAvailable: ({ exploitAvailable }) => [exploitAvailable],
  vulnerabilityId: ({ packageVulnerabilityDetails: details }) => [details?.vulnerabilityId],
  vulnerabilitySource: ({ packageVulnerabilityDetails: details }) => [details?.source],
  relatedVulnerabilities: ({ packageVulnerabilityDetails: details }) => details?.relatedVulnerabilities ?? [],
  resourceType: ({ resources }) => (resources ?? []).map(({ type }) => type),
  resourceId: ({ resources }) => (resources ?? []).map(({ id }) => id),
  ecrImageHash: (finding) => images(finding).map(({ imageHash }) => imageHash),
  ecrImageRegistry: (finding) => images(finding).map(({ registry }) => registry),
  ecrImageRepositoryName: (finding) => images(finding).map(({ repositoryName }) => repositoryName),
  ecrImageTags: (finding) => images(finding).flatMap(({ imageTags }) => imageTags ?? []),
  lambdaFunctionName: ({ resources }) =>
    (resources ?? []).map(({ details }) => details?.awsLambdaFunction?.functionName),
  cloudProvider: ({ resources }) => (resources ?? []).map(({ provider }) => provider),
};

function images({ resources }: StoredFinding) {
  return (resources ?? []).flatMap(({ details }) => details?.awsEcrContainerImage ?? []);
}

/**
 * Whether a finding meets all criteria. Within a criterion, any of the EQUALS and PREFIX filters must
 * hold, and all NOT_EQUALS ones. https://docs.aws.amazon.com/inspector/v2/APIReference/API_FilterCriteria.html
 */
export function meets(finding: StoredFinding, criteria: Stored<FilterCriteria>): boolean {
  return Object.entries(criteria).every(([name, filters]) => {
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (read === undefined) throw new UnsupportedOperation(`Inspector2.ListFindings filter ${name}`);
    return meetsField(read(finding), (filters ?? []) as readonly Stored<StringFilter>[]);
  });
}

function meetsField(found: Texts, filters: readonly Stored<StringFilter>[]): boolean {
  const positive = filters.filter(({ comparison }) => comparison !== 'NOT_EQUALS');
  const negative = filters.filter(({ comparison }) => comparison === 'NOT_EQUALS');
  return (
    (positive.length === 0 || positive.some((filter) => found.some((text) => holds(text, filter)))) &&
    negative.every(({ value }) => !found.includes(value))
  );
}

function holds(text: string | undefined, { comparison, value = '' }: Stored<StringFilter>): boolean {
  if (text === undefined) return false;
  return comparison === 'PREFIX' ? text.startsWith(value) : text === value;
}
