import { DurableExecutionAlreadyStartedException, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Dispatch } from '../../shared/edge.ts';
import { canonical } from '../../shared/json.ts';

/** A durable function is only invoked by a version or an alias. */
const QUALIFIED = /^arn:aws(?:-[a-z]+)*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+:(?:\$LATEST|[\w-]+)$/;

/**
 * Starts a remediator asynchronously under an execution name. The SDK may repeat the request after a
 * time-out: the name makes the repetition find the execution that the first request started.
 *
 * Lambda answers `started` for a duplicate with an equal payload too, without saying so, and starts
 * nothing: https://docs.aws.amazon.com/lambda/latest/dg/durable-execution-idempotency.html
 */
export function lambdaInvoke(environment: Readonly<Record<string, string | undefined>>): Dispatch {
  const client = new LambdaClient({});
  return async (remediator, executionName, request) => {
    const command = new InvokeCommand({
      FunctionName: functionOf(remediator, environment),
      InvocationType: 'Event',
      DurableExecutionName: executionName,
      // One spelling for one request: another would be refused as another payload under the same name.
      Payload: new TextEncoder().encode(canonical(request)),
    });
    try {
      await client.send(command);
      return 'started';
    } catch (error) {
      if (error instanceof DurableExecutionAlreadyStartedException) return 'exists';
      throw error;
    }
  };
}

function functionOf(remediator: string, environment: Readonly<Record<string, string | undefined>>): string {
  const variable = `REMEDIATOR_${remediator.toUpperCase().replaceAll('-', '_')}`;
  const arn = environment[variable];
  if (arn === undefined || arn === '') {
    throw new Error(`${variable} is not set: it must hold the qualified ARN of the ${remediator} remediator`);
  }
  if (!QUALIFIED.test(arn)) {
    throw new Error(`${variable} must be a Lambda function's ARN with a version or alias at its end`);
  }
  return arn;
}
