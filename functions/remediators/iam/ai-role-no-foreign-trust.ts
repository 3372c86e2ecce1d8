import * as z from 'zod';
import { defineReport } from '../../../shared/report.ts';
import { foreignTrust } from './foreign.ts';
import { aiRoles, notOurs, readRole, reading, roleType, tagsOf } from './roles.ts';

const parameters = z.strictObject({
  'allowed-accounts': z
    .array(z.string().regex(/^\d{12}$/))
    .max(1_000)
    .default([])
    .describe('Other accounts that may assume roles of AI workloads. The role’s own always may.'),
});

/**
 * Tells of roles of AI workloads that anybody, or another account, may assume. Who needs that is nothing that the
 * account knows, so that it is not taken away.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export const aiRoleNoForeignTrust = defineReport({
  id: 'iam-ai-role-no-foreign-trust',
  title: 'Report roles of AI workloads that strangers may assume',
  description:
    'Tells of roles that an AI service may assume and that anybody, or another account without a condition, may assume as well; of such by which the service may act for another account; and of such that any token of an identity provider opens.',
  severity: 'critical',
  resource: roleType,
  global: true,
  controls: {},
  triggers: [{ resource: roleType, apiCall: ['iam:CreateRole', 'iam:UpdateAssumeRolePolicy'] }],
  parameters,
  uses: { iam: reading },

  async assess({ id }, aws, { 'allowed-accounts': allowed }, { account }) {
    const role = await readRole(id, aws);
    const left = notOurs(role);
    if (left !== undefined) return left;
    const { trust } = role;
    const why = foreignTrust(trust, [account, ...allowed]);
    if (why.length === 0) return { state: 'compliant', why: 'No stranger may assume the role.', live: { trust } };
    return { state: 'manual', why, steps: steps(id), live: { trust } };
  },

  tags: ({ id }, aws) => tagsOf(id, aws),
  list: (aws) => aiRoles(aws),
});

function steps(role: string): string[] {
  return [
    `Look in CloudTrail for who has assumed the role: npx redress trail --resource ${role}`,
    `If nobody needs it, take the statement out: aws iam get-role --role-name ${role} --query Role.AssumeRolePolicyDocument, then aws iam update-assume-role-policy --role-name ${role} --policy-document FILE`,
    'If a third party does, give the statement a condition on sts:ExternalId, or on aws:PrincipalOrgID for an account of your organisation; or name the account in the parameter allowed-accounts. The tokens of an identity provider are told apart by a condition on their subject (PROVIDER:sub).',
  ];
}
