import { describe, expect, it } from 'vitest';
import { monitoringNetworkIsolated } from '../../../../functions/remediators/sagemaker/monitoring-network-isolated.ts';
import { monitoringTrafficEncrypted } from '../../../../functions/remediators/sagemaker/monitoring-traffic-encrypted.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { here } from '../../../local/account/world.ts';
import { gone, inline, naming, schedule } from '../../../remediations/monitoring.ts';
import { looking } from '../looking.ts';

const target = { type: 'AWS::SageMaker::MonitoringSchedule', id: schedule };
const definition = { type: 'AWS::SageMaker::ModelBiasJobDefinition', id: 'fraud-drift-def' };

/** The same without the schedule, or with changes to its configuration. */
function changed(file: AccountFile, change: object | null): AccountFile {
  const sagemaker = file.regions?.[here]?.sagemaker;
  const found = sagemaker?.monitoringSchedules?.[schedule];
  if (found === undefined) throw new Error('no schedule');
  const monitoringSchedules = change === null ? {} : { [schedule]: { ...found, ...change } };
  return { regions: { [here]: { sagemaker: { ...sagemaker, monitoringSchedules } } } };
}

function single(file: AccountFile): AccountFile {
  const text = JSON.stringify(file).replace('"InstanceCount":2', '"InstanceCount":1');
  return JSON.parse(text) as AccountFile;
}

describe('a job definition', () => {
  it('leads to the schedules that use it', async () => {
    const { locate } = looking(monitoringNetworkIsolated, naming('ModelBias'));

    await expect(locate(definition)).resolves.toEqual({ targets: [target] });
  });

  it('that no schedule uses is for a person', async () => {
    const { locate } = looking(monitoringNetworkIsolated, changed(naming('ModelBias'), null));

    await expect(locate(definition)).resolves.toMatchObject({
      verdict: {
        state: 'manual',
        why: ['Job definition fraud-drift-def has no network isolation, and no schedule uses it'],
        steps: [expect.stringContaining('DeleteModelBiasJobDefinition'), expect.any(String)],
      },
    });
  });

  it.each([
    ['that is right', naming('ModelBias', { EnableNetworkIsolation: true }), 'compliant'],
    ['that is gone', gone, 'gone'],
    ['of another type', naming('DataQuality'), 'gone'],
  ])('%s leads nowhere', async (_, file, state) => {
    const { locate } = looking(monitoringNetworkIsolated, file);

    await expect(locate(definition)).resolves.toMatchObject({ verdict: { state } });
  });
});

