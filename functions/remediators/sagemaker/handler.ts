import type { RemediatorEdge } from '../../../shared/edge.ts';
import { createRemediator } from '../../../shared/pipeline/remediator.ts';
import type { Remediation } from '../../../shared/remediation.ts';
import { lambdaRemediatorEdge } from '../lambda-edge.ts';
import { endpointDataCaptureEncrypted } from './endpoint-data-capture-encrypted.ts';
import { endpointEncrypted } from './endpoint-encrypted.ts';
import { endpointInstanceCount } from './endpoint-instance-count.ts';
import { modelInVpc } from './model-in-vpc.ts';
import { modelNetworkIsolated } from './model-network-isolated.ts';
import { modelPackageNotVulnerable } from './model-package-not-vulnerable.ts';
import { notebookImdsv2Required } from './notebook-imdsv2-required.ts';
import { notebookPlatformSupported } from './notebook-platform-supported.ts';
import { notebookRootAccessDisabled } from './notebook-root-access-disabled.ts';

export const remediations: readonly Remediation[] = [
  endpointDataCaptureEncrypted,
  endpointEncrypted,
  endpointInstanceCount,
  modelInVpc,
  modelNetworkIsolated,
  modelPackageNotVulnerable,
  notebookImdsv2Required,
  notebookPlatformSupported,
  notebookRootAccessDisabled,
];

export const createHandler = (edge: RemediatorEdge) => createRemediator('sagemaker', remediations, edge);

export const handler = createHandler(lambdaRemediatorEdge(remediations));
