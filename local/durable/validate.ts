import type { OperationUpdate } from '@aws/durable-execution-sdk-js';
import { invalid } from './errors.ts';
import type { StoredOperation } from './execution.ts';
import { longestCallbackSeconds, longestSeconds } from './limits.ts';
import type { Limits } from './limits.ts';

type Lookup = (id: string) => StoredOperation | undefined;

/** An update whose members that Lambda requires are there. */
export type ValidUpdate = OperationUpdate & {
  readonly Id: string;
  readonly Type: NonNullable<OperationUpdate['Type']>;
  readonly Action: NonNullable<OperationUpdate['Action']>;
};

const idPattern = /^[a-zA-Z0-9-_]{1,64}$/;
const namePattern = /^[\x20-\x7e]{1,256}$/;

/**
 * Checks one update on its own: API_OperationUpdate's patterns, ranges and sizes.
 * Throws InvalidParameterValueException.
 */
export function checkUpdate(update: OperationUpdate, limits: Limits): asserts update is ValidUpdate {
  // A serdes of the handler's may hand over anything; the service's own JSON parser takes text alone.
  for (const text of [update.Id, update.ParentId, update.Name, update.Payload] as readonly unknown[]) {
    if (text !== undefined && typeof text !== 'string') throw invalid('Ids, names and payloads are text.');
  }
  if (update.Id === undefined || !idPattern.test(update.Id)) throw invalid('Operation update must have an Id.');
  if (update.ParentId !== undefined && !idPattern.test(update.ParentId)) throw invalid('Invalid parent operation id.');
  if (update.Name !== undefined && !namePattern.test(update.Name)) {
    throw invalid('An operation name has 1 to 256 printable ASCII characters.');
  }
  if (update.Action === undefined) throw invalid('Operation update must have an Action.');
  checkSizes(update, limits);
  checkSeconds('WaitSeconds', update.WaitOptions?.WaitSeconds, 1, longestSeconds);
  checkSeconds('NextAttemptDelaySeconds', update.StepOptions?.NextAttemptDelaySeconds, 1, longestSeconds);
  checkSeconds('TimeoutSeconds', update.CallbackOptions?.TimeoutSeconds, 0, longestCallbackSeconds);
  checkSeconds('HeartbeatTimeoutSeconds', update.CallbackOptions?.HeartbeatTimeoutSeconds, 0, longestCallbackSeconds);
}

function checkSizes(update: OperationUpdate, limits: Limits): void {
  // The SDK checkpoints an execution's result only when it is over 6 MB, so that one is let through.
  if (update.Type !== 'EXECUTION' && Buffer.byteLength(update.Payload ?? '') > limits.payloadBytes) {
    throw invalid(`Payload size must be at most ${limits.payloadBytes} bytes.`);
  }
  if (update.Error !== undefined && Buffer.byteLength(JSON.stringify(update)) > limits.errorBytes) {
    throw invalid(`Error object size must be less than ${limits.errorBytes} bytes.`);
  }
}

function checkSeconds(name: string, seconds: number | undefined, least: number, most: number): void {
  if (seconds === undefined) return;
  if (!Number.isInteger(seconds) || seconds < least || seconds > most) {
    throw invalid(`${name} must be a whole number from ${least} to ${most}.`);
  }
}

/**
 * Checks what an update asks for against what is recorded. Throws InvalidParameterValueException with
 * the messages of AWS's test runner (aws-durable-execution-sdk-js-testing 1.1.4, `validators/`).
 */
export function checkTransition(update: ValidUpdate, current: StoredOperation | undefined): void {
  if (current !== undefined && update.Type !== 'EXECUTION' && current.Type !== update.Type) {
    throw invalid('An operation cannot change its type.');
  }
  switch (update.Type) {
    case 'STEP':
      return checkStep(update, current);
    case 'CONTEXT':
      return checkContext(update, current);
    case 'EXECUTION':
      if (update.Action !== 'SUCCEED' && update.Action !== 'FAIL') throw invalid('Invalid EXECUTION action.');
      return checkOutcome(update);
    case 'WAIT':
    case 'CALLBACK':
    case 'CHAINED_INVOKE':
      return checkWaiting(update, current);
    default:
      throw invalid('Unknown operation type.');
  }
}

