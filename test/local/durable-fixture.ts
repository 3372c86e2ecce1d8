import { withDurableExecution } from '@aws/durable-execution-sdk-js';
import type { DurableContext, DurableLambdaHandler } from '@aws/durable-execution-sdk-js';
import { createDurableBackend } from '../../local/durable.ts';
import type { DurableBackend, DurableBackendOptions } from '../../local/durable.ts';
import { createSimulatedClock } from '../../local/simulated-clock.ts';
import type { SimulatedClock } from '../../local/simulated-clock.ts';

export const start = new Date('2026-11-20T08:00:00.000Z');

/** Ids that count up, so that two runs have the same. */
export function countingIds(): () => string {
  let last = 0;
  return () => `id-${(last += 1)}`;
}

export interface Bench {
  readonly backend: DurableBackend;
  readonly clock: SimulatedClock;
  /** Registers a durable function. */
  readonly define: (name: string, handler: Program, options?: Parameters<DurableBackend['register']>[2]) => void;
  /** Starts `name` once and runs until idle. */
  readonly run: (name: string, payload?: unknown) => Promise<void>;
}

export type Program = (event: unknown, context: DurableContext) => Promise<unknown>;

export function createBench(options: Partial<DurableBackendOptions> = {}): Bench {
  const clock = createSimulatedClock(start);
  const backend = createDurableBackend({ clock, ids: countingIds(), concurrency: 1, ...options });
  return {
    backend,
    clock,
    define: (name, program, functionOptions) => backend.register(name, durable(program, backend), functionOptions),
    run: async (name, payload = {}) => {
      await backend.start(name, name, payload);
      await backend.runUntilIdle();
    },
  };
}

export function durable(program: Program, backend: DurableBackend): DurableLambdaHandler {
  return withDurableExecution(program, { durableExecutionClient: backend.client });
}

/** A retry strategy of `attempts` attempts, a second apart, without the jitter of the SDK's presets. */
export function attempts(count: number) {
  return {
    retryStrategy: (_error: Error, made: number) =>
      made < count ? { shouldRetry: true, delay: { seconds: 1 } } : { shouldRetry: false },
  };
}
