import type {
  CreateMonitoringScheduleRequest,
  CreateMonitoringScheduleResponse,
  DescribeMonitoringScheduleRequest,
  DescribeMonitoringScheduleResponse,
  ListMonitoringSchedulesRequest,
  ListMonitoringSchedulesResponse,
  MonitoringScheduleConfig,
  UpdateMonitoringScheduleRequest,
  UpdateMonitoringScheduleResponse,
} from '@aws-sdk/client-sagemaker';
import { ServiceFault } from './errors.ts';
import { own, present } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import { checkName, constraint, invalid, sagemakerArn } from './sagemaker-errors.ts';
import { definitionKinds, endpointOf, findDefinition } from './sagemaker-job-definitions.ts';
import { listPage } from './sagemaker-lists.ts';
import type { MonitoringScheduleState, MonitoringType } from './sagemaker-monitoring-state.ts';
import { newTags } from './sagemaker-tags.ts';
import type { CallContext, Handler } from './simulation.ts';
import type { Stored } from './stored.ts';

type Config = Stored<MonitoringScheduleConfig>;

/** A schedule as it is at a time: what is due has happened. */
export function settleSchedule(schedule: MonitoringScheduleState, now: Date): MonitoringScheduleState {
  const { change, ...rest } = schedule;
  if (change === undefined || Date.parse(change.due) > now.getTime()) return schedule;
  return { ...rest, status: change.to, modified: change.due };
}

function findSchedule(context: CallContext, name: string): MonitoringScheduleState {
  const found = own(readRegion(context).sagemaker.monitoringSchedules, name);
  if (found !== undefined) return settleSchedule(found, context.now);
  const arn = sagemakerArn(context, 'monitoring-schedule', name.slice(0, 100));
  throw new ServiceFault('ResourceNotFound', `Could not find monitoring schedule "${arn}".`);
}

function isType(text: string): text is MonitoringType {
  return Object.hasOwn(definitionKinds, text);
}

/** An inline definition is one of data quality: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-scp-rules.html */
function typeOf({ MonitoringType: type = 'DataQuality' }: Config): MonitoringType {
  if (!isType(type)) throw constraint(type, 'monitoringScheduleConfig.monitoringType', 'satisfy enum value set');
  return type;
}

/**
 * Either an inline definition or the name of one that exists ("mutually exclusive", same page). The wording
 * of the refusals is this account's own.
 */
function checkConfig(context: CallContext, config: Config): void {
  const { MonitoringJobDefinition: inline, MonitoringJobDefinitionName: name } = config;
  if ((inline === undefined) === (name === undefined)) {
    throw invalid('Specify either MonitoringJobDefinition or MonitoringJobDefinitionName.');
  }
  const type = typeOf(config);
  if (name !== undefined) findDefinition(context, type, name);
  else if (type !== 'DataQuality') throw invalid('MonitoringJobDefinition can only be used with type DataQuality.');
}

/** Is Pending for a while, and then what it was. */
function move(context: CallContext, name: string, schedule: MonitoringScheduleState, to = schedule.status): object {
  const { sagemaker } = changeRegion(context);
  const due = new Date(context.now.getTime() + sagemaker.seconds.schedule * 1000).toISOString();
  const modified = context.now.toISOString();
  sagemaker.monitoringSchedules[name] = { ...schedule, status: 'Pending', modified, change: { to, due } };
  return { MonitoringScheduleArn: sagemakerArn(context, 'monitoring-schedule', name) };
}

export const createMonitoringSchedule: Handler<CreateMonitoringScheduleRequest, CreateMonitoringScheduleResponse> = (
  { MonitoringScheduleName: name = '', MonitoringScheduleConfig: config = {}, Tags },
  context,
) => {
  checkName(name, 'monitoringScheduleName');
  checkConfig(context, config);
  const tags = newTags(Tags);
  const arn = sagemakerArn(context, 'monitoring-schedule', name);
  if (own(readRegion(context).sagemaker.monitoringSchedules, name) !== undefined) {
    throw new ServiceFault('ResourceInUse', `Monitoring schedule "${arn}" already exists.`);
  }
  const now = context.now.toISOString();
  move(context, name, { status: 'Scheduled', created: now, modified: now, config, tags });
  return { MonitoringScheduleArn: arn };
};

