import { errorRecord, failureKind, printable } from '../aws/failure.ts';
import { execute } from '../aws/service.ts';
import { at, canonical, toJson } from '../json.ts';
import type { ErrorRecord } from '../outcome.ts';
import type { Condition } from '../plan.ts';
import { keyOf } from './run.ts';
import type { Run } from './run.ts';

/** Seconds for which a claim is good; every poll of a longer wait renews it. */
export const lease = 900;

const everySeconds = 30;
const withinSeconds = 3600;

export type Holds = { readonly state: 'met' | 'not-yet' } | { readonly state: 'never'; readonly error: ErrorRecord };

/** Asks once whether a condition holds. Throttling and unclear answers are thrown, for the caller to repeat. */
export async function ask(run: Run, condition: Condition): Promise<Holds> {
  const { edge, remediation, signal } = run;
  let answer: unknown;
  try {
    answer = (await execute(condition.call, remediation.uses, edge.clientFor, signal.region)).output;
  } catch (error) {
    const kind = failureKind(error);
    if (kind === 'throttled' || kind === 'uncertain') throw error;
    if (kind === 'gone' && condition.gone === true) return { state: 'met' };
    // What is looked up may be listed a little later than it was made.
    if (kind === 'gone' && condition.call.lookup !== undefined) return { state: 'not-yet' };
    return { state: 'never', error: errorRecord(error) };
  }
  const paths = typeof condition.path === 'string' ? [condition.path] : condition.path;
  const value = paths.map((path) => at(answer, path)).find((found) => found !== undefined && found !== null);
  if (condition.is.some((wanted) => wanted === value)) return { state: 'met' };
  if (!condition.not?.some((unwanted) => unwanted === value)) return { state: 'not-yet' };
  const reason = condition.reason === undefined ? undefined : at(answer, condition.reason);
  const state = toJson(value);
  const shown = typeof state === 'string' ? state : canonical(state);
  const message = typeof reason === 'string' ? `${shown}: ${reason}` : shown;
  return { state: 'never', error: { name: 'UnexpectedState', message: printable(message, 500) } };
}

/**
 * Waits until a condition holds, reading every `every` seconds, for `within` seconds. Waiting is
 * suspended execution: it costs no compute. The claim is renewed at each reading.
 *
 * @returns why it did not come to hold, or undefined
 */
export async function waitFor(run: Run, name: string, condition: Condition): Promise<ErrorRecord | undefined> {
  const every = condition.every ?? everySeconds;
  const readings = Math.max(1, Math.ceil((condition.within ?? withinSeconds) / every));
  const found = await run.durable.waitForCondition<Holds>(name, () => reading(run, condition), {
    initialState: { state: 'not-yet' },
    waitStrategy: (holds, count) =>
      holds.state === 'not-yet' && count < readings
        ? { shouldContinue: true, delay: { seconds: every } }
        : { shouldContinue: false },
  });
  if (found.state === 'met') return undefined;
  if (found.state === 'never') return found.error;
  const seconds = every * readings;
  return {
    name: 'StillWaiting',
    message: `${condition.call.operation} did not show the expected state in ${seconds} s`,
  };
}

async function reading(run: Run, condition: Condition): Promise<Holds> {
  // A ledger that fails is no reason not to look: what is waited for has been set in motion.
  await run.edge.ledger.extend(keyOf(run), run.execution, epoch(run.edge.clock.now()), lease).catch(() => false);
  try {
    return await ask(run, condition);
  } catch {
    return { state: 'not-yet' }; // throttled or no answer: the next reading will tell
  }
}

export function epoch(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
