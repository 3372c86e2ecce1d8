import { describe, expect, it } from 'vitest';
import type { AccountFile } from '../../../local/account/state.ts';
import { createWorld, here } from './world.ts';

const id = 'i-0a1b2c3d4e5f60718';
const eni = 'eni-0a1b2c3d4e5f60718';
const [app, other, elsewhere] = ['sg-0a1b2c3d4e5f60718', 'sg-0b1c2d3e4f5061728', 'sg-0c1d2e3f405162738'] as const;

function world(managed = false) {
  const file: AccountFile = {
    regions: {
      [here]: {
        ec2: {
          instances: { [id]: { State: { Name: 'running' }, Tags: [{ Key: 'team', Value: 'fraud' }] } },
          networkInterfaces: {
            [eni]: {
              VpcId: 'vpc-1',
              Groups: [{ GroupId: app }],
              Attachment: { InstanceId: id, DeviceIndex: 0 },
              ...(managed ? { RequesterManaged: true } : {}),
            },
          },
          securityGroups: {
            [app]: { VpcId: 'vpc-1', GroupName: 'app' },
            [other]: { VpcId: 'vpc-1', IpPermissionsEgress: [{ IpProtocol: '-1' }] },
            [elsewhere]: { VpcId: 'vpc-2' },
          },
        },
      },
    },
  };
  return createWorld(file).ec2;
}

describe('Amazon EC2', () => {
  it('tells an instance with its network interfaces and their groups', async () => {
    const { Reservations } = await world().DescribeInstances({ InstanceIds: [id] });

    expect(Reservations).toMatchObject([
      {
        OwnerId: '111122223333',
        Instances: [
          {
            InstanceId: id,
            State: { Name: 'running' },
            NetworkInterfaces: [{ NetworkInterfaceId: eni, VpcId: 'vpc-1', Groups: [{ GroupId: app }] }],
          },
        ],
      },
    ]);
  });

  it('finds nothing by a filter, and refuses a list, where there is nothing', async () => {
    const missing = 'i-0000000000000000f';

    await expect(
      world().DescribeInstances({ Filters: [{ Name: 'instance-id', Values: [missing] }] }),
    ).resolves.toMatchObject({ Reservations: [] });
    await expect(world().DescribeInstances({ InstanceIds: [missing] })).rejects.toMatchObject({
      name: 'InvalidInstanceID.NotFound',
    });
    await expect(world().DescribeNetworkInterfaces({ NetworkInterfaceIds: ['eni-0'] })).rejects.toMatchObject({
      name: 'InvalidNetworkInterfaceID.NotFound',
    });
    await expect(world().DescribeSecurityGroups({ GroupIds: ['sg-0'] })).rejects.toMatchObject({
      name: 'InvalidGroup.NotFound',
    });
  });

  it('hides what a service manages and hides, unless that is asked for', async () => {
    const hidden = createWorld({
      regions: { [here]: { ec2: { instances: { [id]: { Operator: { Managed: true, HiddenByDefault: true } } } } } },
    }).ec2;
    const Filters = [{ Name: 'instance-id', Values: [id] }];

    expect((await hidden.DescribeInstances({ Filters })).Reservations).toEqual([]);
    expect((await hidden.DescribeInstances({ Filters, IncludeManagedResources: true })).Reservations).toHaveLength(1);
  });

  it('tells the rules of a group', async () => {
    const { SecurityGroups } = await world().DescribeSecurityGroups({ GroupIds: [app, other] });

    expect(SecurityGroups).toMatchObject([
      { GroupId: app, VpcId: 'vpc-1', IpPermissions: [], IpPermissionsEgress: [] },
      { GroupId: other, IpPermissions: [], IpPermissionsEgress: [{ IpProtocol: '-1' }] },
    ]);
  });

  it('moves a network interface into other groups, out of all that it was in', async () => {
    const ec2 = world();

    await ec2.ModifyNetworkInterfaceAttribute({ NetworkInterfaceId: eni, Groups: [other] });

    const { NetworkInterfaces } = await ec2.DescribeNetworkInterfaces({ NetworkInterfaceIds: [eni] });
    expect(NetworkInterfaces).toMatchObject([{ NetworkInterfaceId: eni, Groups: [{ GroupId: other }] }]);
    const { Reservations } = await ec2.DescribeInstances({ InstanceIds: [id] });
    expect(Reservations?.[0]?.Instances?.[0]?.NetworkInterfaces?.[0]?.Groups).toEqual([{ GroupId: other }]);
  });

  it.each([
    [
      'an interface that is not there',
      { NetworkInterfaceId: 'eni-0', Groups: [app] },
      'InvalidNetworkInterfaceID.NotFound',
    ],
    ['a group that is not there', { NetworkInterfaceId: eni, Groups: ['sg-0'] }, 'InvalidGroup.NotFound'],
    ['a group of another VPC', { NetworkInterfaceId: eni, Groups: [elsewhere] }, 'InvalidGroup.NotFound'],
    ['no group at all', { NetworkInterfaceId: eni, Groups: [] }, 'InvalidParameterValue'],
    [
      'too many groups',
      { NetworkInterfaceId: eni, Groups: Array<string>(6).fill(app) },
      'SecurityGroupsPerInterfaceLimitExceeded',
    ],
  ])('refuses %s', async (_, input, name) => {
    await expect(world().ModifyNetworkInterfaceAttribute(input)).rejects.toMatchObject({ name });
  });

  it('refuses to touch what a service manages', async () => {
    await expect(
      world(true).ModifyNetworkInterfaceAttribute({ NetworkInterfaceId: eni, Groups: [other] }),
    ).rejects.toMatchObject({ name: 'OperationNotPermitted' });
  });

  it('says what it does not know, instead of ignoring it', async () => {
    const unknown = { name: 'LocalAccountUnsupportedOperation' };

    await expect(
      world().DescribeInstances({ Filters: [{ Name: 'tag:team', Values: ['fraud'] }] }),
    ).rejects.toMatchObject(unknown);
    await expect(world().DescribeInstances({ MaxResults: 5 })).rejects.toMatchObject(unknown);
    await expect(world().DescribeNetworkInterfaces({ MaxResults: 5 })).rejects.toMatchObject(unknown);
    await expect(world().DescribeSecurityGroups({ NextToken: 'x' })).rejects.toMatchObject(unknown);
    await expect(world().DescribeSecurityGroups({ GroupNames: ['app'] })).rejects.toMatchObject(unknown);
    await expect(
      world().ModifyNetworkInterfaceAttribute({ NetworkInterfaceId: eni, SourceDestCheck: { Value: false } }),
    ).rejects.toMatchObject(unknown);
  });
});
