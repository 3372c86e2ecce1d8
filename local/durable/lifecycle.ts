import type { ErrorObject, OperationStatus } from '@aws/durable-execution-sdk-js';
import { arm, disarm, inSeconds } from './engine.ts';
import type { Engine } from './engine.ts';
import { LambdaApiError } from './errors.ts';
import { newExecution, put } from './execution.ts';
import type { Caller, Execution, FinalStatus, RegisteredFunction, StoredOperation } from './execution.ts';
import { ended, ready } from './operations.ts';

/** Records a new execution and queues its first invocation. The caller has checked that the name is free. */
export function openExecution(
  engine: Engine,
  fn: RegisteredFunction,
  start: { readonly name: string; readonly payload: string; readonly caller?: Caller },
): Execution {
  const now = engine.clock.now();
  const { name, payload, caller } = start;
  const execution = newExecution(fn, { id: engine.ids(), name, payload, caller, now });
  engine.executions.set(execution.arn, execution);
  engine.names.set(name, [...(engine.names.get(name) ?? []), execution]);
  if (fn.executionTimeoutSeconds !== undefined) {
    const at = inSeconds(now, fn.executionTimeoutSeconds);
    arm(engine, execution, { key: 'execution', kind: 'expiry', at, fire: () => timeOutExecution(engine, execution) });
  }
  engine.wake(execution);
  return execution;
}

/** Ends an execution that has lasted longer than its function's DurableConfig allows. */
export function timeOutExecution(engine: Engine, execution: Execution): void {
  const seconds = execution.function.executionTimeoutSeconds;
  const error = { ErrorMessage: `Execution timed out after ${seconds} seconds.` };
  finishExecution(engine, execution, { status: 'TIMED_OUT', error });
}

export interface Ending {
  readonly status: FinalStatus;
  readonly result?: string | undefined;
  readonly error?: ErrorObject | undefined;
}

/** Closes an execution for good: no later checkpoint or callback changes it. */
export function finishExecution(engine: Engine, execution: Execution, ending: Ending): void {
  if (execution.status !== 'RUNNING') return;
  const now = engine.clock.now();
  execution.status = ending.status;
  execution.result = ending.result;
  execution.error = ending.error;
  execution.endedAt = now;
  const root = execution.operations.get(execution.id);
  if (root !== undefined) execution.operations.set(execution.id, ended(root, ending.status, now));
  for (const key of execution.timers.keys()) disarm(engine, execution, key);
  execution.untold.clear();
  if (engine.retentionDays !== undefined) engine.expiring.push(execution);
  if (execution.caller !== undefined) answerCaller(engine, execution.caller, ending);
  engine.onFinished?.(execution.arn);
}

function answerCaller(engine: Engine, caller: Caller, ending: Ending): void {
  completeOperation(engine, caller.execution, caller.operationId, ending.status, {
    ChainedInvokeDetails: { Result: ending.result, Error: ending.error },
  });
}

/**
 * Ends an operation from outside the handler (a wait is over, a callback has come, an invoked function
 * has answered) and queues the execution. Does nothing if either has ended already.
 */
export function completeOperation(
  engine: Engine,
  execution: Execution,
  operationId: string,
  status: OperationStatus,
  details: Partial<StoredOperation> = {},
): void {
  const operation = execution.operations.get(operationId);
  if (execution.status !== 'RUNNING' || operation?.Status !== 'STARTED') return;
  put(execution, { ...ended(operation, status, engine.clock.now()), ...details });
  engine.wake(execution);
}

/** A step's delay is over: its next attempt may begin. */
export function readyStep(engine: Engine, execution: Execution, operationId: string): void {
  const operation = execution.operations.get(operationId);
  if (execution.status !== 'RUNNING' || operation?.Status !== 'PENDING') return;
  put(execution, ready(operation));
  engine.wake(execution);
}

/** Drops all memory of a finished execution; its name is free again. */
export function forgetExecution(engine: Engine, execution: Execution): void {
  engine.executions.delete(execution.arn);
  const others = engine.names.get(execution.name)?.filter((other) => other !== execution) ?? [];
  if (others.length > 0) engine.names.set(execution.name, others);
  else engine.names.delete(execution.name);
  for (const callbackId of execution.callbackIds) engine.callbacks.delete(callbackId);
}

/** Forgets what ended longer ago than the retention period. Cheap: the list is in the order of the ends. */
export function forgetExpired(engine: Engine): void {
  if (engine.retentionDays === undefined) return;
  const now = engine.clock.now();
  const kept = engine.expiring.findIndex(
    ({ endedAt }) => endedAt === undefined || inSeconds(endedAt, (engine.retentionDays ?? 0) * 86_400) > now,
  );
  const expired = engine.expiring.splice(0, kept === -1 ? engine.expiring.length : kept);
  for (const execution of expired) {
    if (engine.executions.get(execution.arn) === execution) forgetExecution(engine, execution);
  }
}

/** The execution of a name or ARN. Throws ResourceNotFoundException; Error if a name is in use in several accounts or Regions. */
export function findExecution(engine: Engine, nameOrArn: string): Execution {
  const byArn = engine.executions.get(nameOrArn);
  if (byArn !== undefined) return byArn;
  const [first, ...others] = engine.names.get(nameOrArn) ?? [];
  if (first === undefined) throw new LambdaApiError('ResourceNotFoundException', `Execution not found: ${nameOrArn}`);
  if (others.length > 0) {
    throw new Error(`The name ${nameOrArn} is in use in several accounts or Regions. Give the execution's ARN.`);
  }
  return first;
}
