import { Inspector2Client, ListFindingsCommand } from '@aws-sdk/client-inspector2';
import type { Finding } from '@aws-sdk/client-inspector2';
import { service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { ImageRef } from '../../../shared/signals/signal.ts';

export const inspector2 = service('Inspector2', Inspector2Client, { ListFindingsCommand });
export type InspectorAws = BoundServices<{ inspector2: typeof inspector2 }>;

/** A finding as Inspector holds it now, reduced to what a decision rests on. */
export interface Vulnerability {
  readonly finding: string;
  /** `CVE-2026-11111`, or another database's id. */
  readonly id: string;
  readonly severity: string;
  readonly exploit: boolean;
  readonly active: boolean;
  /** Undefined: it is about something else. */
  readonly image: ImageRef | undefined;
}

const vulnerabilityId = /^[A-Za-z0-9][\w.:-]{2,99}$/;

/**
 * Reads a finding; the event that told of it may be late, or made up.
 *
 * https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html
 *
 * @returns undefined if Inspector has no such finding
 */
export async function readFinding(
  { inspector2: inspector }: InspectorAws,
  arn: string,
): Promise<Vulnerability | undefined> {
  const { findings = [] } = await inspector.ListFindings({
    filterCriteria: { findingArn: [{ comparison: 'EQUALS', value: arn }] },
    maxResults: 1,
  });
  const [finding] = findings;
  return finding === undefined ? undefined : vulnerability(finding);
}

export function vulnerability(finding: Finding): Vulnerability {
  const { findingArn = '', packageVulnerabilityDetails, severity = 'UNTRIAGED', exploitAvailable, status } = finding;
  const id = packageVulnerabilityDetails?.vulnerabilityId ?? '';
  return {
    finding: findingArn,
    id: vulnerabilityId.test(id) ? id : 'an unnamed vulnerability',
    severity,
    exploit: exploitAvailable === 'YES',
    active: status === 'ACTIVE',
    image: imageOf(finding),
  };
}

/** The ECR image that a finding is about, or undefined if it is about something else. */
export function imageOf({ resources = [] }: Finding): ImageRef | undefined {
  const image = resources[0]?.details?.awsEcrContainerImage;
  if (image?.imageHash === undefined || image.repositoryName === undefined || image.registry === undefined)
    return undefined;
  return {
    registry: image.registry,
    repository: image.repositoryName,
    digest: image.imageHash,
    tags: image.imageTags ?? [],
  };
}