describe('a monitoring schedule', () => {
  it('is where its own signal leads', async () => {
    const { locate } = looking(monitoringNetworkIsolated, naming('DataQuality'));

    await expect(locate(target)).resolves.toEqual({ targets: [target] });
  });

  it('that explains the model is left to a person, unless the policy says that it needs no network', async () => {
    const { assess } = looking(monitoringNetworkIsolated, naming('ModelExplainability'));

    await expect(assess(target)).resolves.toMatchObject({
      state: 'manual',
      steps: [/endpoint/, /explainability: isolate/].map((text) => expect.stringMatching(text)),
    });
    await expect(assess(target, { explainability: 'isolate' })).resolves.toMatchObject({ state: 'wrong' });
  });

  it('that is Pending is read again later', async () => {
    const { assess } = looking(monitoringNetworkIsolated, naming('DataQuality', {}, 'Pending'));

    await expect(assess(target)).resolves.toEqual({ state: 'busy', why: 'The schedule is Pending' });
  });

  it.each([
    ['has failed', { status: 'Failed' }, 'The schedule has failed'],
    ['has failed for a reason', { status: 'Failed', failureReason: 'no role' }, 'The schedule has failed: no role'],
    [
      'runs once',
      {
        config: {
          ScheduleConfig: { ScheduleExpression: 'NOW' },
          MonitoringJobDefinitionName: 'fraud-drift-def',
          MonitoringType: 'DataQuality',
        },
      },
      'The schedule runs once',
    ],
  ])('that %s is left to a person', async (_, change, why) => {
    const { assess } = looking(monitoringNetworkIsolated, changed(naming('DataQuality'), change));

    await expect(assess(target)).resolves.toMatchObject({ state: 'manual', why: [expect.any(String), why] });
  });

  it('that has failed with its definition inside is left to a person', async () => {
    const { assess } = looking(monitoringNetworkIsolated, changed(inline(), { status: 'Failed' }));

    await expect(assess(target)).resolves.toMatchObject({ state: 'manual' });
  });

  it('whose definition is gone is no finding, and no schedule that is gone', async () => {
    const { assess, account } = looking(monitoringNetworkIsolated, naming('DataQuality'));
    account.edit(({ regions }) => {
      const found = regions[here]?.sagemaker.jobDefinitions;
      if (found !== undefined) found.DataQuality = {};
    });

    await expect(assess(target)).rejects.toMatchObject({ name: 'MissingPart' });
  });

  it('with an inline definition shows what it is', async () => {
    const { assess } = looking(monitoringTrafficEncrypted, inline({ EnableInterContainerTrafficEncryption: true }));

    await expect(assess(target)).resolves.toMatchObject({
      state: 'compliant',
      live: { type: 'DataQuality', EnableNetworkIsolation: false, EnableInterContainerTrafficEncryption: true },
    });
  });

  it('is listed on whatever page it is', async () => {
    const { account, list } = looking(monitoringNetworkIsolated, naming('DataQuality'));
    account.edit(({ regions }) => {
      const sagemaker = regions[here]?.sagemaker;
      const found = sagemaker?.monitoringSchedules[schedule];
      if (sagemaker === undefined || found === undefined) return;
      for (let number = 1; number <= 100; number++) sagemaker.monitoringSchedules[`copy-${number}`] = found;
    });

    const listed = await list();

    expect(listed).toHaveLength(101);
    expect(listed).toContainEqual({ resource: target });
  });

  it('is no finding where the answer tells of no definition', async () => {
    const { account, assess } = looking(monitoringNetworkIsolated, naming('DataQuality'));
    account.fault({ operation: 'DescribeMonitoringSchedule', kind: 'incomplete' });

    await expect(assess(target)).rejects.toThrow('no job definition');
  });

  it('is listed, with its tags', async () => {
    const { list, tags } = looking(monitoringNetworkIsolated, naming('DataQuality'));

    expect(await list()).toEqual([{ resource: target }]);
    expect(await tags(target)).toEqual({ team: 'fraud' });
  });
});

describe('traffic between containers', () => {
  it.each([
    ['ModelBias', 'compliant'],
    ['ModelExplainability', 'compliant'],
    ['DataQuality', 'wrong'],
    ['ModelQuality', 'wrong'],
  ] as const)('of a single instance of type %s is %s', async (type, state) => {
    const { assess } = looking(monitoringTrafficEncrypted, single(naming(type)));

    await expect(assess(target)).resolves.toMatchObject({ state });
  });
});

describe('the plan', () => {
  it('keeps what the definition says of the network, its key and its tags', async () => {
    const vpc = { VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] } };
    const { plan } = looking(monitoringNetworkIsolated, naming('DataQuality', vpc));

    const { steps } = await plan(target);

    expect(steps[0]?.call.input).toMatchObject({
      JobDefinitionName: expect.stringMatching(/^fraud-drift-def-redress-[0-9a-f]{8}$/),
      NetworkConfig: { ...vpc, EnableNetworkIsolation: true },
      JobResources: { ClusterConfig: { VolumeKmsKeyId: 'alias/volumes' } },
      Tags: [{ Key: 'team', Value: 'fraud' }],
    });
    expect(steps[1]?.call.input).toMatchObject({
      MonitoringScheduleConfig: {
        ScheduleConfig: { ScheduleExpression: 'cron(0 * ? * * *)' },
        MonitoringJobDefinitionName: steps[0]?.call.input['JobDefinitionName'],
        MonitoringType: 'DataQuality',
      },
    });
  });

  it('gives a definition without tags none', async () => {
    const file = naming('DataQuality');
    const look = looking(monitoringNetworkIsolated, file);
    look.account.edit(({ regions }) => {
      const found = regions[here]?.sagemaker.jobDefinitions.DataQuality['fraud-drift-def'];
      if (found !== undefined) found.tags = [];
    });

    const { steps } = await look.plan(target);

    expect(steps[0]?.call.input).not.toHaveProperty('Tags');
  });
});
