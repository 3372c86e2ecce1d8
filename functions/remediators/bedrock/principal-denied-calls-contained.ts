import * as z from 'zod';
import { isAwsOwnPath } from '../../../shared/aws/attached-policies.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Scope, Target } from '../../../shared/remediation.ts';
import { quarter } from '../../../shared/signals/access.ts';
import { isDenied } from '../../../shared/signals/ai-call.ts';
import type { AiCall } from '../../../shared/signals/ai-call.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';
import { actionsIn, callsBy, callsOfAll, cloudtrail, originsOf, underway } from './ai-history.ts';
import type { HistoryAws, Span } from './ai-history.ts';
import { containedUntil, containmentParameters, containmentPlan, endOf, servicesOwn } from './principal-containment.ts';
import { iam, readPrincipal } from './principal-policies.ts';
import type { PolicyImage } from './principal-policies.ts';

const minute = 60_000;
/** How far the sweep looks back: as far as two sweeps lie apart, where nobody has changed that. */
const betweenSweeps = 6 * 60 * minute;

/** Not as far as a deny lasts, from the quarter that it is counted from: what has led to one leads to no second one. */
function lookBack(hours: number): number {
  return Math.min(betweenSweeps, hours * 60 * minute - quarter);
}

const parameters = z.strictObject({
  ...containmentParameters,
  'denied-calls': z
    .int()
    .min(2)
    .max(500)
    .default(20)
    .describe('Denied calls on AI services, within the minutes, from which on a role or user is denied more.'),
  minutes: z.int().min(1).max(60).default(15).describe('The time that the denied calls are counted in.'),
  excluded: z
    .array(z.string().regex(/^[\w+=,.@-]{1,64}$/))
    .default([])
    .describe('Names of roles and users whose denied calls are nobody’s concern, such as scanners of permissions.'),
});

interface Facts extends JsonObject {
  /** What the event history knows the caller by; missing: all sessions of the role. */
  readonly caller?: string;
  /** From when on calls count, and when none of the event's own quarter is missing any more; ISO 8601, UTC. */
  readonly from: string;
  readonly settled: string;
  /** When it was looked for, and until when it is to be denied. */
  readonly now: string;
  readonly until: string;
}

/**
 * Denies a role or user whose calls on AI services are denied again and again more than that, for some hours: whoever
 * tries the doors has keys that they should not have. A few denied calls are everybody's.
 *
 * The event is one denied call; how many there are tells CloudTrail's event history, which needs no trail.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export const principalDeniedCallsContained = defineRemediation({
  id: 'iam-principal-denied-calls-contained',
  title: 'Deny a role or user whose calls on AI services are denied again and again, for some hours',
  description:
    'Counts the denied calls of a role’s session or a user on SageMaker, Bedrock and AgentCore. Above a rate, it puts an inline policy on the role or user that denies the invocation of all models, or everything in these services, and ends by itself after some hours.',
  severity: 'high',
  // Whatever of theirs is in order is refused meanwhile, too.
  impact: 'disruptive',
  reversible: true,
  notifies: true,
  // A role, or a user.
  resource: 'AWS::IAM::Role',
  // No framework counts denied calls.
  controls: {},
  triggers: ['AWS::IAM::Role', 'AWS::IAM::User'].map((resource) => ({ resource, access: ['denied'] as const })),
  parameters,
  uses: { cloudtrail, iam },

  async locate({ at, hints, resource }, _aws, { excluded, hours }, now) {
    if (excluded.includes(resource.id)) {
      return { verdict: { state: 'compliant', why: `The policy excludes ${resource.id}.` } };
    }
    const end = (Math.floor(Date.parse(at) / quarter) + 1) * quarter;
    const settled = hints.requested === undefined ? end + underway : now.getTime();
    const facts: Facts = {
      ...(hints.caller !== undefined && { caller: hints.caller }),
      from: new Date(now.getTime() - lookBack(hours)).toISOString(),
      settled: new Date(settled).toISOString(),
      now: now.toISOString(),
      until: endOf(now, hours),
    };
    return { targets: [{ ...resource, facts }] };
  },

  async assess(target, aws, { 'denied-calls': most, ...rest }, scope) {
    const now = timeOf(scope);
    const facts = factsOf(target, now, rest.hours);
    const { path, image: live } = await readPrincipal(target, aws);
    const contained = containedUntil(live.policy, rest.scope, facts.now);
    if (contained !== undefined) return { state: 'compliant', why: `It is denied until ${contained}.`, live };
    const denied = await deniedCalls(aws, target, facts, { now, most, ...rest });
    const found = fastest(denied, rest.minutes);
    const count = `${found.length} denied call${found.length === 1 ? '' : 's'} on AI services`;
    if (found.length < most) {
      const why = `${count} within ${rest.minutes} minutes; the policy bears ${most - 1}.`;
      return facts.settled <= now.toISOString()
        ? { state: 'compliant', why, live }
        : { state: 'busy', why: `${why} More may be underway.` };
    }
    const why = [
      `${target.id} had at least ${count} within ${rest.minutes} minutes, up to ${found[0]?.time}: ${actionsIn(found)}; from ${originsOf(found)}`,
    ];
    if (!isAwsOwnPath(path)) return { state: 'wrong', why, before: live };
    return { state: 'manual', why: [...why, `Only AWS may change the role (${path})`], steps: servicesOwn, live };
  },

  plan(before: PolicyImage, { scope: services }, { facts, ...target }) {
    const { now, until } = facts as Facts;
    return containmentPlan(before, { resources: ['*'], services: services === 'services', now, until }, target);
  },

  /** Whoever was denied anything since the last sweep. */
  async *list(aws, scope) {
    const now = timeOf(scope);
    const seen = new Set<string>();
    const span = { from: new Date(now.getTime() - betweenSweeps), to: now };
    for await (const page of callsOfAll(aws, span)) {
      for (const call of page) {
        const { caller } = call;
        if (!isDenied(call) || call.byService || !('name' in caller) || caller.account !== scope.account) continue;
        const key = `${caller.kind} ${caller.name} ${caller.session}`;
        if (!seen.has(key)) yield { resource: refTo(caller), hints: { caller: caller.session } };
        seen.add(key);
      }
    }
  },
});

