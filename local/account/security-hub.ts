import type {
  AwsSecurityFindingFilters,
  BatchUpdateFindingsRequest,
  BatchUpdateFindingsResponse,
  GetFindingsRequest,
  GetFindingsResponse,
  StringFilter,
} from '@aws-sdk/client-securityhub';
import * as client from '@aws-sdk/client-securityhub';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { present } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import { batchUpdateFindingsV2, getFindingsV2 } from './security-hub-v2.ts';
import type { CallContext, Handler, Simulation } from './simulation.ts';
import type { SecurityHubState } from './security-hub-state.ts';
import type { Stored } from './stored.ts';

type Finding = SecurityHubState['findings'][number];

/** In an account that has not enabled it, every call ends here, in Security Hub's words. */
function subscribed(context: CallContext): SecurityHubState {
  const { securityhub } = readRegion(context);
  if (securityhub.enabled) return securityhub;
  const message = `Account ${context.account} is not subscribed to AWS Security Hub`;
  throw new ServiceFault('InvalidAccessException', message, 401);
}

function invalid(message: string): ServiceFault {
  return new ServiceFault('InvalidInputException', message);
}

/** Where a finding holds what a filter compares; a filter that is not listed here is refused, not ignored. */
const fields: Readonly<Record<string, (finding: Finding) => string | undefined>> = {
  Id: ({ Id }) => Id,
  ProductArn: ({ ProductArn }) => ProductArn,
  RecordState: ({ RecordState }) => RecordState,
  WorkflowStatus: ({ Workflow }) => Workflow?.Status,
  ComplianceSecurityControlId: ({ Compliance }) => Compliance?.SecurityControlId,
};

const getFindings: Handler<GetFindingsRequest, GetFindingsResponse> = (
  { Filters = {}, MaxResults = 10, NextToken, SortCriteria },
  context,
) => {
  if (SortCriteria !== undefined) throw new UnsupportedOperation('SecurityHub.GetFindings sort order');
  const { findings } = subscribed(context);
  if (MaxResults < 1 || MaxResults > 100) throw invalid('MaxResults must be between 1 and 100');
  const { items, next } = paginate(
    findings.filter((finding) => meets(finding, Filters)),
    ({ Id }) => Id ?? '',
    { token: NextToken, size: MaxResults, scope: `GetFindings ${JSON.stringify(Filters)}` },
    () => invalid('The provided NextToken is invalid'),
  );
  return present({ Findings: items, NextToken: next });
};

function meets(finding: Finding, filters: Stored<AwsSecurityFindingFilters>): boolean {
  return Object.entries(filters).every(([name, wanted]) => {
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (read === undefined) throw new UnsupportedOperation(`SecurityHub.GetFindings filter ${name}`);
    return (wanted as readonly Stored<StringFilter>[]).some(({ Value, Comparison }) => {
      if (Comparison !== 'EQUALS') throw new UnsupportedOperation(`SecurityHub.GetFindings comparison ${Comparison}`);
      return read(finding) === Value;
    });
  });
}

/** Updates each finding that there is; one that is not there is an entry in the answer, not an error. */
const batchUpdateFindings: Handler<BatchUpdateFindingsRequest, BatchUpdateFindingsResponse> = (
  { FindingIdentifiers = [], Note, Workflow, ...others },
  context,
) => {
  subscribed(context);
  if (FindingIdentifiers.length < 1 || FindingIdentifiers.length > 100) {
    throw invalid('FindingIdentifiers must have between 1 and 100 items');
  }
  const [other] = Object.keys(others);
  if (other !== undefined) throw new UnsupportedOperation(`SecurityHub.BatchUpdateFindings of ${other}`);
  if ((Note?.Text ?? '').length > 512) throw invalid('Note.Text must have at most 512 characters');
  const change = {
    ...(Workflow !== undefined && { Workflow }),
    ...(Note !== undefined && { Note: { ...Note, UpdatedAt: context.now.toISOString() } }),
  };
  const isMeant = (finding: Finding) =>
    FindingIdentifiers.some(({ Id, ProductArn }) => finding.Id === Id && finding.ProductArn === ProductArn);
  const { securityhub } = changeRegion(context);
  const known = securityhub.findings.filter(isMeant);
  securityhub.findings = securityhub.findings.map((finding) =>
    isMeant(finding) ? { ...finding, ...change } : finding,
  );
  const missing = FindingIdentifiers.filter(({ Id }) => known.every((finding) => finding.Id !== Id));
  return {
    ProcessedFindings: FindingIdentifiers.filter((one) => !missing.includes(one)),
    UnprocessedFindings: missing.map((FindingIdentifier) => ({
      FindingIdentifier,
      ErrorCode: 'FindingNotFound',
      ErrorMessage: 'Finding not found',
    })),
  };
};

/** What AWS Security Hub's controls have found, to read and to settle. */
export const securityHub: Simulation = {
  service: 'SecurityHub',
  client: { ...client },
  Exception: client.SecurityHubServiceException,
  operations: {
    BatchUpdateFindings: batchUpdateFindings,
    BatchUpdateFindingsV2: batchUpdateFindingsV2,
    GetFindings: getFindings,
    GetFindingsV2: getFindingsV2,
  },
};
