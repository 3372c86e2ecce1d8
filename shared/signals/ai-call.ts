import { isIP } from 'node:net';
import { at } from '../json.ts';

/** What a record of CloudTrail's tells of a call on an AI service, as far as it is what it should be. */
export interface AiCall {
  /** CloudTrail's id of the record. */
  readonly id?: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** `bedrock`, as IAM's actions begin. */
  readonly service: AiService;
  readonly name: string;
  /** Why it failed, for example `AccessDenied`. */
  readonly error?: string;
  readonly caller: Caller;
  /** The account whose record it is; of a call into another account each of the two may have one. */
  readonly recipient?: string;
  /** A service made the call, for itself or on somebody's behalf. */
  readonly byService: boolean;
  /** Where it came from; missing where a service called, or AWS itself. */
  readonly ip?: string;
  /** The VPC endpoint that it came through. */
  readonly endpoint?: string;
}

/** Who called, and in which account they are at home. */
export type Caller =
  /**
   * `session` is what LookupEvents knows the caller by: the session's name, or the user's. Missing for a federated
   * session of a user's (GetFederationToken), which may do nothing that the user may not.
   */
  | { readonly kind: 'role' | 'user'; readonly account: string; readonly name: string; readonly session?: string }
  | { readonly kind: 'root'; readonly account: string }
  /** Nobody whose policies could be changed: of other accounts' callers no more may be told. */
  | { readonly kind: 'other'; readonly account?: string };

/** The services whose calls count, by the first part of `eventSource`. */
export const aiServices = ['bedrock', 'bedrock-agentcore', 'bedrock-mantle', 'sagemaker'] as const;
export type AiService = (typeof aiServices)[number];

/** Error codes by which these services refuse what somebody may not do. The stack's rule asks for the same ones. */
export const deniedCodes = [
  'AccessDenied',
  'AccessDeniedException',
  'Client.UnauthorizedOperation',
  'NotAuthorizedException',
  'UnauthorizedException',
  'UnauthorizedOperation',
] as const;
const denials: ReadonlySet<string> = new Set(deniedCodes);

export function isDenied({ error }: AiCall): boolean {
  return error !== undefined && denials.has(error);
}

const NAME = /^[A-Za-z0-9]{1,128}$/;
const RECORD = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ENDPOINT = /^vpce-[0-9a-f]{8,17}$/;
const ACCOUNT = /^\d{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/**
 * A record as a call on an AI service; undefined for what is none, or has no time or name that it could have. Every
 * text in it is checked, since it comes from whoever made the call.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function aiCallOf(record: unknown): AiCall | undefined {
  const text = (path: string, grammar: RegExp): string | undefined => {
    const value = at(record, path);
    return typeof value === 'string' && grammar.test(value) ? value : undefined;
  };
  const service = aiServices.find((one) => at(record, 'eventSource') === `${one}.amazonaws.com`);
  const name = text('eventName', NAME);
  const time = text('eventTime', TIME);
  if (service === undefined || name === undefined || time === undefined || Number.isNaN(Date.parse(time))) return;
  const id = text('eventID', RECORD);
  const error = text('errorCode', /^[\w.:]{1,128}$/);
  const endpoint = text('vpcEndpointId', ENDPOINT);
  const recipient = text('recipientAccountId', ACCOUNT);
  const ip = at(record, 'sourceIPAddress');
  return {
    ...(id !== undefined && { id }),
    time,
    service,
    name,
    ...(error !== undefined && { error }),
    caller: callerOf(record),
    ...(recipient !== undefined && { recipient }),
    byService: at(record, 'userIdentity.type') === 'AWSService' || at(record, 'userIdentity.invokedBy') !== undefined,
    ...(typeof ip === 'string' && isIP(ip) !== 0 && { ip }),
    ...(endpoint !== undefined && { endpoint }),
  };
}

const SESSION = /^arn:aws[a-z-]{0,20}:sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\/([\w+=,.@-]{2,64})$/;
const USER = /^arn:aws[a-z-]{0,20}:iam::(\d{12}):user\/(?:[!-~]{1,510}\/)?([\w+=,.@-]{1,64})$/;
const FEDERATED = /^arn:aws[a-z-]{0,20}:sts::(\d{12}):federated-user\/[\w+=,.@-]{2,32}$/;
const ROOT = /^arn:aws[a-z-]{0,20}:iam::(\d{12}):root$/;

/** Whether the role or user is of the account whose record it is: others' may have the same names. */
export function isAtHome({ caller, recipient }: AiCall): boolean {
  return caller.account !== undefined && caller.account === recipient;
}

/** By the type and the ARN, which have to agree. */
function callerOf(record: unknown): Caller {
  const type = at(record, 'userIdentity.type');
  const arn = at(record, 'userIdentity.arn');
  const partsOf = (text: unknown, grammar: RegExp): readonly string[] =>
    typeof text === 'string' ? (grammar.exec(text) ?? []) : [];
  const parts = (grammar: RegExp): readonly string[] => partsOf(arn, grammar);
  if (type === 'AssumedRole') {
    const [, account, name, session] = parts(SESSION);
    if (account !== undefined && name !== undefined && session !== undefined)
      return { kind: 'role', account, name, session };
  }
  if (type === 'IAMUser') {
    const [, account, name] = parts(USER);
    if (account !== undefined && name !== undefined) return { kind: 'user', account, name, session: name };
  }
  if (type === 'FederatedUser') {
    const [, here] = parts(FEDERATED);
    const [, account, name] = partsOf(at(record, 'userIdentity.sessionContext.sessionIssuer.arn'), USER);
    if (account !== undefined && account === here && name !== undefined) return { kind: 'user', account, name };
  }
  if (type === 'Root') {
    const [, account] = parts(ROOT);
    if (account !== undefined) return { kind: 'root', account };
  }
  const account = at(record, 'userIdentity.accountId');
  return typeof account === 'string' && ACCOUNT.test(account) ? { kind: 'other', account } : { kind: 'other' };
}
