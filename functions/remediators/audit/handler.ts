import type { RemediatorEdge } from '../../../shared/edge.ts';
import { createRemediator } from '../../../shared/pipeline/remediator.ts';
import type { Remediation } from '../../../shared/remediation.ts';
import { lambdaRemediatorEdge } from '../lambda-edge.ts';
import { quotaIncreaseRequested } from './quota-increase-requested.ts';
import { recommendationSettled } from './recommendation-settled.ts';
import { trailLogging } from './trail-logging.ts';

export const remediations: readonly Remediation[] = [trailLogging, quotaIncreaseRequested, recommendationSettled];

export const createHandler = (edge: RemediatorEdge) => createRemediator('audit', remediations, edge);

export const handler = createHandler(lambdaRemediatorEdge(remediations));
