import { LambdaClient, SendDurableExecutionCallbackSuccessCommand } from '@aws-sdk/client-lambda';
import type { ApprovalEdge } from './edge.ts';

/** What Lambda says of a callback that has run out or was completed, and of one whose execution it has forgotten. */
const closed = ['CallbackTimeoutException', 'ResourceNotFoundException'];

/**
 * Wakes an execution that waits for a person. The callback carries no answer: that is in the ledger, where
 * nobody else can put it.
 *
 * https://docs.aws.amazon.com/lambda/latest/api/API_SendDurableExecutionCallbackSuccess.html
 */
export function lambdaCallback(client = new LambdaClient({})): ApprovalEdge['complete'] {
  return async (callbackId) => {
    try {
      await client.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId: callbackId }));
      return 'woken';
    } catch (error) {
      if (closed.includes((error as Error).name)) return 'closed';
      throw error;
    }
  };
}
