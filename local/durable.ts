import { AsyncLocalStorage } from 'node:async_hooks';
import type { DurableExecutionClient, DurableLambdaHandler, ErrorObject } from '@aws/durable-execution-sdk-js';
import { beatCallback, failCallback, pendingCallbacks, succeedCallback } from './durable/callbacks.ts';
import type { PendingCallback } from './durable/callbacks.ts';
import type { Engine, Faults, InvocationRetries } from './durable/engine.ts';
import type { Execution } from './durable/execution.ts';
import { historyOf, resultOf, summaryOf, usageOf } from './durable/history.ts';
import type { ExecutionResult, ExecutionSummary, HistoryEntry, Usage } from './durable/history.ts';
import { invokeOnce } from './durable/invoke.ts';
import { findExecution, finishExecution, forgetExecution } from './durable/lifecycle.ts';
import { lambdaLimits } from './durable/limits.ts';
import type { Limits } from './durable/limits.ts';
import { restoreSnapshot, takeSnapshot } from './durable/snapshot.ts';
import type { DurableSnapshot } from './durable/snapshot.ts';
import { createScheduler, drive } from './durable/scheduler.ts';
import type { Scheduler } from './durable/scheduler.ts';
import { registerFunction, startExecution } from './durable/start.ts';
import type { FunctionOptions } from './durable/start.ts';
import { createTimers } from './durable/timers.ts';
import { createClient } from './durable/transport.ts';
import type { MovableClock } from './simulated-clock.ts';

export type { PendingCallback } from './durable/callbacks.ts';
export type { CheckpointEvent, Faults, InvocationRetries } from './durable/engine.ts';
export { LambdaApiError } from './durable/errors.ts';
export type { ExecutionStatus, FinalStatus } from './durable/execution.ts';
export type { ExecutionResult, ExecutionSummary, HistoryEntry, Usage } from './durable/history.ts';
export type { Limits } from './durable/limits.ts';
export type { DurableSnapshot } from './durable/snapshot.ts';
export type { FunctionOptions } from './durable/start.ts';

export interface DurableBackendOptions extends Faults {
  readonly clock: MovableClock;
  /** A new id at each call: for executions, requests, tokens and callbacks. */
  readonly ids: () => string;
  /** Invocations under way at a time; 1 makes the order of everything reproducible. 32 if not given. */
  readonly concurrency?: number;
  readonly limits?: Partial<Limits>;
  readonly retries?: InvocationRetries;
  /** Days of simulated time for which a finished execution is kept, as Lambda's RetentionPeriodInDays; for ever if not given. */
  readonly retentionDays?: number;
  /** Told the ARN of each execution that has ended; it may `forget` it, so that long replays stay flat. */
  readonly onFinished?: (executionArn: string) => void;
}

/** AWS Lambda durable functions in memory, on a simulated clock. Executions are named by name or ARN. */
export interface DurableBackend {
  /** Goes into `withDurableExecution(handler, { durableExecutionClient })`. One for all executions. */
  readonly client: DurableExecutionClient;
  /** Makes a function known. Registered again, it serves new executions; those under way keep their version. */
  register(functionName: string, handler: DurableLambdaHandler, options?: FunctionOptions): void;
  /**
   * What `Invoke` with `InvocationType: "Event"` and `DurableExecutionName` does: nothing runs before the
   * backend is driven. `exists`: this name was started with this payload before. Rejects with
   * DurableExecutionAlreadyStartedException (same name, other payload), ResourceNotFoundException (unknown
   * function), InvalidParameterValueException (a name that can't be one), RequestTooLargeException.
   */
  start(functionName: string, executionName: string, payload: unknown): Promise<'started' | 'exists'>;
  /** What StopDurableExecution does. False: it had ended already. */
  stop(execution: string, error?: ErrorObject): boolean;
  result(execution: string): ExecutionResult;
  history(execution: string): readonly HistoryEntry[];
  usage(execution: string): Usage;
  executions(): readonly ExecutionSummary[];
  /** What an execution was started with. */
  payload(execution: string): unknown;
  /**
   * Runs every invocation that is due and moves the clock to what is due next, until nothing is left or only
   * callbacks without a time-out remain. `expire: false`: time-outs alone don't move the clock, so that what
   * waits for a callback is left waiting.
   */
  runUntilIdle(options?: { readonly expire?: boolean }): Promise<void>;
  /** The same, up to and including `date`; the clock then shows `date`. */
  runUntil(date: Date): Promise<void>;
  pendingCallbacks(): readonly PendingCallback[];
  /** Rejects with ResourceNotFoundException, CallbackTimeoutException (closed) or InvalidParameterValueException. */
  sendCallbackSuccess(callbackId: string, result?: string): Promise<void>;
  sendCallbackFailure(callbackId: string, error?: ErrorObject): Promise<void>;
  sendCallbackHeartbeat(callbackId: string): Promise<void>;
  /** Everything under way, as plain JSON. Throws unless the backend is idle. */
  snapshot(): DurableSnapshot;
  /**
   * Goes on with what a snapshot holds; the functions must be registered, and the clock no earlier. Throws if
   * a function is missing.
   */
  restore(snapshot: DurableSnapshot): void;
  /** Drops all memory of an execution that has ended; its name is free again. Throws if it is running. */
  forget(execution: string): void;
  /**
   * Whether the calling code belongs to an invocation whose process was killed by `crashAt`. A real process
   * would be gone; what stands in for the outside world must let none of its calls take effect.
   */
  isAbandoned(): boolean;
}

