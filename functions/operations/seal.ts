import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import type { MiddyfiedHandler } from '@middy/core';
import middy from '@middy/core';
import { dayOf, plusDays } from '../../shared/evidence/day.ts';
import { millisecondsOf } from '../../shared/evidence/record-times.ts';
import { sealUntil } from '../../shared/evidence/seal.ts';
import type { SealedDay } from '../../shared/evidence/seal.ts';
import { at } from '../../shared/json.ts';
import { lambdaSealEdge } from './lambda-seal-edge.ts';
import type { SealEdge } from './seal-edge.ts';

/**
 * Seals the evidence of the day before, and of days that were missed, on schedule. The day comes from the schedule's own
 * time, so that a retry seals the same one.
 *
 * The handler throws if it could not; Lambda then tries again, and at last keeps the event, of which an alarm tells.
 */
export function createHandler(edge: SealEdge): MiddyfiedHandler<unknown, readonly SealedDay[]> {
  return middy<unknown, readonly SealedDay[]>()
    .use(injectLambdaContext(edge.logger, { logEvent: false }))
    .use(logMetrics(edge.metrics))
    .handler(async (event) => seal(event, edge));
}

export const handler = createHandler(lambdaSealEdge());

async function seal(event: unknown, edge: SealEdge): Promise<readonly SealedDay[]> {
  const { logger, metrics } = edge;
  metrics.addMetric('Sealings', MetricUnit.Count, 1);
  const until = plusDays(dayOf(scheduledTime(event)), -1);
  try {
    const days = await sealUntil(until, edge);
    const made = days.filter(({ result }) => result === 'sealed');
    metrics.addMetric('DaysSealed', MetricUnit.Count, made.length);
    metrics.addMetric('RecordsSealed', MetricUnit.Count, sum(made.map(({ records }) => records)));
    logger.info('Evidence sealed', { seal: { until, days } });
    return days;
  } catch (error) {
    logger.error('Evidence not sealed', { seal: { until }, error: error as Error });
    throw error;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** The time that the schedule stands for, which a retry brings again. @throws TypeError for any other event */
function scheduledTime(event: unknown): Date {
  const time = millisecondsOf(at(event, 'time'));
  if (time === undefined) throw new TypeError("expected a schedule's event, with its time in `time`");
  return new Date(time);
}