function refTo({ kind, name }: Extract<AiCall['caller'], { readonly name: string }>): ResourceRef {
  return { type: kind === 'role' ? 'AWS::IAM::Role' : 'AWS::IAM::User', id: name };
}

/** The caller's denied calls, newest first, as far as it takes to see enough of them. */
async function deniedCalls(
  aws: HistoryAws,
  { type, id }: ResourceRef,
  { caller, from }: Facts,
  { now, most, minutes }: { readonly now: Date; readonly most: number; readonly minutes: number },
): Promise<readonly AiCall[]> {
  const span: Span = { from: new Date(from), to: now };
  const pages =
    caller === undefined
      ? callsOfAll(aws, span)
      : callsBy(aws, { AttributeKey: 'Username', AttributeValue: caller }, span);
  let found: AiCall[] = [];
  for await (const page of pages) {
    const theirs = page.filter((call) => {
      const { name = '', kind } = { name: undefined, ...call.caller };
      return isDenied(call) && !call.byService && name === id && (kind === 'user') === (type === 'AWS::IAM::User');
    });
    found = [...found, ...theirs].toSorted((a, b) => (a.time < b.time ? 1 : -1));
    if (fastest(found, minutes).length >= most) break;
  }
  return found;
}

/** As many of the calls, newest first, as there are within any such time. */
function fastest(calls: readonly AiCall[], minutes: number): readonly AiCall[] {
  let best: readonly AiCall[] = [];
  let last = 0;
  for (const [first, { time }] of calls.entries()) {
    const since = Date.parse(time) - minutes * minute;
    while (last < calls.length && Date.parse(calls[last]?.time ?? '') >= since) last += 1;
    if (last - first > best.length) best = calls.slice(first, last);
  }
  return best;
}

/** What `locate` has found out; the sweep, which only wants to know whether to look, asks as of now. */
function factsOf({ facts }: Target, now: Date, hours: number): Facts {
  if (facts !== undefined) return facts as Facts;
  const text = now.toISOString();
  const from = new Date(now.getTime() - lookBack(hours)).toISOString();
  return { from, settled: text, now: text, until: endOf(now, hours) };
}

function timeOf({ now }: Scope): Date {
  if (now === undefined) throw new TypeError('Nobody has told the time');
  return now;
}
