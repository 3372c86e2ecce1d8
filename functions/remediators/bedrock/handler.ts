import type { RemediatorEdge } from '../../../shared/edge.ts';
import { createRemediator } from '../../../shared/pipeline/remediator.ts';
import type { Remediation } from '../../../shared/remediation.ts';
import { lambdaRemediatorEdge } from '../lambda-edge.ts';
import { agentAliasContained } from './agent-alias-contained.ts';
import { agentGuardrailAttached } from './agent-guardrail-attached.ts';
import { apiKeyLongTermInactive } from './api-key-long-term-inactive.ts';
import { enforcedGuardrailRestored } from './enforced-guardrail-restored.ts';
import { customModelJobEncrypted } from './custom-model-job-encrypted.ts';
import { fullAccessPolicyDetached } from './full-access-policy-detached.ts';
import { guardrailFiltersComplete } from './guardrail-filters-complete.ts';
import { guardrailRestored } from './guardrail-restored.ts';
import { invocationLogBucketEncrypted } from './invocation-log-bucket-encrypted.ts';
import { invocationLogGroupEncrypted } from './invocation-log-group-encrypted.ts';
import { invocationLoggingEnabled } from './invocation-logging-enabled.ts';
import { knowledgeBaseDataSourceEncrypted } from './knowledge-base-data-source-encrypted.ts';
import { principalAbuseContained } from './principal-abuse-contained.ts';
import { principalDeniedCallsContained } from './principal-denied-calls-contained.ts';
import { principalOutsideCallsContained } from './principal-outside-calls-contained.ts';
import { promptEncrypted } from './prompt-encrypted.ts';
import { rootUserUnused } from './root-user-unused.ts';
import { userFullAccessPolicyDetached } from './user-full-access-policy-detached.ts';

export const remediations: readonly Remediation[] = [
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
  rootUserUnused,
  userFullAccessPolicyDetached,
];

export const createHandler = (edge: RemediatorEdge) => createRemediator('bedrock', remediations, edge);

export const handler = createHandler(lambdaRemediatorEdge(remediations));
