import type { Fixture } from '../kit/fixture.ts';
import { fixture as guardrailFiltersComplete } from './bedrock-guardrail-filters-complete.ts';
import { fixture as invocationLoggingEnabled } from './bedrock-invocation-logging-enabled.ts';
import { fixture as trailLogging } from './cloudtrail-trail-logging.ts';
import { fixture as bucketPublicAccessBlocked } from './s3-bucket-public-access-blocked.ts';
import { fixture as endpointDataCaptureEncrypted } from './sagemaker-endpoint-data-capture-encrypted.ts';
import { fixture as endpointEncrypted } from './sagemaker-endpoint-encrypted.ts';
import { fixture as endpointInstanceCount } from './sagemaker-endpoint-instance-count.ts';
import { fixture as modelInVpc } from './sagemaker-model-in-vpc.ts';
import { fixture as modelNetworkIsolated } from './sagemaker-model-network-isolated.ts';
import { fixture as modelPackageNotVulnerable } from './sagemaker-model-package-not-vulnerable.ts';
import { fixture as notebookImdsv2Required } from './sagemaker-notebook-imdsv2-required.ts';
import { fixture as notebookPlatformSupported } from './sagemaker-notebook-platform-supported.ts';
import { fixture as notebookRootAccessDisabled } from './sagemaker-notebook-root-access-disabled.ts';

/** One for each remediation; the suites go over all of them. */
export const fixtures: readonly Fixture[] = [
  guardrailFiltersComplete,
  invocationLoggingEnabled,
  trailLogging,
  bucketPublicAccessBlocked,
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
