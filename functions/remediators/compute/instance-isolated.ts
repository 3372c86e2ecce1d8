import {
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
} from '@aws-sdk/client-ec2';
import type { Instance } from '@aws-sdk/client-ec2';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Action, Condition, Step } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { arnOf } from '../../../shared/signals/arn.ts';
import { foundLately, inspector2, thresholds, weaknessesOf } from './findings.ts';
import { interfacesOf, isIsolated, isolationIn, manager, tagsOf } from './instance-interfaces.ts';
import type { Interface } from './instance-interfaces.ts';
import { isTagged, taggedAs } from './selection.ts';
import { faults, namesOf, upgrades } from './words.ts';

const ec2 = service('EC2', EC2Client, {
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  ModifyNetworkInterfaceAttributeCommand,
});
type Aws = BoundServices<{ ec2: typeof ec2 }>;

const type = 'AWS::EC2::Instance';

const parameters = z.strictObject({
  ...thresholds,
  tags: taggedAs,
  'isolation-groups': z
    .record(
      z.string().regex(/^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/),
      z.string().regex(/^sg-(?:[0-9a-f]{8}|[0-9a-f]{17})$/),
    )
    .default({})
    .describe(
      'By VPC: the security group, without any rule, that an instance is moved into. In a VPC without one, instances are reported only.',
    ),
});
type Isolation = z.output<typeof parameters>['isolation-groups'];

/** In the form of what is read of an instance that is right, so that the two can be compared. */
interface Before extends JsonObject {
  readonly instance: string;
  readonly interfaces: readonly Interface[];
}

/**
 * Cuts an instance of an AI pipeline that has a vulnerability with a known exploit, or a critical one, off the
 * network: each of its network interfaces is moved into a security group without rules. The instance goes on
 * running, so that its disks and memory can be looked into.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html
 */
export const instanceIsolated = defineRemediation({
  id: 'ec2-instance-isolated',
  title: 'Isolate an instance that has an exploited or critical vulnerability',
  description:
    'Moves all network interfaces of an EC2 instance of an AI pipeline into the isolation group of its VPC that the policy names. Instances that the policy does not select, or that a service or an Auto Scaling group would replace, are reported, with what to upgrade.',
  severity: 'critical',
  impact: 'disruptive',
  reversible: true,
  resource: type,
  controls: { prowler: ['inspector2_active_findings_exist'] },
  triggers: [{ resource: type, finding: true }],
  parameters,
  uses: { ec2, inspector2 },

  async assess({ id }, aws, settings) {
    const instance = await read(aws, id);
    const status = instance?.State?.Name;
    if (instance === undefined) return { state: 'gone', why: `There is no instance ${id}.` };
    if (status === 'terminated' || status === 'shutting-down') return { state: 'gone', why: `${id} is ${status}.` };
    if (status === 'pending') return { state: 'busy', why: `${id} is ${status}.` };
    const isolation = settings['isolation-groups'];
    const interfaces = interfacesOf(instance);
    const live: Before = { instance: id, interfaces };
    const isolated = interfaces.every((one) => isIsolated(one, isolation));
    const found = await weaknessesOf(aws, { instance: id }, settings);
    if (found.length === 0 && !isolated) return { state: 'compliant', why: harmless, live };
    if (found.length === 0) {
      const closed = await weaknessesOf(aws, { instance: id }, settings, 'CLOSED');
      if (closed.length === 0) return { state: 'compliant', why: harmless, live };
      return {
        state: 'manual',
        why: [`${id} is isolated, though ${namesOf(closed)} is closed by now`],
        steps: lift,
        live,
      };
    }
    if (isolated) {
      // Whoever wants the instance back opens the group that it was moved into.
      const open = await openGroups(aws, interfaces, isolation);
      if (open !== undefined) return { state: 'manual', why: [...faults(found), open.why], steps: [open.step], live };
      return { state: 'compliant', why: `It is isolated until ${namesOf(found)} is put right.`, live };
    }
    const why = faults(found);
    const obstacle = await obstacleTo(aws, instance, interfaces, settings);
    if (obstacle !== undefined) {
      return { state: 'manual', why: [...why, ...obstacle.why], steps: [...upgrades(found), obstacle.step], live };
    }
    return { state: 'wrong', why, before: live };
  },

  plan({ instance, interfaces }, { 'isolation-groups': isolation }) {
    const open = interfaces.filter((one) => !isIsolated(one, isolation));
    return {
      steps: open.flatMap((one) => isolate(instance, one, isolationIn(one.vpc, isolation))),
      expect: 'compliant',
      notes: [
        // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
        'Connections that are open and tracked last until they end or time out; only a network ACL of the subnet cuts those at once.',
        'The instance reaches nothing any more, Systems Manager included. Snapshots of its volumes can still be made.',
        'The vulnerability stays. The sweep tells once Amazon Inspector has closed the finding.',
      ],
    };
  },

  async tags({ id }, aws) {
    return tagsOf((await read(aws, id)) ?? {});
  },

  async *list(aws, scope) {
    for await (const id of foundLately(aws, 'AWS_EC2_INSTANCE', scope, (resource) => resource.id)) {
      yield { resource: { type, id, arn: arnOf('ec2', `instance/${id}`, scope) } };
    }
  },
});

