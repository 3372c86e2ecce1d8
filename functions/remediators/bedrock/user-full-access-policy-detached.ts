import {
  AttachUserPolicyCommand,
  DetachUserPolicyCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { apiCall, service } from '../../../shared/aws/service.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { assessPolicies, detachPlan, fullAccessParameters } from './full-access.ts';
import type { FullAccess } from './full-access.ts';
import { everyItem } from '../../../shared/aws/pages.ts';

const iam = service('IAM', IAMClient, {
  AttachUserPolicyCommand,
  DetachUserPolicyCommand,
  ListAttachedUserPoliciesCommand,
  ListUsersCommand,
});

const type = 'AWS::IAM::User';

/**
 * Detaches AWS's own full-access policies for Bedrock from a user. What else is attached stays.
 *
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonBedrockFullAccess.html
 */
export const userFullAccessPolicyDetached = defineRemediation({
  id: 'bedrock-user-full-access-policy-detached',
  title: 'Take full access to Bedrock from a user',
  description:
    "Detaches AWS's managed policies that allow everything in Bedrock. Attached policies of other names stay, and so does what the user may do by them.",
  severity: 'high',
  impact: 'disruptive',
  reversible: true,
  resource: type,
  global: true,
  controls: { prowler: ['bedrock_full_access_policy_attached'] },
  triggers: [{ resource: type, apiCall: ['iam:AttachUserPolicy'] }],
  parameters: fullAccessParameters,
  uses: { iam },

  async assess({ id }, aws, { policies }) {
    const attached = everyItem(
      async ({ nextToken: Marker }) => {
        const page = await aws.iam.ListAttachedUserPolicies({ UserName: id, ...(Marker && { Marker }) });
        return { page, nextToken: page.Marker };
      },
      ({ page }) => page.AttachedPolicies,
    );
    return assessPolicies(attached, policies);
  },

  plan(before: FullAccess, _parameters, { id }) {
    return detachPlan(before, {
      name: `user ${id}`,
      detach: (PolicyArn) => apiCall(iam, 'DetachUserPolicy', { UserName: id, PolicyArn }),
      attach: (PolicyArn) => apiCall(iam, 'AttachUserPolicy', { UserName: id, PolicyArn }),
      list: apiCall(iam, 'ListAttachedUserPolicies', { UserName: id, MaxItems: 100 }),
    });
  },

  // IAM is the same in all Regions: one sweep is enough, whichever Region's it is.
  async *list(aws) {
    const all = everyItem(
      async ({ nextToken: Marker }) => {
        const page = await aws.iam.ListUsers(Marker === undefined ? {} : { Marker });
        return { page, nextToken: page.Marker };
      },
      ({ page }) => page.Users,
    );
    for await (const { UserName = '' } of all) yield { resource: { type, id: UserName } };
  },
});
