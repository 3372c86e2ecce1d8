import { at } from '../json.ts';
import { actorOf } from './actor.ts';
import { aiCallOf, isDenied } from './ai-call.ts';
import type { AiCall } from './ai-call.ts';
import { normaliseCloudTrailCall } from './cloudtrail-call.ts';
import type { Envelope } from './envelope.ts';
import { expectSame } from './envelope.ts';
import { identify } from './identifiers.ts';
import { signalId, toSignal } from './normalised.ts';
import type { Normalised } from './normalised.ts';
import { insidesOf, outsideBy } from './outside.ts';
import type { Access, Hints, ResourceRef, Signal } from './signal.ts';

/**
 * `AWS API Call via CloudTrail`: a signal about what the call may have made worse, and one about its caller where
 * the call itself is what is wrong: it was denied, it was the root user's, or it came from outside.
 *
 * @param policy the policy file's JSON, which tells what is inside; without, no call comes from outside
 * @throws EventError if the event can't be understood
 */
export function normaliseCloudTrailEvent(envelope: Envelope, policy?: unknown): Normalised {
  const changed = normaliseCloudTrailCall(envelope);
  const accesses = accessSignals(envelope, policy);
  if (accesses.length === 0) return changed;
  // That the call has changed nothing, or nothing that anybody listens to, is no news where the call itself is.
  const ignored = changed.signals.length === 0 ? [] : changed.ignored;
  return { signals: [...changed.signals, ...accesses], ignored };
}

function accessSignals(envelope: Envelope, policy: unknown): readonly Signal[] {
  const call = aiCallOf(envelope.detail);
  if (call === undefined || call.byService) return [];
  const signals = [rootUse(call, envelope), denial(call, envelope), outsideCall(call, envelope, policy)].flat();
  if (signals.length > 0) expectConsistency(call, envelope);
  return signals;
}

function expectConsistency({ service }: AiCall, envelope: Envelope): void {
  expectSame(`aws.${service}`, envelope.source, 'detail.eventSource');
  for (const [member, elsewhere] of [
    ['awsRegion', envelope.region],
    ['recipientAccountId', envelope.account],
  ] as const) {
    const here = at(envelope.detail, member);
    expectSame(typeof here === 'string' ? here : undefined, elsewhere, `detail.${member}`);
  }
}

/** Of AI services the root user has nothing to ask; whether a call succeeded makes no difference. */
function rootUse({ caller }: AiCall, envelope: Envelope): Signal[] {
  if (caller.kind !== 'root' || caller.account !== envelope.account) return [];
  const resource = identify('AWS::IAM::RootUser', caller.account, envelope, 'detail.userIdentity.arn');
  return [accessSignal(envelope, resource, { access: 'root' }, [hour])];
}

function denial(call: AiCall, envelope: Envelope): Signal[] {
  const { caller } = call;
  if (!isDenied(call) || !('name' in caller)) return [];
  const resource = principalOf(call, envelope);
  // Another account's caller is for that account to contain, which has a record of its own.
  if (resource === undefined) return [];
  const { session } = caller;
  const hints = { access: 'denied', ...(session !== undefined && { caller: session }) } as const;
  return [accessSignal(envelope, resource, hints, [quarter, session ?? ''])];
}

function outsideCall(call: AiCall, envelope: Envelope, policy: unknown): Signal[] {
  const { id: record, caller, ip = '', endpoint = '' } = call;
  if (record === undefined || caller.account === undefined) return [];
  const isOutside = insidesOf(policy).some((inside) => outsideBy(call, inside, envelope.account).length > 0);
  if (!isOutside) return [];
  const resource =
    principalOf(call, envelope) ??
    identify('AWS::Organizations::Account', caller.account, envelope, 'detail.userIdentity.accountId');
  return [accessSignal(envelope, resource, { access: 'outside', record }, [quarter, ip, endpoint])];
}

/** The account's own role or user; undefined for anybody else. */
function principalOf({ caller }: AiCall, envelope: Envelope): ResourceRef | undefined {
  if (!('name' in caller) || caller.account !== envelope.account) return undefined;
  const type = caller.kind === 'role' ? 'AWS::IAM::Role' : 'AWS::IAM::User';
  return identify(type, caller.name, envelope, 'detail.userIdentity.arn');
}

const hour = 3_600_000;
/** Whoever looks for denied calls waits for the rest of the quarter, so that it takes one execution to count them. */
export const quarter = hour / 4;

/**
 * All such calls of a caller within a span make one signal, whichever comes first: a flood of calls starts one
 * execution, not one each. The durable execution is named after the signal's id.
 */
function accessSignal(
  envelope: Envelope,
  resource: ResourceRef,
  hints: Hints & { readonly access: Access },
  [span, ...of]: readonly [number, ...(readonly string[])],
): Signal {
  const since = Math.floor(Date.parse(envelope.time) / span) * span;
  const { account, region } = envelope;
  const signal = toSignal(envelope, { source: 'cloudtrail', resource, hints, actor: callerAsActor(envelope) });
  const about = [hints.access, account, region, new Date(since).toISOString(), ...of].join(' ');
  return { ...signal, id: signalId(about, resource) };
}

/** The program that called owns nothing of the caller's, so it is not told: it would be taken for who made the role. */
function callerAsActor({ detail }: Envelope): Signal['actor'] {
  const { userAgent: _, ...actor } = actorOf(detail) ?? { arn: 'unknown' };
  return actor;
}
