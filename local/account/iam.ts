import type {
  AttachedPolicy,
  AttachRolePolicyRequest,
  AttachUserPolicyRequest,
  DetachRolePolicyRequest,
  DetachUserPolicyRequest,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  ListAttachedUserPoliciesRequest,
  ListAttachedUserPoliciesResponse,
  ListRolesRequest,
  ListRolesResponse,
  ListServiceSpecificCredentialsRequest,
  ListServiceSpecificCredentialsResponse,
  ListUsersRequest,
  ListUsersResponse,
  UpdateServiceSpecificCredentialRequest,
} from '@aws-sdk/client-iam';
import * as client from '@aws-sdk/client-iam';
import { ServiceFault } from './errors.ts';
import {
  deleteRolePolicy,
  deleteUserPolicy,
  getRole,
  getRolePolicy,
  getUser,
  getUserPolicy,
  putRolePolicy,
  putUserPolicy,
} from './iam-inline.ts';
import { idOf, longAgo, noSuchEntity, roleNamed, userNamed } from './iam-principals.ts';
import { present } from './own.ts';
import { paginate } from './page.ts';
import type { CallContext, Handler, Simulation } from './simulation.ts';
import type { Stored } from './stored.ts';

interface Principal {
  attached: string[];
}

/** Attaching what is attached already succeeds. Ten policies are the quota. */
function attach(principal: Principal, policy: string, { state }: CallContext): object {
  const known = /^arn:aws[a-z-]*:iam::aws:policy\//.test(policy) || state.iam.policies.includes(policy);
  if (!known)
    throw new ServiceFault(
      'NoSuchEntityException',
      `Policy ${policy.slice(0, 200)} does not exist or is not attachable.`,
      404,
    );
  if (principal.attached.includes(policy)) return {};
  if (principal.attached.length >= 10) {
    throw new ServiceFault('LimitExceededException', 'Cannot exceed quota for PoliciesPerRole: 10', 409);
  }
  principal.attached = [...principal.attached, policy].toSorted();
  return {};
}

function detach(principal: Principal, policy: string): object {
  if (!principal.attached.includes(policy)) {
    throw new ServiceFault('NoSuchEntityException', `Policy ${policy.slice(0, 200)} was not found.`, 404);
  }
  principal.attached = principal.attached.filter((attached) => attached !== policy);
  return {};
}

