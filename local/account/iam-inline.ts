import type {
  DeleteRolePolicyRequest,
  DeleteUserPolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  GetUserPolicyRequest,
  GetUserPolicyResponse,
  GetUserRequest,
  GetUserResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePolicyRequest,
  PutUserPolicyRequest,
} from '@aws-sdk/client-iam';
import { ServiceFault } from './errors.ts';
import {
  encoded,
  idOf,
  longAgo,
  modifiable,
  noSuchEntity,
  paged,
  roleNamed,
  statementsIn,
  userNamed,
} from './iam-principals.ts';
import { own, without } from './own.ts';
import type { Handler } from './simulation.ts';

/** Users one by one, and the policies that are written into users and roles. */

/** Without a name IAM answers about the caller, which nobody here needs. */
export const getUser: Handler<GetUserRequest, GetUserResponse> = ({ UserName = '' }, context) => {
  const { path } = userNamed(UserName, context);
  const Arn = `arn:aws:iam::${context.account}:user${path}${UserName}`;
  return { User: { Path: path, UserName, UserId: idOf('AIDA', UserName), Arn, CreateDate: longAgo } };
};

export const getRolePolicy: Handler<GetRolePolicyRequest, GetRolePolicyResponse> = (request, context) => {
  const { RoleName = '', PolicyName = '' } = request;
  return { RoleName, PolicyName, PolicyDocument: inlineOf(roleNamed(RoleName, context), PolicyName) };
};

export const getUserPolicy: Handler<GetUserPolicyRequest, GetUserPolicyResponse> = (request, context) => {
  const { UserName = '', PolicyName = '' } = request;
  return { UserName, PolicyName, PolicyDocument: inlineOf(userNamed(UserName, context), PolicyName) };
};

export const listRolePolicies: Handler<ListRolePoliciesRequest, ListRolePoliciesResponse> = (request, context) => {
  const { RoleName = '', ...paging } = request;
  const names = Object.keys(roleNamed(RoleName, context).inline);
  const { page, more } = paged(names, (name) => name, paging, `inline ${RoleName}`);
  return { PolicyNames: page, ...more };
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: for all inline policies together. */
export const putRolePolicy: Handler<PutRolePolicyRequest, object> = (request, context) => {
  const { RoleName = '', PolicyName = '', PolicyDocument = '' } = request;
  return put(modifiable(roleNamed(RoleName, context), RoleName), PolicyName, PolicyDocument, 10_240);
};

export const putUserPolicy: Handler<PutUserPolicyRequest, object> = (request, context) => {
  const { UserName = '', PolicyName = '', PolicyDocument = '' } = request;
  return put(userNamed(UserName, context), PolicyName, PolicyDocument, 2_048);
};

export const deleteRolePolicy: Handler<DeleteRolePolicyRequest, object> = (request, context) => {
  const { RoleName = '', PolicyName = '' } = request;
  return remove(modifiable(roleNamed(RoleName, context), RoleName), PolicyName);
};

export const deleteUserPolicy: Handler<DeleteUserPolicyRequest, object> = (request, context) => {
  const { UserName = '', PolicyName = '' } = request;
  return remove(userNamed(UserName, context), PolicyName);
};

interface Holder {
  readonly path: string;
  inline: Record<string, string>;
}

function inlineOf({ inline }: Holder, name: string): string {
  const document = own(inline, name);
  if (document === undefined) throw noSuchPolicy(name);
  return encoded(document);
}

function put(holder: Holder, name: string, document: string, most: number): object {
  if (!/^[\w+=,.@-]{1,128}$/.test(name)) throw new ServiceFault('ValidationError', 'The policy name is invalid.');
  if (statementsIn(document) === undefined) {
    throw new ServiceFault('MalformedPolicyDocumentException', 'Syntax errors in policy.');
  }
  const others = Object.values(without(holder.inline, name));
  // White space does not count.
  const size = [...others, document].join('').replaceAll(/\s/g, '').length;
  if (size > most) {
    throw new ServiceFault('LimitExceededException', `Maximum policy size of ${most} bytes exceeded.`, 409);
  }
  // A member, whatever its name.
  holder.inline = Object.fromEntries([...Object.entries(holder.inline), [name, document]]);
  return {};
}

function remove(holder: Holder, name: string): object {
  if (own(holder.inline, name) === undefined) throw noSuchPolicy(name);
  holder.inline = without(holder.inline, name);
  return {};
}

function noSuchPolicy(name: string): ServiceFault {
  return noSuchEntity(`policy with name ${name.slice(0, 128)}`);
}
