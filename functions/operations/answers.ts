import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Decided, PersonsAnswer, RefusalCode } from '../../shared/pipeline/decide.ts';
import type { ApprovalEdge } from './edge.ts';

/** As the pipeline writes them. */
export const ID = /^\d{8}T\d{6}-[0-9a-f]{10}$/;
export const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** HTTP statuses of refusals. */
export const statuses: Readonly<Record<RefusalCode, number>> = {
  unknown: 404,
  'own-change': 403,
  'code-missing': 400,
  'code-wrong': 403,
  locked: 429,
  'other-plan': 409,
  decided: 409,
  expired: 410,
};

/** One line and one count for each answer, taken or not. */
export function tell(
  { id, decision }: Pick<PersonsAnswer, 'id' | 'decision'>,
  by: string,
  decided: Decided,
  { logger, metrics }: Pick<ApprovalEdge, 'logger' | 'metrics'>,
): void {
  const result = decided.ok ? (decided.repeated ? 'repeated' : 'taken') : decided.code;
  const told = { answer: { id, decision, by, result } };
  if (decided.ok) logger.info('Answer taken', told);
  else logger.warn('Answer refused', told);
  const single = metrics.singleMetric();
  single.addDimensions({ decision, result });
  single.addMetric('Answers', MetricUnit.Count, 1);
}