export function createDurableBackend(options: DurableBackendOptions): DurableBackend {
  const { engine, scheduler } = createEngine(options);
  let driving = false;
  const find = (nameOrArn: string): Execution => findExecution(engine, nameOrArn);

  async function run(how: { readonly until?: Date; readonly expire: boolean }): Promise<void> {
    if (driving) throw new Error('The durable backend is being driven already: await the run that is under way.');
    driving = true;
    try {
      await drive({ scheduler, timers: engine.timers, clock: engine.clock }, how);
    } finally {
      driving = false;
    }
  }

  return {
    client: createClient(engine),
    register: (name, handler, functionOptions) => registerFunction(engine, name, handler, functionOptions),
    start: async (functionName, name, payload) => startExecution(engine, functionName, name, payload),
    stop: (name, error = { ErrorMessage: 'The execution was stopped.' }) => {
      const execution = find(name);
      const running = execution.status === 'RUNNING';
      finishExecution(engine, execution, { status: 'STOPPED', error });
      return running;
    },
    result: (name) => resultOf(find(name)),
    history: (name) => historyOf(find(name)),
    usage: (name) => usageOf(find(name)),
    executions: () => [...engine.executions.values()].map((execution) => summaryOf(execution)),
    payload: (name) => JSON.parse(find(name).payload) as unknown,
    snapshot: () => takeSnapshot(engine),
    restore: (snapshot) => restoreSnapshot(engine, snapshot),
    runUntilIdle: ({ expire = true } = {}) => run({ expire }),
    runUntil: (until) => run({ until, expire: true }),
    pendingCallbacks: () => pendingCallbacks(engine),
    sendCallbackSuccess: async (callbackId, result) => succeedCallback(engine, callbackId, result),
    sendCallbackFailure: async (callbackId, error = {}) => failCallback(engine, callbackId, error),
    sendCallbackHeartbeat: async (callbackId) => beatCallback(engine, callbackId),
    forget: (name) => {
      const execution = find(name);
      if (execution.status === 'RUNNING')
        throw new Error(`Execution ${name} is running: stop it before forgetting it.`);
      forgetExecution(engine, execution);
    },
    isAbandoned: () => engine.current.getStore()?.killed ?? false,
  };
}

function createEngine(options: DurableBackendOptions): { readonly engine: Engine; readonly scheduler: Scheduler } {
  const { clock, ids, crashAt, failAt, retentionDays, onFinished } = options;
  const { concurrency = 32, retries = { failures: 5, backoffSeconds: 5 } } = options;
  if (!(concurrency >= 1)) throw new RangeError('A backend needs a concurrency of 1 or more.');
  const scheduler = createScheduler(concurrency, (execution) => invokeOnce(engine, execution));
  const engine: Engine = {
    clock,
    ids,
    retries,
    retentionDays,
    onFinished,
    limits: { ...lambdaLimits, ...options.limits },
    faults: { ...(crashAt !== undefined && { crashAt }), ...(failAt !== undefined && { failAt }) },
    functions: new Map(),
    executions: new Map(),
    names: new Map(),
    expiring: [],
    callbacks: new Map(),
    timers: createTimers(),
    current: new AsyncLocalStorage(),
    wake: (execution) => scheduler.wake(execution),
  };
  return { engine, scheduler };
}
