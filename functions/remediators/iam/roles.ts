import { GetRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { isAwsOwnPath } from '../../../shared/aws/attached-policies.ts';
import { everyItem } from '../../../shared/aws/pages.ts';
import { decodedDocument, policyText } from '../../../shared/aws/policy-document.ts';
import type { PolicyText } from '../../../shared/aws/policy-document.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { service } from '../../../shared/aws/service.ts';
import type { Assessment } from '../../../shared/remediation.ts';
import { isAiTrust } from './trust.ts';

/** The roles that AI workloads run with: those that SageMaker, Bedrock or AgentCore may assume. */

export const roleType = 'AWS::IAM::Role';

/** What it takes to read a role, and to find all. */
export const reading = service('IAM', IAMClient, { GetRoleCommand, ListRolesCommand });

type Aws = BoundServices<{ iam: typeof reading }>;

export interface Role {
  readonly name: string;
  readonly path: string;
  /** The trust policy's text. */
  readonly trust: string;
  readonly policy: PolicyText;
  /** ARN of the permissions boundary. */
  readonly boundary?: string;
}

/** @throws NoSuchEntityException for a role that is not there */
export async function readRole(name: string, { iam }: Aws): Promise<Role> {
  const { Role: role } = await iam.GetRole({ RoleName: name });
  const document = role?.AssumeRolePolicyDocument;
  if (document === undefined) throw new TypeError('IAM has answered without the role or its trust policy');
  const boundary = role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    name,
    path: role?.Path ?? '/',
    trust: decodedDocument(document),
    policy: policyText(document),
    ...(boundary !== undefined && { boundary }),
  };
}

/** Why a role is none of ours; undefined for one that an AI workload runs with and that somebody may change. */
export function notOurs({
  path,
  trust,
}: Pick<Role, 'path' | 'trust'>): Extract<Assessment, { state: 'compliant' }> | undefined {
  if (isAwsOwnPath(path)) {
    return { state: 'compliant', why: `Only AWS may change the role (${path}).`, live: { path } };
  }
  if (isAiTrust(trust)) return undefined;
  return { state: 'compliant', why: 'No AI service may assume the role.', live: { trust } };
}

/** Tags of a role. IAM gives them with the role itself, all of them. */
export async function tagsOf(name: string, { iam }: Aws): Promise<Record<string, string>> {
  const { Role: role } = await iam.GetRole({ RoleName: name });
  return Object.fromEntries((role?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** The names of all roles of AI workloads. IAM is the same in all Regions: one sweep is enough, whichever Region's it is. */
export async function* aiRoles({ iam }: Aws) {
  for await (const { RoleName, Path = '/', AssumeRolePolicyDocument = '' } of everyRole(iam)) {
    const trust = decodedDocument(AssumeRolePolicyDocument);
    if (RoleName !== undefined && notOurs({ path: Path, trust }) === undefined) {
      yield { resource: { type: roleType, id: RoleName } };
    }
  }
}

export function everyRole(iam: Aws['iam']) {
  return everyItem(
    async ({ nextToken: Marker }) => {
      const page = await iam.ListRoles(Marker === undefined ? {} : { Marker });
      return { page, nextToken: page.Marker };
    },
    ({ page }) => page.Roles,
  );
}
