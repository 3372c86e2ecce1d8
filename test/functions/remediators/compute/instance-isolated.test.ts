import { describe, expect, it } from 'vitest';
import type { AccountFile } from '../../../../local/account/state.ts';
import { instanceIsolated } from '../../../../functions/remediators/compute/instance-isolated.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { undoOf } from '../../../../shared/plan.ts';
import { here } from '../../../local/account/world.ts';
import { aboutInstance } from '../../../remediations/findings.ts';
import type { StoredFinding } from '../../../remediations/findings.ts';
import { looking } from '../looking.ts';

type Ec2 = NonNullable<NonNullable<AccountFile['regions']>[string]['ec2']>;
type Instance = NonNullable<Ec2['instances']>[string];

const id = 'i-0a1b2c3d4e5f60718';
const target = { type: 'AWS::EC2::Instance', id };
const [vpc, otherVpc] = ['vpc-0a1b2c3d4e5f60718', 'vpc-0b1c2d3e4f5061728'] as const;
const [app, extra] = ['sg-0a1b2c3d4e5f60718', 'sg-0b1c2d3e4f5061728'] as const;
const [isolation, elsewhere] = ['sg-0150150150150150f', 'sg-0250250250250250f'] as const;
const [first, second] = ['eni-0a1b2c3d4e5f60718', 'eni-0b1c2d3e4f5061728'] as const;
const selected = { tags: { workload: ['ai-*'] }, 'isolation-groups': { [vpc]: isolation } };
const tag = { Key: 'workload', Value: 'ai-serving' };

type Interfaces = Readonly<Record<string, { readonly in?: string; readonly groups: readonly string[] }>>;

interface Described {
  readonly instance?: Instance;
  readonly interfaces?: Interfaces;
  readonly found?: StoredFinding[];
  readonly groups?: NonNullable<Ec2['securityGroups']>;
}

function world({ instance = {}, interfaces = { [first]: { groups: [app] } }, found, groups = {} }: Described = {}) {
  const attached = Object.entries(interfaces).map(([eni, { in: VpcId = vpc, groups: of }], DeviceIndex) => [
    eni,
    { VpcId, Groups: of.map((GroupId) => ({ GroupId })), Attachment: { InstanceId: id, DeviceIndex } },
  ]);
  const ec2: Ec2 = {
    instances: { [id]: { State: { Name: 'running' }, Tags: [tag], ...instance } },
    networkInterfaces: Object.fromEntries(attached) as NonNullable<Ec2['networkInterfaces']>,
    securityGroups: { [isolation]: { VpcId: vpc }, [elsewhere]: { VpcId: otherVpc }, ...groups },
  };
  const inspector2 = { findings: found ?? [aboutInstance(id)] };
  return looking(instanceIsolated, { regions: { [here]: { ec2, inspector2 } } });
}

