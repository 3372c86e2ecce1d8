import { errorRecord, failureKind } from '../aws/failure.ts';
import type { FailureKind } from '../aws/failure.ts';
import { execute } from '../aws/service.ts';
import type { CallRecord, ErrorRecord } from '../outcome.ts';
import { undoOf } from '../plan.ts';
import type { Action, Plan, Step } from '../plan.ts';
import { ask, epoch, lease, waitFor } from './condition.ts';
import { attempt, keyOf } from './run.ts';
import type { Attempt, Run } from './run.ts';

/** Name of the error of a call that was not made, since the resource is no longer what the plan rests on. */
export const changedMeanwhile = 'ChangedMeanwhile';
/** The same for one whose resource could not be looked at once more. */
const notReadable = 'NotReadable';

export interface Applied {
  readonly calls: readonly CallRecord[];
  /** The steps whose effect is there, or may be there. */
  readonly steps: readonly Step[];
  /** The step that did not come through, and whether the world may have changed all the same. */
  readonly failure?: { readonly step: string; readonly error: ErrorRecord; readonly kind: FailureKind };
}

/** Carries out a plan's steps in order, and stops at the first that does not come through. */
export async function apply(run: Run, plan: Plan): Promise<Applied> {
  const calls: CallRecord[] = [];
  const steps: Step[] = [];
  for (const step of plan.steps) {
    const performed = await perform(run, step, 'do', step.id, step.semantics === 'at-most-once');
    calls.push(performed.call);
    if (performed.mayHaveTakenEffect) steps.push(step);
    if (performed.failure !== undefined) return { calls, steps, failure: { step: step.id, ...performed.failure } };
  }
  return { calls, steps };
}

/**
 * Takes steps back, the last one first. Stops where one can't be taken back: what it rests on, such as the
 * configuration that an endpoint still uses, has to stay.
 */
export async function undo(run: Run, steps: readonly Step[]): Promise<Applied> {
  const calls: CallRecord[] = [];
  const left: Step[] = steps.filter((step) => undoOf(step).length > 0);
  for (let step = left.at(-1); step !== undefined; step = left.at(-1)) {
    for (const [number, action] of undoOf(step).entries()) {
      const performed = await perform(run, action, 'undo', step.id, false, number);
      calls.push(performed.call);
      if (performed.failure !== undefined)
        return { calls, steps: left, failure: { step: step.id, ...performed.failure } };
    }
    left.pop();
  }
  return { calls, steps: left };
}

interface Performed {
  readonly call: CallRecord;
  readonly mayHaveTakenEffect: boolean;
  readonly failure?: { readonly error: ErrorRecord; readonly kind: FailureKind };
}

type Answer = { readonly result: 'done' | 'already'; readonly requestId?: string; readonly at: string };

async function perform(
  run: Run,
  action: Action,
  kind: CallRecord['kind'],
  step: string,
  once: boolean,
  number = 0,
): Promise<Performed> {
  // Names of the durable steps; those of a step's later calls are told apart by their number.
  const title = number === 0 ? step : `${step} ${number + 1}`;
  const { service, operation } = action.call;
  const name = { step, kind, service, operation } as const;
  const now = (): string => run.edge.clock.now().toISOString();
  if (action.ready !== undefined) {
    const error = await waitFor(run, `ready to ${kind} ${title}`, action.ready);
    if (error !== undefined) {
      const call = { ...name, result: 'failed', error } as const;
      return { call, mayHaveTakenEffect: false, failure: { error, kind: 'refused' } };
    }
  }
  const answered = await attempt(run, `${kind} ${title}`, () => send(run, action, kind, now), { once });
  if (!answered.ok) return notAnswered(answered, name);
  const call = { ...name, ...answered.value };
  if (action.until === undefined) return { call, mayHaveTakenEffect: true };
  const error = await waitFor(run, `${kind} ${title} takes effect`, action.until);
  if (error === undefined) return { call, mayHaveTakenEffect: true };
  return { call: { ...call, error }, mayHaveTakenEffect: true, failure: { error, kind: 'uncertain' } };
}

