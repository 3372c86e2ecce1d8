import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import type { MiddyfiedHandler } from '@middy/core';
import middy from '@middy/core';
import { at } from '../../shared/json.ts';
import type { SweepEdge } from './edge.ts';
import { lambdaSweepEdge } from './lambda-sweep-edge.ts';

/** A remediator's sweep that was started, or had been before by the same schedule's same time. */
export interface StartedSweep {
  readonly remediator: string;
  readonly account: string;
  readonly executionName: string;
  readonly result: 'started' | 'exists';
}

/**
 * Has every remediator look at all of its candidates, on schedule: most event feeds are best effort, and
 * what they leave out is found here. Execution names come from the schedule's own time, so that a retry
 * starts nothing twice.
 *
 * The handler throws an AggregateError if one could not be started; Lambda then tries again.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/ref/event-delivery-level.html
 */
export function createHandler(edge: SweepEdge): MiddyfiedHandler<unknown, readonly StartedSweep[]> {
  return middy<unknown, readonly StartedSweep[]>()
    .use(injectLambdaContext(edge.logger, { logEvent: false }))
    .use(logMetrics(edge.metrics))
    .handler(async (event) => {
      edge.metrics.addMetric('Sweeps', MetricUnit.Count, 1);
      return startAll(scheduledTime(event), edge);
    });
}

export const handler = createHandler(lambdaSweepEdge());

async function startAll(time: string, edge: SweepEdge): Promise<readonly StartedSweep[]> {
  const { accounts, remediators, region, start, logger, metrics } = edge;
  const wanted = accounts.flatMap((account) => remediators.map((remediator) => ({ account, remediator })));
  const settled = await Promise.allSettled(
    wanted.map(async ({ account, remediator }): Promise<StartedSweep> => {
      const executionName = nameOf(remediator, time, account === accounts[0] ? undefined : account);
      const result = await start(remediator, executionName, { sweep: { account, region, at: time } });
      return { remediator, account, executionName, result };
    }),
  );
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  metrics.addMetric('SweepsStarted', MetricUnit.Count, started.length);
  if (failures.length === 0) {
    logger.info('Sweeps started', { sweep: { at: time, started } });
    return started;
  }
  logger.error('Sweeps not started', { sweep: { at: time, started }, failures: failures.map(String) });
  throw new AggregateError(failures, `${failures.length} of ${wanted.length} sweeps could not be started`);
}

/** `sweep-s3-20261121T100000Z`; for any but the deployment's own account with its id behind. */
function nameOf(remediator: string, time: string, account: string | undefined): string {
  const compact = time.replaceAll(/[-:]|\.\d+/g, '');
  return ['sweep', remediator, compact, ...(account === undefined ? [] : [account])].join('-');
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

/** The time that the schedule stands for, which a retry brings again. @throws TypeError for any other event */
function scheduledTime(event: unknown): string {
  const time = at(event, 'time');
  if (typeof time === 'string' && TIME.test(time) && !Number.isNaN(Date.parse(time))) return time;
  throw new TypeError("expected a schedule's event, with its time in `time`, as 2026-11-21T10:00:00Z");
}
