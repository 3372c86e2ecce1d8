import type { RemediatorEdge } from '../../../shared/edge.ts';
import { createRemediator } from '../../../shared/pipeline/remediator.ts';
import type { Remediation } from '../../../shared/remediation.ts';
import { lambdaRemediatorEdge } from '../lambda-edge.ts';
import { domainSso } from './domain-sso.ts';
import { domainVpcOnly } from './domain-vpc-only.ts';
import { endpointDataCaptureEncrypted } from './endpoint-data-capture-encrypted.ts';
import { endpointEncrypted } from './endpoint-encrypted.ts';
import { endpointImageNotExploited } from './endpoint-image-not-exploited.ts';
import { endpointInstanceCount } from './endpoint-instance-count.ts';
import { jobInVpc } from './job-in-vpc.ts';
import { jobNetworkIsolated } from './job-network-isolated.ts';
import { jobOutputEncrypted } from './job-output-encrypted.ts';
import { jobTrafficEncrypted } from './job-traffic-encrypted.ts';
import { jobVolumeEncrypted } from './job-volume-encrypted.ts';
import { featureGroupEncrypted } from './feature-group-encrypted.ts';
import { inferenceExperimentDataEncrypted } from './inference-experiment-data-encrypted.ts';
import { inferenceExperimentVolumeEncrypted } from './inference-experiment-volume-encrypted.ts';
import { lifecycleConfigNoSecrets } from './lifecycle-config-no-secrets.ts';
import { modelInVpc } from './model-in-vpc.ts';
import { modelNetworkIsolated } from './model-network-isolated.ts';
import { modelPackageNotVulnerable } from './model-package-not-vulnerable.ts';
import { modelPrivateRegistry } from './model-private-registry.ts';
import { monitoringNetworkIsolated } from './monitoring-network-isolated.ts';
import { monitoringTrafficEncrypted } from './monitoring-traffic-encrypted.ts';
import { notebookEncrypted } from './notebook-encrypted.ts';
import { notebookImdsv2Required } from './notebook-imdsv2-required.ts';
import { notebookInVpc } from './notebook-in-vpc.ts';
import { notebookNoDirectInternet } from './notebook-no-direct-internet.ts';
import { notebookPlatformSupported } from './notebook-platform-supported.ts';
import { notebookRootAccessDisabled } from './notebook-root-access-disabled.ts';
import { resourceTagged } from './resource-tagged.ts';
import { studioLifecycleConfigNoSecrets } from './studio-lifecycle-config-no-secrets.ts';

export const remediations: readonly Remediation[] = [
  domainSso,
  domainVpcOnly,
  endpointDataCaptureEncrypted,
  endpointEncrypted,
  endpointImageNotExploited,
  endpointInstanceCount,
  jobInVpc,
  jobNetworkIsolated,
  jobOutputEncrypted,
  jobTrafficEncrypted,
  jobVolumeEncrypted,
  featureGroupEncrypted,
  inferenceExperimentDataEncrypted,
  inferenceExperimentVolumeEncrypted,
  lifecycleConfigNoSecrets,
  modelInVpc,
  modelNetworkIsolated,
  modelPackageNotVulnerable,
  modelPrivateRegistry,
  monitoringNetworkIsolated,
  monitoringTrafficEncrypted,
  notebookEncrypted,
  notebookImdsv2Required,
  notebookInVpc,
  notebookNoDirectInternet,
  notebookPlatformSupported,
  notebookRootAccessDisabled,
  resourceTagged,
  studioLifecycleConfigNoSecrets,
];

export const createHandler = (edge: RemediatorEdge) => createRemediator('sagemaker', remediations, edge);

export const handler = createHandler(lambdaRemediatorEdge(remediations));
