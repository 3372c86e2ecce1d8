import { describe, expect, it } from 'vitest';
import { jobInVpc } from '../../../../functions/remediators/sagemaker/job-in-vpc.ts';
import { jobNetworkIsolated } from '../../../../functions/remediators/sagemaker/job-network-isolated.ts';
import { jobTrafficEncrypted } from '../../../../functions/remediators/sagemaker/job-traffic-encrypted.ts';
import { jobVolumeEncrypted } from '../../../../functions/remediators/sagemaker/job-volume-encrypted.ts';
import { failureKind } from '../../../../shared/aws/failure.ts';
import { bind } from '../../../../shared/aws/service.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { signalAbout } from '../../../kit/signal.ts';
import { beginning } from '../../../kit/world.ts';
import { createWorld, here } from '../../../local/account/world.ts';
import { holding, holdingSettings, name, region, resourceOf } from '../../../remediations/jobs.ts';
import { looking } from '../looking.ts';

const training = resourceOf('training-job');
const outside = holding('training-job', 'VpcConfig');
const stop = { action: 'stop' };

describe('a job with a fault', () => {
  it('is reported, with what its owner has to do, as long as the policy does not say stop', async () => {
    await expect(looking(jobInVpc, outside).assess(training)).resolves.toEqual({
      state: 'manual',
      why: [`The training job ${name} is in no VPC`, 'It runs as arn:aws:iam::111122223333:role/training'],
      steps: [
        `Stop the training job ${name} (StopTrainingJob), or let it end.`,
        'A training job that was stopped does not go on: start it again under a new name, with a VpcConfig.',
      ],
      live: { TrainingJobStatus: 'InProgress' },
    });
  });

  it('tells who has started it, if the event does', async () => {
    const { account } = createWorld(outside);
    const aws = bind(jobInVpc.uses, account.clientFor, here);
    const actor = { arn: 'arn:aws:sts::111122223333:assumed-role/DataScientist/alice' };
    const located = await jobInVpc.locate?.(signalAbout(training, {}, { actor }), aws, {}, beginning);
    const target = { ...training, facts: { startedBy: actor.arn } };

    expect(located).toEqual({ targets: [target] });
    await expect(looking(jobInVpc, outside).assess(target, stop)).resolves.toMatchObject({
      state: 'wrong',
      why: expect.arrayContaining([`It was started by ${actor.arn}`]),
    });
  });

  it.each(['Stopping', 'Stopped', 'Completed', 'Failed'] as const)('that is %s is over', async (status) => {
    const { assess } = looking(jobInVpc, holding('training-job', 'VpcConfig', { status }));

    await expect(assess(training, stop)).resolves.toEqual({
      state: 'compliant',
      why: `The training job is in no VPC, but it is ${status}: it is over.`,
      live: { TrainingJobStatus: status },
    });
  });

  it('of a kind that the policy leaves alone is left alone', async () => {
    const { assess } = looking(jobInVpc, outside);

    await expect(assess(training, { ...stop, jobs: ['ProcessingJob'] })).resolves.toEqual({
      state: 'compliant',
      why: 'The policy leaves training jobs alone.',
    });
  });

  it('is not looked for among jobs of a kind that has no such setting', async () => {
    const { assess } = looking(jobNetworkIsolated, holding('automl-job'));

    await expect(assess(resourceOf('automl-job'), stop)).resolves.toEqual({
      state: 'compliant',
      why: 'An AutoML job has no such setting of its own.',
    });
  });

  it('that needs the setting as little as it has it is right', async () => {
    const alone = holdingSettings('training-job', ({ EnableInterContainerTrafficEncryption: _, ...settings }) => ({
      ...settings,
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
    }));

    await expect(looking(jobTrafficEncrypted, alone).assess(training, stop)).resolves.toMatchObject({
      state: 'compliant',
      why: expect.stringMatching(/^The training job does not encrypt .*: it runs on one instance/),
    });
  });

  it('of several definitions names those that have it', async () => {
    const several = holdingSettings('hyper-parameter-tuning-job', ({ TrainingJobDefinition: one, ...settings }) => ({
      ...settings,
      TrainingJobDefinitions: [
        { ...one!, DefinitionName: 'trees' },
        { ...one!, DefinitionName: 'deep', EnableNetworkIsolation: false },
      ],
    }));

    await expect(
      looking(jobNetworkIsolated, several).assess(resourceOf('hyper-parameter-tuning-job'), stop),
    ).resolves.toMatchObject({
      state: 'wrong',
      why: expect.arrayContaining([`The hyperparameter tuning job ${name} has no network isolation (deep)`]),
      before: { definitions: ['deep'] },
    });
  });

  it.each([
    ['LabelingJobArn', 'training-job', /^Stop the labeling job/],
    ['MonitoringScheduleArn', 'processing-job', /^Give the monitoring schedule a job definition/],
  ] as const)('that is started by what %s names is for a person', async (member, kind, step) => {
    const path = kind === 'training-job' ? 'VpcConfig' : 'NetworkConfig.VpcConfig';
    const account = holding(kind, path, { parent: { [member]: 'arn:aws:sagemaker:x' } });

    await expect(looking(jobInVpc, account).assess(resourceOf(kind), stop)).resolves.toMatchObject({
      state: 'manual',
      why: expect.arrayContaining([expect.stringContaining('arn:aws:sagemaker:x')]),
      steps: [expect.stringMatching(step)],
    });
  });

  it('without a status is not judged', async () => {
    const look = looking(jobInVpc, outside);
    look.account.fault({ kind: 'incomplete', times: Infinity });

    await expect(look.assess(training, stop)).rejects.toThrow('has no status');
  });
});

