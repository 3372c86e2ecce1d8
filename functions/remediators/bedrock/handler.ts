import type { RemediatorEdge } from '../../../shared/edge.ts';
import { createRemediator } from '../../../shared/pipeline/remediator.ts';
import type { Remediation } from '../../../shared/remediation.ts';
import { lambdaRemediatorEdge } from '../lambda-edge.ts';
import { apiKeyLongTermInactive } from './api-key-long-term-inactive.ts';
import { fullAccessPolicyDetached } from './full-access-policy-detached.ts';
import { guardrailFiltersComplete } from './guardrail-filters-complete.ts';
import { invocationLoggingEnabled } from './invocation-logging-enabled.ts';
import { knowledgeBaseDataSourceEncrypted } from './knowledge-base-data-source-encrypted.ts';
import { promptEncrypted } from './prompt-encrypted.ts';
import { userFullAccessPolicyDetached } from './user-full-access-policy-detached.ts';

export const remediations: readonly Remediation[] = [
  apiKeyLongTermInactive,
  fullAccessPolicyDetached,
  guardrailFiltersComplete,
  invocationLoggingEnabled,
  knowledgeBaseDataSourceEncrypted,
  promptEncrypted,
  userFullAccessPolicyDetached,
];

export const createHandler = (edge: RemediatorEdge) => createRemediator('bedrock', remediations, edge);

export const handler = createHandler(lambdaRemediatorEdge(remediations));
