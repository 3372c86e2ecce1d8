import type { ErrorObject, OperationStatus } from '@aws/durable-execution-sdk-js';
import { arm, disarm, inSeconds } from './engine.ts';
import type { Engine } from './engine.ts';
import { LambdaApiError, invalid } from './errors.ts';
import type { Execution, StoredOperation } from './execution.ts';
import { completeOperation } from './lifecycle.ts';
import type { ValidUpdate } from './validate.ts';

/** A callback that somebody is waited for. */
export interface PendingCallback {
  readonly callbackId: string;
  /** Name of the execution that waits. */
  readonly execution: string;
  readonly executionArn: string;
  readonly functionName: string;
  /** The callback's own name, or that of the `waitForCallback` around it. */
  readonly name: string | undefined;
  readonly startedAt: Date;
  readonly timesOutAt: Date | undefined;
  readonly heartbeatDueAt: Date | undefined;
}

/** Makes a started callback known and sets its time-outs. 0 seconds mean none (API_CallbackOptions). */
export function armCallback(engine: Engine, execution: Execution, update: ValidUpdate): void {
  const callbackId = execution.operations.get(update.Id)?.CallbackDetails?.CallbackId;
  if (callbackId === undefined) return;
  engine.callbacks.set(callbackId, { execution, operationId: update.Id });
  execution.callbackIds.push(callbackId);
  const timeout = update.CallbackOptions?.TimeoutSeconds ?? 0;
  const heartbeat = update.CallbackOptions?.HeartbeatTimeoutSeconds ?? 0;
  if (timeout > 0) armExpiry(engine, execution, update.Id, { key: 'timeout', seconds: timeout });
  if (heartbeat > 0) {
    execution.heartbeats.set(update.Id, heartbeat);
    armExpiry(engine, execution, update.Id, { key: 'heartbeat', seconds: heartbeat });
  }
}

function armExpiry(
  engine: Engine,
  execution: Execution,
  operationId: string,
  expiry: { readonly key: 'timeout' | 'heartbeat'; readonly seconds: number },
): void {
  arm(engine, execution, {
    key: `${expiry.key}:${operationId}`,
    kind: 'expiry',
    at: inSeconds(engine.clock.now(), expiry.seconds),
    fire: () => expireCallback(engine, execution, operationId, expiry.key),
  });
}

/** Closes a callback whose time is up. */
export function expireCallback(
  engine: Engine,
  execution: Execution,
  operationId: string,
  expired: 'timeout' | 'heartbeat',
): void {
  const message = expired === 'timeout' ? 'Callback timed out' : 'Callback timed out on heartbeat';
  close(engine, execution, operationId, { status: 'TIMED_OUT', error: { ErrorMessage: message } });
}

interface Closing {
  readonly status: OperationStatus;
  readonly result?: string | undefined;
  readonly error?: ErrorObject | undefined;
}

function close(engine: Engine, execution: Execution, operationId: string, closing: Closing): void {
  const CallbackId = execution.operations.get(operationId)?.CallbackDetails?.CallbackId;
  disarm(engine, execution, `timeout:${operationId}`);
  disarm(engine, execution, `heartbeat:${operationId}`);
  completeOperation(engine, execution, operationId, closing.status, {
    CallbackDetails: { CallbackId, Result: closing.result, Error: closing.error },
  });
}

/**
 * What SendDurableExecutionCallbackSuccess does. `result` is text; the handler gets it as it is unless it
 * brings a serdes. Throws InvalidParameterValueException on an id or a result that can't be one,
 * ResourceNotFoundException on an unknown id, CallbackTimeoutException on a callback that is closed.
 */
export function succeedCallback(engine: Engine, callbackId: string, result: string | undefined): void {
  if (Buffer.byteLength(result ?? '') > engine.limits.callbackBytes) {
    throw invalid(`A callback result has at most ${engine.limits.callbackBytes} bytes.`);
  }
  const { execution, operation } = openCallback(engine, callbackId);
  // An empty body is no result: AWS's test runner turns it into undefined, too.
  close(engine, execution, operation.Id, { status: 'SUCCEEDED', result: result === '' ? undefined : result });
}

/** What SendDurableExecutionCallbackFailure does. Throws as succeedCallback. */
export function failCallback(engine: Engine, callbackId: string, error: ErrorObject): void {
  if (Buffer.byteLength(JSON.stringify(error)) > engine.limits.callbackBytes) {
    throw invalid(`A callback error has at most ${engine.limits.callbackBytes} bytes.`);
  }
  const { execution, operation } = openCallback(engine, callbackId);
  close(engine, execution, operation.Id, { status: 'FAILED', error });
}

/** What SendDurableExecutionCallbackHeartbeat does: the heartbeat's time starts anew. Throws as succeedCallback. */
export function beatCallback(engine: Engine, callbackId: string): void {
  const { execution, operation } = openCallback(engine, callbackId);
  const seconds = execution.heartbeats.get(operation.Id);
  if (seconds === undefined) throw invalid('The callback has no heartbeat time-out.');
  armExpiry(engine, execution, operation.Id, { key: 'heartbeat', seconds });
}

function openCallback(
  engine: Engine,
  callbackId: string,
): { readonly execution: Execution; readonly operation: StoredOperation } {
  if (callbackId.length > 1024 || !/^[A-Za-z0-9+/]+={0,2}$/.test(callbackId)) throw invalid('Invalid callback id.');
  const known = engine.callbacks.get(callbackId);
  const operation = known?.execution.operations.get(known.operationId);
  if (known === undefined || operation === undefined) {
    throw new LambdaApiError('ResourceNotFoundException', 'The callback does not exist.');
  }
  if (known.execution.status !== 'RUNNING' || operation.Status !== 'STARTED') {
    const message = 'The callback ID token has either expired or its callback has already been closed.';
    throw new LambdaApiError('CallbackTimeoutException', message);
  }
  return { execution: known.execution, operation };
}

/** The callbacks that are waited for, in the order in which they were started. */
export function pendingCallbacks(engine: Engine): readonly PendingCallback[] {
  const pending: PendingCallback[] = [];
  for (const [callbackId, { execution, operationId }] of engine.callbacks) {
    const operation = execution.operations.get(operationId);
    if (execution.status !== 'RUNNING' || operation?.Status !== 'STARTED') continue;
    pending.push({
      callbackId,
      execution: execution.name,
      executionArn: execution.arn,
      functionName: execution.function.name,
      name: operation.Name ?? execution.operations.get(operation.ParentId ?? '')?.Name,
      startedAt: operation.StartTimestamp,
      timesOutAt: dueAt(execution, `timeout:${operationId}`),
      heartbeatDueAt: dueAt(execution, `heartbeat:${operationId}`),
    });
  }
  return pending;
}

function dueAt(execution: Execution, key: string): Date | undefined {
  const timer = execution.timers.get(key);
  return timer === undefined ? undefined : new Date(timer.at);
}