/** Replaces the whole configuration: what is left out is gone. */
export const updateMonitoringSchedule: Handler<UpdateMonitoringScheduleRequest, UpdateMonitoringScheduleResponse> = (
  { MonitoringScheduleName: name = '', MonitoringScheduleConfig: config = {} },
  context,
) => {
  const { failureReason: _, ...schedule } = findSchedule(context, name);
  if (schedule.status === 'Pending') {
    const arn = sagemakerArn(context, 'monitoring-schedule', name);
    throw invalid(`Cannot update monitoring schedule "${arn}" while it is Pending.`);
  }
  checkConfig(context, config);
  move(context, name, { ...schedule, config }, schedule.status === 'Failed' ? 'Scheduled' : schedule.status);
  return { MonitoringScheduleArn: sagemakerArn(context, 'monitoring-schedule', name) };
};

function monitored(context: CallContext, config: Config): string | undefined {
  const { MonitoringJobDefinition: inline, MonitoringJobDefinitionName: name = '' } = config;
  if (inline !== undefined) {
    return inline.MonitoringInputs?.map(({ EndpointInput }) => EndpointInput?.EndpointName).find(Boolean);
  }
  const definition = own(readRegion(context).sagemaker.jobDefinitions[typeOf(config)], name);
  return definition === undefined ? undefined : endpointOf(typeOf(config), definition);
}

export const describeMonitoringSchedule: Handler<
  DescribeMonitoringScheduleRequest,
  DescribeMonitoringScheduleResponse
> = ({ MonitoringScheduleName: name = '' }, context) => {
  const { status, created, modified, failureReason, config } = findSchedule(context, name);
  return present({
    MonitoringScheduleArn: sagemakerArn(context, 'monitoring-schedule', name),
    MonitoringScheduleName: name,
    MonitoringScheduleStatus: status,
    MonitoringType: typeOf(config),
    FailureReason: failureReason,
    CreationTime: created,
    LastModifiedTime: modified,
    MonitoringScheduleConfig: config,
    EndpointName: monitored(context, config),
  });
};

export const listMonitoringSchedules: Handler<ListMonitoringSchedulesRequest, ListMonitoringSchedulesResponse> = (
  { EndpointName, MonitoringJobDefinitionName, MonitoringTypeEquals, StatusEquals, ...request },
  context,
) => {
  const filters = { EndpointName, MonitoringJobDefinitionName, MonitoringTypeEquals, StatusEquals };
  const schedules = Object.entries(readRegion(context).sagemaker.monitoringSchedules).map(([name, found]) => {
    const { created, modified, status, config } = settleSchedule(found, context.now);
    const arn = sagemakerArn(context, 'monitoring-schedule', name);
    return { name, created, modified, status, arn, config, endpoint: monitored(context, config) };
  });
  const wanted = schedules.filter(
    ({ status, config, endpoint }) =>
      isWanted(endpoint, EndpointName) &&
      isWanted(status, StatusEquals) &&
      isWanted(typeOf(config), MonitoringTypeEquals) &&
      isWanted(config.MonitoringJobDefinitionName, MonitoringJobDefinitionName),
  );
  const operation = `ListMonitoringSchedules ${JSON.stringify(filters)}`;
  const { items, next } = listPage(operation, wanted, request, 'Descending');
  return present({
    MonitoringScheduleSummaries: items.map(({ name, arn, created, modified, status, config, endpoint }) =>
      present({
        MonitoringScheduleName: name,
        MonitoringScheduleArn: arn,
        CreationTime: created,
        LastModifiedTime: modified,
        MonitoringScheduleStatus: status,
        EndpointName: endpoint,
        MonitoringJobDefinitionName: config.MonitoringJobDefinitionName,
        MonitoringType: typeOf(config),
      }),
    ),
    NextToken: next,
  });
};

function isWanted(found: string | undefined, wanted: string | undefined): boolean {
  return wanted === undefined || found === wanted;
}
