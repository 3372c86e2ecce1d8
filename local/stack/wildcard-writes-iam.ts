import type { WildcardWrite } from './wildcard-writes.ts';

/** The part of the list that is about the roles of AI workloads. */
export const iamWrites: readonly WildcardWrite[] = [
  {
    role: 'IamRole',
    sid: 'RemediationDetaches',
    actions: ['iam:DetachRolePolicy'],
    reason:
      'Any role of an AI workload may be an administrator. The stack’s parameter aiRoles says which may be changed.',
  },
  {
    role: 'IamRole',
    sid: 'RemediationAttaches',
    actions: ['iam:AttachRolePolicy'],
    reason: 'The undo. The condition allows what is detached only; our own and reserved roles are kept out.',
  },
  {
    role: 'IamRole',
    sid: 'RemediationPolicies',
    actions: [
      'iam:DeleteRolePermissionsBoundary',
      'iam:DeleteRolePolicy',
      'iam:PutRolePermissionsBoundary',
      'iam:PutRolePolicy',
      'iam:UpdateAssumeRolePolicy',
    ],
    reason: 'Any role of an AI workload may have to be narrowed. Our own and reserved roles are kept out.',
  },
];
