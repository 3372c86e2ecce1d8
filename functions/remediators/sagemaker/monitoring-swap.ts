import type { CreateDataQualityJobDefinitionRequest } from '@aws-sdk/client-sagemaker';
import { apiCall } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Condition, Plan, Step } from '../../../shared/plan.ts';
import { newName } from './endpoint-swap.ts';
import type { MonitoringFault } from './monitoring-fault.ts';
import { monitoring } from './monitoring.ts';
import type { MonitoringType } from './monitoring.ts';

/** A schedule, and the definition that it names; null: its definition is part of it. */
export interface MonitoringBefore extends JsonObject {
  readonly schedule: string;
  readonly type: MonitoringType;
  readonly config: JsonObject;
  readonly definition: {
    readonly name: string;
    readonly settings: JsonObject;
    readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  } | null;
}

/**
 * A definition in a schedule is changed with it. One that the schedule names can't be changed: a new one like
 * it is created, and the schedule pointed there; the old one is kept for the undo.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateMonitoringSchedule.html
 */
export function planSchedule(before: MonitoringBefore, { member }: MonitoringFault, notes: readonly string[]): Plan {
  const { schedule, definition } = before;
  if (definition === null) return { steps: [changeInPlace(before, member)], expect: 'compliant', notes };
  const content = { ...definition.settings, NetworkConfig: { ...networkOf(definition.settings), [member]: true } };
  // Each schedule gets a definition of its own: undoing one deletes it.
  const name = newName(definition.name, [schedule, content]);
  return {
    steps: [create(before, definition, name, content), repoint(before, definition.name, name)],
    expect: 'compliant',
    notes: [...notes, `${definition.name} is kept for the undo; AWS Config goes on reporting it until it is deleted.`],
  };
}

function networkOf({ NetworkConfig = {} }: JsonObject): JsonObject {
  return NetworkConfig as JsonObject;
}

type Kept = NonNullable<MonitoringBefore['definition']>;

function create({ type }: MonitoringBefore, { name: from, tags }: Kept, name: string, content: JsonObject): Step {
  const input = { ...content, JobDefinitionName: name, ...(tags.length === 0 ? {} : { Tags: tags }) };
  const described = apiCall(monitoring, `Describe${type}JobDefinition`, { JobDefinitionName: name });
  return {
    id: 'create-definition',
    title: `Create job definition ${name}, like ${from} but for NetworkConfig`,
    // The members come from the definition's description, whose shapes are those of its creation.
    call: apiCall(monitoring, `Create${type}JobDefinition`, input as unknown as CreateDataQualityJobDefinitionRequest),
    done: { call: described, path: 'JobDefinitionName', is: [name] },
    undo: { call: apiCall(monitoring, `Delete${type}JobDefinition`, { JobDefinitionName: name }) },
    semantics: 'at-least-once',
  };
}

function repoint({ schedule, config }: MonitoringBefore, from: string, to: string): Step {
  return {
    id: 'update-schedule',
    title: `Have monitoring schedule ${schedule} use ${to}`,
    call: update(schedule, { ...config, MonitoringJobDefinitionName: to }),
    only: names(schedule, from),
    done: names(schedule, to),
    until: settled(schedule),
    undo: {
      call: update(schedule, config),
      ready: atRest(schedule),
      only: names(schedule, to),
      done: names(schedule, from),
      until: settled(schedule),
    },
    semantics: 'at-least-once',
  };
}

function changeInPlace({ schedule, config }: MonitoringBefore, member: MonitoringFault['member']): Step {
  const inline = config['MonitoringJobDefinition'] as JsonObject;
  const NetworkConfig = { ...networkOf(inline), [member]: true };
  return {
    id: 'update-schedule',
    title: `Set ${member} in monitoring schedule ${schedule}`,
    call: update(schedule, { ...config, MonitoringJobDefinition: { ...inline, NetworkConfig } }),
    done: {
      call: describe(schedule),
      path: `MonitoringScheduleConfig.MonitoringJobDefinition.NetworkConfig.${member}`,
      is: [true],
    },
    until: settled(schedule),
    undo: { call: update(schedule, config), ready: atRest(schedule), until: settled(schedule) },
    semantics: 'at-least-once',
  };
}

/** The configuration is replaced as a whole: what is not given is gone. */
function update(schedule: string, config: JsonObject): Step['call'] {
  return apiCall(monitoring, 'UpdateMonitoringSchedule', {
    MonitoringScheduleName: schedule,
    MonitoringScheduleConfig: config,
  });
}

function describe(schedule: string): Step['call'] {
  return apiCall(monitoring, 'DescribeMonitoringSchedule', { MonitoringScheduleName: schedule });
}

function names(schedule: string, definition: string): Condition {
  return {
    call: describe(schedule),
    path: 'MonitoringScheduleConfig.MonitoringJobDefinitionName',
    is: [definition],
  };
}

/** A schedule is Pending for a short while after each change. */
const pending = { every: 15, within: 1800 } as const;

function settled(schedule: string): Condition {
  return {
    call: describe(schedule),
    path: 'MonitoringScheduleStatus',
    is: ['Scheduled', 'Stopped'],
    not: ['Failed'],
    reason: 'FailureReason',
    ...pending,
  };
}

/** Not on the way to any other state, so that it can be changed again. */
function atRest(schedule: string): Condition {
  const is = ['Scheduled', 'Stopped', 'Failed'];
  return { call: describe(schedule), path: 'MonitoringScheduleStatus', is, ...pending };
}
