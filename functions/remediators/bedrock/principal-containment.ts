import * as z from 'zod';
import type { Action, Plan } from '../../../shared/plan.ts';
import type { Target } from '../../../shared/remediation.ts';
import { containmentIn, covers, withContainment } from './containment.ts';
import type { Containment } from './containment.ts';
import { deletePolicy, hasPolicy, isAsRead, putPolicy } from './principal-policies.ts';
import type { PolicyImage } from './principal-policies.ts';

/** What the remediations that deny a role or user something for some hours have in common. */

const hour = 3_600_000;

/**
 * Characters of models that are told apart. Finding upon finding, each about others, would not fit into the 2,048 that
 * a user's inline policies may have, and nothing more would be denied.
 */
const mostNamed = 1_200;

/** Settings of those that deny all models, or more than models. */
export const containmentParameters = {
  hours: z
    .int()
    .min(1)
    .max(72)
    .default(4)
    .describe('Hours for which it is denied. An answer to a request for approval has to come sooner.'),
  scope: z
    .enum(['models', 'services'])
    .default('models')
    .describe('Whether the invocation of all models is denied, or everything in SageMaker, Bedrock and AgentCore.'),
};

/** Until when our policy denies as much as that; undefined where it does not. */
export function containedUntil(policy: string | null, scope: 'models' | 'services', now: string): string | undefined {
  const running = runningIn(policy, now);
  if (running === undefined || !covers(running, ['*'])) return undefined;
  return scope === 'models' ? running.until : running.services;
}

/** What is to be denied, as of when. */
export interface Wanted {
  readonly resources: readonly string[];
  /** Whether everything in the AI services is to be denied, too. */
  readonly services?: boolean;
  /** When it was looked for, and until when it is to be denied; ISO 8601, UTC. */
  readonly now: string;
  readonly until: string;
}

/** Counted from the last full quarter, so that a plan that is made again after a crash is the same plan. */
export function endOf(now: Date, hours: number): string {
  const quarter = hour / 4;
  const from = Math.floor(now.getTime() / quarter) * quarter;
  return `${new Date(from + hours * hour).toISOString().slice(0, 19)}Z`;
}

/** What our policy denies and goes on denying. */
export function runningIn(policy: string | null, now: string): Containment | undefined {
  const found = containmentIn(policy);
  if (found === undefined || hasEnded(found.until, now)) return undefined;
  const { services, ...rest } = found;
  return services === undefined || hasEnded(services, now) ? rest : found;
}

/**
 * When the last of our denies in the policy has ended, for one that has none running any more. What was refused until
 * then was answered, or refused by the deny itself: whoever counted that would deny for ever.
 */
export function endedAt(policy: string | null, now: string): string | undefined {
  const { until = '', services } = containmentIn(policy) ?? {};
  const ended = [until, services ?? ''].filter((one) => one !== '' && hasEnded(one, now));
  return ended.length === 0 ? undefined : later(ended[0] ?? '', ended[1]);
}

function hasEnded(until: string, now: string): boolean {
  return Date.parse(until) <= Date.parse(now);
}

/** Puts the deny into our policy, beside whatever that one goes on denying. */
export function containmentPlan(before: PolicyImage, wanted: Wanted, target: Target): Plan {
  const { policy } = before;
  const running = runningIn(policy, wanted.now);
  const all = [...new Set([...(running?.resources ?? []), ...wanted.resources])].toSorted();
  const until = later(wanted.until, running?.until);
  const services = wanted.services === true ? later(wanted.until, running?.services) : undefined;
  const resources = all.includes('*') || JSON.stringify(all).length > mostNamed ? ['*'] : all;
  const contained = { resources, until, ...(services !== undefined && { services }) };
  const models = resources.includes('*') ? 'all models' : resources.join(', ');
  const what = services === undefined ? `the invocation of ${models}` : 'all AI services';
  const document = withContainment(policy, contained);
  return {
    steps: [
      {
        id: 'put-containment',
        title: `Deny ${target.id} ${what} until ${until}`,
        call: putPolicy(target, document),
        only: isAsRead(target, before),
        done: hasPolicy(target, document),
        undo: takeBack(before, document, target),
        semantics: 'at-least-once',
      },
    ],
    expect: 'compliant',
    notes: [
      `The policy ends by itself at ${until}, whenever it is put; it stays behind without effect and may be deleted.`,
      "Bedrock's endpoint bedrock-mantle knows no models as resources, so inference there is denied as a whole.",
    ],
  };
}

/** Somebody else's deny may have come into the policy since. One that is not to be seen may have been put just now. */
function takeBack(before: PolicyImage, document: string, target: Target): Action {
  const only = hasPolicy(target, document);
  return before.policy === null
    ? { call: deletePolicy(target), only: { ...only, gone: true } }
    : { call: putPolicy(target, before.policy), only, done: isAsRead(target, before) };
}

function later(a: string, b = ''): string {
  return [a, b].toSorted().at(-1) ?? a;
}

export const servicesOwn = [
  "If it is a service's own role, look in CloudTrail for the resource through which the service invokes models, and stop that.",
  'If it is a role of IAM Identity Center, put the deny into the permission set that it comes from.',
];
