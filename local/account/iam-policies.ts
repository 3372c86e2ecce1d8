import type {
  GetPolicyRequest,
  GetPolicyResponse,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListEntitiesForPolicyRequest,
  ListEntitiesForPolicyResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
} from '@aws-sdk/client-iam';
import { ServiceFault } from './errors.ts';
import { encoded, idOf, longAgo, noSuchEntity, paged } from './iam-principals.ts';
import type { IamState } from './iam-state.ts';
import type { CallContext, Handler } from './simulation.ts';

/** Managed policies: what their default versions say, and who has them. */

type Policy = IamState['policies'][number];

/** Of AWS's policies one is told apart: the others say nothing that matters here. */
function ofAws(arn: string): Policy {
  const Action = arn.endsWith(':policy/AdministratorAccess') ? '*' : 'logs:DescribeLogGroups';
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
  return { arn, version: 'v1', document: JSON.stringify(document) };
}

/** A policy of the account's, or any of AWS's. */
export function policyWith(arn: string, { state }: CallContext): Policy {
  if (/^arn:aws[a-z-]*:iam::aws:policy\/./.test(arn)) return ofAws(arn);
  const found = state.iam.policies.find((policy) => policy.arn === arn);
  if (found === undefined) throw noSuchEntity(`policy ${arn.slice(0, 200)}`);
  return found;
}

function described({ arn, version }: Policy, { state }: CallContext) {
  const principals = [...Object.values(state.iam.roles), ...Object.values(state.iam.users)];
  const path = arn.split(':policy')[1] ?? '/';
  return {
    PolicyName: path.split('/').at(-1) ?? '',
    PolicyId: idOf('ANPA', arn),
    Arn: arn,
    Path: path.slice(0, path.lastIndexOf('/') + 1),
    DefaultVersionId: version,
    AttachmentCount: principals.filter(({ attached }) => attached.includes(arn)).length,
    PermissionsBoundaryUsageCount: Object.values(state.iam.roles).filter(({ boundary }) => boundary === arn).length,
    IsAttachable: true,
    CreateDate: longAgo,
    UpdateDate: longAgo,
  };
}

export const getPolicy: Handler<GetPolicyRequest, GetPolicyResponse> = ({ PolicyArn = '' }, context) => ({
  Policy: described(policyWith(PolicyArn, context), context),
});

/** Versions that are no longer the default one are not kept here. */
export const getPolicyVersion: Handler<GetPolicyVersionRequest, GetPolicyVersionResponse> = (request, context) => {
  const { PolicyArn = '', VersionId = '' } = request;
  const { version, document } = policyWith(PolicyArn, context);
  if (version !== VersionId) throw noSuchEntity(`version ${VersionId.slice(0, 21)} of policy ${PolicyArn}`);
  const Document = encoded(document);
  return { PolicyVersion: { Document, VersionId, IsDefaultVersion: true, CreateDate: longAgo } };
};

export const listPolicies: Handler<ListPoliciesRequest, ListPoliciesResponse> = (request, context) => {
  const { Scope, OnlyAttached = false, ...paging } = request;
  if (Scope !== 'Local')
    throw new ServiceFault(
      'InvalidInputException',
      "The local account lists Scope Local alone: AWS's policies are not kept.",
    );
  const all = context.state.iam.policies
    .map((policy) => described(policy, context))
    .filter(({ AttachmentCount }) => !OnlyAttached || AttachmentCount > 0);
  const { page, more } = paged(all, ({ Arn }) => Arn, paging, 'policies');
  return { Policies: page, ...more };
};

/** Groups are not kept. Of one policy, the boundaries come with those to whom it is attached, unless asked otherwise. */
export const listEntitiesForPolicy: Handler<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse> = (
  { PolicyArn = '', EntityFilter = 'User', PolicyUsageFilter, ...paging },
  context,
) => {
  const { arn } = policyWith(PolicyArn, context);
  const { roles, users } = context.state.iam;
  const has = ({ attached, boundary }: { attached: readonly string[]; boundary?: string | undefined }) =>
    (PolicyUsageFilter !== 'PermissionsBoundary' && attached.includes(arn)) ||
    (PolicyUsageFilter !== 'PermissionsPolicy' && boundary === arn);
  const holders = Object.entries(EntityFilter === 'Role' ? roles : EntityFilter === 'User' ? users : {});
  const names = holders.filter(([, holder]) => has(holder)).map(([name]) => name);
  const { page, more } = paged(names, (name) => name, paging, `${EntityFilter} ${arn}`);
  const PolicyRoles = page.map((RoleName) => ({ RoleName, RoleId: idOf('AROA', RoleName) }));
  const PolicyUsers = page.map((UserName) => ({ UserName, UserId: idOf('AIDA', UserName) }));
  return {
    PolicyGroups: [],
    PolicyRoles: [],
    PolicyUsers: [],
    ...(EntityFilter === 'Role' ? { PolicyRoles } : { PolicyUsers }),
    ...more,
  };
};
