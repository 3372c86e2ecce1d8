import type { DurableLambdaHandler } from '@aws/durable-execution-sdk-js';
import type { Engine } from './engine.ts';
import { LambdaApiError, invalid } from './errors.ts';
import { forgetExpired, openExecution } from './lifecycle.ts';
import { longestSeconds } from './limits.ts';

export interface FunctionOptions {
  /** `111122223333` if not given. */
  readonly accountId?: string;
  /** `eu-central-1` if not given. */
  readonly region?: string;
  /** Published version that executions are pinned to; `1` if not given. */
  readonly version?: string;
  /** Seconds that one invocation may last, shown as the remaining time; 900, Lambda's most, if not given. */
  readonly timeoutSeconds?: number;
  /** `ExecutionTimeout` of the function's DurableConfig, 1 to 31,622,400 seconds; none if not given. */
  readonly executionTimeoutSeconds?: number;
}

/** Makes a function known under its name. Throws InvalidParameterValueException on a time-out out of range. */
export function registerFunction(
  engine: Engine,
  name: string,
  handler: DurableLambdaHandler,
  options: FunctionOptions = {},
): void {
  const { executionTimeoutSeconds } = options;
  const outOfRange = (seconds: number): boolean =>
    !Number.isInteger(seconds) || seconds < 1 || seconds > longestSeconds;
  if (executionTimeoutSeconds !== undefined && outOfRange(executionTimeoutSeconds)) {
    throw invalid(`ExecutionTimeout must be a whole number from 1 to ${longestSeconds}.`);
  }
  engine.functions.set(name, {
    name,
    handler,
    accountId: options.accountId ?? '111122223333',
    region: options.region ?? 'eu-central-1',
    version: options.version ?? '1',
    timeoutSeconds: options.timeoutSeconds ?? 900,
    executionTimeoutSeconds,
  });
}

/**
 * Starts an execution under a name that is unique within account and Region, whatever the function
 * (https://docs.aws.amazon.com/lambda/latest/dg/durable-execution-idempotency.html). Payloads are the
 * same if their JSON text is: Lambda does not look into them.
 */
export function startExecution(
  engine: Engine,
  functionName: string,
  executionName: string,
  payload: unknown,
): 'started' | 'exists' {
  const fn = engine.functions.get(functionName);
  if (fn === undefined) throw new LambdaApiError('ResourceNotFoundException', `Function not found: ${functionName}`);
  if (!/^[a-zA-Z0-9-_]{1,64}$/.test(executionName)) {
    throw invalid('A durable execution name has 1 to 64 characters of a-z, A-Z, 0-9, - and _.');
  }
  const json = JSON.stringify(payload) ?? '{}';
  if (Buffer.byteLength(json) > engine.limits.payloadBytes) {
    const message = `Request must be smaller than ${engine.limits.payloadBytes} bytes for the InvokeFunction operation`;
    throw new LambdaApiError('RequestTooLargeException', message);
  }
  forgetExpired(engine);
  const earlier = engine.names
    .get(executionName)
    ?.find(({ function: { accountId, region } }) => accountId === fn.accountId && region === fn.region);
  if (earlier === undefined) {
    openExecution(engine, fn, { name: executionName, payload: json });
    return 'started';
  }
  if (earlier.payload === json && earlier.function.name === fn.name) return 'exists';
  const message = `The durable execution ${executionName} has already been started with another payload or function.`;
  throw new LambdaApiError('DurableExecutionAlreadyStartedException', message);
}
