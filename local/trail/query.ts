import { at } from '../../shared/json.ts';
import { askedResource, isAbout } from './resource.ts';
import type { AskedResource } from './resource.ts';
import type { TrailRow } from './row.ts';

export interface TrailQuery {
  readonly since: Date;
  readonly until: Date;
  readonly resource?: string | undefined;
  /** An ARN of a user, role or session, or the name of one of them or of a person. */
  readonly principal?: string | undefined;
  /** As the API spells it: `CreateTrainingJob`. */
  readonly event?: string | undefined;
  readonly denied: boolean;
}

/** One search of the event history. It takes one attribute only. */
export interface Lookup {
  readonly key: 'EventName' | 'EventSource' | 'Username';
  readonly value: string;
}

/** Whose calls make up what happens to AI workloads, where nothing narrower is asked for. */
const aiSources = ['sagemaker', 'bedrock', 'bedrock-agentcore', 'iam'];

/**
 * The searches that find all that is asked for. The event history is searched by one attribute a call, the rest is
 * done here, so the attribute is the one that leaves least; by resource it knows only some of what calls name.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function lookupsOf({ event, resource, principal }: TrailQuery): readonly Lookup[] {
  if (event !== undefined) return [{ key: 'EventName', value: event }];
  const service = resource === undefined ? undefined : askedResource(resource).service;
  if (service !== undefined) return [{ key: 'EventSource', value: `${service}.amazonaws.com` }];
  const user = principal === undefined ? undefined : userName(principal);
  if (user !== undefined) return [{ key: 'Username', value: user }];
  return aiSources.map((name) => ({ key: 'EventSource', value: `${name}.amazonaws.com` }));
}

/** What the event history knows a caller by: a user's name, or a session's. A role has sessions of any name. */
function userName(principal: string): string | undefined {
  const [, kind, path = ''] =
    /^arn:[\w-]+:(?:iam|sts)::\d{12}:(user|assumed-role|root)(?:\/(.+))?$/.exec(principal) ?? [];
  if (kind === 'root') return 'root';
  return kind === undefined ? undefined : path.split('/').at(-1);
}

/** Whether a record, with the row made of it, is what was asked for. */
export function matcher(query: TrailQuery): (record: unknown, row: TrailRow) => boolean {
  const resource: AskedResource | undefined = query.resource === undefined ? undefined : askedResource(query.resource);
  const isNarrow = query.event !== undefined || query.principal !== undefined;
  return (record, row) => {
    const time = Date.parse(row.time);
    if (time < query.since.getTime() || time > query.until.getTime()) return false;
    if (query.denied && !row.denied) return false;
    if (query.event !== undefined && at(record, 'eventName') !== query.event) return false;
    if (query.principal !== undefined && !isBy(record, row, query.principal)) return false;
    return resource === undefined ? isNarrow || isAi(record) : isAbout(record, resource);
  };
}

/** Whether one of the services that AI workloads are made of was called. */
function isAi(record: unknown): boolean {
  return aiSources.some((name) => at(record, 'eventSource') === `${name}.amazonaws.com`);
}

function isBy(record: unknown, { principal }: TrailRow, wanted: string): boolean {
  const { arn, role, session, person } = principal;
  const names = [arn, role, session, person?.name, at(record, 'userIdentity.sessionContext.sessionIssuer.userName')];
  return names.includes(wanted);
}
