import {
  CreateDataQualityJobDefinitionCommand,
  CreateModelBiasJobDefinitionCommand,
  CreateModelExplainabilityJobDefinitionCommand,
  CreateModelQualityJobDefinitionCommand,
  DeleteDataQualityJobDefinitionCommand,
  DeleteModelBiasJobDefinitionCommand,
  DeleteModelExplainabilityJobDefinitionCommand,
  DeleteModelQualityJobDefinitionCommand,
  DescribeDataQualityJobDefinitionCommand,
  DescribeModelBiasJobDefinitionCommand,
  DescribeModelExplainabilityJobDefinitionCommand,
  DescribeModelQualityJobDefinitionCommand,
  DescribeMonitoringScheduleCommand,
  ListMonitoringSchedulesCommand,
  ListTagsCommand,
  SageMakerClient,
  UpdateMonitoringScheduleCommand,
} from '@aws-sdk/client-sagemaker';
import type { ListMonitoringSchedulesRequest, ListMonitoringSchedulesResponse } from '@aws-sdk/client-sagemaker';
import { service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { at, toJson } from '../../../shared/json.ts';
import { tagsByKey } from './tags.ts';

/** What it takes to have a schedule run jobs by another definition, and back: definitions can't be changed. */
export const monitoring = service('SageMaker', SageMakerClient, {
  CreateDataQualityJobDefinitionCommand,
  CreateModelBiasJobDefinitionCommand,
  CreateModelExplainabilityJobDefinitionCommand,
  CreateModelQualityJobDefinitionCommand,
  DeleteDataQualityJobDefinitionCommand,
  DeleteModelBiasJobDefinitionCommand,
  DeleteModelExplainabilityJobDefinitionCommand,
  DeleteModelQualityJobDefinitionCommand,
  DescribeDataQualityJobDefinitionCommand,
  DescribeModelBiasJobDefinitionCommand,
  DescribeModelExplainabilityJobDefinitionCommand,
  DescribeModelQualityJobDefinitionCommand,
  DescribeMonitoringScheduleCommand,
  ListMonitoringSchedulesCommand,
  ListTagsCommand,
  UpdateMonitoringScheduleCommand,
});

export type MonitoringAws = BoundServices<{ sagemaker: typeof monitoring }>;

/** What a schedule's jobs look for: the API's MonitoringType. */
export const monitoringTypes = ['DataQuality', 'ModelBias', 'ModelExplainability', 'ModelQuality'] as const;
export type MonitoringType = (typeof monitoringTypes)[number];

export const scheduleType = 'AWS::SageMaker::MonitoringSchedule';

/** The CloudFormation type of definitions of a type. */
export function definitionType(type: MonitoringType): string {
  return `AWS::SageMaker::${type}JobDefinition`;
}

/** The jobs that a schedule or a definition stands for, as far as faults of the network go. */
export interface Job {
  readonly type: MonitoringType;
  readonly network: JsonObject;
  readonly instances: number;
}

/** A definition as it would be created anew. `settings` may hold secrets: the container's environment. */
export interface Definition {
  readonly arn: string;
  readonly settings: JsonObject;
}

export async function readDefinition(
  { sagemaker }: MonitoringAws,
  type: MonitoringType,
  JobDefinitionName: string,
): Promise<Definition> {
  const answer = await sagemaker[`Describe${type}JobDefinition`]({ JobDefinitionName });
  const { $metadata, JobDefinitionName: _, JobDefinitionArn: arn = '', CreationTime, ...members } = answer;
  return { arn, settings: toJson(members) as JsonObject };
}

/** One instance where the settings do not say how many: then there is no traffic between any. */
export function jobOf(type: MonitoringType, settings: JsonObject): Job {
  const instances = at(settings, 'JobResources.ClusterConfig.InstanceCount');
  const { NetworkConfig: network = {} } = settings;
  return { type, network: network as JsonObject, instances: typeof instances === 'number' ? instances : 1 };
}

/** All schedules that meet the conditions, by name. */
export async function* scheduleNames(
  { sagemaker }: MonitoringAws,
  where: Pick<ListMonitoringSchedulesRequest, 'MonitoringJobDefinitionName' | 'MonitoringTypeEquals'> = {},
): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const page: ListMonitoringSchedulesResponse = await sagemaker.ListMonitoringSchedules({
      ...where,
      MaxResults: 100,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    for (const { MonitoringScheduleName: name } of page.MonitoringScheduleSummaries ?? []) {
      if (name !== undefined) yield name;
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}

/** All schedules, for the sweep. A definition that no schedule uses runs nothing. */
export async function* allSchedules(aws: MonitoringAws) {
  for await (const id of scheduleNames(aws)) yield { resource: { type: scheduleType, id } };
}

export async function scheduleTags(aws: MonitoringAws, name: string): Promise<Record<string, string>> {
  const found = await aws.sagemaker.DescribeMonitoringSchedule({ MonitoringScheduleName: name });
  return tagsByKey(aws, found.MonitoringScheduleArn ?? '');
}
