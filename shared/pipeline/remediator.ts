import { withDurableExecution } from '@aws/durable-execution-sdk-js';
import type { DurableContext, DurableLambdaHandler } from '@aws/durable-execution-sdk-js';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { RemediatorEdge } from '../edge.ts';
import type { Outcome } from '../outcome.ts';
import type { Remediation } from '../remediation.ts';
import { triggered } from '../signals/route.ts';
import type { Signal } from '../signals/signal.ts';
import { followUp } from './follow-up.ts';
import { pursue } from './pursue.ts';
import { parseRequest } from './request.ts';
import { rollback } from './rollback.ts';
import { sweep } from './sweep.ts';
import type { Swept } from './sweep.ts';

/**
 * The handler of a remediator: a Lambda durable function that answers one signal with all of its
 * remediations that the signal triggers.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/durable-functions.html
 */
export function createRemediator(
  name: string,
  remediations: readonly Remediation[],
  edge: RemediatorEdge,
): DurableLambdaHandler {
  return withDurableExecution(
    async (event: unknown, durable: DurableContext) => {
      const handler = middy({ timeoutEarlyInMillis: 0 })
        .use(injectLambdaContext(edge.logger, { resetKeys: true }))
        .handler(async () => answer(event, { name, remediations, edge, durable }));
      return handler(event, durable.lambdaContext);
    },
    edge.durable === undefined ? {} : { durableExecutionClient: edge.durable },
  );
}

interface Called {
  readonly name: string;
  readonly remediations: readonly Remediation[];
  readonly edge: RemediatorEdge;
  readonly durable: DurableContext;
}

async function answer(
  event: unknown,
  { name, remediations, edge, durable }: Called,
): Promise<readonly Outcome[] | Swept[]> {
  const request = parseRequest(event);
  const execution = executionName(durable.executionContext.durableExecutionArn);
  const way = { edge, durable, execution };
  if ('rollback' in request) return rollback(request.rollback, remediations, way);
  if ('sweep' in request) return sweep(request.sweep, name, remediations, way);
  const { signal } = request;
  const called = remediations.filter((remediation) => isCalled(remediation, signal));
  const outcomes: Outcome[] = [];
  for (const remediation of called) outcomes.push(...(await pursue({ ...way, remediation, signal })));
  if (called.length === 0) edge.logger.warn('No remediation takes this signal', { signal: { ...signal } });
  // Others who came by have been followed up on where they were looked at.
  const own = outcomes.filter((outcome) => outcome.signal.id === signal.id);
  const followed = await followUp(way, { signal, outcomes: own });
  return outcomes.map((outcome) => followed[own.indexOf(outcome)] ?? outcome);
}

function isCalled({ id, resource, triggers }: Remediation, signal: Signal): boolean {
  const { remediation, requested } = signal.hints;
  if (remediation !== undefined && remediation !== id) return false;
  // A sweep names the remediation and a resource of its own kind, whatever events the remediation listens to.
  if (remediation === id && requested !== undefined && signal.resource.type === resource) return true;
  return triggers.some((trigger) => triggered(trigger, signal));
}

/** `…:function:<name>:<version>/durable-execution/<execution name>/<id>` */
function executionName(arn: string): string {
  return arn.split('/').at(-2) ?? arn;
}
