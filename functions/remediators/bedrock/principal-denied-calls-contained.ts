import * as z from 'zod';
import { isAwsOwnPath } from '../../../shared/aws/attached-policies.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Scope, Target } from '../../../shared/remediation.ts';
import { quarter } from '../../../shared/signals/access.ts';
import { isAtHome, isDenied } from '../../../shared/signals/ai-call.ts';
import type { AiCall } from '../../../shared/signals/ai-call.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';
import {
  actionsIn,
  callsBy,
  callsOfAll,
  cloudtrail,
  lookFurther,
  mostRecords,
  originsOf,
  underway,
} from './ai-history.ts';
import type { HistoryAws } from './ai-history.ts';
import { mayBeDenied } from './containment.ts';
import {
  containedUntil,
  containmentParameters,
  containmentPlan,
  endedAt,
  endOf,
  runningIn,
  servicesOwn,
} from './principal-containment.ts';
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
    'Counts the denied calls of a role’s session or a user on SageMaker, Bedrock and AgentCore; the sweep, those of all sessions of a role that has had many. Above a rate, it puts an inline policy on the role or user that denies the invocation of all models, or everything in these services, and ends by itself after some hours.',
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

  async locate({ at, hints, resource }, _aws, { excluded, hours, minutes }, now) {
    if (excluded.includes(resource.id)) {
      return { verdict: { state: 'compliant', why: `The policy excludes ${resource.id}.` } };
    }
    const end = (Math.floor(Date.parse(at) / quarter) + 1) * quarter;
    const isEvent = hints.requested === undefined;
    const settled = isEvent ? end + underway : now.getTime();
    // Calls of other quarters have events of their own: the fewer records, the further back they can be looked through.
    const since = isEvent ? end - quarter - minutes * minute : 0;
    const from = now.getTime() - lookBack(hours);
    const facts: Facts = {
      ...(hints.caller !== undefined && { caller: hints.caller }),
      from: new Date(Math.max(from, Math.min(since, now.getTime() - minutes * minute))).toISOString(),
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
    const { calls, isCut } = await deniedCalls(aws, target, live, facts, { now, most, ...rest });
    const found = fastest(calls, rest.minutes);
    const count = `${found.length} denied call${found.length === 1 ? '' : 's'} on AI services`;
    if (found.length < most) {
      const why = `${count} within ${rest.minutes} minutes; the policy bears ${most - 1}.`;
      if (facts.settled > now.toISOString()) return { state: 'busy', why: `${why} More may be underway.` };
      if (!isCut) return { state: 'compliant', why, live };
      // Whoever makes many other calls hides those that were denied among them.
      return { state: 'manual', why: [`${why} ${tooMany(facts)}`], steps: [lookFurther, exclude(target)], live };
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

  /** Whoever was denied anything since the last sweep, each session by itself, and all of whoever has had many. */
  async *list(aws, scope) {
    const now = timeOf(scope);
    const seen = new Map<string, Set<string>>();
    const span = { from: new Date(now.getTime() - betweenSweeps), to: now };
    for await (const { calls } of callsOfAll(aws, span)) {
      for (const call of calls) {
        const { caller } = call;
        if (!isDenied(call) || call.byService || !('name' in caller) || caller.account !== scope.account) continue;
        const { kind, name, session = '' } = caller;
        const sessions = seen.get(`${kind} ${name}`) ?? new Set();
        seen.set(`${kind} ${name}`, sessions);
        for (const one of sessions.size < mostSessions ? [session] : [session, '']) {
          if (!sessions.has(one)) yield { resource: refTo(caller), hints: one === '' ? {} : { caller: one } };
          sessions.add(one);
        }
      }
    }
  },
});

/** Whoever takes a new session for every few calls would never be denied enough in one of them. */
const mostSessions = 5;

function refTo({ kind, name }: Extract<AiCall['caller'], { readonly name: string }>): ResourceRef {
  return { type: kind === 'role' ? 'AWS::IAM::Role' : 'AWS::IAM::User', id: name };
}

interface Looking {
  readonly now: Date;
  readonly most: number;
  readonly minutes: number;
}

/** The caller's denied calls, newest first, as far as it takes to see enough of them, and not those that we denied. */
async function deniedCalls(
  aws: HistoryAws,
  { type, id }: ResourceRef,
  { policy }: PolicyImage,
  facts: Facts,
  { now, most, minutes }: Looking,
): Promise<{ readonly calls: readonly AiCall[]; readonly isCut: boolean }> {
  const running = runningIn(policy, facts.now);
  const ended = endedAt(policy, facts.now) ?? '';
  const counts = (call: AiCall): boolean => {
    if (!isDenied(call) || call.byService || !('name' in call.caller)) return false;
    const { name, kind } = call.caller;
    if (name !== id || !isAtHome(call) || (kind === 'user') !== (type === 'AWS::IAM::User')) return false;
    return call.time >= ended && !(running !== undefined && mayBeDenied(call));
  };
  const span = { from: new Date(facts.from), to: now };
  const pages =
    facts.caller === undefined
      ? callsOfAll(aws, span)
      : callsBy(aws, { AttributeKey: 'Username', AttributeValue: facts.caller }, span);
  let calls: AiCall[] = [];
  let isCut = false;
  for await (const page of pages) {
    calls = [...calls, ...page.calls.filter(counts)].toSorted((a, b) => (a.time < b.time ? 1 : -1));
    isCut ||= page.isCut;
    if (fastest(calls, minutes).length >= most) break;
  }
  return { calls, isCut };
}

function tooMany({ caller }: Facts): string {
  const whose = caller === undefined ? 'on one of the services' : `of sessions or users named ${caller}`;
  return `But only the newest ${mostRecords} records ${whose} could be looked through.`;
}

function exclude({ id }: ResourceRef): string {
  return `If denied calls of ${id} are nothing new, name it in the parameter excluded, or put right what it may not do.`;
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
