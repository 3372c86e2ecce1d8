import type { StepDetails } from '@aws/durable-execution-sdk-js';
import { inSeconds } from './engine.ts';
import { invalid } from './errors.ts';
import type { StoredOperation } from './execution.ts';
import type { ValidUpdate } from './validate.ts';

/**
 * What a valid update makes of an operation. `callbackId` gives the id of a callback that is started.
 * Attempts are counted as Lambda does: 0 until the first one has ended, then one more with each end.
 */
export function updated(
  current: StoredOperation | undefined,
  update: ValidUpdate,
  now: Date,
  callbackId: () => string,
): StoredOperation {
  const base = current ?? started(update, now);
  switch (update.Type) {
    case 'STEP':
      return updatedStep(base, update, now);
    case 'CONTEXT':
      return updatedContext(base, update, now);
    case 'WAIT':
      if (update.Action === 'CANCEL') return ended(base, 'CANCELLED', now);
      return {
        ...base,
        WaitDetails: { ScheduledEndTimestamp: inSeconds(now, update.WaitOptions?.WaitSeconds ?? 0) },
      };
    case 'CALLBACK':
      if (update.Action === 'CANCEL') return ended(base, 'CANCELLED', now);
      return { ...base, CallbackDetails: { CallbackId: callbackId() } };
    case 'CHAINED_INVOKE':
      return update.Action === 'CANCEL' ? ended(base, 'CANCELLED', now) : { ...base, ChainedInvokeDetails: {} };
    case 'EXECUTION':
      return ended(base, update.Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED', now);
    default:
      throw invalid('Unknown operation type.');
  }
}

function started(update: ValidUpdate, now: Date): StoredOperation {
  return {
    Id: update.Id,
    ParentId: update.ParentId,
    Name: update.Name,
    Type: update.Type,
    SubType: update.SubType,
    StartTimestamp: now,
    Status: 'STARTED',
  };
}

export function ended(operation: StoredOperation, status: StoredOperation['Status'], now: Date): StoredOperation {
  return { ...operation, Status: status, EndTimestamp: now };
}

function updatedStep(base: StoredOperation, update: ValidUpdate, now: Date): StoredOperation {
  const attempts = base.StepDetails?.Attempt ?? 0;
  // The last result stays through a START: waitForCondition finds its state there after a crash.
  const kept: StepDetails = { ...base.StepDetails, Attempt: attempts, NextAttemptTimestamp: undefined };
  if (update.Action === 'START') return { ...base, Status: 'STARTED', StepDetails: kept };
  const details: StepDetails = { Attempt: attempts + 1, Result: update.Payload, Error: update.Error };
  if (update.Action !== 'RETRY') {
    const status = update.Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED';
    return { ...ended(base, status, now), StepDetails: details };
  }
  const next = inSeconds(now, update.StepOptions?.NextAttemptDelaySeconds ?? 1);
  return { ...base, Status: 'PENDING', StepDetails: { ...details, NextAttemptTimestamp: next } };
}

/** A step whose next attempt is due. */
export function ready(step: StoredOperation): StoredOperation {
  return { ...step, Status: 'READY', StepDetails: { ...step.StepDetails, NextAttemptTimestamp: undefined } };
}

function updatedContext(base: StoredOperation, update: ValidUpdate, now: Date): StoredOperation {
  const replayChildren = update.ContextOptions?.ReplayChildren ?? base.ContextDetails?.ReplayChildren;
  const details = { ReplayChildren: replayChildren, Result: update.Payload, Error: update.Error };
  if (update.Action === 'START') return { ...base, ContextDetails: { ReplayChildren: replayChildren } };
  return { ...ended(base, update.Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED', now), ContextDetails: details };
}

/**
 * Operations that an update costs, after
 * https://docs.aws.amazon.com/lambda/latest/dg/durable-execution-sdk.html: a step 1 and 1 for each retry,
 * waitForCondition 1 and 1 for each poll, everything else 1.
 */
export function billed(update: ValidUpdate, isNew: boolean): number {
  if (update.Type === 'EXECUTION') return 0;
  const polled = update.SubType === 'WaitForCondition' && update.Action !== 'START';
  return (isNew ? 1 : 0) + (polled || update.Action === 'RETRY' ? 1 : 0);
}
