import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { detachStep } from '../../../shared/aws/attached-policies.ts';
import { encodedDocument, sameAsRead, statementsOf, withStatements } from '../../../shared/aws/policy-document.ts';
import type { PolicyText } from '../../../shared/aws/policy-document.ts';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Step } from '../../../shared/plan.ts';
import { shortDigest } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { adminParameters, adminPoliciesOf } from './admin-policies.ts';
import { wideStatements } from './admin.ts';
import { policyReading } from './held-policies.ts';
import { locating, rolesOf } from './locating.ts';
import { aiRoles, notOurs, readRole, roleType, tagsOf } from './roles.ts';

const iam = service('IAM', IAMClient, {
  ...policyReading.commands,
  ...locating.commands,
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
});

interface Before extends JsonObject {
  readonly attached: readonly {
    readonly arn: string;
    /** The default version of the account's own policy; null for AWS's. */
    readonly version: string | null;
  }[];
  /** How many other policies are attached. */
  readonly others: number;
  readonly inline: readonly { readonly name: string; readonly policy: PolicyText }[];
}

/**
 * Takes an administrator's permissions from a role that SageMaker, Bedrock or AgentCore runs with: whoever gets code
 * into a notebook, a job or an agent has all that its role has.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
 */
export const aiRoleNotAdmin = defineRemediation({
  id: 'iam-ai-role-not-admin',
  title: "Take an administrator's permissions from the role of an AI workload",
  description:
    "Detaches policies that allow everything from a role that an AI service may assume, AWS's own and the account's, and takes the statements that do so out of its inline policies. All else that the role may do stays. A statement under a condition is left alone.",
  severity: 'critical',
  impact: 'disruptive',
  reversible: true,
  resource: roleType,
  global: true,
  controls: {
    securityHub: ['IAM.1'],
    configRules: ['iam-policy-blacklisted-check', 'iam-policy-no-statements-with-admin-access'],
    prowler: [
      'iam_aws_attached_policy_no_administrative_privileges',
      'iam_customer_attached_policy_no_administrative_privileges',
      'iam_inline_policy_no_administrative_privileges',
      'iam_role_administratoraccess_policy',
    ],
  },
  triggers: [
    {
      resource: roleType,
      configRule: ['iam-policy-blacklisted-check'],
      apiCall: ['iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'],
    },
    {
      resource: 'AWS::IAM::Policy',
      configRule: ['iam-policy-no-statements-with-admin-access'],
      control: ['IAM.1'],
      apiCall: ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'],
    },
  ],
  parameters: adminParameters,
  uses: { iam },

  locate: async (signal, aws) => rolesOf(signal, aws),

  async assess({ id }, aws, parameters) {
    const role = await readRole(id, aws);
    const left = notOurs(role);
    if (left !== undefined) return left;
    const { attached, others, inline } = await adminPoliciesOf(id, aws, parameters);
    const before: Before = {
      attached: attached.map(({ arn, own }) => ({ arn, version: own?.version ?? null })),
      others,
      inline: inline.map(({ name, policy }) => ({ name, policy })),
    };
    const why = [...attached, ...inline].flatMap((policy) => policy.why);
    if (why.length > 0) return { state: 'wrong', why, before };
    return { state: 'compliant', why: 'No policy of the role makes it an administrator.', live: { ...before } };
  },

  plan({ attached, others, inline }: Before, { actions }, { id }) {
    const all = attached.length + others;
    return {
      steps: [
        ...attached.map(({ arn, version }, index) => detach(id, arn, version, all - index - 1)),
        ...inline.map(({ name, policy }) => narrow(id, name, policy, actions)),
      ],
      expect: 'compliant',
      notes: [
        `Give role ${id} a policy that names the actions and resources that its workload needs; IAM Access Analyzer proposes one from what it has used.`,
        "A policy of the account's own is only detached: who else has it keeps it.",
      ],
    };
  },

  tags: ({ id }, aws) => tagsOf(id, aws),
  list: (aws) => aiRoles(aws),
});

function detach(RoleName: string, arn: string, version: string | null, left: number): Step {
  const step = detachStep(
    arn,
    {
      name: `role ${RoleName}`,
      detach: (PolicyArn) => apiCall(iam, 'DetachRolePolicy', { RoleName, PolicyArn }),
      attach: (PolicyArn) => apiCall(iam, 'AttachRolePolicy', { RoleName, PolicyArn }),
      list: apiCall(iam, 'ListAttachedRolePolicies', { RoleName, MaxItems: 100 }),
    },
    left,
  );
  if (version === null) return step;
  // A policy of the account's own may have the name of one of AWS's, and may have been put right meanwhile.
  const id = `detach-own-${slug(arn.split('/').at(-1) ?? '')}-${shortDigest(arn, 6)}`;
  const call = apiCall(iam, 'GetPolicy', { PolicyArn: arn });
  return { ...step, id, only: { call, path: 'Policy.DefaultVersionId', is: [version] } };
}

/** Takes what is too much out of an inline policy, or the policy away where nothing else is in it. */
function narrow(RoleName: string, PolicyName: string, policy: PolicyText, actions: readonly string[]): Step {
  const { text: document } = policy;
  const wide = new Set(wideStatements(document, actions).plain.map((statement) => JSON.stringify(statement)));
  const rest = statementsOf(document).filter((statement) => !wide.has(JSON.stringify(statement)));
  const read = apiCall(iam, 'GetRolePolicy', { RoleName, PolicyName });
  const name = `${slug(PolicyName)}-${shortDigest(PolicyName, 6)}`;
  const asBefore = { call: read, path: 'PolicyDocument', is: [sameAsRead(policy)] };
  const put = apiCall(iam, 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument: document });
  const shared = { only: asBefore, semantics: 'at-least-once' } as const;
  if (rest.length === 0) {
    const gone = { call: read, path: 'PolicyName', is: [], gone: true };
    return {
      id: `delete-${name}`,
      title: `Delete the inline policy ${PolicyName} of role ${RoleName}`,
      call: apiCall(iam, 'DeleteRolePolicy', { RoleName, PolicyName }),
      done: gone,
      // What somebody has put there since is not for the old policy to replace.
      undo: { call: put, only: gone, done: asBefore },
      ...shared,
    };
  }
  const PolicyDocument = withStatements(document, rest);
  const narrowed = { call: read, path: 'PolicyDocument', is: [encodedDocument(PolicyDocument)] };
  return {
    id: `narrow-${name}`,
    title: `Take ${wide.size} of ${wide.size + rest.length} statements out of the inline policy ${PolicyName} of role ${RoleName}`,
    call: apiCall(iam, 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument }),
    done: narrowed,
    undo: { call: put, only: narrowed, done: asBefore },
    ...shared,
  };
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
