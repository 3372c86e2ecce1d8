import type { ReportFixture } from '../kit/report-fixture.ts';
import { browserInVpc, browserRecorded } from './agentcore-browsers.ts';
import { fixture as codeInterpreterInVpc } from './agentcore-code-interpreter-in-vpc.ts';
import { fixture as gatewayAuthorised } from './agentcore-gateway-authorised.ts';
import { fixture as memoryEncrypted } from './agentcore-memory-encrypted.ts';
import { fixture as rootUserUnused } from './iam-root-user-unused.ts';
import { fixture as aiRoleNoConditionalAdmin } from './iam-ai-role-no-conditional-admin.ts';
import { fixture as aiRoleNoForeignTrust } from './iam-ai-role-no-foreign-trust.ts';
import { fixture as domainSso } from './sagemaker-domain-sso.ts';
import { fixture as featureGroupEncrypted } from './sagemaker-feature-group-encrypted.ts';
import { fixture as inferenceExperimentVolumeEncrypted } from './sagemaker-inference-experiment-volume-encrypted.ts';
import { fixture as lifecycleConfigNoSecrets } from './sagemaker-lifecycle-config-no-secrets.ts';
import { fixture as modelPrivateRegistry } from './sagemaker-model-private-registry.ts';
import { fixture as studioLifecycleConfigNoSecrets } from './sagemaker-studio-lifecycle-config-no-secrets.ts';
import { fixture as recommendationSettled } from './trustedadvisor-recommendation-settled.ts';

export type { ReportFixture } from '../kit/report-fixture.ts';

/** One for each remediation that only reports; the suites go over all of them. */
export const reports: readonly ReportFixture[] = [
  browserInVpc,
  browserRecorded,
  codeInterpreterInVpc,
  gatewayAuthorised,
  memoryEncrypted,
  aiRoleNoConditionalAdmin,
  aiRoleNoForeignTrust,
  rootUserUnused,
  domainSso,
  featureGroupEncrypted,
  inferenceExperimentVolumeEncrypted,
  lifecycleConfigNoSecrets,
  modelPrivateRegistry,
  studioLifecycleConfigNoSecrets,
  recommendationSettled,
];
