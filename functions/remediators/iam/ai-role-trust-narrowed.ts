import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import * as z from 'zod';
import { encodedDocument, sameAsRead } from '../../../shared/aws/policy-document.ts';
import type { PolicyText } from '../../../shared/aws/policy-document.ts';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { partitionOf } from '../../../shared/signals/arn.ts';
import { aiRoles, notOurs, readRole, reading, roleType, tagsOf } from './roles.ts';
import { aiServicesOf, deadPrincipals, narrowed, unboundStatements } from './trust.ts';

const iam = service('IAM', IAMClient, { ...reading.commands, UpdateAssumeRolePolicyCommand });

const parameters = z.strictObject({
  'source-arn': z
    .boolean()
    .default(false)
    .describe(
      "Whether the source has to be a resource of the service in this account, too (aws:SourceArn). A feature that doesn't tell its ARN can't use the role then.",
    ),
});

interface Before extends JsonObject {
  /** The trust policy. */
  readonly trust: PolicyText;
}

/**
 * Lets AI services assume a role for this account's own resources alone: without a condition on the source, the
 * service might be led into it on behalf of somebody else's (the confused deputy).
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html and
 * https://docs.aws.amazon.com/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export const aiRoleTrustNarrowed = defineRemediation({
  id: 'iam-ai-role-trust-narrowed',
  title: 'Let AI services assume a role for this account alone',
  description:
    'Adds a condition on the source account to the statements of a role’s trust policy by which SageMaker, Bedrock or AgentCore may assume it. Whoever else such a statement lets in keeps a statement as it was.',
  severity: 'high',
  // AWS names the features of SageMaker that tell the source; notebook instances, HyperPod and Canvas are not among them.
  impact: 'disruptive',
  reversible: true,
  resource: roleType,
  global: true,
  controls: {
    prowler: [
      'iam_role_cross_service_confused_deputy_prevention',
      'iam_role_service_trust_restricts_source_to_account',
    ],
  },
  triggers: [{ resource: roleType, apiCall: ['iam:CreateRole', 'iam:UpdateAssumeRolePolicy'] }],
  parameters,
  uses: { iam },

  async assess({ id }, aws) {
    const role = await readRole(id, aws);
    const left = notOurs(role);
    if (left !== undefined) return left;
    const { trust, policy } = role;
    const unbound = unboundStatements(trust);
    if (unbound.length === 0) {
      return { state: 'compliant', why: 'AI services assume the role for named accounts alone.', live: { trust } };
    }
    const services = [...new Set(unbound.flatMap(aiServicesOf))];
    const why = [`${services.join(', ')} may assume the role on behalf of any account`];
    const dead = deadPrincipals(trust);
    if (dead.length > 0) return { state: 'manual', why, steps: buried(id, dead), live: { trust } };
    return { state: 'wrong', why, before: { trust: policy } };
  },

  plan({ trust: policy }: Before, { 'source-arn': withArn }, { id: RoleName }, { account, region }) {
    const { text: trust } = policy;
    const PolicyDocument = narrowed(trust, { account, ...(withArn && { partition: partitionOf(region) }) });
    const read = { call: apiCall(iam, 'GetRole', { RoleName }), path: 'Role.AssumeRolePolicyDocument' };
    const asBefore = { ...read, is: [sameAsRead(policy)] };
    const asPut = { ...read, is: [encodedDocument(PolicyDocument)] };
    return {
      steps: [
        {
          id: 'narrow-trust',
          title: `Let AI services assume role ${RoleName} for account ${account} alone`,
          call: apiCall(iam, 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument }),
          only: asBefore,
          done: asPut,
          undo: {
            call: apiCall(iam, 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument: trust }),
            only: asPut,
            done: asBefore,
          },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: [
        'Sessions that were begun before go on. A feature of the service that names no source account can no longer assume the role: see that what runs with it still starts.',
        'AWS documents the condition for training, processing and transform jobs, endpoints, pipelines, images and Studio, and for Bedrock and AgentCore; not for notebook instances, HyperPod and Canvas.',
      ],
    };
  },

  tags: ({ id }, aws) => tagsOf(id, aws),
  list: (aws) => aiRoles(aws),
});

function buried(role: string, dead: readonly string[]): string[] {
  return [
    `The trust policy names ${dead.join(', ')}, users or roles that are gone. IAM takes no policy that names them, so nothing was changed.`,
    `Take them out, and add "Condition": {"StringEquals": {"aws:SourceAccount": "ACCOUNT"}} to the statements of the AI services: aws iam update-assume-role-policy --role-name ${role} --policy-document FILE`,
  ];
}
