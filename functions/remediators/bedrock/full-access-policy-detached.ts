import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListRolesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { ApiCall, BoundServices } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Step } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Target } from '../../../shared/remediation.ts';
import { everyItem } from './pages.ts';

const iam = service('IAM', IAMClient, {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListRolesCommand,
  ListUsersCommand,
});
type Aws = BoundServices<{ iam: typeof iam }>;

const role = 'AWS::IAM::Role';
const user = 'AWS::IAM::User';

interface Before extends JsonObject {
  /** ARNs of the attached policies that give full access, sorted. */
  readonly attached: readonly string[];
}

/**
 * Detaches AWS's own full-access policies for Bedrock from a role or a user. What else is attached stays.
 *
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonBedrockFullAccess.html
 */
export const fullAccessPolicyDetached = defineRemediation({
  id: 'bedrock-full-access-policy-detached',
  title: 'Take full access to Bedrock from a role or user',
  description:
    "Detaches AWS's managed policies that allow everything in Bedrock. Attached policies of other names stay, and so does what the role or user may do by them.",
  severity: 'high',
  impact: 'disruptive',
  reversible: true,
  resource: role,
  controls: { prowler: ['bedrock_full_access_policy_attached'] },
  triggers: [
    { resource: role, apiCall: ['iam:AttachRolePolicy'] },
    { resource: user, apiCall: ['iam:AttachUserPolicy'] },
  ],
  parameters: z.strictObject({
    policies: z
      .array(z.string().regex(/^[A-Za-z]{0,50}Bedrock[A-Za-z]{0,50}FullAccess$/))
      .min(1)
      .default(['AmazonBedrockFullAccess'])
      .describe("Names of AWS's managed policies that nobody may have."),
  }),
  uses: { iam },

  async assess(target, aws, { policies }) {
    const attached: string[] = [];
    for await (const { PolicyArn = '' } of attachedTo(target, aws)) {
      const [, name = ''] = /^arn:aws[a-z-]*:iam::aws:policy\/(\w+)$/.exec(PolicyArn) ?? [];
      if (policies.includes(name)) attached.push(PolicyArn);
    }
    if (attached.length === 0) {
      return { state: 'compliant', why: 'No full-access policy is attached.', live: { attached } };
    }
    const before: Before = { attached: attached.toSorted() };
    return { state: 'wrong', why: attached.map((arn) => `${arn} is attached`), before };
  },

  plan({ attached }: Before, _parameters, target) {
    return {
      steps: attached.map((arn) => detachStep(arn, target)),
      expect: 'compliant',
      notes: [`Give ${target.id} a policy that names the actions and models that it needs.`],
    };
  },

  async *list(aws, { region }) {
    // IAM is the same in all Regions; its events come from us-east-1, and so does its sweep.
    if (region !== 'us-east-1') return;
    const paging = ({ nextToken: Marker }: { nextToken?: string }) => (Marker === undefined ? {} : { Marker });
    const roles = everyItem(
      async (token) => {
        const page = await aws.iam.ListRoles(paging(token));
        return { page, nextToken: page.Marker };
      },
      ({ page }) => page.Roles,
    );
    for await (const { RoleName = '' } of roles) yield { resource: { type: role, id: RoleName } };
    const users = everyItem(
      async (token) => {
        const page = await aws.iam.ListUsers(paging(token));
        return { page, nextToken: page.Marker };
      },
      ({ page }) => page.Users,
    );
    for await (const { UserName = '' } of users) yield { resource: { type: user, id: UserName } };
  },
});

function attachedTo({ type, id }: Target, { iam: asked }: Aws) {
  return everyItem(
    async ({ nextToken }) => {
      const paging = nextToken === undefined ? {} : { Marker: nextToken };
      const page = await (type === user
        ? asked.ListAttachedUserPolicies({ UserName: id, ...paging })
        : asked.ListAttachedRolePolicies({ RoleName: id, ...paging }));
      return { page, nextToken: page.Marker };
    },
    ({ page }) => page.AttachedPolicies,
  );
}

function detachStep(PolicyArn: string, { type, id }: Target): Step {
  const name = PolicyArn.split('/').at(-1) ?? '';
  const call = (verb: 'Attach' | 'Detach'): ApiCall =>
    type === user
      ? apiCall(iam, `${verb}UserPolicy`, { UserName: id, PolicyArn })
      : apiCall(iam, `${verb}RolePolicy`, { RoleName: id, PolicyArn });
  return {
    id: `detach-${name.toLowerCase()}`,
    title: `Detach ${name} from ${type === user ? 'user' : 'role'} ${id}`,
    call: call('Detach'),
    undo: { call: call('Attach') },
    // A second one would be told that there is no such policy, which is no answer to whether the first took effect.
    semantics: 'at-most-once',
  };
}
