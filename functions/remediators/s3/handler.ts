import type { RemediatorEdge } from '../../../shared/edge.ts';
import { createRemediator } from '../../../shared/pipeline/remediator.ts';
import type { Remediation } from '../../../shared/remediation.ts';
import { lambdaRemediatorEdge } from '../lambda-edge.ts';
import { bucketPublicAccessBlocked } from './bucket-public-access-blocked.ts';

export const remediations: readonly Remediation[] = [bucketPublicAccessBlocked];

export const createHandler = (edge: RemediatorEdge) => createRemediator('s3', remediations, edge);

export const handler = createHandler(lambdaRemediatorEdge(remediations));
