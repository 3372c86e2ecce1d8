import type { RemediatorEdge } from '../../../shared/edge.ts';
import { createRemediator } from '../../../shared/pipeline/remediator.ts';
import type { Remediation } from '../../../shared/remediation.ts';
import { lambdaRemediatorEdge } from '../lambda-edge.ts';
import { aiRoleBoundaryKept } from './ai-role-boundary-kept.ts';
import { aiRoleNoConditionalAdmin } from './ai-role-no-conditional-admin.ts';
import { aiRoleNoForeignTrust } from './ai-role-no-foreign-trust.ts';
import { aiRoleNotAdmin } from './ai-role-not-admin.ts';
import { aiRoleTrustNarrowed } from './ai-role-trust-narrowed.ts';

export const remediations: readonly Remediation[] = [
  aiRoleNotAdmin,
  aiRoleTrustNarrowed,
  aiRoleBoundaryKept,
  aiRoleNoConditionalAdmin,
  aiRoleNoForeignTrust,
];

export const createHandler = (edge: RemediatorEdge) => createRemediator('iam', remediations, edge);

export const handler = createHandler(lambdaRemediatorEdge(remediations));
