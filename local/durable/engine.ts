import type { AsyncLocalStorage } from 'node:async_hooks';
import type { OperationUpdate } from '@aws/durable-execution-sdk-js';
import type { MovableClock } from '../simulated-clock.ts';
import type { Execution, Invocation, RegisteredFunction } from './execution.ts';
import type { Limits } from './limits.ts';
import type { TimerKind, Timers } from './timers.ts';

/** A checkpoint that is about to take effect, or has. */
export interface CheckpointEvent {
  /** Name of the execution. */
  readonly execution: string;
  readonly functionName: string;
  /**
   * Number of the checkpoint within its execution, from 1 and over all invocations; the repetition of one
   * that failed has a number of its own. Calls that carry no update (the SDK's polling) have none.
   */
  readonly checkpoint: number;
  /** Number of the invocation, from 1. */
  readonly invocation: number;
  readonly phase: 'before' | 'after';
  readonly updates: readonly OperationUpdate[];
}

export interface Faults {
  /** `true` kills the process at this moment, as a Lambda environment that is lost. */
  readonly crashAt?: (event: CheckpointEvent) => boolean;
  /** Names the error that the checkpoint is answered with. In phase `after` it has taken effect all the same. */
  readonly failAt?: (event: CheckpointEvent) => 'TooManyRequestsException' | 'ServiceException' | undefined;
}

/**
 * What Lambda does about an invocation that died or raised: it is repeated from the recorded state. AWS
 * gives no numbers; these are those of its own test runner (aws-durable-execution-sdk-python-testing,
 * `executor.py`: 5 failures in a row end the execution, 5 seconds between two tries).
 */
export interface InvocationRetries {
  readonly failures: number;
  readonly backoffSeconds: number;
}

/** What the modules of the backend share. One for each backend; nothing lives at module level. */
export interface Engine {
  readonly clock: MovableClock;
  readonly ids: () => string;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly retries: InvocationRetries;
  readonly retentionDays: number | undefined;
  readonly onFinished: ((executionArn: string) => void) | undefined;
  readonly functions: Map<string, RegisteredFunction>;
  /** By ARN. */
  readonly executions: Map<string, Execution>;
  /** By name; one for each account and Region. */
  readonly names: Map<string, Execution[]>;
  /** Finished ones in the order of their ends, if they are kept for a time only. */
  readonly expiring: Execution[];
  /** By callback id; those of finished callbacks stay, as long as their execution is kept. */
  readonly callbacks: Map<string, { readonly execution: Execution; readonly operationId: string }>;
  readonly timers: Timers;
  readonly current: AsyncLocalStorage<Invocation>;
  /** Queues an execution for its next invocation, unless it is queued or running already. */
  readonly wake: (execution: Execution) => void;
}

/** Sets a timer of an execution; an earlier one under the same key is dropped. */
export function arm(
  engine: Engine,
  execution: Execution,
  timer: { readonly key: string; readonly kind: TimerKind; readonly at: Date; readonly fire: () => void },
): void {
  disarm(engine, execution, timer.key);
  const fire = (): void => {
    execution.timers.delete(timer.key);
    timer.fire();
  };
  execution.timers.set(timer.key, engine.timers.add(timer.kind, timer.at, fire));
}

export function disarm(engine: Engine, execution: Execution, key: string): void {
  const timer = execution.timers.get(key);
  if (timer === undefined) return;
  engine.timers.cancel(timer);
  execution.timers.delete(key);
}

export function inSeconds(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000);
}
