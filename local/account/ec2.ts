import type {
  DescribeInstancesRequest,
  DescribeInstancesResult,
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  Filter,
  Instance,
  ModifyNetworkInterfaceAttributeRequest,
} from '@aws-sdk/client-ec2';
import * as client from '@aws-sdk/client-ec2';
import type { Ec2State } from './ec2-state.ts';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { own, present } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler, Simulation } from './simulation.ts';
import type { Stored } from './stored.ts';

/**
 * What is asked for, by a list of ids or by a filter that names them. A list that names one that is not there is
 * refused; a filter finds nothing.
 */
function select<T>(
  known: Readonly<Record<string, T>>,
  ids: readonly string[] | undefined,
  filters: readonly Stored<Filter>[] = [],
  { noun, fault, filter }: { readonly noun: string; readonly fault: string; readonly filter: string },
): [string, T][] {
  const missing = (ids ?? []).filter((id) => own(known, id) === undefined);
  if (missing.length > 0) {
    throw new ServiceFault(fault, `The ${noun} ID '${missing.join(', ').slice(0, 300)}' does not exist`);
  }
  const foreign = filters.find(({ Name }) => Name !== filter);
  if (foreign !== undefined) throw new UnsupportedOperation(`EC2 filter ${(foreign.Name ?? '').slice(0, 100)}`);
  const sought = [ids, ...filters.map(({ Values }) => Values)].filter((values) => values !== undefined);
  return Object.entries(known).filter(([id]) => sought.every((values) => values.includes(id)));
}

/** With all of its network interfaces: what they are, EC2 tells in either place. */
function instanceOf(id: string, instance: Ec2State['instances'][string], ec2: Ec2State): Stored<Instance> {
  const attached = Object.entries(ec2.networkInterfaces).filter(([, { Attachment }]) => Attachment?.InstanceId === id);
  const interfaces = attached.map(([NetworkInterfaceId, { Attachment, Groups, InterfaceType, SubnetId, VpcId }]) =>
    present({
      NetworkInterfaceId,
      Groups: Groups ?? [],
      InterfaceType: InterfaceType ?? 'interface',
      SubnetId,
      VpcId,
      Attachment:
        Attachment === undefined
          ? undefined
          : present({ AttachmentId: Attachment.AttachmentId, DeviceIndex: Attachment.DeviceIndex }),
    }),
  );
  return { ...instance, InstanceId: id, NetworkInterfaces: interfaces };
}

/** A terminated instance is listed for about an hour. Each one is in a reservation of its own here. */
const describeInstances: Handler<DescribeInstancesRequest, DescribeInstancesResult> = (request, context) => {
  const { InstanceIds, Filters, MaxResults, NextToken } = request;
  if (NextToken !== undefined || MaxResults !== undefined) throw new UnsupportedOperation('EC2 pages');
  const { ec2 } = readRegion(context);
  // Whoever has not asked for them may not see instances that a service manages and hides.
  const hidden = ({ Operator }: Ec2State['instances'][string]): boolean =>
    Operator?.HiddenByDefault === true && request.IncludeManagedResources !== true;
  const seen = Object.fromEntries(Object.entries(ec2.instances).filter(([, instance]) => !hidden(instance)));
  const found = select(seen, InstanceIds, Filters, {
    noun: 'instance',
    fault: 'InvalidInstanceID.NotFound',
    filter: 'instance-id',
  });
  return {
    Reservations: found.map(([id, instance]) => ({
      ReservationId: `r-${id.slice(2)}`,
      OwnerId: context.account,
      Instances: [instanceOf(id, instance, ec2)],
    })),
  };
};

