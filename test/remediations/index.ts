import type { Fixture } from '../kit/fixture.ts';
import { fixture as apiKeyLongTermInactive } from './bedrock-api-key-long-term-inactive.ts';
import { fixture as fullAccessPolicyDetached } from './bedrock-full-access-policy-detached.ts';
import { fixture as guardrailFiltersComplete } from './bedrock-guardrail-filters-complete.ts';
import { fixture as invocationLoggingEnabled } from './bedrock-invocation-logging-enabled.ts';
import { fixture as knowledgeBaseDataSourceEncrypted } from './bedrock-knowledge-base-data-source-encrypted.ts';
import { fixture as promptEncrypted } from './bedrock-prompt-encrypted.ts';
import { fixture as userFullAccessPolicyDetached } from './bedrock-user-full-access-policy-detached.ts';
import { fixture as trailLogging } from './cloudtrail-trail-logging.ts';
import { fixture as bucketPublicAccessBlocked } from './s3-bucket-public-access-blocked.ts';
import { fixture as domainVpcOnly } from './sagemaker-domain-vpc-only.ts';
import { fixture as endpointDataCaptureEncrypted } from './sagemaker-endpoint-data-capture-encrypted.ts';
import { fixture as endpointEncrypted } from './sagemaker-endpoint-encrypted.ts';
import { fixture as endpointInstanceCount } from './sagemaker-endpoint-instance-count.ts';
import { fixture as modelInVpc } from './sagemaker-model-in-vpc.ts';
import { fixture as modelNetworkIsolated } from './sagemaker-model-network-isolated.ts';
import { fixture as modelPackageNotVulnerable } from './sagemaker-model-package-not-vulnerable.ts';
import { fixture as notebookEncrypted } from './sagemaker-notebook-encrypted.ts';
import { fixture as notebookImdsv2Required } from './sagemaker-notebook-imdsv2-required.ts';
import { fixture as notebookInVpc } from './sagemaker-notebook-in-vpc.ts';
import { fixture as notebookNoDirectInternet } from './sagemaker-notebook-no-direct-internet.ts';
import { fixture as notebookPlatformSupported } from './sagemaker-notebook-platform-supported.ts';
import { fixture as notebookRootAccessDisabled } from './sagemaker-notebook-root-access-disabled.ts';
import { fixture as resourceTagged } from './sagemaker-resource-tagged.ts';

/** One for each remediation; the suites go over all of them. */
export const fixtures: readonly Fixture[] = [
  apiKeyLongTermInactive,
  fullAccessPolicyDetached,
  guardrailFiltersComplete,
  invocationLoggingEnabled,
  knowledgeBaseDataSourceEncrypted,
  promptEncrypted,
  userFullAccessPolicyDetached,
  trailLogging,
  bucketPublicAccessBlocked,
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
