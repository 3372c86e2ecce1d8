import type { RemediatorEdge } from '../../../shared/edge.ts';
import { createRemediator } from '../../../shared/pipeline/remediator.ts';
import type { Remediation } from '../../../shared/remediation.ts';
import { lambdaRemediatorEdge } from '../lambda-edge.ts';
import { functionNotVulnerable } from './function-not-vulnerable.ts';
import { instanceIsolated } from './instance-isolated.ts';

export const remediations: readonly Remediation[] = [functionNotVulnerable, instanceIsolated];

export const createHandler = (edge: RemediatorEdge) => createRemediator('compute', remediations, edge);

export const handler = createHandler(lambdaRemediatorEdge(remediations));
