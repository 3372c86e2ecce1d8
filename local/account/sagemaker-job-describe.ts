import type {
  DescribeAutoMLJobV2Request,
  DescribeAutoMLJobV2Response,
  DescribeHyperParameterTuningJobRequest,
  DescribeHyperParameterTuningJobResponse,
  DescribeProcessingJobRequest,
  DescribeProcessingJobResponse,
  DescribeTrainingJobRequest,
  DescribeTrainingJobResponse,
  DescribeTransformJobRequest,
  DescribeTransformJobResponse,
} from '@aws-sdk/client-sagemaker';
import { present } from './own.ts';
import type { JobState, JobStatus } from './sagemaker-job-state.ts';
import { findJob } from './sagemaker-jobs.ts';
import type { Handler } from './simulation.ts';

/** Statuses of jobs as kinds have them that can't be deleted. */
type Lasting = Exclude<JobStatus, 'Deleting' | 'DeleteFailed'>;

function lasting(status: JobStatus): Lasting {
  return status === 'Deleting' || status === 'DeleteFailed' ? 'Failed' : status;
}

function times({ created, modified }: JobState): { CreationTime: string; LastModifiedTime: string } {
  return { CreationTime: created, LastModifiedTime: modified };
}

const secondary = {
  InProgress: 'Training',
  Stopping: 'Stopping',
  Stopped: 'Stopped',
  Completed: 'Completed',
  Failed: 'Failed',
} as const;

export const describeTrainingJob: Handler<DescribeTrainingJobRequest, DescribeTrainingJobResponse> = (
  { TrainingJobName: called = '' },
  context,
) => {
  const { name, arn, job } = findJob('training-job', called, context);
  const { SessionChainingConfig: _, ...settings } = job.settings;
  return present({
    ...settings,
    ...job.parent,
    TrainingJobName: name,
    TrainingJobArn: arn,
    TrainingJobStatus: lasting(job.status),
    SecondaryStatus: secondary[lasting(job.status)],
    ModelArtifacts: { S3ModelArtifacts: `${settings.OutputDataConfig?.S3OutputPath}/${name}/output/model.tar.gz` },
    StoppingCondition: settings.StoppingCondition ?? { MaxRuntimeInSeconds: 86_400 },
    ...times(job),
  });
};

export const describeProcessingJob: Handler<DescribeProcessingJobRequest, DescribeProcessingJobResponse> = (
  { ProcessingJobName: called = '' },
  context,
) => {
  const { name, arn, job } = findJob('processing-job', called, context);
  return present({
    ...job.settings,
    ...job.parent,
    ProcessingJobName: name,
    ProcessingJobArn: arn,
    ProcessingJobStatus: lasting(job.status),
    ...times(job),
  });
};

export const describeTransformJob: Handler<DescribeTransformJobRequest, DescribeTransformJobResponse> = (
  { TransformJobName: called = '' },
  context,
) => {
  const { name, arn, job } = findJob('transform-job', called, context);
  return present({
    ...job.settings,
    ...job.parent,
    TransformJobName: name,
    TransformJobArn: arn,
    TransformJobStatus: lasting(job.status),
    CreationTime: job.created,
  });
};

export const describeHyperParameterTuningJob: Handler<
  DescribeHyperParameterTuningJobRequest,
  DescribeHyperParameterTuningJobResponse
> = ({ HyperParameterTuningJobName: called = '' }, context) => {
  const { name, arn, job } = findJob('hyper-parameter-tuning-job', called, context);
  return present({
    ...job.settings,
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobArn: arn,
    HyperParameterTuningJobStatus: job.status,
    TrainingJobStatusCounters: {},
    ObjectiveStatusCounters: {},
    ...times(job),
  });
};

/** Describes jobs of either version of the create operation. */
export const describeAutoMLJobV2: Handler<DescribeAutoMLJobV2Request, DescribeAutoMLJobV2Response> = (
  { AutoMLJobName: called = '' },
  context,
) => {
  const { name, arn, job } = findJob('automl-job', called, context);
  const status = lasting(job.status);
  return present({
    ...job.settings,
    AutoMLJobName: name,
    AutoMLJobArn: arn,
    AutoMLJobStatus: status,
    AutoMLJobSecondaryStatus: status === 'InProgress' ? ('ModelTuning' as const) : status,
    ...times(job),
  });
};
