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
import { decodedDocument } from '../../../shared/aws/policy-document.ts';
import type { ApiCall, BoundServices } from '../../../shared/aws/service.ts';
import { apiCall, service } from '../../../shared/aws/service.ts';
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
  /** The policy's text; null where there is none. */
  readonly policy: string | null;
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
  const text = found?.PolicyDocument;
  return { path: path ?? '/', policy: text === undefined ? null : decodedDocument(text) };
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
