import type { DurableExecutionClient, DurableLambdaHandler, ErrorObject } from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner, WaitingOperationStatus } from '@aws/durable-execution-sdk-js-testing';
import { afterAll, beforeAll } from 'vitest';
import { createDurableBackend } from '../../local/durable.ts';
import type { DurableBackend } from '../../local/durable.ts';
import { createSimulatedClock } from '../../local/simulated-clock.ts';
import type { Clock } from '../../shared/clock.ts';
import { countingIds, start } from './durable-fixture.ts';

/** An operation without what differs by nature: ids and times. */
export interface NormalOperation {
  readonly type: string | undefined;
  readonly subType: string | undefined;
  readonly name: string | undefined;
  readonly status: string | undefined;
  /** Attempts of a step that have ended. */
  readonly attempts: number | undefined;
  /** Place of the parent in the list; undefined at the top. */
  readonly parent: number | undefined;
}

export interface NormalRun {
  readonly status: string;
  readonly result: unknown;
  readonly error: { readonly type: string | undefined; readonly message: string | undefined } | undefined;
  readonly operations: readonly NormalOperation[];
}

/** What is done about a callback once it is waited for. One that is not named here times out. */
export interface Answer {
  /** Name of the `waitForCallback`, or of the callback itself. */
  readonly name: string;
  readonly success?: string;
  readonly failure?: ErrorObject;
}

export interface MakeOptions {
  readonly durableExecutionClient?: DurableExecutionClient;
  /** Shows the time in which the handler's waits pass. */
  readonly clock: Clock;
}

export type MakeHandler = (options: MakeOptions) => DurableLambdaHandler;

export interface ContractOptions {
  readonly answers?: readonly Answer[];
  /** Functions that the handler invokes. */
  readonly functions?: Readonly<Record<string, MakeHandler>>;
}

/**
 * Starts the official runner's worker around the tests of a file. It replaces the timers of the process
 * (`skipTime`), so call it once, in a file of contract tests only.
 */
export function useOfficialRunner(): void {
  beforeAll(() => LocalDurableTestRunner.setupTestEnvironment({ skipTime: true }));
  afterAll(() => LocalDurableTestRunner.teardownTestEnvironment());
}

/**
 * Runs a handler on the in-memory backend and on AWS's own `LocalDurableTestRunner`. The handler is made
 * anew for each, so that what it closes over starts afresh. The official runner brings its client with the
 * event; it needs no `durableExecutionClient`.
 */
export async function runOnBoth(
  makeHandler: MakeHandler,
  payload: unknown,
  options: ContractOptions = {},
): Promise<{ readonly local: NormalRun; readonly official: NormalRun }> {
  const local = await withRealTimers(() => runLocally(makeHandler, payload, options));
  return { local, official: await runOfficially(makeHandler, payload, options) };
}

const realTimers = { setTimeout, clearTimeout, setImmediate, clearImmediate, Date, queueMicrotask };

/** The official runner's fake `setImmediate` fires every 20 ms only; the backend shall not wait for that. */
async function withRealTimers<T>(run: () => Promise<T>): Promise<T> {
  const { setTimeout, clearTimeout, setImmediate, clearImmediate, Date, queueMicrotask } = globalThis;
  Object.assign(globalThis, realTimers);
  try {
    return await run();
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout, setImmediate, clearImmediate, Date, queueMicrotask });
  }
}

async function runLocally(
  makeHandler: MakeHandler,
  payload: unknown,
  { answers = [], functions = {} }: ContractOptions,
): Promise<NormalRun> {
  const clock = createSimulatedClock(start);
  const backend = createDurableBackend({ clock, ids: countingIds(), concurrency: 1 });
  const make = { durableExecutionClient: backend.client, clock };
  backend.register('contract', makeHandler(make));
  for (const [name, makeOther] of Object.entries(functions)) backend.register(name, makeOther(make));
  await backend.start('contract', 'contract', payload);
  await backend.runUntilIdle({ expire: false });
  await answerLocally(backend, [...answers]);
  await backend.runUntilIdle();
  return normalLocal(backend);
}

async function answerLocally(backend: DurableBackend, answers: Answer[]): Promise<void> {
  for (;;) {
    const known = backend
      .pendingCallbacks()
      .map((callback) => ({ callback, index: answers.findIndex(({ name }) => name === callback.name) }))
      .find(({ index }) => index >= 0);
    if (known === undefined) return;
    const [answer] = answers.splice(known.index, 1);
    if (answer?.failure === undefined) {
      await backend.sendCallbackSuccess(known.callback.callbackId, answer?.success);
    } else {
      await backend.sendCallbackFailure(known.callback.callbackId, answer.failure);
    }
    await backend.runUntilIdle({ expire: false });
  }
}

function normalLocal(backend: DurableBackend): NormalRun {
  const result = backend.result('contract');
  const [, ...history] = backend.history('contract');
  const error = 'error' in result ? result.error : undefined;
  return {
    status: result.status,
    result: 'result' in result ? result.result : undefined,
    error: error === undefined ? undefined : { type: error.ErrorType, message: error.ErrorMessage },
    operations: history.map(({ type, subType, name, status, attempts, parentId }) => ({
      type,
      subType,
      name,
      status,
      attempts,
      parent: place(history, parentId),
    })),
  };
}

function place(entries: readonly { readonly id: string | undefined }[], id: string | undefined): number | undefined {
  return id === undefined ? undefined : entries.findIndex((entry) => entry.id === id);
}

async function runOfficially(
  makeHandler: MakeHandler,
  payload: unknown,
  { answers = [], functions = {} }: ContractOptions,
): Promise<NormalRun> {
  // The runner fakes Date, so the system's clock shows its time.
  const make: MakeOptions = { clock: { now: () => new Date() } };
  const runner = new LocalDurableTestRunner({ handlerFunction: makeHandler(make) });
  for (const [name, makeOther] of Object.entries(functions)) runner.registerDurableFunction(name, makeOther(make));
  const answered = answers.map(({ name, success, failure }) => answerOfficially(runner, name, { success, failure }));
  const run = await runner.run({ payload });
  await Promise.all(answered);
  const succeeded = run.getStatus() === 'SUCCEEDED';
  const failure = succeeded ? undefined : run.getError();
  const operations = run.getOperations();
  const entries = operations.map((operation) => ({ id: operation.getId() }));
  return {
    status: run.getStatus() ?? 'RUNNING',
    result: succeeded ? run.getResult() : undefined,
    error: failure === undefined ? undefined : { type: failure.errorType, message: failure.errorMessage },
    operations: operations.map((operation) => ({
      type: operation.getType(),
      subType: operation.getSubType(),
      name: operation.getName(),
      status: operation.getStatus(),
      attempts: operation.getType() === 'STEP' ? operation.getStepDetails()?.attempt : undefined,
      parent: place(entries, operation.getParentId()),
    })),
  };
}

async function answerOfficially(
  runner: LocalDurableTestRunner,
  name: string,
  { success, failure }: { readonly success: string | undefined; readonly failure: ErrorObject | undefined },
): Promise<void> {
  const operation = runner.getOperation(name);
  // A bare callback is waited for from its start, a `waitForCallback` once its submitter has run.
  await operation.waitForData(WaitingOperationStatus.STARTED);
  if (operation.isWaitForCallback()) await operation.waitForData(WaitingOperationStatus.SUBMITTED);
  await (failure === undefined ? operation.sendCallbackSuccess(success) : operation.sendCallbackFailure(failure));
}
