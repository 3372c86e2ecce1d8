import type { Operation } from '@aws/durable-execution-sdk-js';
import { expireCallback } from './callbacks.ts';
import { arm } from './engine.ts';
import type { Engine } from './engine.ts';
import type { Execution, StoredOperation } from './execution.ts';
import { completeOperation, readyStep, timeOutExecution } from './lifecycle.ts';
import type { TimerKind } from './timers.ts';

/** An execution that has not ended, as plain JSON. Times are ISO 8601. */
export interface ExecutionSnapshot {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly functionName: string;
  /** JSON text. */
  readonly payload: string;
  /** Who waits for it, where `context.invoke` has started it. */
  readonly caller?: { readonly arn: string; readonly operationId: string };
  readonly startedAt: string;
  readonly invocations: number;
  readonly failures: number;
  readonly checkpoints: number;
  readonly billedOperations: number;
  readonly storedBytes: number;
  readonly operations: readonly JsonOperation[];
  readonly untold: readonly string[];
  readonly timers: readonly { readonly key: string; readonly kind: TimerKind; readonly at: string }[];
  /** Heartbeat time-outs in seconds, by operation id. */
  readonly heartbeats: readonly (readonly [string, number])[];
}

/** Everything that is under way. What has ended is not in it: its names are free again afterwards. */
export interface DurableSnapshot {
  readonly version: 1;
  readonly executions: readonly ExecutionSnapshot[];
}

/** An operation whose times are text. */
export interface JsonOperation {
  readonly Id: string;
  readonly Type: string;
  readonly Status: string;
  readonly StartTimestamp: string;
  readonly EndTimestamp?: string;
  readonly WaitDetails?: { readonly ScheduledEndTimestamp?: string };
  readonly StepDetails?: { readonly NextAttemptTimestamp?: string };
  readonly [member: string]: unknown;
}

/** Throws an Error if an invocation is queued or under way: what a running process holds can't be kept. */
export function takeSnapshot(engine: Engine): DurableSnapshot {
  const running = [...engine.executions.values()].filter(({ status }) => status === 'RUNNING');
  const busy = running.find(({ phase }) => phase !== 'idle');
  if (busy !== undefined) throw new Error(`Execution ${busy.name} is at work: drive the backend until it is idle.`);
  return { version: 1, executions: running.map(toSnapshot) };
}

function toSnapshot(execution: Execution): ExecutionSnapshot {
  const { id, name, arn, payload, caller, invocations, failures, checkpoints } = execution;
  const { billedOperations, storedBytes } = execution;
  return {
    id,
    name,
    arn,
    functionName: execution.function.name,
    payload,
    ...(caller !== undefined && { caller: { arn: caller.execution.arn, operationId: caller.operationId } }),
    startedAt: execution.startedAt.toISOString(),
    invocations,
    failures,
    checkpoints,
    billedOperations,
    storedBytes,
    operations: [...execution.operations.values()].map((one) => JSON.parse(JSON.stringify(one)) as JsonOperation),
    untold: [...execution.untold],
    timers: [...execution.timers]
      .filter(([, { fire }]) => fire !== undefined)
      .map(([key, { kind, at }]) => ({ key, kind, at: new Date(at).toISOString() })),
    heartbeats: [...execution.heartbeats],
  };
}

/**
 * Takes up what a snapshot holds, in an engine whose functions are registered. Throws an Error if a function
 * is missing, or an execution is there already; nothing is taken up then.
 */
export function restoreSnapshot(engine: Engine, { executions }: DurableSnapshot): void {
  const revived = new Map<string, Execution>();
  // In the order of their starts, so that whoever waits for another is there first.
  for (const snapshot of executions) revived.set(snapshot.arn, revive(engine, snapshot, revived));
  for (const execution of revived.values()) {
    engine.executions.set(execution.arn, execution);
    engine.names.set(execution.name, [...(engine.names.get(execution.name) ?? []), execution]);
    for (const { Id, CallbackDetails } of execution.operations.values()) {
      if (CallbackDetails?.CallbackId === undefined) continue;
      engine.callbacks.set(CallbackDetails.CallbackId, { execution, operationId: Id });
      execution.callbackIds.push(CallbackDetails.CallbackId);
    }
  }
  for (const { arn, timers } of executions) {
    const execution = revived.get(arn);
    if (execution === undefined) continue;
    for (const { key, kind, at } of timers) {
      arm(engine, execution, { key, kind, at: new Date(at), fire: () => due(engine, execution, key) });
    }
  }
}

function revive(engine: Engine, snapshot: ExecutionSnapshot, others: ReadonlyMap<string, Execution>): Execution {
  const { id, name, arn, functionName, payload, invocations, failures, checkpoints, caller } = snapshot;
  const waiting = others.get(caller?.arn ?? '');
  const fn = engine.functions.get(functionName);
  if (fn === undefined) throw new Error(`Execution ${name} is of ${functionName}, which is not registered.`);
  if (engine.executions.has(arn)) throw new Error(`Execution ${name} is there already.`);
  return {
    id,
    name,
    arn,
    function: fn,
    payload,
    caller: caller === undefined || waiting === undefined ? undefined : { ...caller, execution: waiting },
    startedAt: new Date(snapshot.startedAt),
    endedAt: undefined,
    status: 'RUNNING',
    result: undefined,
    error: undefined,
    phase: 'idle',
    invocation: undefined,
    invocations,
    failures,
    token: '',
    checkpoints,
    billedOperations: snapshot.billedOperations,
    storedBytes: snapshot.storedBytes,
    operations: new Map(snapshot.operations.map((operation) => [operation.Id, toOperation(operation)])),
    untold: new Set(snapshot.untold),
    timers: new Map(),
    heartbeats: new Map(snapshot.heartbeats),
    callbackIds: [],
  };
}

function toOperation(operation: JsonOperation): StoredOperation {
  const { StartTimestamp, EndTimestamp, WaitDetails, StepDetails, ...rest } = operation;
  const { ScheduledEndTimestamp } = WaitDetails ?? {};
  const { NextAttemptTimestamp, ...step } = StepDetails ?? {};
  const times: Partial<Operation> = {
    StartTimestamp: new Date(StartTimestamp),
    ...(EndTimestamp !== undefined && { EndTimestamp: new Date(EndTimestamp) }),
    ...(ScheduledEndTimestamp !== undefined && {
      WaitDetails: { ScheduledEndTimestamp: new Date(ScheduledEndTimestamp) },
    }),
    ...(StepDetails !== undefined && {
      StepDetails: {
        ...step,
        NextAttemptTimestamp: NextAttemptTimestamp === undefined ? undefined : new Date(NextAttemptTimestamp),
      },
    }),
  };
  return { ...rest, ...times } as StoredOperation;
}

/** What a timer is for shows in its key: see the places where timers are armed. */
function due(engine: Engine, execution: Execution, key: string): void {
  if (key === 'execution') return timeOutExecution(engine, execution);
  if (key === 'retry') return engine.wake(execution);
  const [, expiry, of] = /^(timeout|heartbeat):(.+)$/.exec(key) ?? [];
  if (of !== undefined) return expireCallback(engine, execution, of, expiry === 'timeout' ? 'timeout' : 'heartbeat');
  if (execution.operations.get(key)?.Type === 'WAIT') completeOperation(engine, execution, key, 'SUCCEEDED');
  else readyStep(engine, execution, key);
}
