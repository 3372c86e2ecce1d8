import type { AttachedPolicy } from '@aws-sdk/client-iam';
import * as z from 'zod';
import { detachStep } from '../../../shared/aws/attached-policies.ts';
import type { PolicyHolder } from '../../../shared/aws/attached-policies.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { Assessment } from '../../../shared/remediation.ts';

/** What is the same for roles and users, from whom full access to Bedrock is taken. */

export const fullAccessParameters = z.strictObject({
  policies: z
    .array(z.string().regex(/^[A-Za-z]{0,50}Bedrock[A-Za-z]{0,50}FullAccess$/))
    .min(1)
    .default(['AmazonBedrockFullAccess'])
    .describe("Names of AWS's managed policies that nobody may have."),
});

export interface FullAccess extends JsonObject {
  /** ARNs of the attached policies that give full access, sorted. */
  readonly attached: readonly string[];
  /** How many other policies are attached. */
  readonly others: number;
}

/** A customer's own policy may have the same name; only those of AWS are meant. */
export async function assessPolicies(
  policies: AsyncIterable<AttachedPolicy>,
  forbidden: readonly string[],
): Promise<Assessment<FullAccess>> {
  const attached: string[] = [];
  let others = 0;
  for await (const { PolicyArn = '' } of policies) {
    const [, name = ''] = /^arn:aws[a-z-]*:iam::aws:policy\/(\w+)$/.exec(PolicyArn) ?? [];
    if (forbidden.includes(name)) attached.push(PolicyArn);
    else others += 1;
  }
  const found = { attached: attached.toSorted(), others };
  if (attached.length === 0) return { state: 'compliant', why: 'No full-access policy is attached.', live: found };
  return { state: 'wrong', why: attached.map((arn) => `${arn} is attached`), before: found };
}

export function detachPlan({ attached, others }: FullAccess, principal: PolicyHolder): Plan {
  const all = attached.length + others;
  return {
    steps: attached.map((arn, index) => detachStep(arn, principal, all - index - 1)),
    expect: 'compliant',
    notes: [`Give ${principal.name} a policy that names the actions and models that it needs.`],
  };
}