describe('an EC2 instance', () => {
  it('is right where Inspector has found nothing that counts', async () => {
    const found = [aboutInstance(id, { severity: 'HIGH', exploitAvailable: 'NO' })];

    await expect(world({ found }).assess(target, selected)).resolves.toMatchObject({
      state: 'compliant',
      live: { instance: id, interfaces: [{ id: first, vpc, groups: [app] }] },
    });
  });

  it('is wrong with what is exploited, and planned to be cut off by each of its interfaces', async () => {
    const interfaces = { [second]: { groups: [extra, app] }, [first]: { groups: [isolation, app] } };

    const { steps, notes } = await world({ interfaces }).plan(target, selected);

    expect(steps).toMatchObject([
      {
        id: `isolate-${first}`,
        call: {
          operation: 'ModifyNetworkInterfaceAttribute',
          input: { NetworkInterfaceId: first, Groups: [isolation] },
        },
      },
      {
        id: `isolate-${second}`,
        title: `Move network interface ${second} of ${id} from ${app}, ${extra} into ${isolation}`,
        only: {
          is: [app, extra],
          path: ['NetworkInterfaces.0.Groups.2.GroupId', 'NetworkInterfaces.0.Groups.1.GroupId'],
        },
        done: {
          is: [isolation],
          path: ['NetworkInterfaces.0.Groups.1.GroupId', 'NetworkInterfaces.0.Groups.0.GroupId'],
        },
      },
    ]);
    expect(undoOf(steps[1] ?? {})).toMatchObject([{ call: { input: { Groups: [app, extra] } } }]);
    expect(notes?.[0]).toContain('tracked');
  });

  it('has an interface left alone that is isolated already', async () => {
    const interfaces = { [first]: { groups: [isolation] }, [second]: { groups: [app] } };

    const { steps } = await world({ interfaces }).plan(target, selected);

    expect(steps.map(({ id: step }) => step)).toEqual([`isolate-${second}`]);
  });

  it('is isolated in the group of each VPC that it has an interface in', async () => {
    const interfaces = { [first]: { groups: [app] }, [second]: { in: otherVpc, groups: [app] } };
    const both = { ...selected, 'isolation-groups': { [vpc]: isolation, [otherVpc]: elsewhere } };

    const { steps } = await world({ interfaces }).plan(target, both);

    expect(steps.map(({ call }) => call.input['Groups'])).toEqual([[isolation], [elsewhere]]);
    await expect(world({ interfaces }).assess(target, selected)).resolves.toMatchObject({
      state: 'manual',
      why: [expect.stringContaining('CVE'), `The policy names no isolation group in ${otherVpc}`],
    });
    // A plan is made for what assessing found; what it would not have let through is left out.
    const before = { instance: id, interfaces: [{ id: second, vpc: otherVpc, groups: [app] }] };
    const settings = instanceIsolated.parameters.parse(selected);
    const scope = { account: '111122223333', region: here };
    expect(instanceIsolated.plan(before, settings, target, scope).steps).toEqual([]);
  });

  it('is right while it is isolated, and reported once it may be let go', async () => {
    const interfaces = { [first]: { groups: [isolation] } };
    const state = async (found: StoredFinding[]) => world({ interfaces, found }).assess(target, selected);

    await expect(state([aboutInstance(id)])).resolves.toMatchObject({
      state: 'compliant',
      why: 'It is isolated until CVE-2026-66666 is put right.',
    });
    await expect(state([aboutInstance(id, { status: 'CLOSED' })])).resolves.toMatchObject({
      state: 'manual',
      why: [`${id} is isolated, though CVE-2026-66666 is closed by now`],
    });
    await expect(state([])).resolves.toMatchObject({ state: 'compliant' });
  });

  it('is not taken for isolated once somebody has opened the group that it was moved into', async () => {
    const interfaces = { [first]: { groups: [isolation] } };
    const groups = { [isolation]: { VpcId: vpc, IpPermissionsEgress: [{ IpProtocol: '-1' }] } };

    await expect(world({ interfaces, groups }).assess(target, selected)).resolves.toMatchObject({
      state: 'manual',
      why: [expect.stringContaining('CVE'), expect.stringContaining(`${isolation} has rules`)],
      steps: [expect.stringContaining('take all of its rules away')],
    });
  });

  it.each<[string, JsonObject, NonNullable<Ec2['securityGroups']>, string]>([
    ['the policy names no group', { 'isolation-groups': {} }, {}, `no isolation group in ${vpc}`],
    ['the group is not there', { 'isolation-groups': { [vpc]: extra } }, {}, `There is no security group ${extra}`],
    [
      'the group is in another VPC',
      { 'isolation-groups': { [vpc]: elsewhere } },
      {},
      `is in ${otherVpc}, not in ${vpc}`,
    ],
    [
      'the group lets traffic out',
      {},
      { [isolation]: { VpcId: vpc, IpPermissionsEgress: [{ IpProtocol: '-1' }] } },
      'has rules',
    ],
    [
      'the group lets traffic in',
      {},
      { [isolation]: { VpcId: vpc, IpPermissions: [{ IpProtocol: 'tcp' }] } },
      'has rules',
    ],
  ])('is reported where %s', async (_, parameters, groups, why) => {
    const assessed = await world({ groups }).assess(target, { ...selected, ...parameters });

    expect(assessed).toMatchObject({
      state: 'manual',
      why: [expect.stringContaining('CVE-2026-66666'), expect.stringContaining(why)],
      steps: [expect.stringContaining('Upgrade pillow'), expect.stringContaining('take all of its rules away')],
    });
  });

  it('is reported where the policy does not select it', async () => {
    await expect(world().assess(target)).resolves.toMatchObject({
      state: 'manual',
      why: [expect.stringContaining('CVE-2026-66666')],
      steps: [expect.stringContaining('Upgrade'), expect.stringContaining('parameters.tags')],
    });
    await expect(world({ instance: { Tags: [] } }).assess(target, selected)).resolves.toMatchObject({
      state: 'manual',
    });
  });

  it.each<[string, Instance, string, string]>([
    [
      'an Auto Scaling group',
      { Tags: [tag, { Key: 'aws:autoscaling:groupName', Value: 'fleet' }] },
      'fleet',
      'detach-instances',
    ],
    ['EKS', { Tags: [tag, { Key: 'kubernetes.io/cluster/ml', Value: 'owned' }] }, 'EKS', 'drain it'],
    ['ECS', { Tags: [tag, { Key: 'AmazonECSManaged', Value: 'true' }] }, 'ECS', 'drain it'],
    ['SageMaker', { Tags: [tag, { Key: 'sagemaker:project-name', Value: 'llm' }] }, 'SageMaker', 'drain it'],
    [
      'a service',
      { Operator: { Managed: true, HiddenByDefault: true, Principal: 'eks.amazonaws.com' } },
      'managed by eks.amazonaws.com',
      'drain it',
    ],
    ['a service without a name', { Operator: { Managed: true } }, 'managed by an AWS service', 'drain it'],
  ])('is reported where it belongs to %s', async (_, instance, why, step) => {
    await expect(world({ instance }).assess(target, selected)).resolves.toMatchObject({
      state: 'manual',
      why: [expect.stringContaining('CVE-2026-66666'), expect.stringContaining(why)],
      steps: [expect.stringContaining('Upgrade'), expect.stringContaining(step)],
    });
  });

  it('is gone once it is being terminated, and not judged before it runs', async () => {
    const state = async (Name: 'terminated' | 'shutting-down' | 'pending' | 'stopped') =>
      (await world({ instance: { State: { Name } } }).assess(target, selected)).state;

    expect(await state('terminated')).toBe('gone');
    expect(await state('shutting-down')).toBe('gone');
    expect(await state('pending')).toBe('busy');
    expect(await state('stopped')).toBe('wrong');
    await expect(world().assess({ ...target, id: 'i-0000000000000000f' })).resolves.toMatchObject({ state: 'gone' });
  });

  it('is listed once, with its tags to be had', async () => {
    const again = aboutInstance(id, {
      findingArn: `arn:aws:inspector2:${here}:111122223333:finding/${'1'.repeat(32)}`,
    });
    const { list, tags } = world({ found: [aboutInstance(id), again] });

    await expect(list()).resolves.toEqual([
      { resource: { ...target, arn: `arn:aws:ec2:${here}:111122223333:instance/${id}` } },
    ]);
    await expect(tags(target)).resolves.toEqual({ workload: 'ai-serving' });
    await expect(tags({ ...target, id: 'i-0000000000000000f' })).resolves.toEqual({});
  });
});

