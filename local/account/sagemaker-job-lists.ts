import type {
  ListAutoMLJobsRequest,
  ListAutoMLJobsResponse,
  ListHyperParameterTuningJobsRequest,
  ListHyperParameterTuningJobsResponse,
  ListProcessingJobsRequest,
  ListProcessingJobsResponse,
  ListTrainingJobsRequest,
  ListTrainingJobsResponse,
  ListTransformJobsRequest,
  ListTransformJobsResponse,
} from '@aws-sdk/client-sagemaker';
import { present } from './own.ts';
import { readRegion } from './region.ts';
import type { JobKind, JobStatus } from './sagemaker-job-state.ts';
import { settleJob } from './sagemaker-jobs.ts';
import { sagemakerArn } from './sagemaker-errors.ts';
import { listPage } from './sagemaker-lists.ts';
import type { ListRequest } from './sagemaker-lists.ts';
import type { CallContext, Handler } from './simulation.ts';

/** One page of the jobs of a kind. */
function page<K extends JobKind>(
  operation: string,
  kind: K,
  request: ListRequest & { readonly StatusEquals?: string | undefined },
  context: CallContext,
) {
  const found = Object.entries(readRegion(context).sagemaker.jobs[kind]).map(([name, stored]) => {
    const job = settleJob(stored, context.now);
    const { created, modified, status } = job;
    return { name, created, modified, status, job, arn: sagemakerArn(context, kind, name) };
  });
  const wanted = found.filter(({ status }) => request.StatusEquals === undefined || status === request.StatusEquals);
  return listPage(operation, wanted, request, 'Descending');
}

type Lasting = Exclude<JobStatus, 'Deleting' | 'DeleteFailed'>;

export const listTrainingJobs: Handler<ListTrainingJobsRequest, ListTrainingJobsResponse> = (request, context) => {
  const { items, next } = page('ListTrainingJobs', 'training-job', request, context);
  const summaries = items.map(({ name, arn, created, modified, status }) => ({
    TrainingJobName: name,
    TrainingJobArn: arn,
    TrainingJobStatus: status as Lasting,
    CreationTime: created,
    LastModifiedTime: modified,
  }));
  return present({ TrainingJobSummaries: summaries, NextToken: next });
};

export const listProcessingJobs: Handler<ListProcessingJobsRequest, ListProcessingJobsResponse> = (
  request,
  context,
) => {
  const { items, next } = page('ListProcessingJobs', 'processing-job', request, context);
  const summaries = items.map(({ name, arn, created, modified, status }) => ({
    ProcessingJobName: name,
    ProcessingJobArn: arn,
    ProcessingJobStatus: status as Lasting,
    CreationTime: created,
    LastModifiedTime: modified,
  }));
  return present({ ProcessingJobSummaries: summaries, NextToken: next });
};

export const listTransformJobs: Handler<ListTransformJobsRequest, ListTransformJobsResponse> = (request, context) => {
  const { items, next } = page('ListTransformJobs', 'transform-job', request, context);
  const summaries = items.map(({ name, arn, created, modified, status }) => ({
    TransformJobName: name,
    TransformJobArn: arn,
    TransformJobStatus: status as Lasting,
    CreationTime: created,
    LastModifiedTime: modified,
  }));
  return present({ TransformJobSummaries: summaries, NextToken: next });
};

export const listHyperParameterTuningJobs: Handler<
  ListHyperParameterTuningJobsRequest,
  ListHyperParameterTuningJobsResponse
> = (request, context) => {
  const { items, next } = page('ListHyperParameterTuningJobs', 'hyper-parameter-tuning-job', request, context);
  const summaries = items.map(({ name, arn, created, modified, status, job }) => ({
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobArn: arn,
    HyperParameterTuningJobStatus: status,
    Strategy: job.settings.HyperParameterTuningJobConfig?.Strategy,
    CreationTime: created,
    LastModifiedTime: modified,
    TrainingJobStatusCounters: {},
    ObjectiveStatusCounters: {},
  }));
  return present({ HyperParameterTuningJobSummaries: summaries, NextToken: next });
};

export const listAutoMLJobs: Handler<ListAutoMLJobsRequest, ListAutoMLJobsResponse> = (request, context) => {
  const { items, next } = page('ListAutoMLJobs', 'automl-job', request, context);
  const summaries = items.map(({ name, arn, created, modified, status }) => ({
    AutoMLJobName: name,
    AutoMLJobArn: arn,
    AutoMLJobStatus: status as Lasting,
    AutoMLJobSecondaryStatus:
      status === 'InProgress' ? ('ModelTuning' as const) : (status as Exclude<Lasting, 'InProgress'>),
    CreationTime: created,
    LastModifiedTime: modified,
  }));
  return present({ AutoMLJobSummaries: summaries, NextToken: next });
};
