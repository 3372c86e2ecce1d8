import { describe, expect, it } from 'vitest';
import type { AccountFile } from '../../../local/account/state.ts';
import { holding, name, region, resourceOf } from '../../remediations/jobs.ts';
import type { Kind } from '../../remediations/jobs.ts';
import { createWorld } from './world.ts';

type World = ReturnType<typeof createWorld>;

/** The operations of each kind, under one name. */
const operations = {
  'training-job': {
    stop: ({ sagemaker }: World, TrainingJobName: string) => sagemaker.StopTrainingJob({ TrainingJobName }),
    status: async ({ sagemaker }: World, TrainingJobName: string) =>
      (await sagemaker.DescribeTrainingJob({ TrainingJobName })).TrainingJobStatus,
    running: async ({ sagemaker }: World) =>
      (await sagemaker.ListTrainingJobs({ StatusEquals: 'InProgress' })).TrainingJobSummaries,
    unknown: { name: 'ValidationException', message: 'Requested resource not found.' },
  },
  'processing-job': {
    stop: ({ sagemaker }: World, ProcessingJobName: string) => sagemaker.StopProcessingJob({ ProcessingJobName }),
    status: async ({ sagemaker }: World, ProcessingJobName: string) =>
      (await sagemaker.DescribeProcessingJob({ ProcessingJobName })).ProcessingJobStatus,
    running: async ({ sagemaker }: World) =>
      (await sagemaker.ListProcessingJobs({ StatusEquals: 'InProgress' })).ProcessingJobSummaries,
    unknown: { name: 'ValidationException', message: 'Could not find requested job with name: other' },
  },
  'transform-job': {
    stop: ({ sagemaker }: World, TransformJobName: string) => sagemaker.StopTransformJob({ TransformJobName }),
    status: async ({ sagemaker }: World, TransformJobName: string) =>
      (await sagemaker.DescribeTransformJob({ TransformJobName })).TransformJobStatus,
    running: async ({ sagemaker }: World) =>
      (await sagemaker.ListTransformJobs({ StatusEquals: 'InProgress' })).TransformJobSummaries,
    unknown: { name: 'ValidationException', message: 'Could not find requested job with name: other' },
  },
  'hyper-parameter-tuning-job': {
    stop: ({ sagemaker }: World, HyperParameterTuningJobName: string) =>
      sagemaker.StopHyperParameterTuningJob({ HyperParameterTuningJobName }),
    status: async ({ sagemaker }: World, HyperParameterTuningJobName: string) =>
      (await sagemaker.DescribeHyperParameterTuningJob({ HyperParameterTuningJobName })).HyperParameterTuningJobStatus,
    running: async ({ sagemaker }: World) =>
      (await sagemaker.ListHyperParameterTuningJobs({ StatusEquals: 'InProgress' })).HyperParameterTuningJobSummaries,
    unknown: { name: 'ResourceNotFound' },
  },
  'automl-job': {
    stop: ({ sagemaker }: World, AutoMLJobName: string) => sagemaker.StopAutoMLJob({ AutoMLJobName }),
    status: async ({ sagemaker }: World, AutoMLJobName: string) =>
      (await sagemaker.DescribeAutoMLJobV2({ AutoMLJobName })).AutoMLJobStatus,
    running: async ({ sagemaker }: World) =>
      (await sagemaker.ListAutoMLJobs({ StatusEquals: 'InProgress' })).AutoMLJobSummaries,
    unknown: { name: 'ResourceNotFound' },
  },
} as const;
const kinds = Object.keys(operations) as Kind[];

describe.each(kinds)('a %s', (kind) => {
  const { stop, status, running, unknown } = operations[kind];

  it('that runs is stopped, in its time', async () => {
    const world = createWorld(holding(kind));

    await stop(world, name);
    const at = await status(world, name);
    world.advance(20);

    expect([at, await status(world, name)]).toEqual(['Stopping', 'Stopped']);
  });

  it.each(['Stopping', 'Stopped', 'Completed', 'Failed'] as const)('that is %s can’t be stopped', async (now) => {
    const world = createWorld(holding(kind, undefined, { status: now }));

    await expect(stop(world, name)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/^The request was rejected because the [\w ]+ job is in status \w+\.$/),
    });
    expect(await status(world, name)).toBe(now);
  });

  it('that has come to its end by itself can’t be stopped any more', async () => {
    const change = { to: 'Completed', due: '2026-11-20T10:00:30Z' } as const;
    const world = createWorld(holding(kind, undefined, { change }));
    world.advance(30);

    await expect(stop(world, name)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await status(world, name)).toBe('Completed');
  });

  it('that nobody knows is an error', async () => {
    const world = createWorld(holding(kind));

    await expect(stop(world, 'other')).rejects.toMatchObject(unknown);
    await expect(status(world, 'other')).rejects.toMatchObject(unknown);
    await expect(status(world, '__proto__')).rejects.toMatchObject({ name: unknown.name });
  });

  it('is found in whichever case its name is written', async () => {
    expect(await status(createWorld(holding(kind)), name.toUpperCase())).toBe('InProgress');
  });

  it('is listed among those that run, until it is told to stop', async () => {
    const world = createWorld(holding(kind));
    const before = await running(world);

    await stop(world, name);

    expect(before).toHaveLength(1);
    expect(await running(world)).toEqual([]);
  });

  it('tells its tags by its ARN', async () => {
    const { sagemaker } = createWorld(holding(kind));

    await expect(sagemaker.ListTags({ ResourceArn: resourceOf(kind).arn })).resolves.toMatchObject({
      Tags: [{ Key: 'team', Value: 'fraud' }],
    });
  });
});

describe('a job that has started others', () => {
  function family(parent: 'TuningJobArn' | 'AutoMLJobArn', kind: 'hyper-parameter-tuning-job' | 'automl-job') {
    const whole = holding(kind).regions?.[region]?.sagemaker?.jobs;
    const part = holding('training-job', undefined, { parent: { [parent]: resourceOf(kind).arn } });
    const parts = part.regions?.[region]?.sagemaker?.jobs?.['training-job'];
    const own = holding('training-job').regions?.[region]?.sagemaker?.jobs?.['training-job']?.[name];
    const over = { ...parts?.[name], status: 'Completed' as const } as typeof own;
    const jobs = { ...whole, 'training-job': { ...parts, own: own!, over: over! } };
    const file: AccountFile = { regions: { [region]: { sagemaker: { jobs } } } };
    return createWorld(file);
  }

  it.each([
    ['TuningJobArn', 'hyper-parameter-tuning-job'],
    ['AutoMLJobArn', 'automl-job'],
  ] as const)('by %s stops those that run with it, and no others', async (parent, kind) => {
    const world = family(parent, kind);

    await operations[kind].stop(world, name);

    const status = operations['training-job'].status;
    expect(await Promise.all([name, 'own', 'over'].map((job) => status(world, job)))).toEqual([
      'Stopping',
      'InProgress',
      'Completed',
    ]);
  });
});
