import * as z from 'zod';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { described, wideStatements } from './admin.ts';
import type { AttachedPolicy, InlinePolicy, policyReading } from './held-policies.ts';
import { attachedPolicies, inlinePolicies } from './held-policies.ts';

/** What in a role's policies makes it an administrator. */

/** AWS's managed policies of which an administrator's permissions can be had; the stack's permissions know them, too. */
const managed = [
  'AdministratorAccess',
  'AdministratorAccess-AWSElasticBeanstalk',
  'AdministratorAccess-Amplify',
  'IAMFullAccess',
  'PowerUserAccess',
  'SystemAdministrator',
] as const;

export const adminParameters = z.strictObject({
  policies: z
    .array(z.enum(managed))
    .default(['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess'])
    .describe("Names of AWS's managed policies that no role of an AI workload may have."),
  actions: z
    .array(z.string().regex(/^(?:\*|[a-z0-9-]{1,63}:\*)$/))
    .max(50)
    .default(['*', 'iam:*', 'sts:*'])
    .describe(
      "What the account's own policies may not allow on all resources, or on all of a service's: everything, or everything of a service.",
    ),
  keep: z
    .array(z.string().min(1).max(2_048))
    .max(100)
    .default([])
    .describe(
      'Names or ARNs of policies that may stay as they are, attached or inline. A name stands for whatever policy is given it; an ARN for one.',
    ),
});

export type AdminParameters = z.output<typeof adminParameters>;

/** Policies that make an administrator, with the statements that do, in few words. */
export interface AdminPolicies {
  readonly attached: readonly (AttachedPolicy & { readonly why: readonly string[] })[];
  /** How many other policies are attached. */
  readonly others: number;
  readonly inline: readonly (InlinePolicy & { readonly why: readonly string[] })[];
  /** What allows as much under a condition, line by line. */
  readonly conditional: readonly string[];
}

type Aws = BoundServices<{ iam: typeof policyReading }>;

export async function adminPoliciesOf(role: string, aws: Aws, parameters: AdminParameters): Promise<AdminPolicies> {
  const { policies, actions, keep } = parameters;
  const attached: AdminPolicies['attached'][number][] = [];
  const inline: AdminPolicies['inline'][number][] = [];
  const conditional: string[] = [];
  let others = 0;
  for await (const policy of attachedPolicies(role, aws)) {
    const { arn, name, own } = policy;
    const kept = keep.includes(name) || keep.includes(arn);
    const found = judged(kept || own === undefined ? '' : own.document, actions);
    const isManaged = own === undefined && policies.some((one) => one === name);
    const why = isManaged && !kept ? [`${arn} is attached`] : found.plain.map((what) => `${arn} allows ${what}`);
    if (why.length > 0) attached.push({ ...policy, why });
    else others += 1;
    conditional.push(...found.conditional.map((what) => `${arn} allows ${what}`));
  }
  for await (const policy of inlinePolicies(role, aws)) {
    const found = judged(keep.includes(policy.name) ? '' : policy.policy.text, actions);
    const spoken = (what: string) => `The inline policy ${policy.name} allows ${what}`;
    if (found.plain.length > 0) inline.push({ ...policy, why: found.plain.map(spoken) });
    conditional.push(...found.conditional.map(spoken));
  }
  return { attached, others, inline, conditional };
}

function judged(document: string, actions: readonly string[]) {
  const { plain, conditional } = wideStatements(document, actions);
  return { plain: plain.map(described), conditional: conditional.map(described) };
}
