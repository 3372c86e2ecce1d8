import type {
  DeleteRolePermissionsBoundaryRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  PutRolePermissionsBoundaryRequest,
  UpdateAssumeRolePolicyRequest,
} from '@aws-sdk/client-iam';
import { at } from '../../shared/json.ts';
import { ServiceFault } from './errors.ts';
import { policyWith } from './iam-policies.ts';
import { encoded, idOf, longAgo, modifiable, noSuchEntity, paged, roleNamed, statementsIn } from './iam-principals.ts';
import type { IamState } from './iam-state.ts';
import type { Handler } from './simulation.ts';

/** Roles: whom they trust, and what they may do at the most. */

/** What lists tell of a role; tags and the boundary only come with the role itself. */
function listed(RoleName: string, { path, trust }: IamState['roles'][string], account: string) {
  return {
    Path: path,
    RoleName,
    RoleId: idOf('AROA', RoleName),
    Arn: `arn:aws:iam::${account}:role${path}${RoleName}`,
    CreateDate: longAgo,
    AssumeRolePolicyDocument: encoded(trust),
  };
}

export const getRole: Handler<GetRoleRequest, GetRoleResponse> = ({ RoleName = '' }, context) => {
  const role = roleNamed(RoleName, context);
  const { boundary, tags } = role;
  return {
    Role: {
      ...listed(RoleName, role, context.account),
      ...(boundary !== undefined && {
        PermissionsBoundary: {
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
          PermissionsBoundaryArn: boundary,
        },
      }),
      ...(tags.length > 0 && { Tags: structuredClone(tags) }),
    },
  };
};

export const listRoles: Handler<ListRolesRequest, ListRolesResponse> = (paging, { state, account }) => {
  const { page, more } = paged(Object.entries(state.iam.roles), ([role]) => role, paging, 'roles');
  return { Roles: page.map(([name, role]) => listed(name, role, account)), ...more };
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: white space does not count. */
const mostTrust = 2_048;

/** A user or role that is gone shows as its unique id, which IAM takes from nobody. */
const GONE = /^A(?:IDA|ROA|GPA)[A-Z0-9]{12,}$/;

export const updateAssumeRolePolicy: Handler<UpdateAssumeRolePolicyRequest, object> = (request, context) => {
  const { RoleName = '', PolicyDocument = '' } = request;
  const role = modifiable(roleNamed(RoleName, context), RoleName);
  const statements = statementsIn(PolicyDocument);
  if (statements === undefined) {
    throw new ServiceFault('MalformedPolicyDocumentException', 'This policy contains invalid Json');
  }
  for (const statement of statements) {
    const principals: unknown[] = [at(statement, 'Principal.AWS') ?? []].flat();
    const gone = principals.map(String).find((principal) => GONE.test(principal));
    if (gone !== undefined) {
      throw new ServiceFault('MalformedPolicyDocumentException', `Invalid principal in policy: "AWS":"${gone}"`);
    }
  }
  if (PolicyDocument.replaceAll(/\s/g, '').length > mostTrust) {
    throw new ServiceFault('LimitExceededException', `Cannot exceed quota for ACLSizePerRole: ${mostTrust}`, 409);
  }
  role.trust = PolicyDocument;
  return {};
};

export const putRolePermissionsBoundary: Handler<PutRolePermissionsBoundaryRequest, object> = (request, context) => {
  const { RoleName = '', PermissionsBoundary = '' } = request;
  const role = modifiable(roleNamed(RoleName, context), RoleName);
  policyWith(PermissionsBoundary, context);
  role.boundary = PermissionsBoundary;
  return {};
};

export const deleteRolePermissionsBoundary: Handler<DeleteRolePermissionsBoundaryRequest, object> = (
  { RoleName = '' },
  context,
) => {
  const role = modifiable(roleNamed(RoleName, context), RoleName);
  if (role.boundary === undefined) throw noSuchEntity(`permissions boundary of role ${RoleName.slice(0, 128)}`);
  delete role.boundary;
  return {};
};
