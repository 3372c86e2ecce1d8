import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { aboutInstance } from './findings.ts';
import { findingArn } from './lambda-function-not-vulnerable.ts';

const region = 'eu-central-1';
const VpcId = 'vpc-0a1b2c3d4e5f60718';
const id = 'i-0a1b2c3d4e5f60718';
const first = 'eni-0a1b2c3d4e5f60718';
const second = 'eni-0b1c2d3e4f5061728';
const serving = 'sg-0a1b2c3d4e5f60718';
const training = 'sg-0b1c2d3e4f5061728';
export const isolation = 'sg-0150150150150150f';

type Ec2 = NonNullable<NonNullable<AccountFile['regions']>[string]['ec2']>;

/** An instance of an AI pipeline, with the network interfaces given, each in groups. */
function ec2(interfaces: Readonly<Record<string, readonly string[]>>): Ec2 {
  const groups = [serving, training, isolation].map((GroupId) => [
    GroupId,
    { VpcId, GroupName: GroupId, IpPermissions: [], IpPermissionsEgress: [] },
  ]);
  return {
    instances: {
      [id]: { State: { Name: 'running', Code: 16 }, VpcId, Tags: [{ Key: 'workload', Value: 'ai-serving' }] },
    },
    securityGroups: Object.fromEntries(groups) as NonNullable<Ec2['securityGroups']>,
    networkInterfaces: Object.fromEntries(
      Object.entries(interfaces).map(([eni, of], DeviceIndex) => [
        eni,
        { VpcId, Groups: of.map((GroupId) => ({ GroupId })), Attachment: { InstanceId: id, DeviceIndex } },
      ]),
    ),
  };
}

function world(interfaces: Readonly<Record<string, readonly string[]>>, found = [aboutInstance(id)]): AccountFile {
  return { regions: { [region]: { ec2: ec2(interfaces), inspector2: { findings: found } } } };
}

function groupsOf({ regions }: AccountState): Record<string, string[]> {
  const found = Object.entries(regions[region]?.ec2.networkInterfaces ?? {});
  return Object.fromEntries(
    found.map(([eni, { Groups = [] }]) => [eni, Groups.flatMap(({ GroupId }) => GroupId ?? []).toSorted()]),
  );
}

function join(state: AccountState, GroupId: string): void {
  for (const found of Object.values(state.regions[region]?.ec2.networkInterfaces ?? {}))
    Object.assign(found, { Groups: [{ GroupId }] });
}

export const fixture: Fixture = {
  remediation: 'ec2-instance-isolated',
  signal: signalAbout({ type: 'AWS::EC2::Instance', id }, { findingArn }, { source: 'inspector' }),
  wrong: [
    { name: 'the instance has one network interface', account: world({ [first]: [serving] }) },
    {
      name: 'it has two, one of which is in two groups',
      account: world({ [first]: [serving], [second]: [serving, training] }),
    },
  ],
  right: world({ [first]: [serving] }, []),
  gone: { regions: { [region]: { inspector2: { findings: [aboutInstance(id)] } } } },
  isRight(state) {
    if (state.regions[region]?.inspector2.findings.length === 0) return true;
    return Object.values(groupsOf(state)).every((groups) => groups.join() === isolation);
  },
  // The instance with its interfaces, and what Inspector has found.
  readCalls: 2,
  // And once it is isolated, whether its group still isolates.
  verifyCalls: 3,
  breakAgain: (state) => join(state, serving),
  fixByHand: (state) => join(state, isolation),
  remove(state) {
    const found = state.regions[region]?.ec2;
    if (found === undefined) return;
    found.instances = {};
    found.networkInterfaces = {};
  },
  essence: (state) => groupsOf(state),
};
