import type { DurableContext } from '@aws/durable-execution-sdk-js';
import type { Outcome } from '../outcome.ts';
import type { Located, Target } from '../remediation.ts';
import { actionId } from './claim.ts';
import type { Opening } from './claim.ts';
import { epoch } from './condition.ts';
import { conclude } from './record.ts';
import { remediate, withoutPlan } from './remediate.ts';
import { account } from './guard.ts';
import { rule } from './ruling.ts';
import { attempt, servicesOf } from './run.ts';
import type { Run } from './run.ts';

/** Resources of one signal that are worked on at the same time. */
const atOnce = 5;
/** A durable execution holds 3,000 operations at most; an endpoint's change with its waiting takes up to 300. */
const mostTargets = 100;

/** Follows a signal to the resources that it leads to, and deals with each. */
export async function pursue(way: Omit<Run, 'target'>): Promise<Outcome[]> {
  const { signal, remediation } = way;
  const here: Run = { ...way, target: signal.resource };
  const foreign = account({ signal, accounts: way.edge.accounts });
  if (foreign !== undefined) {
    // What is called alike in our own account tells nothing about theirs, and nobody must be told that it is right.
    return [(await conclude(here, undefined, { ...foreign, guard: 'account' })).outcome];
  }
  if (remediation.locate === undefined) return remediate(here);

  const located = await locate(here);
  if (!located.ok) {
    const reason = `The resources concerned could not be found: ${located.error.message}`;
    const finding = { status: 'failed', reason, failure: { step: 'locate', error: located.error } } as const;
    return [(await conclude(here, undefined, finding)).outcome];
  }
  const { found, opening } = located.value;
  if ('verdict' in found)
    return [(await conclude(here, opening, withoutPlan(found.verdict, here, opening.ruling))).outcome];
  const [first, ...others] = found.targets;
  if (first === undefined) throw new TypeError(`${remediation.id} located neither targets nor a verdict`);
  if (others.length === 0) return remediate({ ...way, target: first });
  const answered = await way.durable.map(
    remediation.id,
    found.targets.slice(0, mostTargets),
    async (durable: DurableContext, target: Target) => remediate({ ...way, durable, target }),
    { maxConcurrency: atOnce },
  );
  answered.throwIfError();
  const outcomes = answered.getResults().flat();
  const beyond = found.targets.length - mostTargets;
  if (beyond <= 0) return outcomes;
  const reason = `${beyond} more resources are concerned than the ${mostTargets} that one signal may lead to.`;
  return [...outcomes, (await conclude(here, opening, { status: 'refused', guard: 'most-targets', reason })).outcome];
}

/** Looks for the resources; what the policy says is asked on the way, since parameters may narrow the search. */
async function locate(run: Run) {
  return attempt(run, 'locate', async (): Promise<{ found: Located; opening: Opening }> => {
    const now = run.edge.clock.now();
    const startedAt = now.toISOString();
    const ruling = await rule(run, now);
    const opening: Opening = {
      id: actionId(run, startedAt),
      startedAt,
      seenAt: epoch(now),
      ruling,
      claim: { granted: false, owner: '' },
    };
    const found = await run.remediation.locate?.(run.signal, servicesOf(run), ruling.parameters, now);
    if (found === undefined) throw new TypeError(`${run.remediation.id} can't locate`);
    return { found, opening };
  });
}
