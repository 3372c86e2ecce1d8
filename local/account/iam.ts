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
  getRolePolicy,
  getUser,
  getUserPolicy,
  listRolePolicies,
  putRolePolicy,
  putUserPolicy,
} from './iam-inline.ts';
import { getPolicy, getPolicyVersion, listEntitiesForPolicy, listPolicies } from './iam-policies.ts';
import { idOf, longAgo, modifiable, noSuchEntity, paged, roleNamed, userNamed } from './iam-principals.ts';
import {
  deleteRolePermissionsBoundary,
  getRole,
  listRoles,
  putRolePermissionsBoundary,
  updateAssumeRolePolicy,
} from './iam-roles.ts';
import { present } from './own.ts';
import type { CallContext, Handler, Simulation } from './simulation.ts';
import type { Stored } from './stored.ts';

interface Principal {
  attached: string[];
}

/** Attaching what is attached already succeeds. Ten policies are the quota. */
function attach(principal: Principal, policy: string, { state }: CallContext): object {
  const known =
    /^arn:aws[a-z-]*:iam::aws:policy\//.test(policy) || state.iam.policies.some(({ arn }) => arn === policy);
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

function attachedTo(principal: Principal, paging: Parameters<typeof paged>[2], scope: string) {
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
  attach(modifiable(roleNamed(RoleName, context), RoleName), PolicyArn, context);

const attachUserPolicy: Handler<AttachUserPolicyRequest, object> = ({ UserName = '', PolicyArn = '' }, context) =>
  attach(userNamed(UserName, context), PolicyArn, context);

const detachRolePolicy: Handler<DetachRolePolicyRequest, object> = ({ RoleName = '', PolicyArn = '' }, context) =>
  detach(modifiable(roleNamed(RoleName, context), RoleName), PolicyArn);

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
    DeleteRolePermissionsBoundary: deleteRolePermissionsBoundary,
    DeleteRolePolicy: deleteRolePolicy,
    DeleteUserPolicy: deleteUserPolicy,
    DetachRolePolicy: detachRolePolicy,
    DetachUserPolicy: detachUserPolicy,
    GetPolicy: getPolicy,
    GetPolicyVersion: getPolicyVersion,
    GetRole: getRole,
    GetRolePolicy: getRolePolicy,
    GetUser: getUser,
    GetUserPolicy: getUserPolicy,
    ListAttachedRolePolicies: listAttachedRolePolicies,
    ListAttachedUserPolicies: listAttachedUserPolicies,
    ListEntitiesForPolicy: listEntitiesForPolicy,
    ListPolicies: listPolicies,
    ListRolePolicies: listRolePolicies,
    ListRoles: listRoles,
    ListServiceSpecificCredentials: listServiceSpecificCredentials,
    ListUsers: listUsers,
    PutRolePermissionsBoundary: putRolePermissionsBoundary,
    PutRolePolicy: putRolePolicy,
    PutUserPolicy: putUserPolicy,
    UpdateAssumeRolePolicy: updateAssumeRolePolicy,
    UpdateServiceSpecificCredential: updateServiceSpecificCredential,
  },
};
