import { printable } from '../aws/failure.ts';
import type { Bound } from '../aws/service.ts';
import { bind } from '../aws/service.ts';
import type { securityHub as SecurityHub } from '../aws/security-hub.ts';
import type { RemediatorEdge } from '../edge.ts';
import { at } from '../json.ts';
import type { Outcome } from '../outcome.ts';
import type { HubFinding } from '../signals/signal.ts';
import type { Answered } from './follow-up.ts';

type Hub = Bound<(typeof SecurityHub)['commands']>;
type InAsff = Extract<HubFinding, { format: 'asff' }>;
type InOcsf = Extract<HubFinding, { format: 'ocsf' }>;

/** Notes and comments hold 512 characters. */
const longestNote = 512;

/**
 * Resolves the finding that the signal was about, with a note that names the actions. The finding is read first:
 * what somebody has suppressed meanwhile stays so, and what is resolved is not resolved again.
 *
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchupdatefindings.html
 *
 * @throws what the service says, and an Error `FindingNotUpdated` if it answers, but has not done it
 */
export async function resolveFinding(
  { clientFor }: Pick<RemediatorEdge, 'clientFor'>,
  { signal, outcomes }: Answered,
): Promise<string> {
  const { hubFinding: finding } = signal.hints;
  if (finding === undefined)
    return 'The finding is left to Security Hub: it is about several resources, or has no uid.';
  const { securityHub } = await import('../aws/security-hub.ts');
  const { hub } = bind({ hub: securityHub }, clientFor, signal.region);
  const note = noteOf(outcomes);
  return finding.format === 'asff' ? resolveAsff(hub, finding, note) : resolveOcsf(hub, finding, note);
}

function noteOf(outcomes: readonly Outcome[]): string {
  const each = outcomes.map(({ id, remediation, status, evidence = 'none' }) =>
    status === 'remediated'
      ? `${remediation} put it right and read it again, action ${id}, evidence ${evidence}`
      : `${remediation} read it and found it right, ${id}, evidence ${evidence}`,
  );
  return printable(`Redress: ${each.join('; ')}`, longestNote);
}

const resolved = 'The finding is resolved in Security Hub.';
const already = 'The finding was resolved in Security Hub already.';
const suppressed = 'The finding is suppressed in Security Hub, and stays so.';
const away = 'Security Hub has the finding no longer.';
const archived = 'The finding is archived in Security Hub.';

async function resolveAsff(hub: Hub, { id: Id, product: ProductArn }: InAsff, note: string): Promise<string> {
  const { Findings = [] } = await hub.GetFindings({
    Filters: {
      Id: [{ Value: Id, Comparison: 'EQUALS' }],
      ProductArn: [{ Value: ProductArn, Comparison: 'EQUALS' }],
    },
    MaxResults: 1,
  });
  const [found] = Findings;
  if (found === undefined) return away;
  if (found.RecordState === 'ARCHIVED') return archived;
  if (found.Workflow?.Status === 'SUPPRESSED') return suppressed;
  if (found.Workflow?.Status === 'RESOLVED') return already;
  const { UnprocessedFindings: [refused] = [] } = await hub.BatchUpdateFindings({
    FindingIdentifiers: [{ Id, ProductArn }],
    Note: { Text: note, UpdatedBy: 'redress' },
    Workflow: { Status: 'RESOLVED' },
  });
  if (refused !== undefined) throw notUpdated(refused);
  return resolved;
}

/** OCSF's statuses of a finding: https://schema.ocsf.io/classes/compliance_finding */
const ocsf = { suppressed: 3, resolved: 4, archived: 5 } as const;

async function resolveOcsf(hub: Hub, { uid }: InOcsf, Comment: string): Promise<string> {
  const { Findings = [] } = await hub.GetFindingsV2({
    Filters: {
      CompositeFilters: [
        {
          StringFilters: [{ FieldName: 'metadata.uid', Filter: { Value: uid, Comparison: 'EQUALS' } }],
          Operator: 'AND',
        },
      ],
    },
    MaxResults: 1,
  });
  const [found] = Findings;
  if (found === undefined) return away;
  const status = at(found, 'status_id');
  if (status === ocsf.archived) return archived;
  if (status === ocsf.suppressed) return suppressed;
  if (status === ocsf.resolved) return already;
  const { UnprocessedFindings: [refused] = [] } = await hub.BatchUpdateFindingsV2({
    MetadataUids: [uid],
    Comment,
    StatusId: ocsf.resolved,
  });
  if (refused !== undefined) throw notUpdated(refused);
  return resolved;
}

/** The answer is a success even if nothing was updated; the entry's own error is what counts. It is not tried again. */
function notUpdated(refused: {
  readonly ErrorCode?: string | undefined;
  readonly ErrorMessage?: string | undefined;
}): Error {
  const message = `${refused.ErrorCode ?? 'no code'}: ${refused.ErrorMessage ?? 'no message'}`;
  return Object.assign(new Error(message), { name: 'FindingNotUpdated', $metadata: { httpStatusCode: 400 } });
}
