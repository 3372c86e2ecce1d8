import type {
  DescribeProcessingJobCommand,
  DescribeTrainingJobCommand,
  ListProcessingJobsCommand,
  ListProcessingJobsResponse,
  ListTrainingJobsCommand,
  ListTrainingJobsResponse,
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
    ListProcessingJobsCommand: typeof ListProcessingJobsCommand;
    ListTrainingJobsCommand: typeof ListTrainingJobsCommand;
  }>;
}

const running = { StatusEquals: 'InProgress', MaxResults: 100 } as const;

/**
 * `training job NAME` and `processing job NAME` for each job in progress that uses the image; those of tuning jobs
 * are among them. A job keeps the image that it was started with: one named by a tag that has moved on since is told
 * as a user of the image that the tag is on now.
 */
export async function jobsRunning(aws: JobAws, image: ImageRef, region: string): Promise<string[]> {
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
  return found.toSorted();
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
