import { service } from '../../../shared/aws/service.ts';
import { IAMClient } from '@aws-sdk/client-iam';
import { defineReport } from '../../../shared/report.ts';
import { adminParameters, adminPoliciesOf } from './admin-policies.ts';
import { policyReading } from './held-policies.ts';
import { locating, rolesOf } from './locating.ts';
import { aiRoles, notOurs, readRole, roleType, tagsOf } from './roles.ts';

const iam = service('IAM', IAMClient, { ...policyReading.commands, ...locating.commands });

/**
 * Tells of an administrator's permissions under a condition: whether the condition is narrow enough, such as one on
 * tags, or none at all, such as one that every request meets, nobody but its author can say.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export const aiRoleNoConditionalAdmin = defineReport({
  id: 'iam-ai-role-no-conditional-admin',
  title: "Report an administrator's permissions under a condition, of the role of an AI workload",
  description:
    'Tells of policies of a role that an AI service may assume that allow everything, or everything of IAM, on all resources, if only under a condition. It is for a person to say whether the condition is enough.',
  severity: 'medium',
  resource: roleType,
  global: true,
  controls: {},
  triggers: [
    { resource: roleType, apiCall: ['iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'] },
    { resource: 'AWS::IAM::Policy', apiCall: ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'] },
  ],
  parameters: adminParameters,
  uses: { iam },

  locate: async (signal, aws) => rolesOf(signal, aws),

  async assess({ id }, aws, parameters) {
    const role = await readRole(id, aws);
    const left = notOurs(role);
    if (left !== undefined) return left;
    const { conditional } = await adminPoliciesOf(id, aws, parameters);
    if (conditional.length === 0) {
      return { state: 'compliant', why: 'No policy of the role makes it an administrator under a condition.' };
    }
    return {
      state: 'manual',
      why: conditional.map((what) => `${what}, under a condition`),
      steps: [
        `Look at whether the conditions let role ${id} do no more than its workload needs; IAM Access Analyzer proposes a policy from what it has used.`,
        `If they do not: aws iam detach-role-policy --role-name ${id} --policy-arn ARN, or for an inline policy aws iam put-role-policy --role-name ${id} --policy-name NAME --policy-document FILE`,
        'If they do, name the policy in the parameter keep of this remediation.',
      ],
      live: { conditional },
    };
  },

  tags: ({ id }, aws) => tagsOf(id, aws),
  list: (aws) => aiRoles(aws),
});
