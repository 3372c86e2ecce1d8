import type { Fixture } from '../kit/fixture.ts';
import { fixture as agentcoreGatewayEncrypted } from './agentcore-gateway-encrypted.ts';
import { fixture as agentcoreRuntimeInVpc } from './agentcore-runtime-in-vpc.ts';
import { fixture as agentAliasContained } from './bedrock-agent-alias-contained.ts';
import { fixture as agentGuardrailAttached } from './bedrock-agent-guardrail-attached.ts';
import { fixture as apiKeyLongTermInactive } from './bedrock-api-key-long-term-inactive.ts';
import { fixture as enforcedGuardrailRestored } from './bedrock-enforced-guardrail-restored.ts';
import { fixture as customModelJobEncrypted } from './bedrock-custom-model-job-encrypted.ts';
import { fixture as fullAccessPolicyDetached } from './bedrock-full-access-policy-detached.ts';
import { fixture as guardrailFiltersComplete } from './bedrock-guardrail-filters-complete.ts';
import { fixture as guardrailRestored } from './bedrock-guardrail-restored.ts';
import { fixture as invocationLogBucketEncrypted } from './bedrock-invocation-log-bucket-encrypted.ts';
import { fixture as invocationLogGroupEncrypted } from './bedrock-invocation-log-group-encrypted.ts';
import { fixture as invocationLoggingEnabled } from './bedrock-invocation-logging-enabled.ts';
import { fixture as knowledgeBaseDataSourceEncrypted } from './bedrock-knowledge-base-data-source-encrypted.ts';
import { fixture as principalAbuseContained } from './bedrock-principal-abuse-contained.ts';
import { fixture as promptEncrypted } from './bedrock-prompt-encrypted.ts';
import { fixture as userFullAccessPolicyDetached } from './bedrock-user-full-access-policy-detached.ts';
import { fixture as trailEncrypted } from './cloudtrail-trail-encrypted.ts';
import { fixture as recorderRecording } from './config-recorder-recording.ts';
import { fixture as trailLogging } from './cloudtrail-trail-logging.ts';
import { fixture as trailMultiRegion } from './cloudtrail-trail-multi-region.ts';
import { fixture as trailRestored } from './cloudtrail-trail-restored.ts';
import { fixture as trailSelectorsKept } from './cloudtrail-trail-selectors-kept.ts';
import { fixture as trailValidated } from './cloudtrail-trail-validated.ts';
import { fixture as scanningEnabled } from './inspector-scanning-enabled.ts';
import { fixture as principalDeniedCallsContained } from './iam-principal-denied-calls-contained.ts';
import { fixture as principalOutsideCallsContained } from './iam-principal-outside-calls-contained.ts';
import { fixture as aiRoleBoundaryKept } from './iam-ai-role-boundary-kept.ts';
import { fixture as aiRoleNotAdmin } from './iam-ai-role-not-admin.ts';
import { fixture as aiRoleTrustNarrowed } from './iam-ai-role-trust-narrowed.ts';
import { fixture as bucketPublicAccessBlocked } from './s3-bucket-public-access-blocked.ts';
import { fixture as domainVpcOnly } from './sagemaker-domain-vpc-only.ts';
import { fixture as endpointDataCaptureEncrypted } from './sagemaker-endpoint-data-capture-encrypted.ts';
import { fixture as endpointEncrypted } from './sagemaker-endpoint-encrypted.ts';
import { fixture as endpointImageNotExploited } from './sagemaker-endpoint-image-not-exploited.ts';
import { fixture as endpointInstanceCount } from './sagemaker-endpoint-instance-count.ts';
import { fixture as jobInVpc } from './sagemaker-job-in-vpc.ts';
import { fixture as jobNetworkIsolated } from './sagemaker-job-network-isolated.ts';
import { fixture as jobOutputEncrypted } from './sagemaker-job-output-encrypted.ts';
import { fixture as jobTrafficEncrypted } from './sagemaker-job-traffic-encrypted.ts';
import { fixture as jobVolumeEncrypted } from './sagemaker-job-volume-encrypted.ts';
import { fixture as inferenceExperimentDataEncrypted } from './sagemaker-inference-experiment-data-encrypted.ts';
import { fixture as modelInVpc } from './sagemaker-model-in-vpc.ts';
import { fixture as modelNetworkIsolated } from './sagemaker-model-network-isolated.ts';
import { fixture as modelPackageNotVulnerable } from './sagemaker-model-package-not-vulnerable.ts';
import { fixture as monitoringNetworkIsolated } from './sagemaker-monitoring-network-isolated.ts';
import { fixture as monitoringTrafficEncrypted } from './sagemaker-monitoring-traffic-encrypted.ts';
import { fixture as notebookEncrypted } from './sagemaker-notebook-encrypted.ts';
import { fixture as notebookImdsv2Required } from './sagemaker-notebook-imdsv2-required.ts';
import { fixture as notebookInVpc } from './sagemaker-notebook-in-vpc.ts';
import { fixture as notebookNoDirectInternet } from './sagemaker-notebook-no-direct-internet.ts';
import { fixture as notebookPlatformSupported } from './sagemaker-notebook-platform-supported.ts';
import { fixture as notebookRootAccessDisabled } from './sagemaker-notebook-root-access-disabled.ts';
import { fixture as resourceTagged } from './sagemaker-resource-tagged.ts';
import { fixture as instanceIsolated } from './ec2-instance-isolated.ts';
import { fixture as functionNotVulnerable } from './lambda-function-not-vulnerable.ts';
import { fixture as quotaIncreaseRequested } from './servicequotas-quota-increase-requested.ts';

const all: readonly Fixture[] = [
  agentcoreGatewayEncrypted,
  scanningEnabled,
  agentcoreRuntimeInVpc,
  agentAliasContained,
  agentGuardrailAttached,
  apiKeyLongTermInactive,
  enforcedGuardrailRestored,
  customModelJobEncrypted,
  fullAccessPolicyDetached,
  guardrailFiltersComplete,
  guardrailRestored,
  invocationLogBucketEncrypted,
  invocationLogGroupEncrypted,
  invocationLoggingEnabled,
  knowledgeBaseDataSourceEncrypted,
  principalAbuseContained,
  principalDeniedCallsContained,
  principalOutsideCallsContained,
  promptEncrypted,
  userFullAccessPolicyDetached,
  trailEncrypted,
  recorderRecording,
  trailLogging,
  trailMultiRegion,
  trailRestored,
  trailSelectorsKept,
  trailValidated,
  bucketPublicAccessBlocked,
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
  inferenceExperimentDataEncrypted,
  modelInVpc,
  modelNetworkIsolated,
  modelPackageNotVulnerable,
  monitoringNetworkIsolated,
  monitoringTrafficEncrypted,
  notebookEncrypted,
  notebookImdsv2Required,
  notebookInVpc,
  notebookNoDirectInternet,
  notebookPlatformSupported,
  notebookRootAccessDisabled,
  resourceTagged,
  quotaIncreaseRequested,
  aiRoleBoundaryKept,
  aiRoleNotAdmin,
  aiRoleTrustNarrowed,
  functionNotVulnerable,
  instanceIsolated,
];

/** Mutation testing runs the suites hundreds of times over, and looks at the pipeline only. */
const only = process.env['REDRESS_FIXTURES']?.split(',');

/** One for each remediation; the suites go over all of them. */
export const fixtures = only === undefined ? all : all.filter(({ remediation }) => only.includes(remediation));
