import { randomUUID } from 'node:crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { canonical } from '../../shared/json.ts';
import { safe } from '../print/style.ts';
import { CommandError, UsageError } from '../run.ts';
import type { Arguments } from '../run.ts';
import { isSet, text } from './options.ts';

/** A durable function is only invoked by a version or an alias. */
const QUALIFIED = /^arn:aws[a-z-]*:lambda:([a-z0-9-]+):\d{12}:function:[\w-]+:(?:\$LATEST|[\w-]+)$/;

/**
 * Asks a deployment's remediator to undo an action. Who asks is whoever the credentials are of, as AWS says;
 * only the remediator's own role may touch the resource.
 */
export async function rollbackInLambda(
  action: string,
  functionArn: string,
  given: Arguments,
): Promise<{ readonly execution: string; readonly arn?: string }> {
  const [, region] = QUALIFIED.exec(functionArn) ?? [];
  if (region === undefined) {
    throw new UsageError("--function takes a Lambda function's ARN with a version or alias at its end");
  }
  for (const option of ['state', 'as', 'endpoint', 'policy', 'evidence']) {
    if (given.values[option] !== undefined) throw new UsageError(`--${option} does not go with --function`);
  }
  const profile = text(given, 'profile');
  const settings = { region, maxAttempts: 3, ...(profile !== undefined && { profile }) };
  const execution = rollbackName(action);
  try {
    const { Arn: by } = await new STSClient(settings).send(new GetCallerIdentityCommand({}));
    const at = new Date().toISOString();
    const rollback = { action, force: isSet(given, 'force'), by: by ?? '', at };
    const { DurableExecutionArn: arn } = await new LambdaClient(settings).send(
      new InvokeCommand({
        FunctionName: functionArn,
        InvocationType: 'Event',
        DurableExecutionName: execution,
        Payload: new TextEncoder().encode(canonical({ rollback })),
      }),
    );
    return arn === undefined ? { execution } : { execution, arn };
  } catch (error) {
    const { name, message } = error as Error;
    throw new CommandError(`the rollback could not be started: ${safe(`${name}: ${message}`, 500)}`, { cause: error });
  }
}

/** A name for each time that it is asked for: a second rollback is a rollback of its own. */
export function rollbackName(action: string): string {
  return `rollback-${action}-${randomUUID().slice(0, 8)}`;
}
