import type { MonitoringJobDefinitionSummary, Tag } from '@aws-sdk/client-sagemaker';
import { at } from '../../shared/json.ts';
import { ServiceFault } from './errors.ts';
import { own, present, without } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import { checkName, sagemakerArn } from './sagemaker-errors.ts';
import type { ResourceKind } from './sagemaker-errors.ts';
import { listPage } from './sagemaker-lists.ts';
import type { ListRequest } from './sagemaker-lists.ts';
import type { JobDefinitionState, MonitoringType } from './sagemaker-monitoring-state.ts';
import { newTags } from './sagemaker-tags.ts';
import type { CallContext } from './simulation.ts';
import type { Stored } from './stored.ts';

/** By type: the name of the kind in ARNs. */
export const definitionKinds: Readonly<Record<MonitoringType, ResourceKind>> = {
  DataQuality: 'data-quality-job-definition',
  ModelBias: 'model-bias-job-definition',
  ModelExplainability: 'model-explainability-job-definition',
  ModelQuality: 'model-quality-job-definition',
};

/** @throws the ResourceNotFound that the API model names; its wording is this account's own */
export function findDefinition(context: CallContext, type: MonitoringType, name: string): JobDefinitionState {
  const found = own(readRegion(context).sagemaker.jobDefinitions[type], name);
  if (found !== undefined) return found;
  const arn = sagemakerArn(context, definitionKinds[type], name.slice(0, 100));
  throw new ServiceFault('ResourceNotFound', `Could not find job definition "${arn}".`);
}

interface CreateRequest {
  readonly JobDefinitionName?: string | undefined;
  readonly Tags?: Stored<readonly Tag[]> | undefined;
}

/** The endpoint that a definition's jobs monitor; none where they monitor batch transform jobs. */
export function endpointOf(type: MonitoringType, { settings }: Pick<JobDefinitionState, 'settings'>) {
  const name = at(settings, `${type}JobInput.EndpointInput.EndpointName`);
  return typeof name === 'string' ? name : undefined;
}

/**
 * Create, describe, delete and list for one type of definition. There is no update: a definition can't be
 * changed. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDataQualityJobDefinition.html
 */
function definitionOperations(type: MonitoringType) {
  const kind = definitionKinds[type];
  return {
    create({ JobDefinitionName: name = '', Tags, ...settings }: CreateRequest, context: CallContext): object {
      checkName(name, 'jobDefinitionName');
      const tags = newTags(Tags);
      const arn = sagemakerArn(context, kind, name);
      if (own(readRegion(context).sagemaker.jobDefinitions[type], name) !== undefined) {
        throw new ServiceFault('ResourceInUse', `Job definition "${arn}" already exists.`);
      }
      changeRegion(context).sagemaker.jobDefinitions[type][name] = {
        created: context.now.toISOString(),
        settings,
        tags,
      };
      return { JobDefinitionArn: arn };
    },
    describe({ JobDefinitionName: name = '' }: CreateRequest, context: CallContext): object {
      const { created, settings } = findDefinition(context, type, name);
      const arn = sagemakerArn(context, kind, name);
      return { ...settings, JobDefinitionName: name, JobDefinitionArn: arn, CreationTime: created };
    },
    /** Nothing in the API's documentation says that a definition that a schedule uses can't be deleted. */
    delete({ JobDefinitionName: name = '' }: CreateRequest, context: CallContext): object {
      findDefinition(context, type, name);
      const { jobDefinitions } = changeRegion(context).sagemaker;
      jobDefinitions[type] = without(jobDefinitions[type], name);
      return {};
    },
    list({ EndpointName, ...request }: ListRequest & { readonly EndpointName?: string }, context: CallContext): object {
      const all = Object.entries(readRegion(context).sagemaker.jobDefinitions[type]);
      const wanted = all.filter(([, found]) => EndpointName === undefined || endpointOf(type, found) === EndpointName);
      const listed = wanted.map(([name, found]) => ({
        name,
        created: found.created,
        arn: sagemakerArn(context, kind, name),
        endpoint: endpointOf(type, found) ?? '',
      }));
      const { items, next } = listPage(
        `List${type}JobDefinitions ${EndpointName ?? ''}`,
        listed,
        request,
        'Descending',
      );
      const summaries = items.map(({ name, arn, created, endpoint }): Stored<MonitoringJobDefinitionSummary> => ({
        MonitoringJobDefinitionName: name,
        MonitoringJobDefinitionArn: arn,
        CreationTime: created,
        EndpointName: endpoint,
      }));
      return present({ JobDefinitionSummaries: summaries, NextToken: next });
    },
  };
}

export const dataQuality = definitionOperations('DataQuality');
export const modelBias = definitionOperations('ModelBias');
export const modelExplainability = definitionOperations('ModelExplainability');
export const modelQuality = definitionOperations('ModelQuality');
