import { describe, expect, it } from 'vitest';
import { inline, naming } from '../../remediations/monitoring.ts';
import type { Type } from '../../remediations/monitoring.ts';
import { createWorld, here } from './world.ts';

const arnOf = (resource: string) => `arn:aws:sagemaker:${here}:111122223333:${resource}`;
const schedule = { MonitoringScheduleName: 'fraud-drift' };
const types: readonly [Type, string][] = [
  ['DataQuality', 'data-quality-job-definition'],
  ['ModelBias', 'model-bias-job-definition'],
  ['ModelExplainability', 'model-explainability-job-definition'],
  ['ModelQuality', 'model-quality-job-definition'],
];

describe.each(types)('a definition of type %s', (type, kind) => {
  const name = { JobDefinitionName: 'fraud-drift-def' };

  async function described(sagemaker: ReturnType<typeof createWorld>['sagemaker']) {
    const {
      $metadata: _,
      JobDefinitionArn,
      CreationTime,
      ...members
    } = await sagemaker[`Describe${type}JobDefinition`](name);
    return { arn: JobDefinitionArn, created: CreationTime, members };
  }

  it('is described as it was created, and can be created like that under another name', async () => {
    const { sagemaker, now } = createWorld(naming(type, { EnableNetworkIsolation: true }));
    const { members, arn } = await described(sagemaker);
    expect(arn).toBe(arnOf(`${kind}/fraud-drift-def`));
    expect(members).toMatchObject({ NetworkConfig: { EnableNetworkIsolation: true } });

    const again = { ...members, JobDefinitionName: 'Copy', Tags: [{ Key: 'a', Value: 'b' }] };
    await sagemaker[`Create${type}JobDefinition`](again as never);

    const { Tags: _, ...settings } = again;
    const copy = await sagemaker[`Describe${type}JobDefinition`]({ JobDefinitionName: 'Copy' });
    expect(copy).toMatchObject({ ...settings, CreationTime: now(), JobDefinitionArn: arnOf(`${kind}/copy`) });
    expect(await sagemaker.ListTags({ ResourceArn: arnOf(`${kind}/copy`) })).toMatchObject({
      Tags: [{ Key: 'a', Value: 'b' }],
    });
  });

  it('has a name that is taken, and that fits', async () => {
    const { sagemaker } = createWorld(naming(type));
    const { members } = await described(sagemaker);

    await expect(sagemaker[`Create${type}JobDefinition`](members as never)).rejects.toMatchObject({
      name: 'ResourceInUse',
    });
    const long = { ...members, JobDefinitionName: 'x'.repeat(64) };
    await expect(sagemaker[`Create${type}JobDefinition`](long as never)).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('is deleted once, though a schedule uses it', async () => {
    const { sagemaker } = createWorld(naming(type));

    await sagemaker[`Delete${type}JobDefinition`](name);

    for (const gone of [
      sagemaker[`Delete${type}JobDefinition`](name),
      sagemaker[`Describe${type}JobDefinition`](name),
    ]) {
      await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFound' });
    }
    const { EndpointName } = await sagemaker.DescribeMonitoringSchedule(schedule);
    expect(EndpointName).toBeUndefined();
  });

  it('is listed with the endpoint that its jobs monitor', async () => {
    const { sagemaker } = createWorld(naming(type));

    const { JobDefinitionSummaries } = await sagemaker[`List${type}JobDefinitions`]({ EndpointName: 'fraud-detector' });

    expect(JobDefinitionSummaries).toMatchObject([
      { MonitoringJobDefinitionName: 'fraud-drift-def', EndpointName: 'fraud-detector' },
    ]);
    const others = await sagemaker[`List${type}JobDefinitions`]({ EndpointName: 'churn-scorer' });
    expect(others.JobDefinitionSummaries).toEqual([]);
  });
});

describe('a monitoring schedule', () => {
  it('is Pending for a while after an update, and can’t be updated then', async () => {
    const { sagemaker, advance, now } = createWorld(naming('ModelBias', {}, 'Stopped'));
    const { MonitoringScheduleConfig } = await sagemaker.DescribeMonitoringSchedule(schedule);
    const update = async () => sagemaker.UpdateMonitoringSchedule({ ...schedule, MonitoringScheduleConfig });

    expect(await update()).toMatchObject({ MonitoringScheduleArn: arnOf('monitoring-schedule/fraud-drift') });

    expect(await sagemaker.DescribeMonitoringSchedule(schedule)).toMatchObject({ MonitoringScheduleStatus: 'Pending' });
    await expect(update()).rejects.toMatchObject({ name: 'ValidationException', message: /Pending/ });
    advance(20);
    expect(await sagemaker.DescribeMonitoringSchedule(schedule)).toMatchObject({
      MonitoringScheduleStatus: 'Stopped',
      MonitoringType: 'ModelBias',
      EndpointName: 'fraud-detector',
      LastModifiedTime: now(),
    });
  });

  it('that had failed is scheduled again by an update', async () => {
    const { sagemaker, advance } = createWorld(naming('ModelQuality', {}, 'Failed'));
    const { MonitoringScheduleConfig } = await sagemaker.DescribeMonitoringSchedule(schedule);

    await sagemaker.UpdateMonitoringSchedule({ ...schedule, MonitoringScheduleConfig });

    advance(20);
    expect(await sagemaker.DescribeMonitoringSchedule(schedule)).toMatchObject({
      MonitoringScheduleStatus: 'Scheduled',
    });
  });

  it.each([
    ['no definition', {}, 'ValidationException'],
    [
      'a definition that does not exist',
      { MonitoringJobDefinitionName: 'nope', MonitoringType: 'ModelBias' },
      'ResourceNotFound',
    ],
    ['a definition of another type', { MonitoringJobDefinitionName: 'fraud-drift-def' }, 'ResourceNotFound'],
    [
      'a type that there is not',
      { MonitoringJobDefinitionName: 'fraud-drift-def', MonitoringType: 'Mood' },
      'ValidationException',
    ],
  ])('is refused with %s', async (_, config, name) => {
    const { sagemaker } = createWorld(naming('ModelBias'));
    const MonitoringScheduleConfig = config as { MonitoringJobDefinitionName?: string };

    const update = sagemaker.UpdateMonitoringSchedule({ ...schedule, MonitoringScheduleConfig });
    const create = sagemaker.CreateMonitoringSchedule({ MonitoringScheduleName: 'other', MonitoringScheduleConfig });

    await expect(update).rejects.toMatchObject({ name });
    await expect(create).rejects.toMatchObject({ name });
  });

  it('takes an inline definition for data quality alone, and none besides a named one', async () => {
    const { sagemaker } = createWorld(inline());
    const { MonitoringScheduleConfig, EndpointName } = await sagemaker.DescribeMonitoringSchedule(schedule);
    expect(EndpointName).toBe('fraud-detector');

    const changed = (change: object) =>
      sagemaker.UpdateMonitoringSchedule({
        ...schedule,
        MonitoringScheduleConfig: { ...MonitoringScheduleConfig, ...change },
      });

    await expect(changed({ MonitoringType: 'ModelBias' })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(changed({ MonitoringJobDefinitionName: 'x' })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is created once', async () => {
    const { sagemaker, advance } = createWorld(naming('DataQuality'));
    const { MonitoringScheduleConfig } = await sagemaker.DescribeMonitoringSchedule(schedule);
    const create = async (name: string) =>
      sagemaker.CreateMonitoringSchedule({ MonitoringScheduleName: name, MonitoringScheduleConfig });

    await create('second');

    expect(await sagemaker.DescribeMonitoringSchedule({ MonitoringScheduleName: 'second' })).toMatchObject({
      MonitoringScheduleStatus: 'Pending',
    });
    await expect(create('second')).rejects.toMatchObject({ name: 'ResourceInUse' });
    advance(20);
    const { MonitoringScheduleSummaries } = await sagemaker.ListMonitoringSchedules({
      StatusEquals: 'Scheduled',
      MonitoringJobDefinitionName: 'fraud-drift-def',
      MonitoringTypeEquals: 'DataQuality',
      EndpointName: 'fraud-detector',
      SortBy: 'Name',
      SortOrder: 'Ascending',
    });
    expect(MonitoringScheduleSummaries?.map(({ MonitoringScheduleName }) => MonitoringScheduleName)).toEqual([
      'fraud-drift',
      'second',
    ]);
  });

  it('that is not there is not found', async () => {
    const { sagemaker } = createWorld();

    await expect(sagemaker.DescribeMonitoringSchedule(schedule)).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });
});
