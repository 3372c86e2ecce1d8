import type { MovableClock } from '../simulated-clock.ts';
import type { Execution } from './execution.ts';
import type { Timers } from './timers.ts';

export interface Scheduler {
  wake(execution: Execution): void;
  /** Runs everything that is due until nothing is queued or running. Rejects on a defect of the backend itself. */
  drain(): Promise<void>;
  /** Whether an execution waits to be invoked. */
  hasQueued(): boolean;
}

/**
 * Runs invocations, at most `concurrency` at a time, in the order in which their executions were woken.
 * They overlap because the durable SDK lets about 20 ms of real time pass before each suspension.
 */
export function createScheduler(concurrency: number, invoke: (execution: Execution) => Promise<void>): Scheduler {
  let queue: (Execution | undefined)[] = [];
  let head = 0;
  let running = 0;
  let drained: PromiseWithResolvers<void> | undefined;

  function pump(): void {
    if (drained === undefined) return;
    while (running < concurrency) {
      const execution = next();
      if (execution === undefined) break;
      if (execution.status === 'RUNNING') run(execution, drained);
    }
    if (running === 0) {
      drained.resolve();
      drained = undefined;
    }
  }

  function next(): Execution | undefined {
    // Array.shift would move the whole queue each time.
    const execution = queue[head];
    if (execution === undefined) {
      queue = [];
      head = 0;
    } else {
      queue[head] = undefined;
      head += 1;
    }
    return execution;
  }

  function run(execution: Execution, { reject }: PromiseWithResolvers<void>): void {
    running += 1;
    invoke(execution)
      .catch(reject)
      .finally(() => {
        running -= 1;
        pump();
      });
  }

  return {
    wake: (execution) => {
      if (execution.phase !== 'idle' || execution.status !== 'RUNNING') return;
      execution.phase = 'queued';
      queue.push(execution);
      // Not at once: a handler that starts another function must not find itself inside that function.
      if (drained !== undefined) queueMicrotask(pump);
    },
    drain: () => {
      drained ??= Promise.withResolvers<void>();
      const { promise } = drained;
      pump();
      return promise;
    },
    hasQueued: () => queue.length > head,
  };
}

export interface Drive {
  readonly scheduler: Scheduler;
  readonly timers: Timers;
  readonly clock: MovableClock;
}

/**
 * Runs what is due, moves the clock to what is due next, and so on. Stops when nothing but `until` or
 * things that run out are left; with `expire` the latter move the clock, too.
 */
export async function drive(
  { scheduler, timers, clock }: Drive,
  { until, expire }: { readonly until?: Date; readonly expire: boolean },
): Promise<void> {
  for (;;) {
    await scheduler.drain();
    // Whoever was told of the last end may be just about to start the next execution.
    await new Promise((resolve) => setImmediate(resolve));
    if (scheduler.hasQueued()) continue;
    const wait = timers.next('wait');
    const expiry = timers.next('expiry');
    // A time-out that lies on the way to the end of a wait happens on the way.
    const next = wait === undefined && !expire ? undefined : Math.min(wait ?? Infinity, expiry ?? Infinity);
    if (next === undefined || next === Infinity || (until !== undefined && next > until.getTime())) break;
    await clock.advanceTo(new Date(next));
    timers.fireDue(clock.now().getTime());
  }
  if (until !== undefined) await clock.advanceTo(until);
}
