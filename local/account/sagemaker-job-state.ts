import type {
  CreateAutoMLJobV2Request,
  CreateHyperParameterTuningJobRequest,
  CreateProcessingJobRequest,
  CreateTrainingJobRequest,
  CreateTransformJobRequest,
} from '@aws-sdk/client-sagemaker';
import {
  CreateAutoMLJobV2Request$,
  CreateHyperParameterTuningJobRequest$,
  CreateProcessingJobRequest$,
  CreateTrainingJobRequest$,
  CreateTransformJobRequest$,
} from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import type { Complete } from './state-parts.ts';
import { sdkShape, tags, time } from './state-parts.ts';

const status = z.enum(['InProgress', 'Stopping', 'Stopped', 'Completed', 'Failed', 'Deleting', 'DeleteFailed']);

/** What every job is, whatever it does. */
const common = {
  status: status.default('InProgress'),
  created: time.optional(),
  modified: time.optional(),
  /** Where it is going, and when it is there: a job may end by itself. */
  change: z.strictObject({ to: status, due: time }).optional(),
  tags: tags.default([]),
};

/** What started a job as a part of itself, as the describe operations name it. */
const startedBy = {
  TuningJobArn: z.string().optional(),
  AutoMLJobArn: z.string().optional(),
  LabelingJobArn: z.string().optional(),
  MonitoringScheduleArn: z.string().optional(),
  TrainingJobArn: z.string().optional(),
};

type Settings<T, Name extends keyof T> = Omit<T, Name | 'Tags'>;

const training = z.strictObject({
  ...common,
  settings: sdkShape<Settings<CreateTrainingJobRequest, 'TrainingJobName'>>(CreateTrainingJobRequest$, {
    TrainingJobName: '-',
  }),
  parent: z.strictObject(startedBy).pick({ TuningJobArn: true, AutoMLJobArn: true, LabelingJobArn: true }).default({}),
});

const processing = z.strictObject({
  ...common,
  settings: sdkShape<Settings<CreateProcessingJobRequest, 'ProcessingJobName'>>(CreateProcessingJobRequest$, {
    ProcessingJobName: '-',
  }),
  parent: z
    .strictObject(startedBy)
    .pick({ AutoMLJobArn: true, MonitoringScheduleArn: true, TrainingJobArn: true })
    .default({}),
});

const transform = z.strictObject({
  ...common,
  settings: sdkShape<Settings<CreateTransformJobRequest, 'TransformJobName'>>(CreateTransformJobRequest$, {
    TransformJobName: '-',
  }),
  parent: z.strictObject(startedBy).pick({ AutoMLJobArn: true, LabelingJobArn: true }).default({}),
});

const tuning = z.strictObject({
  ...common,
  settings: sdkShape<Settings<CreateHyperParameterTuningJobRequest, 'HyperParameterTuningJobName'>>(
    CreateHyperParameterTuningJobRequest$,
    { HyperParameterTuningJobName: '-' },
  ),
});

const autoML = z.strictObject({
  ...common,
  settings: sdkShape<Settings<CreateAutoMLJobV2Request, 'AutoMLJobName'>>(CreateAutoMLJobV2Request$, {
    AutoMLJobName: '-',
  }),
});

/** By kind, as ARNs name it, and by name. */
export const jobs = z
  .strictObject({
    'training-job': z.record(z.string(), training).default({}),
    'processing-job': z.record(z.string(), processing).default({}),
    'transform-job': z.record(z.string(), transform).default({}),
    'hyper-parameter-tuning-job': z.record(z.string(), tuning).default({}),
    'automl-job': z.record(z.string(), autoML).default({}),
  })
  .prefault({});

export type JobsSeed = z.output<typeof jobs>;
export type JobKind = keyof JobsSeed;
export type JobStatus = z.output<typeof status>;
export type JobState<K extends JobKind = JobKind> = Complete<JobsSeed[K][string], 'created' | 'modified'>;
export type JobsState = { [K in JobKind]: Record<string, JobState<K>> };

/** Fills in the times that a file leaves out. */
export function completeJobs(seed: JobsSeed, at: string): JobsState {
  const aged = <T extends { created?: string | undefined; modified?: string | undefined }>(
    found: Readonly<Record<string, T>>,
  ) =>
    Object.fromEntries(
      Object.entries(found).map(([name, job]) => [
        name,
        { ...job, created: job.created ?? at, modified: job.modified ?? job.created ?? at },
      ]),
    );
  return {
    'training-job': aged(seed['training-job']),
    'processing-job': aged(seed['processing-job']),
    'transform-job': aged(seed['transform-job']),
    'hyper-parameter-tuning-job': aged(seed['hyper-parameter-tuning-job']),
    'automl-job': aged(seed['automl-job']),
  };
}