function checkStep(update: ValidUpdate, current: StoredOperation | undefined): void {
  const status = current?.Status;
  if (update.Action === 'START') {
    if (status !== undefined && status !== 'READY') throw invalid('Invalid current STEP state to start.');
    return;
  }
  if (update.Action === 'CANCEL') throw invalid('Invalid STEP action.');
  if (status !== undefined && status !== 'STARTED' && status !== 'READY') {
    throw invalid(`Invalid current STEP state to ${update.Action === 'RETRY' ? 're-attempt' : 'close'}.`);
  }
  if (update.Action !== 'RETRY') return checkOutcome(update);
  if (update.StepOptions?.NextAttemptDelaySeconds === undefined) {
    throw invalid('Invalid StepOptions for the given action.');
  }
  if (update.Error !== undefined && update.Payload !== undefined) {
    throw invalid('Cannot provide both error and payload to RETRY a STEP.');
  }
}

function checkContext(update: ValidUpdate, current: StoredOperation | undefined): void {
  if (update.Action === 'START') {
    if (current !== undefined) throw invalid('Cannot start a CONTEXT that already exists.');
    return;
  }
  if (update.Action !== 'SUCCEED' && update.Action !== 'FAIL') throw invalid('Invalid CONTEXT action.');
  if (current !== undefined && current.Status !== 'STARTED') throw invalid('Invalid current CONTEXT state to close.');
  checkOutcome(update);
}

function checkWaiting(update: ValidUpdate, current: StoredOperation | undefined): void {
  if (update.Action === 'START') {
    if (current !== undefined) throw invalid(`Cannot start a ${update.Type} that already exists.`);
    if (update.Type === 'WAIT' && update.WaitOptions?.WaitSeconds === undefined) throw invalid('Missing WaitSeconds.');
    if (update.Type === 'CHAINED_INVOKE' && !update.ChainedInvokeOptions?.FunctionName) {
      throw invalid('Missing FunctionName.');
    }
    return;
  }
  if (update.Action !== 'CANCEL') throw invalid(`Invalid ${update.Type} action.`);
  if (current?.Status !== 'STARTED') {
    throw invalid(`Cannot cancel a ${update.Type} that does not exist or has already completed.`);
  }
}

function checkOutcome(update: ValidUpdate): void {
  if (update.Action === 'FAIL' && update.Payload !== undefined) {
    throw invalid('Cannot provide a Payload for FAIL action.');
  }
  if (update.Action === 'SUCCEED' && update.Error !== undefined) {
    throw invalid('Cannot provide an Error for SUCCEED action.');
  }
}

/** Only a context can be a parent, and it must be known. */
export function checkParent(update: ValidUpdate, lookup: Lookup): void {
  if (update.ParentId !== undefined && lookup(update.ParentId)?.Type !== 'CONTEXT') {
    throw invalid('Invalid parent operation id.');
  }
}

/**
 * Checks a batch as a whole: one EXECUTION update at most, and that one last; an operation twice only
 * where a step or context is started and closed at once.
 */
export function checkBatch(updates: readonly OperationUpdate[]): void {
  const seen = new Map<string | undefined, OperationUpdate>();
  for (const [index, update] of updates.entries()) {
    if (update.Type === 'EXECUTION' && index < updates.length - 1) {
      throw invalid('EXECUTION checkpoint must be the last update.');
    }
    const earlier = seen.get(update.Id);
    const closing =
      (update.Type === 'STEP' || update.Type === 'CONTEXT') && earlier?.Action === 'START' && update.Action !== 'START';
    if (earlier !== undefined && !closing) {
      throw invalid('Cannot update the same operation twice in a single request.');
    }
    seen.set(update.Id, update);
  }
}
