import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import type { MiddyfiedHandler } from '@middy/core';
import middy from '@middy/core';
import { errorRecord, failureKind } from '../../shared/aws/failure.ts';
import { bind } from '../../shared/aws/service.ts';
import { advisorRegion, trustedAdvisor } from '../../shared/aws/trusted-advisor.ts';
import type { Ignored } from '../../shared/signals/normalised.ts';
import type { Envelope } from '../../shared/signals/envelope.ts';
import { expectEvent, parseEnvelope } from '../../shared/signals/envelope.ts';
import { routes } from '../../shared/signals/routes.ts';
import type { Dispatched } from '../sources/dispatch.ts';
import { destinations, dispatchAll } from '../sources/dispatch.ts';
import { lambdaTrustedAdvisorEdge } from './lambda-trusted-advisor-edge.ts';
import { quotaCodes } from './quota-codes.ts';
import type { Advised } from './recommendations.ts';
import { recommendations } from './recommendations.ts';
import type { TrustedAdvisorEdge } from './trusted-advisor-edge.ts';

/** What a look at Trusted Advisor has come to. Plain JSON. */
export type Looked =
  | { readonly available: false; readonly reason: string }
  | { readonly available: true; readonly dispatched: readonly Dispatched[]; readonly ignored: readonly Ignored[] };

/**
 * Looks daily at what AWS Trusted Advisor recommends: its events are best effort and come in one Region, and what
 * they leave out is found here. An open bucket is a signal to whoever closes it, any other recommendation to whoever
 * reports it. Execution names come from the schedule's event, so that a retry starts nothing twice.
 *
 * An account whose support plan does not have Trusted Advisor's API in it is told so, and that is all.
 * https://docs.aws.amazon.com/awssupport/latest/user/get-started-with-aws-trusted-advisor-api.html
 *
 * The handler throws what may pass: Lambda then tries again.
 */
export function createHandler(edge: TrustedAdvisorEdge): MiddyfiedHandler<unknown, Looked> {
  return middy<unknown, Looked>()
    .use(injectLambdaContext(edge.logger, { logEvent: false }))
    .use(logMetrics(edge.metrics))
    .handler(async (event) => {
      edge.metrics.addMetric('TrustedAdvisorLooks', MetricUnit.Count, 1);
      return look(schedule(event), edge);
    });
}

export const handler = createHandler(lambdaTrustedAdvisorEdge());

/** @throws EventError for any other event */
function schedule(event: unknown): Envelope {
  const envelope = parseEnvelope(event);
  expectEvent(envelope, 'Scheduled Event', /^aws\.events$/);
  return envelope;
}

async function look(envelope: Envelope, edge: TrustedAdvisorEdge): Promise<Looked> {
  const { clientFor, logger, metrics } = edge;
  const { advisor } = bind({ advisor: trustedAdvisor }, clientFor, advisorRegion);
  let advised: Advised;
  try {
    advised = await recommendations(advisor, envelope, quotaCodes(clientFor));
  } catch (error) {
    if (!isNotToBeHad(error)) throw error;
    const { name, message } = errorRecord(error);
    metrics.addMetric('TrustedAdvisorUnavailable', MetricUnit.Count, 1);
    logger.warn('Trusted Advisor is not to be had: its API takes a support plan that has it, and the role the right', {
      error: { name, message },
    });
    return { available: false, reason: `${name}: ${message}` };
  }
  const { wanted, unwanted } = destinations(advised.signals, routes);
  const { dispatched, failures } = await dispatchAll(wanted, edge.dispatch);
  const ignored = [...advised.ignored, ...unwanted];
  metrics.addMetric('Recommendations', MetricUnit.Count, advised.signals.length);
  logger.info('Trusted Advisor looked at', { started: dispatched.length, ignored, failed: failures.map(String) });
  if (failures.length > 0) {
    throw new AggregateError(failures, `${failures.length} of ${wanted.length} remediators could not be started`);
  }
  return { available: true, dispatched, ignored };
}

/** AWS Support's API says SubscriptionRequiredException for the same thing. */
function isNotToBeHad(error: unknown): boolean {
  return failureKind(error) === 'denied' || errorRecord(error).name === 'SubscriptionRequiredException';
}
