import { failureKind, errorRecord, printable } from '../aws/failure.ts';
import type { Json, JsonObject } from '../json.ts';
import type { ErrorRecord } from '../outcome.ts';
import { digest } from '../plan.ts';
import type { Plan } from '../plan.ts';
import type { Assessment } from '../remediation.ts';
import { epoch, lease } from './condition.ts';
import { remember, scopeWithMemory } from './memory.ts';
import { ownerFrom } from './owner.ts';
import type { Owner } from './owner.ts';
import { keyOf, servicesOf, tries, backOff } from './run.ts';
import type { Run } from './run.ts';

/** What reading found, or that it could not be read. Plain JSON: it is checkpointed. */
export type Reading =
  | { readonly read: true; readonly assessment: Assessment; readonly owner?: Owner | 'unknown' }
  | { readonly read: false; readonly error: ErrorRecord; readonly again: boolean };

/** How long a resource may be in the middle of a change before it is given up: an endpoint takes minutes. */
const busyEvery = 60;
const busyReadings = 120;

/**
 * Reads the resource; while it is changing, again every minute, for two hours.
 *
 * @param withOwner whether to find out, of a resource that is wrong, who owns it: that costs a read more
 */
export async function assess(run: Run, parameters: JsonObject, withOwner: boolean): Promise<Reading> {
  const check = async (_: Reading, { attempt }: { attempt: number }): Promise<Reading> => {
    const reading = await read(run, parameters, attempt);
    const wrong = reading.read && reading.assessment.state === 'wrong';
    return wrong && withOwner ? { ...reading, ...(await owner(run)) } : reading;
  };
  return run.durable.waitForCondition<Reading>('assess', check, {
    initialState: unread,
    waitStrategy: (reading, count) => {
      if (!reading.read) {
        return reading.again && count < tries
          ? { shouldContinue: true, delay: { seconds: backOff(count, run.execution) } }
          : { shouldContinue: false };
      }
      return reading.assessment.state === 'busy' && count < busyReadings
        ? { shouldContinue: true, delay: { seconds: busyEvery } }
        : { shouldContinue: false };
    },
  });
}

/** S3 settings are eventually consistent: a reading that still shows the old world is repeated. */
const verifyDelays = [5, 15, 40, 60] as const;

/**
 * Reads the resource after a change, until the reading is the one hoped for or has had time enough to be.
 *
 * @param patient `false`: a step failed, so the first reading that is not of a change going on will do
 */
export async function verify(
  run: Run,
  parameters: JsonObject,
  hopedFor: (reading: Reading) => boolean,
  patient: boolean,
): Promise<Reading> {
  return run.durable.waitForCondition<Reading>('verify', (_, { attempt }) => read(run, parameters, attempt), {
    initialState: unread,
    waitStrategy: (reading, count) => {
      if (hopedFor(reading) || count > busyReadings) return { shouldContinue: false };
      if (reading.read && reading.assessment.state === 'busy')
        return { shouldContinue: true, delay: { seconds: busyEvery } };
      const seconds = verifyDelays[count - 1];
      if (seconds === undefined || (reading.read && !patient)) return { shouldContinue: false };
      return { shouldContinue: true, delay: { seconds } };
    },
  });
}

/** Whether a reading shows that the plan has done its work. */
export function shows(reading: Reading, plan: Plan): boolean {
  if (!reading.read) return false;
  const { state } = reading.assessment;
  return state === plan.expect;
}

/** What a reading shows of the resource, right or wrong. */
export function imageOf(reading: Reading): Json | undefined {
  if (!reading.read) return undefined;
  const { assessment } = reading;
  if (assessment.state === 'wrong') return assessment.before;
  return 'live' in assessment ? assessment.live : undefined;
}

/**
 * Whether the resource is as it was before the plan, as far as the before-image tells. It need not be wrong any more:
 * what was wrong with it may have been another one's fault, such as a finding that is closed by now.
 */
export function isAsBefore(reading: Reading, before: unknown): boolean {
  const image = imageOf(reading);
  return image !== undefined && digest(image) === digest(before);
}

const unread: Reading = { read: false, error: { name: 'Unread', message: 'not read yet' }, again: true };

async function read(run: Run, parameters: JsonObject, count: number): Promise<Reading> {
  try {
    const { edge, execution, remediation, target } = run;
    if (count > 1) {
      await edge.ledger.extend(keyOf(run), execution, epoch(edge.clock.now()), lease);
    }
    const scope = await scopeWithMemory(run);
    const assessment = await remediation.assess(target, servicesOf(run), parameters, scope);
    if (assessment.state === 'compliant') await remember(run);
    return { read: true, assessment };
  } catch (error) {
    const kind = failureKind(error);
    if (kind === 'gone') {
      const why = `${run.target.type} ${run.target.id} does not exist: ${printable(errorRecord(error).message)}`;
      return { read: true, assessment: { state: 'gone', why } };
    }
    return { read: false, error: errorRecord(error), again: kind === 'throttled' || kind === 'uncertain' };
  }
}

async function owner(run: Run): Promise<{ owner?: Owner | 'unknown' }> {
  const { remediation, target, signal } = run;
  try {
    const found = ownerFrom(await remediation.tags?.(target, servicesOf(run)), signal.actor);
    return found === undefined ? {} : { owner: found };
  } catch {
    return { owner: ownerFrom(undefined, signal.actor) ?? 'unknown' };
  }
}
