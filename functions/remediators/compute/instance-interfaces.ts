import type { Instance, InstanceNetworkInterface } from '@aws-sdk/client-ec2';
import type { JsonObject } from '../../../shared/json.ts';

/** A network interface of an instance, and the security groups that it is in. */
export interface Interface extends JsonObject {
  readonly id: string;
  readonly vpc: string;
  readonly groups: readonly string[];
}

/**
 * Those of the instance, in the order of their ids.
 *
 * @throws TypeError if there is none: what has no interface would be taken for one that is isolated
 */
export function interfacesOf({ NetworkInterfaces = [] }: Instance): Interface[] {
  if (NetworkInterfaces.length === 0) throw new TypeError('DescribeInstances told no network interface');
  return NetworkInterfaces.map(interfaceOf).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** @throws TypeError if it lacks what an interface has: it would be taken for one without groups */
function interfaceOf({ NetworkInterfaceId: id, VpcId: vpc, Groups }: InstanceNetworkInterface): Interface {
  if (id === undefined || vpc === undefined || Groups === undefined) {
    throw new TypeError('DescribeInstances told a network interface without id, VPC or groups');
  }
  return { id, vpc, groups: Groups.flatMap(({ GroupId }) => GroupId ?? []).toSorted() };
}

/** Whether an interface is in the isolation group of its VPC and in no other. */
export function isIsolated({ vpc, groups }: Interface, isolation: Readonly<Record<string, string>>): boolean {
  return groups.length === 1 && groups[0] === isolationIn(vpc, isolation);
}

export function isolationIn(vpc: string, isolation: Readonly<Record<string, string>>): string | undefined {
  return Object.hasOwn(isolation, vpc) ? isolation[vpc] : undefined;
}

export function tagsOf({ Tags = [] }: Instance): Record<string, string> {
  return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Tags by which services tell the instances that they look after, and replace once those are cut off. */
const managers: readonly (readonly [RegExp, string])[] = [
  [/^aws:eks:cluster-name$|^eks:cluster-name$|^kubernetes\.io\/cluster\//, 'is a node of an EKS cluster'],
  [/^aws:ecs:|^AmazonECSManaged$/, 'is a container instance of Amazon ECS'],
  [/^aws:elasticmapreduce:/, 'is part of an EMR cluster'],
  [/^parallelcluster:/, 'is part of an AWS ParallelCluster'],
  [/^AWSBatchServiceTag$/, 'is part of a compute environment of AWS Batch'],
  [/^sagemaker:/, 'was made by SageMaker'],
];

/** Who looks after the instance, and what a person has to do before, or instead of, isolating it. */
export function manager(instance: Instance): { readonly why: string; readonly step: string } | undefined {
  const { InstanceId: id = '', Operator } = instance;
  const tags = tagsOf(instance);
  const found = managers.find(([pattern]) => Object.keys(tags).some((key) => pattern.test(key)));
  if (Operator?.Managed === true || found !== undefined) {
    const why = found?.[1] ?? `is managed by ${Operator?.Principal ?? 'an AWS service'}`;
    const step = `${id} ${why}: drain it there, and have it replaced by one with the fixed packages.`;
    return { why: `${id} ${why}, which would replace it`, step };
  }
  const group = tags['aws:autoscaling:groupName'];
  if (group === undefined) return undefined;
  return {
    why: `${id} is in the Auto Scaling group ${group}, which would terminate it as unhealthy and start its like`,
    step: `Take it out of the group, so that it is kept to be looked into and another one serves: aws autoscaling detach-instances --instance-ids ${id} --auto-scaling-group-name ${group} --no-should-decrement-desired-capacity. Put the fixed packages into the group's launch template first.`,
  };
}
