import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import type { MiddyfiedHandler } from '@middy/core';
import middy from '@middy/core';
import { importEvidence } from '../../shared/audit/import.ts';
import type { ImportOutcome } from '../../shared/audit/import.ts';
import type { AuditManagerEdge } from './audit-manager-edge.ts';
import { lambdaAuditManagerEdge } from './lambda-audit-manager-edge.ts';

/**
 * Once a day: hands the last days' records to the controls of Audit Manager's assessments. It is for those who had set
 * Audit Manager up before it was closed to new customers; for all others it says so, and nothing is missing.
 */
export function createHandler(edge: AuditManagerEdge): MiddyfiedHandler<unknown, ImportOutcome> {
  return middy<unknown, ImportOutcome>()
    .use(injectLambdaContext(edge.logger, { logEvent: false }))
    .use(logMetrics(edge.metrics))
    .handler(async () => run(edge));
}

export const handler = createHandler(lambdaAuditManagerEdge());

async function run(edge: AuditManagerEdge): Promise<ImportOutcome> {
  const { logger, metrics } = edge;
  metrics.addMetric('AuditImports', MetricUnit.Count, 1);
  const outcome = await importEvidence(edge);
  if (!outcome.available) {
    logger.info('Audit Manager not available', { audit: { reason: outcome.reason } });
    return outcome;
  }
  const { imported, waiting, lapsing, unmapped, unused, problems } = outcome;
  metrics.addMetric('AuditEvidenceImported', MetricUnit.Count, imported);
  metrics.addMetric('AuditEvidenceWaiting', MetricUnit.Count, waiting);
  metrics.addMetric('AuditEvidenceLapsing', MetricUnit.Count, lapsing);
  metrics.addMetric('AuditEvidenceUnmapped', MetricUnit.Count, sum(Object.values(unmapped)));
  const isWhole = problems.length === 0 && lapsing === 0 && unused.length === 0;
  if (isWhole) logger.info('Evidence imported', { audit: outcome });
  else logger.warn('Evidence imported in part', { audit: outcome });
  return outcome;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
