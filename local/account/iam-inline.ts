import type {
  DeleteRolePolicyRequest,
  DeleteUserPolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  GetRoleRequest,
  GetRoleResponse,
  GetUserPolicyRequest,
  GetUserPolicyResponse,
  GetUserRequest,
  GetUserResponse,
  PutRolePolicyRequest,
  PutUserPolicyRequest,
} from '@aws-sdk/client-iam';
import { at } from '../../shared/json.ts';
import { ServiceFault } from './errors.ts';
import { idOf, longAgo, noSuchEntity, roleNamed, userNamed } from './iam-principals.ts';
import { own, without } from './own.ts';
import type { Handler } from './simulation.ts';

/** Roles and users one by one, and the policies that are written into them. */

export const getRole: Handler<GetRoleRequest, GetRoleResponse> = ({ RoleName = '' }, context) => {
  const { path } = roleNamed(RoleName, context);
  const Arn = `arn:aws:iam::${context.account}:role${path}${RoleName}`;
  return { Role: { Path: path, RoleName, RoleId: idOf('AROA', RoleName), Arn, CreateDate: longAgo } };
};

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

/** As RFC 3986 has it, which encodes more than JavaScript does. */
function inlineOf({ inline }: Holder, name: string): string {
  const document = own(inline, name);
  if (document === undefined) throw noSuchPolicy(name);
  return encodeURIComponent(document.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Roles of services and of Identity Center are theirs alone. */
function modifiable<T extends Holder>(role: T, name: string): T {
  if (!/^\/aws-(?:service-role|reserved)\//.test(role.path)) return role;
  const message = `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`;
  throw new ServiceFault('UnmodifiableEntityException', message);
}

function put(holder: Holder, name: string, document: string, most: number): object {
  if (!/^[\w+=,.@-]{1,128}$/.test(name)) throw new ServiceFault('ValidationError', 'The policy name is invalid.');
  if (!isPolicy(document)) {
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

function isPolicy(text: string): boolean {
  try {
    const document: unknown = JSON.parse(text);
    return typeof at(document, 'Statement') === 'object' && at(document, 'Statement') !== null;
  } catch {
    return false;
  }
}

function remove(holder: Holder, name: string): object {
  if (own(holder.inline, name) === undefined) throw noSuchPolicy(name);
  holder.inline = without(holder.inline, name);
  return {};
}

function noSuchPolicy(name: string): ServiceFault {
  return noSuchEntity(`policy with name ${name.slice(0, 128)}`);
}
