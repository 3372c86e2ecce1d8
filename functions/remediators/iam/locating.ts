import { IAMClient, ListEntitiesForPolicyCommand, ListPoliciesCommand } from '@aws-sdk/client-iam';
import { orUndefined } from '../../../shared/aws/failure.ts';
import { everyItem } from '../../../shared/aws/pages.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { service } from '../../../shared/aws/service.ts';
import type { Located, Target } from '../../../shared/remediation.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { everyRole, notOurs, readRole, reading, roleType } from './roles.ts';

/** From what a signal names to the roles that it is about: a policy is not itself right or wrong, but who has it is. */

export const locating = service('IAM', IAMClient, {
  ...reading.commands,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
});

type Aws = BoundServices<{ iam: typeof locating }>;

/** Ids of roles and policies, which AWS Config tells instead of names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes */
const ROLE_ID = /^AROA[A-Z0-9]{12,124}$/;
const POLICY_ID = /^ANPA[A-Z0-9]{12,124}$/;

/** The roles of AI workloads that a policy is attached to, or the one role that the signal names. */
export async function rolesOf({ resource }: Signal, aws: Aws): Promise<Located> {
  if (resource.type !== roleType) return holdersOf(resource.id, aws);
  if (!ROLE_ID.test(resource.id)) return { targets: [{ type: roleType, id: resource.id }] };
  for await (const { RoleId, RoleName } of everyRole(aws.iam)) {
    if (RoleId === resource.id && RoleName !== undefined) return { targets: [{ type: roleType, id: RoleName }] };
  }
  return { verdict: { state: 'gone', why: `No role has the id ${resource.id}` } };
}

async function holdersOf(policy: string, aws: Aws): Promise<Located> {
  const arn = POLICY_ID.test(policy) ? await arnOf(policy, aws) : policy;
  const holders = arn === undefined ? undefined : await orUndefined('NoSuchEntityException', attachedTo(arn, aws));
  if (holders === undefined) return { verdict: { state: 'gone', why: `There is no policy ${policy}` } };
  if (holders.length > 0) return { targets: holders };
  return { verdict: { state: 'compliant', why: 'No role of an AI workload has the policy.' } };
}

/** A policy that is attached to nobody does no harm, so that it need not be found. */
async function arnOf(id: string, { iam }: Aws): Promise<string | undefined> {
  const all = everyItem(
    async ({ nextToken: Marker }) => {
      const page = await iam.ListPolicies({ Scope: 'Local', OnlyAttached: true, ...(Marker && { Marker }) });
      return { page, nextToken: page.Marker };
    },
    ({ page }) => page.Policies,
  );
  for await (const { PolicyId, Arn } of all) if (PolicyId === id) return Arn;
  return undefined;
}

async function attachedTo(PolicyArn: string, aws: Aws): Promise<Target[]> {
  const roles = everyItem(
    async ({ nextToken: Marker }) => {
      const page = await aws.iam.ListEntitiesForPolicy({
        PolicyArn,
        EntityFilter: 'Role',
        PolicyUsageFilter: 'PermissionsPolicy',
        ...(Marker && { Marker }),
      });
      return { page, nextToken: page.Marker };
    },
    ({ page }) => page.PolicyRoles,
  );
  const targets: Target[] = [];
  for await (const { RoleName } of roles) {
    const role =
      RoleName === undefined ? undefined : await orUndefined('NoSuchEntityException', readRole(RoleName, aws));
    if (role !== undefined && notOurs(role) === undefined) targets.push({ type: roleType, id: role.name });
  }
  return targets;
}
