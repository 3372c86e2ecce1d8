import type {
  BatchUpdateFindingsV2Request,
  BatchUpdateFindingsV2Response,
  CompositeFilter,
  GetFindingsV2Request,
  GetFindingsV2Response,
} from '@aws-sdk/client-securityhub';
import { at } from '../../shared/json.ts';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { present } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import type { SecurityHubState } from './security-hub-state.ts';
import type { CallContext, Handler } from './simulation.ts';
import type { Stored } from './stored.ts';

type Finding = SecurityHubState['findingsV2'][number];

function enabled(context: CallContext): SecurityHubState {
  const { securityhub } = readRegion(context);
  if (securityhub.enabledV2) return securityhub;
  throw new ServiceFault('AccessDeniedException', `Account ${context.account} has not enabled Security Hub`, 403);
}

function uidOf(finding: Finding): string {
  return String(at(finding, 'metadata.uid'));
}

function invalid(message: string): ServiceFault {
  return new ServiceFault('ValidationException', message);
}

export const getFindingsV2: Handler<GetFindingsV2Request, GetFindingsV2Response> = (
  { Filters = {}, MaxResults = 50, NextToken, ...others },
  context,
) => {
  const [other] = Object.keys(others);
  if (other !== undefined) throw new UnsupportedOperation(`SecurityHub.GetFindingsV2 ${other}`);
  const { findingsV2 } = enabled(context);
  if (MaxResults < 1 || MaxResults > 100) throw invalid('MaxResults must be between 1 and 100');
  const { CompositeFilters = [], CompositeOperator = 'AND' } = Filters;
  if (CompositeOperator !== 'AND') throw new UnsupportedOperation('SecurityHub.GetFindingsV2 operator OR');
  const { items, next } = paginate(
    findingsV2.filter((finding) => CompositeFilters.every((filter) => meets(finding, filter))),
    uidOf,
    { token: NextToken, size: MaxResults, scope: `GetFindingsV2 ${JSON.stringify(Filters)}` },
    () => invalid('The provided NextToken is invalid'),
  );
  return present({ Findings: items, NextToken: next });
};

function meets(
  finding: Finding,
  { StringFilters = [], Operator = 'AND', ...others }: Stored<CompositeFilter>,
): boolean {
  const [other] = Object.keys(others);
  if (other !== undefined) throw new UnsupportedOperation(`SecurityHub.GetFindingsV2 ${other}`);
  if (Operator !== 'AND') throw new UnsupportedOperation('SecurityHub.GetFindingsV2 operator OR');
  return StringFilters.every(({ FieldName = '', Filter = {} }) => {
    const { Value, Comparison = 'EQUALS' } = Filter as { Value?: string; Comparison?: string };
    if (Comparison !== 'EQUALS') throw new UnsupportedOperation(`SecurityHub.GetFindingsV2 comparison ${Comparison}`);
    return at(finding, FieldName) === Value;
  });
}

/** The names that go with the numbers: https://schema.ocsf.io/classes/compliance_finding */
const statuses: Readonly<Record<number, string>> = {
  0: 'Unknown',
  1: 'New',
  2: 'In Progress',
  3: 'Suppressed',
  4: 'Resolved',
  5: 'Archived',
  99: 'Other',
};

/** Updates each finding that there is; one that is not there is an entry in the answer, not an error. */
export const batchUpdateFindingsV2: Handler<BatchUpdateFindingsV2Request, BatchUpdateFindingsV2Response> = (
  { MetadataUids = [], Comment, StatusId, ...others },
  context,
) => {
  enabled(context);
  const [other] = Object.keys(others);
  if (other !== undefined) throw new UnsupportedOperation(`SecurityHub.BatchUpdateFindingsV2 of ${other}`);
  if (MetadataUids.length < 1 || MetadataUids.length > 100) {
    throw invalid('MetadataUids must have between 1 and 100 items');
  }
  if ((Comment ?? 'x').length < 1 || (Comment ?? '').length > 512) {
    throw invalid('Comment must have between 1 and 512 characters');
  }
  if (StatusId !== undefined && statuses[StatusId] === undefined) throw invalid(`StatusId ${StatusId} is none`);
  const change = {
    ...(Comment !== undefined && { comment: Comment }),
    ...(StatusId !== undefined && { status_id: StatusId, status: statuses[StatusId] ?? '' }),
  };
  const { securityhub } = changeRegion(context);
  const known = new Set(securityhub.findingsV2.map(uidOf));
  securityhub.findingsV2 = securityhub.findingsV2.map((finding) =>
    MetadataUids.includes(uidOf(finding)) ? { ...finding, ...change } : finding,
  );
  return {
    ProcessedFindings: MetadataUids.filter((uid) => known.has(uid)).map((MetadataUid) => ({ MetadataUid })),
    UnprocessedFindings: MetadataUids.filter((uid) => !known.has(uid)).map((MetadataUid) => ({
      MetadataUid,
      ErrorCode: 'ResourceNotFoundException' as const,
      ErrorMessage: 'Finding not found',
    })),
  };
};
