import { at } from '../../shared/json.ts';
import { cleanText } from '../../shared/signals/text.ts';
import { resourceOf } from './resource.ts';

/** What a person asks of a record of CloudTrail's: who did what to which resource, from where, and did it succeed. */
export interface TrailRow {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly id: string;
  /** `sagemaker:CreateTrainingJob` */
  readonly action: string;
  readonly region: string;
  readonly account: string;
  readonly principal: Principal;
  readonly resource: string;
  /** `done`, or the error code of what was refused. */
  readonly outcome: string;
  readonly denied: boolean;
  readonly message?: string;
  readonly sourceIp: string;
  /** The service that called on the principal's behalf, the console, a VPC endpoint, or the program. */
  readonly via: string;
}

export interface Principal {
  readonly type: string;
  readonly arn: string;
  /** Of the role whose session it was. */
  readonly role?: string;
  readonly session?: string;
  /** Who it was as far as the record proves or tells it, and what tells it. */
  readonly person?: { readonly name: string; readonly from: PersonFrom };
}

export type PersonFrom = 'source identity' | 'identity center' | 'user name' | 'session name';

/** Error codes by which services say that somebody may not do something. */
const deniedCode = /AccessDenied|Unauthori[sz]ed|NotAuthorized|Forbidden|AuthorizationError|InvalidClientTokenId/i;

/** A record of an event history as a row; undefined for what is none. Everything in it is cleaned and cut. */
export function rowOf(record: unknown): TrailRow | undefined {
  const text = (path: string): string => textAt(record, path);
  const time = Date.parse(text('eventTime'));
  const name = text('eventName');
  if (Number.isNaN(time) || name === '') return undefined;
  const code = text('errorCode');
  const message = text('errorMessage');
  return {
    time: new Date(time).toISOString(),
    id: text('eventID'),
    action: `${text('eventSource').replace('.amazonaws.com', '')}:${name}`,
    region: text('awsRegion'),
    account: text('recipientAccountId') || text('userIdentity.accountId'),
    principal: principalOf(record),
    resource: resourceOf(record),
    outcome: code === '' ? 'done' : code,
    denied: deniedCode.test(code),
    ...(message !== '' && { message }),
    sourceIp: text('sourceIPAddress'),
    via: via(record),
  };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function principalOf(record: unknown): Principal {
  const text = (path: string): string => textAt(record, `userIdentity.${path}`);
  const type = text('type');
  const arn = text('arn') || text('invokedBy') || text('principalId') || text('accountId') || 'unknown';
  const role = text('sessionContext.sessionIssuer.arn');
  const session = type === 'AssumedRole' ? arn.split('/').slice(2).join('/') : '';
  const person = personOf(record, session);
  return {
    type,
    arn,
    ...(role !== '' && { role }),
    ...(session !== '' && { session }),
    ...(person !== undefined && { person }),
  };
}

/** Names that programs give to the sessions they open: of instances, SDKs and services. */
const programs =
  /^(?:i-[0-9a-f]+|\d{6,}|(?:botocore|aws-sdk|aws-go-sdk|sdk|session|local)(?:-.*)?|SageMaker|AmazonSageMaker.*)$/i;

/**
 * Of a session the source identity alone can't be chosen by whoever opens it and stays through a chain of roles;
 * a session's name is the person's where Identity Center or a SAML provider has set it.
 */
function personOf(record: unknown, session: string): Principal['person'] {
  const text = (path: string): string => textAt(record, `userIdentity.${path}`);
  const source = text('sessionContext.sourceIdentity');
  if (source !== '') return { name: source, from: 'source identity' };
  const center = text('onBehalfOf.userId');
  if (center !== '') return { name: center, from: 'identity center' };
  const user = text('userName');
  if (user !== '') return { name: user, from: 'user name' };
  return session === '' || programs.test(session) ? undefined : { name: session, from: 'session name' };
}

function via(record: unknown): string {
  const invokedBy = textAt(record, 'userIdentity.invokedBy');
  if (invokedBy !== '') return invokedBy;
  if (textAt(record, 'sessionCredentialFromConsole') === 'true') return 'console';
  const endpoint = textAt(record, 'vpcEndpointId');
  if (endpoint !== '') return endpoint;
  return textAt(record, 'userAgent').replace(/^\[/, '').split(' ')[0] ?? '';
}

function textAt(record: unknown, path: string): string {
  const value = at(record, path);
  return typeof value === 'string' ? cleanText(value) : '';
}
