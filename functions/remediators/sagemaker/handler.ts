import type { RemediatorEdge } from '../../../shared/edge.ts';
import { createRemediator } from '../../../shared/pipeline/remediator.ts';
import type { Remediation } from '../../../shared/remediation.ts';
import { lambdaRemediatorEdge } from '../lambda-edge.ts';
import { domainVpcOnly } from './domain-vpc-only.ts';
import { endpointDataCaptureEncrypted } from './endpoint-data-capture-encrypted.ts';
import { endpointEncrypted } from './endpoint-encrypted.ts';
import { endpointInstanceCount } from './endpoint-instance-count.ts';
import { modelInVpc } from './model-in-vpc.ts';
import { modelNetworkIsolated } from './model-network-isolated.ts';
import { modelPackageNotVulnerable } from './model-package-not-vulnerable.ts';
import { notebookEncrypted } from './notebook-encrypted.ts';
import { notebookImdsv2Required } from './notebook-imdsv2-required.ts';
import { notebookInVpc } from './notebook-in-vpc.ts';
import { notebookNoDirectInternet } from './notebook-no-direct-internet.ts';
import { notebookPlatformSupported } from './notebook-platform-supported.ts';
import { notebookRootAccessDisabled } from './notebook-root-access-disabled.ts';
import { resourceTagged } from './resource-tagged.ts';

export const remediations: readonly Remediation[] = [
  domainVpcOnly,
  endpointDataCaptureEncrypted,
  endpointEncrypted,
  endpointInstanceCount,
  modelInVpc,
  modelNetworkIsolated,
  modelPackageNotVulnerable,
  notebookEncrypted,
  notebookImdsv2Required,
  notebookInVpc,
  notebookNoDirectInternet,
  notebookPlatformSupported,
  notebookRootAccessDisabled,
  resourceTagged,
];

export const createHandler = (edge: RemediatorEdge) => createRemediator('sagemaker', remediations, edge);

export const handler = createHandler(lambdaRemediatorEdge(remediations));
