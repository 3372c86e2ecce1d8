import {
  DescribeAutoMLJobV2Command,
  DescribeHyperParameterTuningJobCommand,
  DescribeProcessingJobCommand,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  ListAutoMLJobsCommand,
  ListHyperParameterTuningJobsCommand,
  ListProcessingJobsCommand,
  ListTagsCommand,
  ListTrainingJobsCommand,
  ListTransformJobsCommand,
  SageMakerClient,
  StopAutoMLJobCommand,
  StopHyperParameterTuningJobCommand,
  StopProcessingJobCommand,
  StopTrainingJobCommand,
  StopTransformJobCommand,
} from '@aws-sdk/client-sagemaker';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { ApiCall, BoundServices } from '../../../shared/aws/service.ts';

/** What it takes to look at jobs of all kinds, and to stop them. */
const jobs = service('SageMaker', SageMakerClient, {
  DescribeAutoMLJobV2Command,
  DescribeHyperParameterTuningJobCommand,
  DescribeProcessingJobCommand,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  ListAutoMLJobsCommand,
  ListHyperParameterTuningJobsCommand,
  ListProcessingJobsCommand,
  ListTagsCommand,
  ListTrainingJobsCommand,
  ListTransformJobsCommand,
  StopAutoMLJobCommand,
  StopHyperParameterTuningJobCommand,
  StopProcessingJobCommand,
  StopTrainingJobCommand,
  StopTransformJobCommand,
});
export type JobAws = BoundServices<{ sagemaker: typeof jobs }>;

/** Kinds of jobs, called as their resource type and the members of the API's answers are. */
export const jobKinds = [
  'AutoMLJob',
  'HyperParameterTuningJob',
  'ProcessingJob',
  'TrainingJob',
  'TransformJob',
] as const;
export type JobKind = (typeof jobKinds)[number];

/** The operations for some kinds alone, so that a remediation need not be allowed more than it uses. */
export function operationsFor(kinds: readonly JobKind[]): typeof jobs {
  const commands = Object.entries(jobs.commands).filter(
    ([name]) => name === 'ListTagsCommand' || kinds.some((kind) => name.includes(kind)),
  );
  // A remediation asks for no job of another kind, so it does not miss the other operations.
  return { ...jobs, commands: Object.fromEntries(commands) as typeof jobs.commands };
}

interface Page {
  readonly names: readonly (string | undefined)[];
  readonly next: string | undefined;
}

type PageRequest = { readonly MaxResults: number; readonly NextToken?: string };

interface Kind {
  /** For a person. */
  readonly noun: string;
  /** As ARNs have it. */
  readonly inArns: string;
  /** Operations that start such a job. */
  readonly create: readonly string[];
  describe(name: string): ApiCall;
  read(aws: JobAws, name: string): Promise<object>;
  stop(name: string): ApiCall;
  /** A page of those that run. */
  page(aws: JobAws, request: PageRequest): Promise<Page>;
}

const running = { StatusEquals: 'InProgress' } as const;

export const kindsOfJobs: Readonly<Record<JobKind, Kind>> = {
  // The older DescribeAutoMLJob knows no jobs of the newer create operation; this one knows both.
  AutoMLJob: {
    noun: 'AutoML job',
    inArns: 'automl-job',
    create: ['CreateAutoMLJob', 'CreateAutoMLJobV2'],
    describe: (AutoMLJobName) => apiCall(jobs, 'DescribeAutoMLJobV2', { AutoMLJobName }),
    read: async ({ sagemaker }, AutoMLJobName) => sagemaker.DescribeAutoMLJobV2({ AutoMLJobName }),
    stop: (AutoMLJobName) => apiCall(jobs, 'StopAutoMLJob', { AutoMLJobName }),
    async page({ sagemaker }, request) {
      const { AutoMLJobSummaries: found = [], NextToken: next } = await sagemaker.ListAutoMLJobs({
        ...request,
        ...running,
      });
      return { names: found.map(({ AutoMLJobName }) => AutoMLJobName), next };
    },
  },
  HyperParameterTuningJob: {
    noun: 'hyperparameter tuning job',
    inArns: 'hyper-parameter-tuning-job',
    create: ['CreateHyperParameterTuningJob'],
    describe: (HyperParameterTuningJobName) =>
      apiCall(jobs, 'DescribeHyperParameterTuningJob', { HyperParameterTuningJobName }),
    read: async ({ sagemaker }, HyperParameterTuningJobName) =>
      sagemaker.DescribeHyperParameterTuningJob({ HyperParameterTuningJobName }),
    stop: (HyperParameterTuningJobName) =>
      apiCall(jobs, 'StopHyperParameterTuningJob', { HyperParameterTuningJobName }),
    async page({ sagemaker }, request) {
      const { HyperParameterTuningJobSummaries: found = [], NextToken: next } =
        await sagemaker.ListHyperParameterTuningJobs({ ...request, ...running });
      return { names: found.map(({ HyperParameterTuningJobName }) => HyperParameterTuningJobName), next };
    },
  },
  ProcessingJob: {
    noun: 'processing job',
    inArns: 'processing-job',
    create: ['CreateProcessingJob'],
    describe: (ProcessingJobName) => apiCall(jobs, 'DescribeProcessingJob', { ProcessingJobName }),
    read: async ({ sagemaker }, ProcessingJobName) => sagemaker.DescribeProcessingJob({ ProcessingJobName }),
    stop: (ProcessingJobName) => apiCall(jobs, 'StopProcessingJob', { ProcessingJobName }),
    async page({ sagemaker }, request) {
      const { ProcessingJobSummaries: found = [], NextToken: next } = await sagemaker.ListProcessingJobs({
        ...request,
        ...running,
      });
      return { names: found.map(({ ProcessingJobName }) => ProcessingJobName), next };
    },
  },
  TrainingJob: {
    noun: 'training job',
    inArns: 'training-job',
    create: ['CreateTrainingJob'],
    describe: (TrainingJobName) => apiCall(jobs, 'DescribeTrainingJob', { TrainingJobName }),
    read: async ({ sagemaker }, TrainingJobName) => sagemaker.DescribeTrainingJob({ TrainingJobName }),
    stop: (TrainingJobName) => apiCall(jobs, 'StopTrainingJob', { TrainingJobName }),
    async page({ sagemaker }, request) {
      const { TrainingJobSummaries: found = [], NextToken: next } = await sagemaker.ListTrainingJobs({
        ...request,
        ...running,
      });
      return { names: found.map(({ TrainingJobName }) => TrainingJobName), next };
    },
  },
  TransformJob: {
    noun: 'transform job',
    inArns: 'transform-job',
    create: ['CreateTransformJob'],
    describe: (TransformJobName) => apiCall(jobs, 'DescribeTransformJob', { TransformJobName }),
    read: async ({ sagemaker }, TransformJobName) => sagemaker.DescribeTransformJob({ TransformJobName }),
    stop: (TransformJobName) => apiCall(jobs, 'StopTransformJob', { TransformJobName }),
    async page({ sagemaker }, request) {
      const { TransformJobSummaries: found = [], NextToken: next } = await sagemaker.ListTransformJobs({
        ...request,
        ...running,
      });
      return { names: found.map(({ TransformJobName }) => TransformJobName), next };
    },
  },
};

export function kindOf(type: string): JobKind {
  const kind = jobKinds.find((name) => type === `AWS::SageMaker::${name}`);
  if (kind === undefined) throw new TypeError(`${type} is no job`);
  return kind;
}
