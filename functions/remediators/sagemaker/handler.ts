import type { RemediatorEdge } from '../../../shared/edge.ts';
import { createRemediator } from '../../../shared/pipeline/remediator.ts';
import type { Remediation } from '../../../shared/remediation.ts';
import { lambdaRemediatorEdge } from '../lambda-edge.ts';
import { endpointEncrypted } from './endpoint-encrypted.ts';
import { modelPackageNotVulnerable } from './model-package-not-vulnerable.ts';

export const remediations: readonly Remediation[] = [endpointEncrypted, modelPackageNotVulnerable];

export const createHandler = (edge: RemediatorEdge) => createRemediator('sagemaker', remediations, edge);

export const handler = createHandler(lambdaRemediatorEdge(remediations));