describe('what a job is a part of', () => {
  const tuning = resourceOf('hyper-parameter-tuning-job');
  const autoML = resourceOf('automl-job');

  function parts(file: AccountFile, more: AccountFile = {}): AccountFile {
    const jobs = {
      ...more.regions?.[region]?.sagemaker?.jobs,
      ...file.regions?.[region]?.sagemaker?.jobs,
    };
    return { regions: { [region]: { sagemaker: { jobs } } } };
  }

  it.each([
    ['a training job of a tuning job', 'training-job', 'TuningJobArn', tuning],
    ['a training job of an AutoML job', 'training-job', 'AutoMLJobArn', autoML],
    ['a processing job of an AutoML job', 'processing-job', 'AutoMLJobArn', autoML],
    ['a transform job of an AutoML job', 'transform-job', 'AutoMLJobArn', autoML],
  ] as const)('is judged instead of %s', async (_what, kind, member, whole) => {
    const account = holding(kind, undefined, { parent: { [member]: whole.arn } });

    await expect(looking(jobVolumeEncrypted, account).locate(resourceOf(kind))).resolves.toEqual({ targets: [whole] });
  });

  it('is judged at the root: a processing job that a training job of a tuning job has started', async () => {
    const rule = holding('processing-job', undefined, { parent: { TrainingJobArn: training.arn } });
    const account = parts(rule, holding('training-job', undefined, { parent: { TuningJobArn: tuning.arn } }));

    await expect(looking(jobVolumeEncrypted, account).locate(resourceOf('processing-job'))).resolves.toEqual({
      targets: [tuning],
    });
  });

  it('may be a training job itself', async () => {
    const rule = holding('processing-job', undefined, { parent: { TrainingJobArn: training.arn } });

    await expect(
      looking(jobVolumeEncrypted, parts(rule, holding('training-job'))).locate(resourceOf('processing-job')),
    ).resolves.toEqual({ targets: [training] });
  });

  it('is gone with what has started it', async () => {
    const rule = holding('processing-job', undefined, { parent: { TrainingJobArn: training.arn } });

    await expect(looking(jobVolumeEncrypted, rule).locate(resourceOf('processing-job'))).resolves.toMatchObject({
      verdict: { state: 'gone' },
    });
  });

  it('is not looked for where there can be none', async () => {
    const look = looking(jobVolumeEncrypted);

    await expect(look.locate(tuning)).resolves.toEqual({ targets: [tuning] });
    expect(look.account.calls).toEqual([]);
  });

  it('is not believed to lie in another account', async () => {
    const elsewhere = String(tuning.arn).replace('111122223333', '444455556666');
    const account = holding('training-job', undefined, { parent: { TuningJobArn: elsewhere } });

    await expect(looking(jobVolumeEncrypted, account).locate(training)).rejects.toThrow('444455556666');
  });

  it('that can’t be read is not taken for gone', async () => {
    const look = looking(jobVolumeEncrypted, outside);
    look.account.fault({ operation: 'DescribeTrainingJob', kind: 'access-denied' });

    const refused: unknown = await look.locate(training).catch((error: unknown) => error);

    expect(failureKind(refused)).toBe('denied');
  });
});

describe('the sweep', () => {
  it('looks at jobs that run, page by page, and at no others', async () => {
    const { sagemaker = {} } = outside.regions?.[region] ?? {};
    const one = sagemaker.jobs?.['training-job']?.[name];
    const names = Array.from({ length: 120 }, (_, index) => `job-${index}`);
    const jobs = Object.fromEntries(names.map((of) => [of, one!]));
    const over = { ...one!, status: 'Completed' as const };
    const account = { regions: { [region]: { sagemaker: { jobs: { 'training-job': { ...jobs, over } } } } } };

    const listed = await looking(jobInVpc, account).list();

    expect(listed.map(({ resource }) => resource.id).toSorted()).toEqual(names.toSorted());
    expect(listed[0]?.resource.arn).toBe(resourceOf('training-job', listed[0]?.resource.id).arn);
  });
});

describe('a job’s tags', () => {
  it('are read by its ARN', async () => {
    await expect(looking(jobInVpc, outside).tags(training)).resolves.toEqual({ team: 'fraud' });
  });

  it('can’t be read without one', async () => {
    const { arn: _, ...nameless } = training;

    await expect(looking(jobInVpc, outside).tags(nameless)).rejects.toThrow('has no ARN');
  });
});

it('nothing but a job is taken for one', async () => {
  await expect(looking(jobInVpc).locate({ type: 'AWS::SageMaker::Model', id: 'x' })).rejects.toThrow('is no job');
});
