import type {
  GetModelCustomizationJobRequest,
  GetModelCustomizationJobResponse,
  ListModelCustomizationJobsRequest,
  ListModelCustomizationJobsResponse,
  ModelCustomizationJobStatus,
  StopModelCustomizationJobRequest,
  StopModelCustomizationJobResponse,
  Tag,
} from '@aws-sdk/client-bedrock';
import { conflict, invalid, notFound } from './bedrock-errors.ts';
import type { CustomizationJobState } from './bedrock-state.ts';
import { arn, parseArn } from './names.ts';
import { present } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';

interface Found {
  /** `base model/id`, as the ARN ends. */
  readonly key: string;
  readonly job: CustomizationJobState;
}

const kind = 'model-customization-job/';

/** By name or ARN. */
function find(identifier: string, context: CallContext): Found {
  const parts = parseArn(identifier);
  const isHere = parts?.region === context.region && parts.account === context.account;
  const found = Object.entries(readRegion(context).bedrock.customizationJobs).find(([key, { settings }]) =>
    parts === undefined ? settings.jobName === identifier : isHere && parts.resource === `${kind}${key}`,
  );
  if (found === undefined) throw notFound(`Model customization job ${identifier}`);
  return { key: found[0], job: found[1] };
}

function statusOf({ status, stopping }: CustomizationJobState, now: Date): ModelCustomizationJobStatus {
  return stopping !== undefined && now < new Date(stopping) ? 'Stopping' : status;
}

function jobArn(context: CallContext, key: string): string {
  return arn('bedrock', context, `${kind}${key}`);
}

/** Base models are AWS's own: their ARNs name no account. */
function baseModelArn({ region }: CallContext, key: string): string {
  return `arn:aws:bedrock:${region}::foundation-model/${key.slice(0, key.lastIndexOf('/'))}`;
}

export const getModelCustomizationJob: Handler<GetModelCustomizationJobRequest, GetModelCustomizationJobResponse> = (
  { jobIdentifier = '' },
  context,
) => {
  const { key, job } = find(jobIdentifier, context);
  const { jobName = '', customModelName = '', roleArn = '', customModelKmsKeyId } = job.settings;
  return present({
    jobArn: jobArn(context, key),
    jobName,
    outputModelName: customModelName,
    outputModelKmsKeyArn: customModelKmsKeyId,
    roleArn,
    status: statusOf(job, context.now),
    creationTime: job.created,
    baseModelArn: baseModelArn(context, key),
    hyperParameters: job.settings.hyperParameters,
    trainingDataConfig: job.settings.trainingDataConfig ?? {},
    validationDataConfig: job.settings.validationDataConfig ?? { validators: [] },
    outputDataConfig: job.settings.outputDataConfig ?? { s3Uri: '' },
  });
};

/** Only a job that runs can be stopped. https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-stop.html */
export const stopModelCustomizationJob: Handler<StopModelCustomizationJobRequest, StopModelCustomizationJobResponse> = (
  { jobIdentifier = '' },
  context,
) => {
  const { key, job } = find(jobIdentifier, context);
  const status = statusOf(job, context.now);
  if (status !== 'InProgress') throw conflict(`The job can't be stopped: it is ${status}.`);
  const { bedrock } = changeRegion(context);
  const stopping = new Date(context.now.getTime() + bedrock.seconds.customization * 1000).toISOString();
  bedrock.customizationJobs[key] = { ...job, status: 'Stopped', stopping };
  return {};
};

export const listModelCustomizationJobs: Handler<
  ListModelCustomizationJobsRequest,
  ListModelCustomizationJobsResponse
> = ({ statusEquals, maxResults = 100, nextToken }, context) => {
  const { items, next } = paginate(
    Object.entries(readRegion(context).bedrock.customizationJobs).filter(
      ([, job]) => statusEquals === undefined || statusOf(job, context.now) === statusEquals,
    ),
    ([key]) => key,
    { token: nextToken, size: maxResults, scope: `ListModelCustomizationJobs ${statusEquals}` },
    () => invalid('The pagination token is invalid.'),
  );
  const modelCustomizationJobSummaries = items.map(([key, job]) => ({
    jobArn: jobArn(context, key),
    baseModelArn: baseModelArn(context, key),
    jobName: job.settings.jobName ?? '',
    status: statusOf(job, context.now),
    creationTime: job.created,
  }));
  return present({ modelCustomizationJobSummaries, nextToken: next });
};

/** The tags of a job, by its ARN; undefined for what is no job. */
export function jobTags(resourceArn: string, context: CallContext): Tag[] | undefined {
  if (parseArn(resourceArn)?.resource.startsWith(kind) !== true) return undefined;
  const { jobTags: tags = [] } = find(resourceArn, context).job.settings;
  return tags.map(({ key, value }) => ({ key, value }));
}
