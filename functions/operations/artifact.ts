import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import type { MiddyfiedHandler } from '@middy/core';
import middy from '@middy/core';
import { collectReports } from '../../shared/artifact/collect.ts';
import type { Collected, Collection } from '../../shared/artifact/collect.ts';
import type { ArtifactOperationEdge } from './artifact-edge.ts';
import { lambdaArtifactEdge } from './lambda-artifact-edge.ts';

/**
 * Once a day: which reports does AWS Artifact hold that the evidence has not got? Wanted ones are fetched where no terms
 * stand in the way, or the deployment accepts them; people are told what is new. Artifact sends no events, so it is asked.
 */
export function createHandler(edge: ArtifactOperationEdge): MiddyfiedHandler<unknown, Collection> {
  return middy<unknown, Collection>()
    .use(injectLambdaContext(edge.logger, { logEvent: false }))
    .use(logMetrics(edge.metrics))
    .handler(async () => collect(edge));
}

export const handler = createHandler(lambdaArtifactEdge());

async function collect(edge: ArtifactOperationEdge): Promise<Collection> {
  const { logger, metrics, notices } = edge;
  metrics.addMetric('ArtifactLooks', MetricUnit.Count, 1);
  const collection = await collectReports(edge);
  if (!collection.available) {
    metrics.addMetric('ArtifactNotAvailable', MetricUnit.Count, 1);
    logger.warn('Artifact not available', { artifact: { reason: collection.reason } });
    return collection;
  }
  const count = (result: Collected['result']): number =>
    collection.reports.filter((report) => report.result === result).length;
  metrics.addMetric('ArtifactReportsFetched', MetricUnit.Count, count('fetched'));
  metrics.addMetric('ArtifactReportsFailed', MetricUnit.Count, count('failed'));
  const news = collection.reports.filter(({ isNews }) => isNews);
  logger.info('Artifact reports collected', { artifact: { reports: collection.reports.length, news } });
  if (news.length > 0) {
    const subject = `Redress: ${news.length} new in AWS Artifact`;
    await notices.send({ subject, text: news.map(newsLine).join('\n') });
  }
  return collection;
}

function newsLine({ id, name, version, result, detail }: Collected): string {
  const what = `${name} (${id}, version ${version})`;
  if (result === 'fetched') return `Fetched: ${what}, now ${detail}`;
  if (result === 'failed') return `Not fetched, to be tried again: ${what}: ${detail}`;
  return `Waits for somebody to read and accept its terms: ${what}. redress artifact get ${id} --accept-terms`;
}
