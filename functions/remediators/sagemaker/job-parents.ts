import { printable } from '../../../shared/aws/failure.ts';
import { at } from '../../../shared/json.ts';
import type { Located } from '../../../shared/remediation.ts';
import { identify } from '../../../shared/signals/identifiers.ts';
import type { ResourceRef, Signal } from '../../../shared/signals/signal.ts';
import type { JobAws } from './jobs.ts';
import { kindOf, kindsOfJobs } from './jobs.ts';
import { ifAny } from './missing.ts';

/** Where a job's answer to Describe names the job that it is a part of. */
const parents = [
  ['TuningJobArn', 'AWS::SageMaker::HyperParameterTuningJob'],
  ['AutoMLJobArn', 'AWS::SageMaker::AutoMLJob'],
  ['TrainingJobArn', 'AWS::SageMaker::TrainingJob'],
] as const;

/**
 * The job to judge: a part of another job gets its settings from that one, which would start the part anew if it
 * were stopped alone. Whoever started the job, if the signal knows, is remembered, for they have to be told.
 */
export async function locateJob(signal: Signal, aws: JobAws): Promise<Located> {
  const { resource, actor } = signal;
  const whole = await wholeOf(resource, signal, aws);
  if (whole === undefined) return { verdict: { state: 'gone', why: `${resource.type} ${resource.id} does not exist` } };
  const facts = actor === undefined ? {} : { facts: { startedBy: printable(actor.arn) } };
  return { targets: [{ ...whole, ...facts }] };
}

/** The job itself, or what it is a part of, or what that is a part of: three levels are the most there are. */
async function wholeOf(resource: ResourceRef, signal: Signal, aws: JobAws): Promise<ResourceRef | undefined> {
  const kind = kindOf(resource.type);
  // These start others, and are no parts themselves.
  if (kind === 'AutoMLJob' || kind === 'HyperParameterTuningJob') return resource;
  const job = await ifAny(kindsOfJobs[kind].read(aws, resource.id));
  if (job === undefined) return undefined;
  for (const [member, type] of parents) {
    const arn = at(job, member);
    // A training job names itself by the member by which a processing job names its parent.
    if (arn === undefined || arn === null || type === resource.type) continue;
    return wholeOf(identify(type, arn, signal, member), signal, aws);
  }
  return resource;
}

/** What else starts jobs and is no job that could be stopped in their stead, with what a person can do about it. */
export function keeperOf(job: object): { readonly why: string; readonly step: string } | undefined {
  const labeling = at(job, 'LabelingJobArn');
  if (typeof labeling === 'string') {
    const why = `It is a part of labeling job ${printable(labeling)}`;
    return { why, step: 'Stop the labeling job (StopLabelingJob), and create it anew.' };
  }
  const schedule = at(job, 'MonitoringScheduleArn');
  if (typeof schedule === 'string') {
    const why = `Monitoring schedule ${printable(schedule)} starts it, again and again`;
    return { why, step: 'Give the monitoring schedule a job definition without the fault (UpdateMonitoringSchedule).' };
  }
  return undefined;
}
