import {
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { orUndefined } from '../../../shared/aws/failure.ts';
import { encodedDocument, policyText, sameAsRead } from '../../../shared/aws/policy-document.ts';
import type { ApiCall, BoundServices } from '../../../shared/aws/service.ts';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Condition } from '../../../shared/plan.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';
import { policyName as PolicyName } from './containment.ts';

/** The inline policy of a role or a user, in the calls that each of them has for it. */

export const iam = service('IAM', IAMClient, {
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
});
type Aws = BoundServices<{ iam: typeof iam }>;

export interface Principal {
  /** Such as `/aws-service-role/…/` of roles that only a service may change. */
  readonly path: string;
  readonly image: PolicyImage;
}

/** The policy as a before-image. */
export interface PolicyImage extends JsonObject {
  /** The policy's text; null where there is none. */
  readonly policy: string | null;
  /** What the API gave for it, where that is not what it would be expected to give. */
  readonly asRead?: string;
}

/** @throws NoSuchEntityException for a role or user that is not there */
export async function readPrincipal({ type, id }: ResourceRef, aws: Aws): Promise<Principal> {
  const isUser = type === 'AWS::IAM::User';
  const path = isUser
    ? (await aws.iam.GetUser({ UserName: id })).User?.Path
    : (await aws.iam.GetRole({ RoleName: id })).Role?.Path;
  const found = await orUndefined<{ PolicyDocument: string | undefined }>(
    'NoSuchEntityException',
    isUser ? aws.iam.GetUserPolicy({ UserName: id, PolicyName }) : aws.iam.GetRolePolicy({ RoleName: id, PolicyName }),
  );
  const given = found?.PolicyDocument;
  if (given === undefined) return { path: path ?? '/', image: { policy: null } };
  const { text: policy, asRead } = policyText(given);
  // What can't be read can't be kept when something is put beside it.
  if (!isObject(policy)) throw new TypeError(`IAM has answered with a policy ${PolicyName} that is no JSON`);
  return { path: path ?? '/', image: { policy, ...(asRead !== undefined && { asRead }) } };
}

function isObject(text: string): boolean {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null && !Array.isArray(found);
  } catch {
    return false;
  }
}

/** Holds as long as the policy is what was read: somebody else's deny must not get lost under ours. */
export function isAsRead(principal: ResourceRef, { policy: text, asRead }: PolicyImage): Condition {
  const call = getPolicy(principal);
  if (text === null) return { call, path: 'PolicyDocument', is: [], gone: true };
  return { call, path: 'PolicyDocument', is: [sameAsRead({ text, ...(asRead !== undefined && { asRead }) })] };
}

/** Holds if the policy is this one. */
export function hasPolicy(principal: ResourceRef, document: string): Condition {
  return { call: getPolicy(principal), path: 'PolicyDocument', is: [encodedDocument(document)] };
}

function getPolicy({ type, id }: ResourceRef): ApiCall {
  return type === 'AWS::IAM::User'
    ? apiCall(iam, 'GetUserPolicy', { UserName: id, PolicyName })
    : apiCall(iam, 'GetRolePolicy', { RoleName: id, PolicyName });
}

export function putPolicy({ type, id }: ResourceRef, PolicyDocument: string): ApiCall {
  return type === 'AWS::IAM::User'
    ? apiCall(iam, 'PutUserPolicy', { UserName: id, PolicyName, PolicyDocument })
    : apiCall(iam, 'PutRolePolicy', { RoleName: id, PolicyName, PolicyDocument });
}

export function deletePolicy({ type, id }: ResourceRef): ApiCall {
  return type === 'AWS::IAM::User'
    ? apiCall(iam, 'DeleteUserPolicy', { UserName: id, PolicyName })
    : apiCall(iam, 'DeleteRolePolicy', { RoleName: id, PolicyName });
}
