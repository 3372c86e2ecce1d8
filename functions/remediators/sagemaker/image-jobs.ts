import type {
  DescribeProcessingJobCommand,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  ListProcessingJobsCommand,
  ListProcessingJobsResponse,
  ListTrainingJobsCommand,
  ListTrainingJobsResponse,
  ListTransformJobsCommand,
  ListTransformJobsResponse,
} from '@aws-sdk/client-sagemaker';
import type { Bound } from '../../../shared/aws/service.ts';
import type { ImageRef } from '../../../shared/signals/signal.ts';
import { isImage } from './image-users.ts';
import { ifAny } from './missing.ts';

/** What it takes to find out which jobs run an image. */
interface JobAws {
  readonly sagemaker: Bound<{
    DescribeProcessingJobCommand: typeof DescribeProcessingJobCommand;
    DescribeTrainingJobCommand: typeof DescribeTrainingJobCommand;
    DescribeTransformJobCommand: typeof DescribeTransformJobCommand;
    ListProcessingJobsCommand: typeof ListProcessingJobsCommand;
    ListTrainingJobsCommand: typeof ListTrainingJobsCommand;
    ListTransformJobsCommand: typeof ListTransformJobsCommand;
  }>;
}

const running = { StatusEquals: 'InProgress', MaxResults: 100 } as const;

/**
 * `training job NAME`, `processing job NAME` and `transform job NAME` for each job in progress that uses the image;
 * those of tuning jobs and of monitoring schedules are among them. A job keeps the image that it was started with: one named by a tag that has moved on since is told
 * as a user of the image that the tag is on now.
 *
 * @param models that have the image: a transform job runs what its model has
 */
export async function jobsRunning(
  aws: JobAws,
  image: ImageRef,
  region: string,
  models: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for await (const TrainingJobName of trainingJobs(aws)) {
    const job = await ifAny(aws.sagemaker.DescribeTrainingJob({ TrainingJobName }));
    if (isImage({ Image: job?.AlgorithmSpecification?.TrainingImage }, image, region))
      found.push(`training job ${TrainingJobName}`);
  }
  for await (const ProcessingJobName of processingJobs(aws)) {
    const job = await ifAny(aws.sagemaker.DescribeProcessingJob({ ProcessingJobName }));
    if (isImage({ Image: job?.AppSpecification?.ImageUri }, image, region))
      found.push(`processing job ${ProcessingJobName}`);
  }
  for await (const TransformJobName of transformJobs(aws)) {
    const job = await ifAny(aws.sagemaker.DescribeTransformJob({ TransformJobName }));
    if (models.includes(job?.ModelName ?? '')) found.push(`transform job ${TransformJobName}`);
  }
  return found.toSorted();
}

async function* transformJobs({ sagemaker }: JobAws): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const next = NextToken === undefined ? {} : { NextToken };
    const page: ListTransformJobsResponse = await sagemaker.ListTransformJobs({ ...running, ...next });
    yield* (page.TransformJobSummaries ?? []).flatMap(({ TransformJobName }) => TransformJobName ?? []);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}

async function* trainingJobs({ sagemaker }: JobAws): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const next = NextToken === undefined ? {} : { NextToken };
    const page: ListTrainingJobsResponse = await sagemaker.ListTrainingJobs({ ...running, ...next });
    yield* (page.TrainingJobSummaries ?? []).flatMap(({ TrainingJobName }) => TrainingJobName ?? []);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}

async function* processingJobs({ sagemaker }: JobAws): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const next = NextToken === undefined ? {} : { NextToken };
    const page: ListProcessingJobsResponse = await sagemaker.ListProcessingJobs({ ...running, ...next });
    yield* (page.ProcessingJobSummaries ?? []).flatMap(({ ProcessingJobName }) => ProcessingJobName ?? []);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}