const describeNetworkInterfaces: Handler<DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult> = (
  { NetworkInterfaceIds, Filters, MaxResults, NextToken },
  context,
) => {
  if (NextToken !== undefined || MaxResults !== undefined) throw new UnsupportedOperation('EC2 pages');
  const found = select(readRegion(context).ec2.networkInterfaces, NetworkInterfaceIds, Filters, {
    noun: 'networkInterface',
    fault: 'InvalidNetworkInterfaceID.NotFound',
    filter: 'network-interface-id',
  });
  return { NetworkInterfaces: found.map(([NetworkInterfaceId, one]) => ({ ...one, NetworkInterfaceId })) };
};

const describeSecurityGroups: Handler<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult> = (
  { GroupIds, GroupNames, Filters, MaxResults, NextToken },
  context,
) => {
  if (NextToken !== undefined || MaxResults !== undefined) throw new UnsupportedOperation('EC2 pages');
  if (GroupNames !== undefined) throw new UnsupportedOperation('EC2.DescribeSecurityGroups by name');
  const found = select(readRegion(context).ec2.securityGroups, GroupIds, Filters, {
    noun: 'security group',
    fault: 'InvalidGroup.NotFound',
    filter: 'group-id',
  });
  return {
    SecurityGroups: found.map(([GroupId, one]) => ({ IpPermissions: [], IpPermissionsEgress: [], ...one, GroupId })),
  };
};

/** The default quota of groups that a network interface may be in. */
const mostGroups = 5;

/** Groups replace all that there were. One attribute is changed at a time; here groups are all that can be. */
const modifyNetworkInterfaceAttribute: Handler<ModifyNetworkInterfaceAttributeRequest, object> = (request, context) => {
  const { NetworkInterfaceId = '', Groups, ...others } = request;
  if (Object.keys(others).length > 0 || Groups === undefined) {
    throw new UnsupportedOperation('EC2.ModifyNetworkInterfaceAttribute of anything but groups');
  }
  const found = own(readRegion(context).ec2.networkInterfaces, NetworkInterfaceId);
  if (found === undefined) {
    throw new ServiceFault(
      'InvalidNetworkInterfaceID.NotFound',
      `The networkInterface ID '${NetworkInterfaceId.slice(0, 100)}' does not exist`,
    );
  }
  if (found.RequesterManaged === true) {
    throw new ServiceFault(
      'OperationNotPermitted',
      'You do not have permission to modify network interfaces that are managed by a service.',
    );
  }
  const Joined = groupsFor(Groups, found.VpcId, context);
  changeRegion(context).ec2.networkInterfaces[NetworkInterfaceId] = { ...found, Groups: Joined };
  return {};
};

function groupsFor(ids: readonly string[], vpc: string | undefined, context: CallContext) {
  if (ids.length === 0) {
    throw new ServiceFault('InvalidParameterValue', 'You must specify at least one security group.');
  }
  if (ids.length > mostGroups) {
    throw new ServiceFault(
      'SecurityGroupsPerInterfaceLimitExceeded',
      'The maximum number of security groups per interface has been reached.',
    );
  }
  const { securityGroups } = readRegion(context).ec2;
  return ids.map((GroupId) => {
    const group = own(securityGroups, GroupId);
    if (group === undefined) {
      throw new ServiceFault('InvalidGroup.NotFound', `The security group '${GroupId.slice(0, 100)}' does not exist`);
    }
    if (group.VpcId !== vpc) {
      throw new ServiceFault(
        'InvalidGroup.NotFound',
        'You have specified two resources that belong to different networks.',
      );
    }
    return present({ GroupId, GroupName: group.GroupName });
  });
}

/** Amazon EC2: instances, their network interfaces, and the security groups that those are in. */
export const ec2: Simulation = {
  service: 'EC2',
  client: { ...client },
  Exception: client.EC2ServiceException,
  operations: {
    DescribeInstances: describeInstances,
    DescribeNetworkInterfaces: describeNetworkInterfaces,
    DescribeSecurityGroups: describeSecurityGroups,
    ModifyNetworkInterfaceAttribute: modifyNetworkInterfaceAttribute,
  },
};
