import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { apiCall, service } from '../../../shared/aws/service.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { assessPolicies, detachPlan, fullAccessParameters } from './full-access.ts';
import type { FullAccess } from './full-access.ts';
import { everyItem } from '../../../shared/aws/pages.ts';

const iam = service('IAM', IAMClient, {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
});

const type = 'AWS::IAM::Role';

/**
 * Detaches AWS's own full-access policies for Bedrock from a role. What else is attached stays.
 *
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonBedrockFullAccess.html
 */
export const fullAccessPolicyDetached = defineRemediation({
  id: 'bedrock-full-access-policy-detached',
  title: 'Take full access to Bedrock from a role',
  description:
    "Detaches AWS's managed policies that allow everything in Bedrock. Attached policies of other names stay, and so does what the role may do by them.",
  severity: 'high',
  impact: 'disruptive',
  reversible: true,
  resource: type,
  global: true,
  controls: { prowler: ['bedrock_full_access_policy_attached'] },
  triggers: [{ resource: type, apiCall: ['iam:AttachRolePolicy'] }],
  parameters: fullAccessParameters,
  uses: { iam },

  async assess({ id }, aws, { policies }) {
    const attached = everyItem(
      async ({ nextToken: Marker }) => {
        const page = await aws.iam.ListAttachedRolePolicies({ RoleName: id, ...(Marker && { Marker }) });
        return { page, nextToken: page.Marker };
      },
      ({ page }) => page.AttachedPolicies,
    );
    return assessPolicies(attached, policies);
  },

  plan(before: FullAccess, _parameters, { id }) {
    return detachPlan(before, {
      name: `role ${id}`,
      detach: (PolicyArn) => apiCall(iam, 'DetachRolePolicy', { RoleName: id, PolicyArn }),
      attach: (PolicyArn) => apiCall(iam, 'AttachRolePolicy', { RoleName: id, PolicyArn }),
      list: apiCall(iam, 'ListAttachedRolePolicies', { RoleName: id, MaxItems: 100 }),
    });
  },

  // IAM is the same in all Regions: one sweep is enough, whichever Region's it is.
  async *list(aws) {
    const all = everyItem(
      async ({ nextToken: Marker }) => {
        const page = await aws.iam.ListRoles(Marker === undefined ? {} : { Marker });
        return { page, nextToken: page.Marker };
      },
      ({ page }) => page.Roles,
    );
    for await (const { RoleName = '' } of all) yield { resource: { type, id: RoleName } };
  },
});