interface Paging {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

function paged<T>(items: readonly T[], key: (item: T) => string, { Marker, MaxItems = 100 }: Paging, scope: string) {
  const { items: page, next } = paginate(
    items,
    key,
    { token: Marker, size: MaxItems, scope },
    () => new ServiceFault('ValidationError', 'Invalid Marker.'),
  );
  return { page: [...page], more: present({ IsTruncated: next !== undefined, Marker: next }) };
}

function attachedTo(principal: Principal, paging: Paging, scope: string) {
  const policies = principal.attached.map((PolicyArn): Stored<AttachedPolicy> => ({
    PolicyArn,
    PolicyName: PolicyArn.split('/').at(-1) ?? '',
  }));
  const { page, more } = paged(policies, ({ PolicyArn = '' }) => PolicyArn, paging, scope);
  return { AttachedPolicies: page, ...more };
}

const listAttachedRolePolicies: Handler<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse> = (
  { RoleName = '', ...paging },
  context,
) => attachedTo(roleNamed(RoleName, context), paging, `role ${RoleName}`);

const listAttachedUserPolicies: Handler<ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse> = (
  { UserName = '', ...paging },
  context,
) => attachedTo(userNamed(UserName, context), paging, `user ${UserName}`);

const attachRolePolicy: Handler<AttachRolePolicyRequest, object> = ({ RoleName = '', PolicyArn = '' }, context) =>
  attach(roleNamed(RoleName, context), PolicyArn, context);

const attachUserPolicy: Handler<AttachUserPolicyRequest, object> = ({ UserName = '', PolicyArn = '' }, context) =>
  attach(userNamed(UserName, context), PolicyArn, context);

const detachRolePolicy: Handler<DetachRolePolicyRequest, object> = ({ RoleName = '', PolicyArn = '' }, context) =>
  detach(roleNamed(RoleName, context), PolicyArn);

const detachUserPolicy: Handler<DetachUserPolicyRequest, object> = ({ UserName = '', PolicyArn = '' }, context) =>
  detach(userNamed(UserName, context), PolicyArn);

/** Of one user, or of all. Keys' secrets are shown at creation only. */
const listServiceSpecificCredentials: Handler<
  ListServiceSpecificCredentialsRequest,
  ListServiceSpecificCredentialsResponse
> = ({ UserName, AllUsers, ServiceName, ...paging }, context) => {
  if (UserName === undefined && AllUsers !== true) throw new ServiceFault('ValidationError', 'Must specify userName.');
  const users = UserName === undefined ? context.state.iam.users : { [UserName]: userNamed(UserName, context) };
  const all = Object.entries(users).flatMap(([user, { credentials }]) =>
    credentials
      .filter(({ service }) => ServiceName === undefined || service === ServiceName)
      .map(({ id, service, active, created, expires }) =>
        present({
          UserName: user,
          Status: active ? ('Active' as const) : ('Inactive' as const),
          CreateDate: created,
          ExpirationDate: expires,
          ServiceSpecificCredentialId: id,
          ServiceName: service,
        }),
      ),
  );
  const { page, more } = paged(
    all,
    (one) => `${one.UserName} ${one.ServiceSpecificCredentialId}`,
    paging,
    'credentials',
  );
  return { ServiceSpecificCredentials: page, ...more };
};

const updateServiceSpecificCredential: Handler<UpdateServiceSpecificCredentialRequest, object> = (request, context) => {
  const { UserName = '', ServiceSpecificCredentialId: id = '', Status } = request;
  const found = userNamed(UserName, context).credentials.find((credential) => credential.id === id);
  if (found === undefined) throw noSuchEntity(`service specific credential with id ${id.slice(0, 128)}`);
  if (Status !== 'Active' && Status !== 'Inactive')
    throw new ServiceFault('ValidationError', 'Status must be Active or Inactive.');
  found.active = Status === 'Active';
  return {};
};

const listRoles: Handler<ListRolesRequest, ListRolesResponse> = (paging, { state, account }) => {
  const { page, more } = paged(Object.entries(state.iam.roles), ([role]) => role, paging, 'roles');
  const Roles = page.map(([RoleName, { path }]) => ({
    Path: path,
    RoleName,
    RoleId: idOf('AROA', RoleName),
    Arn: `arn:aws:iam::${account}:role${path}${RoleName}`,
    CreateDate: longAgo,
  }));
  return { Roles, ...more };
};

const listUsers: Handler<ListUsersRequest, ListUsersResponse> = (paging, { state, account }) => {
  const { page, more } = paged(Object.entries(state.iam.users), ([user]) => user, paging, 'users');
  const Users = page.map(([UserName, { path }]) => ({
    Path: path,
    UserName,
    UserId: idOf('AIDA', UserName),
    Arn: `arn:aws:iam::${account}:user${path}${UserName}`,
    CreateDate: longAgo,
  }));
  return { Users, ...more };
};

/** What IAM knows of users, roles, attached policies and keys of services. Policies are not evaluated. */
export const iam: Simulation = {
  service: 'IAM',
  client: { ...client },
  Exception: client.IAMServiceException,
  operations: {
    AttachRolePolicy: attachRolePolicy,
    AttachUserPolicy: attachUserPolicy,
    DeleteRolePolicy: deleteRolePolicy,
    DeleteUserPolicy: deleteUserPolicy,
    DetachRolePolicy: detachRolePolicy,
    DetachUserPolicy: detachUserPolicy,
    GetRole: getRole,
    GetRolePolicy: getRolePolicy,
    GetUser: getUser,
    GetUserPolicy: getUserPolicy,
    ListAttachedRolePolicies: listAttachedRolePolicies,
    ListAttachedUserPolicies: listAttachedUserPolicies,
    ListRoles: listRoles,
    ListServiceSpecificCredentials: listServiceSpecificCredentials,
    ListUsers: listUsers,
    PutRolePolicy: putRolePolicy,
    PutUserPolicy: putUserPolicy,
    UpdateServiceSpecificCredential: updateServiceSpecificCredential,
  },
};
