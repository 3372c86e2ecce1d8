import type {
  StopAutoMLJobRequest,
  StopHyperParameterTuningJobRequest,
  StopProcessingJobRequest,
  StopTrainingJobRequest,
  StopTransformJobRequest,
} from '@aws-sdk/client-sagemaker';
import { ServiceFault } from './errors.ts';
import { own } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import { invalid, sagemakerArn } from './sagemaker-errors.ts';
import type { JobKind, JobsState, JobState } from './sagemaker-job-state.ts';
import type { CallContext, Handler } from './simulation.ts';

/** A job as it is at a time: what is due has happened. */
export function settleJob<T extends JobState>(job: T, now: Date): T {
  const { change, ...rest } = job;
  if (change === undefined || Date.parse(change.due) > now.getTime()) return job;
  return { ...rest, status: change.to, modified: change.due } as T;
}

/** All jobs once everything that is due has happened. */
export function settleJobs(jobs: JobsState, now: Date): JobsState {
  const each = Object.entries(jobs).map(([kind, found]) => [
    kind,
    Object.fromEntries(Object.entries(found).map(([name, job]) => [name, settleJob(job as JobState, now)])),
  ]);
  return Object.fromEntries(each) as JobsState;
}

const nouns: Readonly<Record<JobKind, string>> = {
  'training-job': 'training job',
  'processing-job': 'processing job',
  'transform-job': 'transform job',
  'hyper-parameter-tuning-job': 'tuning job',
  'automl-job': 'AutoML job',
};

/** The older kinds are not found by a ValidationException, the newer ones by the error that the API models. */
function notFound(kind: JobKind, name: string): ServiceFault {
  switch (kind) {
    case 'training-job':
      return invalid('Requested resource not found.');
    case 'processing-job':
    case 'transform-job':
      return invalid(`Could not find requested job with name: ${name}`);
    default:
      return new ServiceFault('ResourceNotFound', `Amazon SageMaker can't find the ${nouns[kind]} ${name}.`);
  }
}

/** Names are unique without regard to case, and ARNs have them in lower case. */
function nameOf(kind: JobKind, name: string, context: CallContext): string {
  const found = readRegion(context).sagemaker.jobs[kind];
  const known = own<unknown>(found, name) !== undefined;
  const alike = known ? name : Object.keys(found).find((other) => other.toLowerCase() === name.toLowerCase());
  if (alike === undefined) throw notFound(kind, name);
  return alike;
}

export function findJob<K extends JobKind>(
  kind: K,
  called: string,
  context: CallContext,
): { readonly name: string; readonly arn: string; readonly job: JobState<K> } {
  const name = nameOf(kind, called, context);
  // The table's value type depends on its key, which indexing by a type parameter does not show.
  const job = readRegion(context).sagemaker.jobs[kind][name] as JobState<K>;
  return { name, arn: sagemakerArn(context, kind, name), job: settleJob(job, context.now) };
}

/** Whose parts the kinds that start jobs of their own are. */
const partsBy = { 'hyper-parameter-tuning-job': 'TuningJobArn', 'automl-job': 'AutoMLJobArn' } as const;

/** Only a job that runs can be stopped; one that started others stops them, too. */
function stop(kind: JobKind, called: string, context: CallContext): object {
  const { name, arn, job } = findJob(kind, called, context);
  if (job.status !== 'InProgress') {
    throw invalid(`The request was rejected because the ${nouns[kind]} is in status ${job.status}.`);
  }
  const { sagemaker } = changeRegion(context);
  setStopping(sagemaker.jobs, kind, name, context, sagemaker.seconds.job);
  const member = kind === 'hyper-parameter-tuning-job' || kind === 'automl-job' ? partsBy[kind] : undefined;
  for (const part of member === undefined ? [] : (['training-job', 'processing-job', 'transform-job'] as const)) {
    for (const [of, { parent }] of Object.entries(sagemaker.jobs[part])) {
      const parents: Readonly<Record<string, string | undefined>> = parent;
      const runs = findJob(part, of, context).job.status === 'InProgress';
      if (runs && parents[member ?? '']?.toLowerCase() === arn) {
        setStopping(sagemaker.jobs, part, of, context, sagemaker.seconds.job);
      }
    }
  }
  return {};
}

function setStopping(jobs: JobsState, kind: JobKind, name: string, { now }: CallContext, seconds: number): void {
  const due = new Date(now.getTime() + seconds * 1000).toISOString();
  const found: Record<string, object | undefined> = jobs[kind];
  found[name] = { ...found[name], status: 'Stopping', modified: now.toISOString(), change: { to: 'Stopped', due } };
}

export const stopTrainingJob: Handler<StopTrainingJobRequest, object> = ({ TrainingJobName: name = '' }, context) =>
  stop('training-job', name, context);

export const stopProcessingJob: Handler<StopProcessingJobRequest, object> = (
  { ProcessingJobName: name = '' },
  context,
) => stop('processing-job', name, context);

export const stopTransformJob: Handler<StopTransformJobRequest, object> = ({ TransformJobName: name = '' }, context) =>
  stop('transform-job', name, context);

export const stopHyperParameterTuningJob: Handler<StopHyperParameterTuningJobRequest, object> = (
  { HyperParameterTuningJobName: name = '' },
  context,
) => stop('hyper-parameter-tuning-job', name, context);

export const stopAutoMLJob: Handler<StopAutoMLJobRequest, object> = ({ AutoMLJobName: name = '' }, context) =>
  stop('automl-job', name, context);
