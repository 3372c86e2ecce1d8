import type {
  CreateEndpointConfigInput,
  CreateEndpointConfigOutput,
  DeleteEndpointConfigInput,
  DescribeEndpointConfigInput,
  DescribeEndpointConfigOutput,
  ListEndpointConfigsInput,
  ListEndpointConfigsOutput,
} from '@aws-sdk/client-sagemaker';
import { ProductionVariantInstanceType } from '@aws-sdk/client-sagemaker';
import { own, present, without } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import { alreadyExists, checkName, constraint, couldNotFind, invalid, sagemakerArn } from './sagemaker-errors.ts';
import { listPage } from './sagemaker-lists.ts';
import type { ConfigSettingsState, EndpointConfigState } from './sagemaker-state.ts';
import { hasLocalStorage } from './sagemaker-storage.ts';
import { newTags } from './sagemaker-tags.ts';
import type { CallContext, Handler } from './simulation.ts';

export function findConfig(context: CallContext, name: string): EndpointConfigState {
  const config = own(readRegion(context).sagemaker.endpointConfigs, name);
  if (config === undefined) throw couldNotFind('endpoint-config', context, name);
  return config;
}

/** Every variant's model must exist, when a configuration is made as well as when it is deployed. */
export function checkModels(
  context: CallContext,
  { ProductionVariants, ShadowProductionVariants }: ConfigSettingsState,
): void {
  const { models } = readRegion(context).sagemaker;
  for (const { ModelName } of [...(ProductionVariants ?? []), ...(ShadowProductionVariants ?? [])]) {
    if (ModelName !== undefined && own(models, ModelName) === undefined)
      throw couldNotFind('model', context, ModelName);
  }
}

/** Those that the API model of the installed SDK knows. */
const instanceTypes: readonly string[] = Object.values(ProductionVariantInstanceType);

function checkVariants({ ProductionVariants }: ConfigSettingsState): void {
  const variants = ProductionVariants ?? [];
  if (variants.length < 1 || variants.length > 10) {
    throw constraint(
      `[${variants.length} variants]`,
      'productionVariants',
      'have length less than or equal to 10 and greater than or equal to 1',
    );
  }
  if (new Set(variants.map(({ VariantName }) => VariantName)).size < variants.length) {
    throw invalid('Production variant names must be unique.');
  }
  for (const { InstanceType } of variants) {
    if (InstanceType !== undefined && !instanceTypes.includes(InstanceType)) {
      throw constraint(InstanceType, 'productionVariants.1.member.instanceType', 'satisfy enum value set');
    }
  }
}

function checkKey(context: CallContext, { KmsKeyId, ProductionVariants }: ConfigSettingsState): void {
  if (KmsKeyId === undefined || readRegion(context).sagemaker.kmsOnLocalStorage === 'accepted') return;
  const local = (ProductionVariants ?? []).find(({ InstanceType }) => hasLocalStorage(InstanceType ?? ''));
  if (local !== undefined) {
    throw invalid(`KmsKeyId is not supported for instance type ${local.InstanceType}, which uses local storage.`);
  }
}

export const createEndpointConfig: Handler<CreateEndpointConfigInput, CreateEndpointConfigOutput> = (
  input,
  context,
) => {
  const { EndpointConfigName: name = '', Tags, ...settings } = input;
  checkName(name, 'endpointConfigName');
  checkVariants(settings);
  const tags = newTags(Tags);
  if (own(readRegion(context).sagemaker.endpointConfigs, name) !== undefined) {
    throw alreadyExists('endpoint-config', context, name);
  }
  checkModels(context, settings);
  checkKey(context, settings);
  changeRegion(context).sagemaker.endpointConfigs[name] = { created: context.now.toISOString(), settings, tags };
  return { EndpointConfigArn: sagemakerArn(context, 'endpoint-config', name) };
};

export const describeEndpointConfig: Handler<DescribeEndpointConfigInput, DescribeEndpointConfigOutput> = (
  { EndpointConfigName: name = '' },
  context,
) => {
  const { created, settings } = findConfig(context, name);
  return {
    ...settings,
    EndpointConfigName: name,
    EndpointConfigArn: sagemakerArn(context, 'endpoint-config', name),
    CreationTime: created,
  };
};

/** AWS asks not to delete a configuration that an endpoint uses, but does not refuse it. */
export const deleteEndpointConfig: Handler<DeleteEndpointConfigInput, object> = (
  { EndpointConfigName: name = '' },
  context,
) => {
  findConfig(context, name);
  const { sagemaker } = changeRegion(context);
  sagemaker.endpointConfigs = without(sagemaker.endpointConfigs, name);
  return {};
};

export const listEndpointConfigs: Handler<ListEndpointConfigsInput, ListEndpointConfigsOutput> = (input, context) => {
  const configs = Object.entries(readRegion(context).sagemaker.endpointConfigs).map(([name, { created }]) => ({
    name,
    created,
    arn: sagemakerArn(context, 'endpoint-config', name),
  }));
  const { items, next } = listPage('ListEndpointConfigs', configs, input, 'Descending');
  return present({
    EndpointConfigs: items.map(({ name, created, arn }) => ({
      EndpointConfigName: name,
      EndpointConfigArn: arn,
      CreationTime: created,
    })),
    NextToken: next,
  });
};