async function send(run: Run, action: Action, kind: CallRecord['kind'], now: () => string): Promise<Answer> {
  const { edge, remediation, signal } = run;
  await hold(run);
  // An undo asks first: the service may have gone back by itself, and a second time would be one too many.
  if (kind === 'undo' && (await isDone(run, action))) return { result: 'already', at: now() };
  try {
    await asRead(run, action);
    const { requestId } = await execute(action.call, remediation.uses, edge.clientFor, signal.region);
    return requestId === undefined ? { result: 'done', at: now() } : { result: 'done', requestId, at: now() };
  } catch (error) {
    const means = failureKind(error);
    if (means === 'throttled' || means === 'denied') throw error;
    // Where there is nothing, there is nothing to undo; only bringing something back would need it.
    if (kind === 'undo' && means === 'gone' && (await isNothingToUndo(run, action))) {
      return { result: 'already', at: now() };
    }
    if (await isDone(run, action)) return { result: 'already', at: now() };
    throw error;
  }
}

/** Claims are taken for a remediation: another one, or a person, may have changed the resource meanwhile. */
async function asRead(run: Run, { only }: Action): Promise<void> {
  const holds = only === undefined ? ({ state: 'met' } as const) : await ask(run, only);
  if (holds.state === 'met') return;
  if (holds.state === 'never') {
    const message = `Whether the resource is still as it was read could not be told: ${holds.error.message}`;
    throw Object.assign(new Error(message), { name: notReadable, $metadata: { httpStatusCode: 409 } });
  }
  const message = 'The resource was changed by somebody else after it was read; the call would have overwritten that';
  throw Object.assign(new Error(message), { name: changedMeanwhile, $metadata: { httpStatusCode: 409 } });
}

/**
 * Renews the claim before each write. Whoever has lost it, since the process was away for longer than the
 * lease, must not write: by now somebody else acts on what they have read.
 */
async function hold(run: Run): Promise<void> {
  const { ledger, clock } = run.edge;
  let held: boolean;
  try {
    held = await ledger.extend(keyOf(run), run.execution, epoch(clock.now()), lease);
  } catch (cause) {
    const message = `The claim could not be renewed: ${errorRecord(cause).message}`;
    throw Object.assign(new Error(message, { cause }), { name: 'ClaimUnknown', $retryable: { throttling: true } });
  }
  if (held) return;
  const message = 'The claim ran out, and another execution has taken over the resource';
  throw Object.assign(new Error(message), { name: 'ClaimLost', $metadata: { httpStatusCode: 409 } });
}

/** Not if it is what the undo would go back to that is gone, such as the configuration that an endpoint had. */
async function isNothingToUndo(run: Run, { call, done }: Action): Promise<boolean> {
  if (call.operation.startsWith('Create')) return false;
  return done === undefined || (await ask(run, { ...done, gone: true })).state === 'met';
}

async function isDone(run: Run, action: Action): Promise<boolean> {
  return action.done !== undefined && (await ask(run, action.done)).state === 'met';
}

function notAnswered(
  { kind, error, at }: Attempt<unknown> & { ok: false },
  name: Pick<CallRecord, 'step' | 'kind' | 'service' | 'operation'>,
): Performed {
  // It comes after `done` was asked, so the effect is not there, whatever an earlier try without an answer did.
  if (error.name === changedMeanwhile) {
    return {
      call: { ...name, result: 'failed', error },
      mayHaveTakenEffect: false,
      failure: { error, kind: 'refused' },
    };
  }
  // A call that was made before, without an answer or before a crash, may have come through: it couldn't be looked at.
  const uncertain = kind === 'uncertain' || error.name === notReadable;
  const when = at === undefined ? {} : { at };
  const call: CallRecord = { ...name, result: uncertain ? 'uncertain' : 'failed', ...when, error };
  return { call, mayHaveTakenEffect: uncertain, failure: { error, kind } };
}
