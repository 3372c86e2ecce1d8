import type { Engine } from './engine.ts';
import type { Execution, RegisteredFunction } from './execution.ts';
import { completeOperation, openExecution } from './lifecycle.ts';
import type { ValidUpdate } from './validate.ts';

/**
 * Starts the function that a `context.invoke` names, as an execution of its own. A function that is not
 * registered in the caller's account and Region fails the operation: invoking across accounts is
 * not supported (https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html).
 */
export function startInvoked(engine: Engine, caller: Execution, update: ValidUpdate): void {
  const asked = update.ChainedInvokeOptions?.FunctionName ?? '';
  const fn = engine.functions.get(plainName(asked));
  if (fn === undefined || !isNear(fn, caller.function)) {
    const error = { ErrorType: 'ResourceNotFoundException', ErrorMessage: `Function not found: ${asked}` };
    const details = { ChainedInvokeDetails: { Error: error } };
    completeOperation(engine, caller, update.Id, 'FAILED', details);
    return;
  }
  openExecution(engine, fn, {
    name: engine
      .ids()
      .replaceAll(/[^\w-]/g, '-')
      .slice(0, 64),
    payload: update.Payload ?? '{}',
    caller: { execution: caller, operationId: update.Id },
  });
}

function isNear(fn: RegisteredFunction, caller: RegisteredFunction): boolean {
  return fn.accountId === caller.accountId && fn.region === caller.region;
}

/** The name in `name`, `name:qualifier` or a function ARN. */
function plainName(nameOrArn: string): string {
  const parts = nameOrArn.split(':');
  return (parts[0] === 'arn' ? parts[6] : parts[0]) ?? '';
}