const harmless = 'Amazon Inspector has no active finding about the instance that counts.';

const lift = [
  'See whether the instance was put right: Inspector closes findings as well about instances that it can scan no longer, as an isolated one whose agent reaches nothing.',
  'Then let it back: redress rollback, with the id of the action that has isolated it; or, with the groups that its evidence shows: aws ec2 modify-network-interface-attribute --network-interface-id ID --groups IDS. Or replace the instance.',
];

/**
 * By a filter: a list of ids would be refused for an instance that is gone. One that a service manages may be hidden,
 * and is not gone for that.
 */
async function read(aws: Aws, id: string): Promise<Instance | undefined> {
  const { Reservations } = await aws.ec2.DescribeInstances({
    Filters: [{ Name: 'instance-id', Values: [id] }],
    IncludeManagedResources: true,
  });
  if (Reservations === undefined) throw new TypeError('the answer of EC2 has no list of reservations');
  return Reservations[0]?.Instances?.[0];
}

interface Obstacle {
  readonly why: readonly string[];
  readonly step: string;
}

/** Why it can't be isolated by program; undefined if it can. */
async function obstacleTo(
  aws: Aws,
  instance: Instance,
  interfaces: readonly Interface[],
  { tags, 'isolation-groups': isolation }: Pick<z.output<typeof parameters>, 'tags' | 'isolation-groups'>,
): Promise<Obstacle | undefined> {
  if (!isTagged(tags, tagsOf(instance))) return { why: [], step: unselected };
  const managed = manager(instance);
  if (managed !== undefined) return { why: [managed.why], step: managed.step };
  const open = await openGroups(aws, interfaces, isolation);
  return open === undefined ? undefined : { why: [open.why], step: open.step };
}

/** What of the isolation groups of its VPCs would not cut it off. */
async function openGroups(
  aws: Aws,
  interfaces: readonly Interface[],
  isolation: Isolation,
): Promise<{ readonly why: string; readonly step: string } | undefined> {
  for (const vpc of new Set(interfaces.map((one) => one.vpc))) {
    const why = await unfit(aws, vpc, isolation);
    if (why !== undefined) return { why, step: nameGroup(vpc) };
  }
  return undefined;
}

const unselected =
  'If it belongs to an AI pipeline and is to be isolated until then, name its tags in remediations.ec2-instance-isolated.parameters.tags.';

function nameGroup(vpc: string): string {
  return `Make a security group in ${vpc}, take all of its rules away, also the one for outbound traffic that each new group has, and name it in remediations.ec2-instance-isolated.parameters.isolation-groups.`;
}

/** A group that lets anything through isolates nothing. */
async function unfit(aws: Aws, vpc: string, isolation: Isolation): Promise<string | undefined> {
  const id = isolationIn(vpc, isolation);
  if (id === undefined) return `The policy names no isolation group in ${vpc}`;
  const { SecurityGroups } = await aws.ec2.DescribeSecurityGroups({ Filters: [{ Name: 'group-id', Values: [id] }] });
  if (SecurityGroups === undefined) throw new TypeError('the answer of EC2 has no list of security groups');
  const [group] = SecurityGroups;
  if (group === undefined) return `There is no security group ${id}, which the policy names for ${vpc}`;
  if (group.VpcId !== vpc) return `Security group ${id} is in ${group.VpcId}, not in ${vpc}`;
  const { IpPermissions, IpPermissionsEgress } = group;
  // What is not told may be a rule.
  if (IpPermissions?.length === 0 && IpPermissionsEgress?.length === 0) return undefined;
  return `Security group ${id} has rules, and so isolates nothing`;
}

/** @param isolation of the interface's VPC; assessing has made sure that there is one */
function isolate(instance: string, { id, groups }: Interface, isolation: string | undefined): Step[] {
  if (isolation === undefined) return [];
  return [
    {
      id: `isolate-${id}`,
      title: `Move network interface ${id} of ${instance} from ${groups.join(', ')} into ${isolation}`,
      ...move(id, groups, [isolation]),
      undo: move(id, [isolation], groups),
      semantics: 'at-least-once',
    },
  ];
}

function move(id: string, from: readonly string[], to: readonly string[]): Action {
  return {
    call: apiCall(ec2, 'ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: id, Groups: [...to] }),
    only: isIn(id, from),
    done: isIn(id, to),
  };
}

/**
 * A condition looks at one member: whichever of the groups comes last, which has to be one of those that are
 * wanted, at the place that tells that there are as many. EC2 promises no order.
 */
function isIn(id: string, groups: readonly string[]): Condition {
  const place = (index: number): string => `NetworkInterfaces.0.Groups.${index}.GroupId`;
  return {
    call: apiCall(ec2, 'DescribeNetworkInterfaces', { NetworkInterfaceIds: [id] }),
    path: [place(groups.length), place(groups.length - 1)],
    is: groups,
  };
}
