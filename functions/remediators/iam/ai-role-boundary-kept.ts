import {
  DeleteRolePermissionsBoundaryCommand,
  GetPolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import { orUndefined } from '../../../shared/aws/failure.ts';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { Json, JsonObject } from '../../../shared/json.ts';
import { at } from '../../../shared/json.ts';
import type { Action } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { aiRoles, notOurs, readRole, reading, roleType, tagsOf } from './roles.ts';

const iam = service('IAM', IAMClient, {
  ...reading.commands,
  DeleteRolePermissionsBoundaryCommand,
  GetPolicyCommand,
  PutRolePermissionsBoundaryCommand,
});

const parameters = z.strictObject({
  boundary: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]{1,512}$/)
    .optional()
    .describe(
      'ARN of the policy that is to be the permissions boundary of every role of an AI workload. Missing: a role that had one gets it back.',
    ),
});

interface Before extends JsonObject {
  /** ARN of the boundary that the role has; null where it has none. */
  readonly boundary: string | null;
  /** The one that it is to have. */
  readonly wanted: string;
}

/**
 * Keeps the permissions boundary on the roles of AI workloads, which holds whatever policies they are given: as the
 * policy file names it, or as it was when the role was last seen with one.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export const aiRoleBoundaryKept = defineRemediation({
  id: 'iam-ai-role-boundary-kept',
  title: 'Keep the permissions boundary on the role of an AI workload',
  description:
    'Puts the permissions boundary that the policy file names on a role that an AI service may assume. Where none is named, a boundary that was taken away comes back as it was last seen; one that was replaced is taken for the new one, unless that allows everything.',
  severity: 'high',
  // What the boundary does not allow is refused from now on, whatever the role's policies say.
  impact: 'disruptive',
  reversible: true,
  resource: roleType,
  global: true,
  controls: {},
  triggers: [
    {
      resource: roleType,
      apiCall: [
        'iam:CreateRole',
        'iam:DeleteRolePermissionsBoundary',
        'iam:PutRolePermissionsBoundary',
        'iam:UpdateAssumeRolePolicy',
      ],
    },
  ],
  parameters,
  uses: { iam },

  async assess({ id }, aws, { boundary: named }, { snapshot }) {
    const role = await readRole(id, aws);
    const left = notOurs(role);
    if (left !== undefined) return left;
    const boundary = role.boundary ?? null;
    // In place of one that held something back, a boundary that allows everything is no new one.
    const wanted = named ?? (isOpen(boundary) ? keptIn(snapshot) : undefined) ?? boundary ?? undefined;
    if (wanted === undefined) {
      return { state: 'compliant', why: 'The policy file names no boundary, and the role was not seen with one.' };
    }
    if (boundary === wanted) {
      return { state: 'compliant', why: `The role's boundary is ${wanted}.`, live: { boundary } };
    }
    const why = [boundary === null ? 'The role has no permissions boundary' : `The role's boundary is ${boundary}`];
    const policy = await orUndefined('NoSuchEntityException', aws.iam.GetPolicy({ PolicyArn: wanted }));
    if (policy === undefined) return { state: 'manual', why, steps: missing(id, wanted), live: { boundary } };
    return { state: 'wrong', why, before: { boundary, wanted } };
  },

  plan({ boundary, wanted }: Before, _parameters, { id: RoleName }) {
    return {
      steps: [
        {
          id: 'put-boundary',
          title: `Make ${wanted} the permissions boundary of role ${RoleName}`,
          ...put(RoleName, wanted),
          only: has(RoleName, boundary),
          undo: boundary === null ? remove(RoleName) : put(RoleName, boundary),
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: ['What the boundary does not allow is refused from now on, whatever the policies of the role say.'],
    };
  },

  tags: ({ id }, aws) => tagsOf(id, aws),

  async snapshot({ id }, aws) {
    const role = await readRole(id, aws);
    const { boundary } = role;
    return boundary === undefined || isOpen(boundary) || notOurs(role) !== undefined ? undefined : { boundary };
  },

  list: (aws) => aiRoles(aws),
});

/** Whether there is no boundary, or one of AWS's that holds nothing back of what matters. */
function isOpen(boundary: string | null): boolean {
  return boundary === null || /^arn:[^:]*:iam::aws:policy\/(?:AdministratorAccess|PowerUserAccess)$/.test(boundary);
}

function keptIn(snapshot: Json | undefined): string | undefined {
  const boundary = at(snapshot, 'boundary');
  return typeof boundary === 'string' ? boundary : undefined;
}

/** Holds if the role's boundary is this one; without one, its name is the first thing that is found. */
function has(RoleName: string, boundary: string | null) {
  const path = ['Role.PermissionsBoundary.PermissionsBoundaryArn', 'Role.RoleName'];
  return { call: apiCall(iam, 'GetRole', { RoleName }), path, is: [boundary ?? RoleName] };
}

function put(RoleName: string, PermissionsBoundary: string): Action {
  const call = apiCall(iam, 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary });
  return { call, done: has(RoleName, PermissionsBoundary) };
}

function remove(RoleName: string): Action {
  return { call: apiCall(iam, 'DeleteRolePermissionsBoundary', { RoleName }), done: has(RoleName, null) };
}

function missing(role: string, policy: string): string[] {
  return [
    `There is no policy ${policy}: make it again, or name another one in the parameter boundary.`,
    `aws iam put-role-permissions-boundary --role-name ${role} --permissions-boundary ARN`,
  ];
}
