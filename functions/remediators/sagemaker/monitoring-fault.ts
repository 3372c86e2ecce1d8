import type { DescribeMonitoringScheduleResponse } from '@aws-sdk/client-sagemaker';
import type { Json, JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import type { Assessment, Located, Target } from '../../../shared/remediation.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';
import { ifAny, needed } from './missing.ts';
import { definitionType, jobOf, monitoringTypes, readDefinition, scheduleNames, scheduleType } from './monitoring.ts';
import type { Job, MonitoringAws, MonitoringType } from './monitoring.ts';
import type { MonitoringBefore } from './monitoring-swap.ts';
import { ownTags } from './tags.ts';

/** A fault of monitoring jobs that a switch in their network settings mends. */
export interface MonitoringFault {
  readonly member: 'EnableInterContainerTrafficEncryption' | 'EnableNetworkIsolation';
  isIn(job: Job): boolean;
  /** Ends the sentence that begins with a definition's name: `has no network isolation`. */
  readonly has: string;
  /** The same without the fault. */
  readonly right: string;
}

/** From a definition to the schedules that run jobs by it. One that none uses runs nothing, and can only be deleted. */
export async function locateSchedules(
  { type: resource, id }: ResourceRef,
  aws: MonitoringAws,
  fault: MonitoringFault,
): Promise<Located> {
  const type = monitoringTypes.find((candidate) => definitionType(candidate) === resource);
  if (type === undefined) return { targets: [{ type: resource, id }] };
  const definition = await ifAny(readDefinition(aws, type, id));
  if (definition === undefined) return { verdict: { state: 'gone', why: `Job definition ${id} does not exist.` } };
  const job = jobOf(type, definition.settings);
  if (!fault.isIn(job)) return { verdict: { state: 'compliant', why: fault.right, live: shown(job, id) } };
  const targets: ResourceRef[] = [];
  const users = scheduleNames(aws, { MonitoringJobDefinitionName: id, MonitoringTypeEquals: type });
  for await (const name of users) targets.push({ type: scheduleType, id: name });
  if (targets.length > 0) return { targets };
  return {
    verdict: {
      state: 'manual',
      why: [`Job definition ${id} ${fault.has}, and no schedule uses it`],
      steps: [
        `Delete it (Delete${type}JobDefinition), or create it anew under another name with NetworkConfig.${fault.member}: true; it can't be changed.`,
        'A schedule that is to use it has to name the new one.',
      ],
    },
  };
}

/** @param obstacle what a person has to do for such a job before a program can; undefined: nothing */
export async function assessSchedule(
  { id }: Target,
  aws: MonitoringAws,
  fault: MonitoringFault,
  obstacle: (job: Job) => readonly string[] | undefined = () => undefined,
): Promise<Assessment<MonitoringBefore>> {
  const found = await aws.sagemaker.DescribeMonitoringSchedule({ MonitoringScheduleName: id });
  if (found.MonitoringScheduleStatus === 'Pending') return { state: 'busy', why: 'The schedule is Pending' };
  const { MonitoringScheduleConfig: config = {}, MonitoringType: type = 'DataQuality' } = found;
  const { MonitoringJobDefinition: inline, MonitoringJobDefinitionName: name } = config;
  const before = { schedule: id, type, config: toJson(config) as JsonObject };
  if (name === undefined) {
    if (inline === undefined) throw new TypeError(`the answer about schedule ${id} tells of no job definition`);
    const { MonitoringResources: JobResources, NetworkConfig } = inline;
    const job = jobOf(type, toJson({ JobResources, NetworkConfig }) as JsonObject);
    if (!fault.isIn(job)) return { state: 'compliant', why: fault.right, live: shown(job) };
    const why = [`The definition in monitoring schedule ${id} ${fault.has}`];
    return manual(found, obstacle(job), why) ?? { state: 'wrong', why, before: { ...before, definition: null } };
  }
  const { settings, arn } = await needed(`Job definition ${name}`, readDefinition(aws, type, name));
  const job = jobOf(type, settings);
  if (!fault.isIn(job)) return { state: 'compliant', why: fault.right, live: shown(job, name) };
  const why = [`Job definition ${name}, which monitoring schedule ${id} uses, ${fault.has}`];
  const byHand = manual(found, obstacle(job), why);
  if (byHand !== undefined) return byHand;
  const definition = { name, settings, tags: await ownTags(aws, arn) };
  return { state: 'wrong', why, before: { ...before, definition } };
}

/** Why a program does not touch a schedule, and what a person has to do. */
function manual(
  { MonitoringScheduleName: name, MonitoringScheduleStatus: status, ...found }: DescribeMonitoringScheduleResponse,
  obstacle: readonly string[] | undefined,
  why: readonly string[],
): (Assessment<never> & { state: 'manual' }) | undefined {
  if (obstacle !== undefined) return { state: 'manual', why, steps: obstacle };
  if (status === 'Failed') {
    const reason = found.FailureReason === undefined ? '' : `: ${found.FailureReason}`;
    const steps = [`Mend monitoring schedule ${name}, or delete it; it runs no jobs as it is.`];
    return { state: 'manual', why: [...why, `The schedule has failed${reason}`], steps };
  }
  // "NOW" runs a job once; an update would run it once more.
  // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ScheduleConfig.html
  if (found.MonitoringScheduleConfig?.ScheduleConfig?.ScheduleExpression === 'NOW') {
    const steps = [`Delete monitoring schedule ${name}: it has run its only job, and updating it would run another.`];
    return { state: 'manual', why: [...why, 'The schedule runs once'], steps };
  }
  return undefined;
}

function shown({ type, network }: { type: MonitoringType; network: JsonObject }, definition?: string): Json {
  const { EnableNetworkIsolation = false, EnableInterContainerTrafficEncryption = false } = network;
  return {
    type,
    ...(definition === undefined ? {} : { definition }),
    EnableNetworkIsolation,
    EnableInterContainerTrafficEncryption,
  };
}
