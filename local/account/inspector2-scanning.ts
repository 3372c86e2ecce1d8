import type {
  Account,
  BatchGetAccountStatusRequest,
  BatchGetAccountStatusResponse,
  DisableRequest,
  DisableResponse,
  EnableRequest,
  EnableResponse,
  Status,
} from '@aws-sdk/client-inspector2';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';

const kinds = { EC2: 'ec2', ECR: 'ecr', LAMBDA: 'lambda', LAMBDA_CODE: 'lambdaCode' } as const;
type Kind = keyof typeof kinds;
const all = Object.keys(kinds) as Kind[];

/** Switching takes Inspector some minutes; here half of one. */
const takes = 30_000;

function statusOf(kind: Kind, context: CallContext): Status {
  const { enabled, settles } = readRegion(context).inspector2.scanning[kinds[kind]];
  if (settles !== undefined && Date.parse(settles) > context.now.getTime()) return enabled ? 'ENABLING' : 'DISABLING';
  return enabled ? 'ENABLED' : 'DISABLED';
}

/** As a whole, Inspector is on as soon as anything is scanned. */
function whole(context: CallContext): Status {
  const statuses = all.map((kind) => statusOf(kind, context));
  return (['ENABLED', 'ENABLING', 'DISABLING'] as const).find((status) => statuses.includes(status)) ?? 'DISABLED';
}

function record<T>(of: (kind: Kind) => T) {
  return { ec2: of('EC2'), ecr: of('ECR'), lambda: of('LAMBDA'), lambdaCode: of('LAMBDA_CODE') };
}

/** https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetAccountStatus.html */
export const batchGetAccountStatus: Handler<BatchGetAccountStatusRequest, BatchGetAccountStatusResponse> = (
  { accountIds = [] },
  context,
) => {
  own(accountIds, context);
  // The SDK's schema asks for an error in each status, even where there is none; nobody reads it.
  const state = (status: Status) => ({ status, errorCode: 'ALREADY_ENABLED' as const, errorMessage: '' });
  const resourceState = record((kind) => state(statusOf(kind, context)));
  return {
    accounts: [{ accountId: context.account, state: state(whole(context)), resourceState }],
    failedAccounts: [],
  };
};

/** Enabling what is on, and disabling what is off, changes nothing. */
export const enable: Handler<EnableRequest, EnableResponse> = ({ accountIds = [], resourceTypes = [] }, context) =>
  change(true, accountIds, resourceTypes, context);

/** Without a list, everything. */
export const disable: Handler<DisableRequest, DisableResponse> = ({ accountIds = [], resourceTypes = [] }, context) =>
  change(false, accountIds, resourceTypes.length === 0 ? all : resourceTypes, context);

function change(enabled: boolean, accounts: readonly string[], types: readonly string[], context: CallContext) {
  own(accounts, context);
  if (types.length === 0 || types.length > 4) throw invalid('resourceTypes must have between 1 and 4 items.');
  const wanted = types.map((type) => {
    const kind = all.find((known) => known === type);
    if (kind === undefined) throw new UnsupportedOperation(`Inspector2 scanning of ${type.slice(0, 100)}`);
    return kind;
  });
  const { scanning } = changeRegion(context).inspector2;
  for (const kind of wanted) {
    if (scanning[kinds[kind]].enabled !== enabled)
      scanning[kinds[kind]] = { enabled, settles: new Date(context.now.getTime() + takes).toISOString() };
  }
  const resourceStatus = record((kind) => statusOf(kind, context));
  const account: Account = { accountId: context.account, status: whole(context), resourceStatus };
  return { accounts: [account], failedAccounts: [] };
}

/** Other accounts are an administrator's business. */
function own(accounts: readonly string[], { account }: CallContext): void {
  if (accounts.some((id) => id !== account)) throw new UnsupportedOperation('Inspector2 of other accounts');
}

function invalid(message: string): ServiceFault {
  return new ServiceFault('ValidationException', message);
}