describe('what EC2 answers', () => {
  const running = { InstanceId: id, State: { Name: 'running' }, Tags: [tag, {}] };
  const whole = { NetworkInterfaceId: first, VpcId: vpc, Groups: [{ GroupId: app }, {}] };
  const asked = async (instances: object, groups: object = {}) => {
    const aws = {
      ec2: { DescribeInstances: async () => instances, DescribeSecurityGroups: async () => groups },
      inspector2: { ListFindings: async () => ({ findings: [{ severity: 'CRITICAL', title: 'Open port' }] }) },
    } as never;
    const parameters = instanceIsolated.parameters.parse(selected);
    return instanceIsolated.assess(target, aws, parameters, { account: '111122223333', region: here });
  };
  const instance = (changes: object) => ({ Reservations: [{ Instances: [{ ...running, ...changes }] }] });

  it('is no verdict without its lists', async () => {
    await expect(asked({})).rejects.toThrow('no list of reservations');
    await expect(asked({ Reservations: [{}] })).resolves.toMatchObject({ state: 'gone' });
    await expect(asked(instance({ NetworkInterfaces: [whole] }))).rejects.toThrow('no list of security groups');
    for (const member of ['NetworkInterfaceId', 'VpcId', 'Groups']) {
      const NetworkInterfaces = [{ ...whole, [member]: undefined }];
      await expect(asked(instance({ NetworkInterfaces }))).rejects.toThrow('without id, VPC or groups');
    }
  });

  it('is taken for a rule where it does not say that there is none', async () => {
    const group = { GroupId: isolation, VpcId: vpc };

    for (const rules of [{}, { IpPermissions: [] }, { IpPermissionsEgress: [] }]) {
      await expect(
        asked(instance({ NetworkInterfaces: [whole] }), { SecurityGroups: [{ ...group, ...rules }] }),
      ).resolves.toMatchObject({
        state: 'manual',
        why: ['Open port (CRITICAL)', expect.stringContaining('has rules')],
      });
    }
  });

  it('without any interface is no isolated instance, and one without tags is not selected', async () => {
    await expect(asked(instance({}))).rejects.toThrow('no network interface');
    const untagged = { Tags: undefined, InstanceId: undefined, NetworkInterfaces: [whole] };
    await expect(asked(instance(untagged))).resolves.toMatchObject({ state: 'manual' });
    const nameless = { InstanceId: undefined, Operator: { Managed: true }, NetworkInterfaces: [whole] };
    await expect(asked(instance(nameless))).resolves.toMatchObject({ state: 'manual' });
  });
});
