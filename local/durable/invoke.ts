import type { DurableExecutionInvocationInput, ErrorObject } from '@aws/durable-execution-sdk-js';
import type { Context } from 'aws-lambda';
import { arm, disarm, inSeconds } from './engine.ts';
import type { Engine } from './engine.ts';
import { functionArn } from './execution.ts';
import type { Execution, Invocation } from './execution.ts';
import { finishExecution } from './lifecycle.ts';
import { page, visibleOperations } from './wire.ts';

/** How an invocation ended. `broken`: it died, raised, or answered what no durable function may answer. */
type Outcome =
  | { readonly kind: 'succeeded'; readonly result: string | undefined }
  | { readonly kind: 'failed'; readonly error: ErrorObject }
  | { readonly kind: 'pending' }
  | { readonly kind: 'broken'; readonly error: ErrorObject };

const killed: ErrorObject = {
  ErrorType: 'Runtime.ExitError',
  ErrorMessage: 'Runtime exited with error: signal: killed',
};

/** Invokes an execution's handler once, from the recorded state, and draws the consequences. Never rejects. */
export async function invokeOnce(engine: Engine, execution: Execution): Promise<void> {
  const invocation = begin(engine, execution);
  const death = invocation.death.then((): Outcome => ({ kind: 'broken', error: killed }));
  const outcome = await Promise.race([answer(engine, execution, invocation), death]);
  execution.phase = 'idle';
  execution.invocation = undefined;
  // An EXECUTION checkpoint, a stop or a time-out has closed it: the answer changes nothing any more.
  if (execution.status === 'RUNNING') settle(engine, execution, outcome);
}

function begin(engine: Engine, execution: Execution): Invocation {
  const { promise, resolve } = Promise.withResolvers<void>();
  const invocation: Invocation = {
    number: execution.invocations + 1,
    requestId: engine.ids(),
    deadline: inSeconds(engine.clock.now(), execution.function.timeoutSeconds).getTime(),
    death: promise,
    killed: false,
    kill: () => {
      invocation.killed = true;
      resolve();
    },
  };
  disarm(engine, execution, 'retry');
  execution.phase = 'running';
  execution.invocations = invocation.number;
  execution.invocation = invocation;
  execution.token = engine.ids();
  return invocation;
}

async function answer(engine: Engine, execution: Execution, invocation: Invocation): Promise<Outcome> {
  const event = invocationEvent(engine, execution);
  const context = lambdaContext(engine, execution, invocation);
  try {
    return read(await engine.current.run(invocation, () => execution.function.handler(event, context)));
  } catch (error) {
    return { kind: 'broken', error: toErrorObject(error) };
  }
}

function invocationEvent(engine: Engine, execution: Execution): DurableExecutionInvocationInput {
  const updated = [...execution.untold];
  execution.untold.clear();
  const { Operations, NextMarker } = page(visibleOperations(execution), 0, engine.limits.pageSize);
  return {
    DurableExecutionArn: execution.arn,
    CheckpointToken: execution.token,
    UpdatedOperationIds: updated,
    InitialExecutionState: { Operations, NextMarker: NextMarker ?? '' },
  };
}

function lambdaContext(engine: Engine, execution: Execution, invocation: Invocation): Context {
  const { name, version } = execution.function;
  return {
    awsRequestId: invocation.requestId,
    functionName: name,
    functionVersion: version,
    invokedFunctionArn: functionArn(execution.function),
    callbackWaitsForEmptyEventLoop: false,
    memoryLimitInMB: '512',
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: `local/[${version}]${execution.id}`,
    getRemainingTimeInMillis: () => Math.max(0, invocation.deadline - engine.clock.now().getTime()),
    done: refuseLegacy,
    fail: refuseLegacy,
    succeed: refuseLegacy,
  };
}

function refuseLegacy(): never {
  throw new Error('A durable function answers by its promise; done, fail and succeed are of Node.js 0.10.');
}

/** What the handler answered, which is as untrusted here as it is to Lambda. */
function read(output: unknown): Outcome {
  const { Status, Result, Error: error } = (output ?? {}) as Record<string, unknown>;
  if (Status === 'PENDING') return { kind: 'pending' };
  if (Status === 'SUCCEEDED' && (Result === undefined || typeof Result === 'string')) {
    return { kind: 'succeeded', result: Result };
  }
  if (Status === 'FAILED') return { kind: 'failed', error: error ?? {} };
  return { kind: 'broken', error: { ErrorType: 'InvalidParameterValueException', ErrorMessage: 'Invalid Status.' } };
}

function settle(engine: Engine, execution: Execution, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'succeeded':
      return finishExecution(engine, execution, { status: 'SUCCEEDED', result: outcome.result });
    case 'failed':
      return finishExecution(engine, execution, { status: 'FAILED', error: outcome.error });
    case 'pending':
      return suspend(engine, execution);
    case 'broken':
      return retry(engine, execution, outcome.error);
  }
}

function suspend(engine: Engine, execution: Execution): void {
  const missedSomething = execution.untold.size > 0;
  if (!missedSomething && !isWaiting(execution)) {
    const message = 'Cannot return PENDING status with no pending operations.';
    retry(engine, execution, { ErrorType: 'InvalidParameterValueException', ErrorMessage: message });
    return;
  }
  execution.failures = 0;
  if (missedSomething) engine.wake(execution);
}

function isWaiting(execution: Execution): boolean {
  const waiting = new Set<string>(['WAIT', 'CALLBACK', 'CHAINED_INVOKE']);
  return execution.operations
    .values()
    .some(({ Type, Status }) => Status === 'PENDING' || (Status === 'STARTED' && waiting.has(Type)));
}

function retry(engine: Engine, execution: Execution, error: ErrorObject): void {
  execution.failures += 1;
  if (execution.failures >= engine.retries.failures) {
    finishExecution(engine, execution, { status: 'FAILED', error });
    return;
  }
  const at = inSeconds(engine.clock.now(), engine.retries.backoffSeconds);
  arm(engine, execution, { key: 'retry', kind: 'wait', at, fire: () => engine.wake(execution) });
}

function toErrorObject(error: unknown): ErrorObject {
  if (!(error instanceof Error)) return { ErrorType: 'Error', ErrorMessage: String(error) };
  return { ErrorType: error.name, ErrorMessage: error.message, StackTrace: error.stack?.split('\n') };
}
