import type {
  CreateEndpointInput,
  CreateEndpointOutput,
  DeleteEndpointInput,
  DeploymentConfig,
  UpdateEndpointInput,
  UpdateEndpointOutput,
  UpdateEndpointWeightsAndCapacitiesInput,
  UpdateEndpointWeightsAndCapacitiesOutput,
} from '@aws-sdk/client-sagemaker';
import { UnsupportedOperation } from './errors.ts';
import { own } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import { checkModels, findConfig } from './sagemaker-configs.ts';
import { deploy, retain, settle } from './sagemaker-deployment.ts';
import { alreadyExists, checkName, couldNotFind, invalid, sagemakerArn } from './sagemaker-errors.ts';
import type { DeploymentState, EndpointState, VariantState } from './sagemaker-state.ts';
import { newTags } from './sagemaker-tags.ts';
import type { CallContext, Handler } from './simulation.ts';
import type { Stored } from './stored.ts';

/** The endpoint as it is now, or undefined if there is none (any more). */
export function lookUpEndpoint(context: CallContext, name: string): EndpointState | undefined {
  const endpoint = own(readRegion(context).sagemaker.endpoints, name);
  return endpoint === undefined ? undefined : settle(endpoint, context.now);
}

export function findEndpoint(context: CallContext, name: string): EndpointState {
  const endpoint = lookUpEndpoint(context, name);
  if (endpoint === undefined) throw couldNotFind('endpoint', context, name);
  return endpoint;
}

const inProgress: readonly EndpointState['status'][] = [
  'Creating',
  'Updating',
  'SystemUpdating',
  'RollingBack',
  'Deleting',
];

/** SageMaker refuses to touch an endpoint that is changing; DeleteEndpoint too says "update" then. */
function checkSettled(context: CallContext, name: string, { status }: EndpointState): void {
  const arn = sagemakerArn(context, 'endpoint', name);
  if (inProgress.includes(status)) throw invalid(`Cannot update in-progress endpoint "${arn}".`);
}

/** "DeleteEndpoint is the only operation that can be performed on a failed endpoint" (DescribeEndpoint). */
function checkUpdatable(context: CallContext, name: string, endpoint: EndpointState): void {
  checkSettled(context, name, endpoint);
  if (endpoint.status === 'Failed') {
    throw invalid(`Cannot update failed endpoint "${sagemakerArn(context, 'endpoint', name)}".`);
  }
}

function put(context: CallContext, name: string, endpoint: EndpointState): void {
  changeRegion(context).sagemaker.endpoints[name] = endpoint;
}

type Planned = Pick<DeploymentState, 'kind' | 'config' | 'settings' | 'variants'>;

/** Sets a deployment in motion; how it ends was told beforehand, or it ends well. */
function begin(
  context: CallContext,
  name: string,
  planned: Planned,
  guardrails?: Stored<DeploymentConfig>,
): DeploymentState {
  const { sagemaker } = changeRegion(context);
  const [outcome, ...later] = own(sagemaker.outcomes, name) ?? [];
  if (outcome !== undefined) sagemaker.outcomes[name] = later;
  const told = outcome?.result ?? 'InService';
  // What was never in service has nothing to roll back to.
  const result = planned.kind === 'create' && told !== 'InService' ? 'Failed' : told;
  const usual = planned.kind === 'create' ? sagemaker.seconds.create : sagemaker.seconds.update;
  const due = context.now.getTime() + (outcome?.seconds ?? usual) * 1000;
  return {
    ...planned,
    result,
    started: context.now.toISOString(),
    due: new Date(due).toISOString(),
    ...(result === 'RollingBack'
      ? { rolledBack: new Date(due + sagemaker.seconds.rollback * 1000).toISOString() }
      : {}),
    ...(outcome?.reason === undefined ? {} : { reason: outcome.reason }),
    ...(guardrails === undefined ? {} : { guardrails }),
  };
}

export const createEndpoint: Handler<CreateEndpointInput, CreateEndpointOutput> = (input, context) => {
  const { EndpointName: name = '', EndpointConfigName: config = '', DeploymentConfig, Tags } = input;
  checkName(name, 'endpointName');
  const tags = newTags(Tags);
  if (lookUpEndpoint(context, name) !== undefined) throw alreadyExists('endpoint', context, name);
  const { settings } = findConfig(context, config);
  checkModels(context, settings);
  const now = context.now.toISOString();
  const variants = deploy(readRegion(context).sagemaker, settings, now);
  put(context, name, {
    config,
    settings,
    status: 'Creating',
    created: now,
    modified: now,
    variants: {},
    deployment: begin(context, name, { kind: 'create', config, settings, variants }, DeploymentConfig),
    tags,
  });
  return { EndpointArn: sagemakerArn(context, 'endpoint', name) };
};

/**
 * Naming the configuration that is deployed already is not refused: AWS's documentation does not forbid
 * it, and a redeployment is what happens.
 */
export const updateEndpoint: Handler<UpdateEndpointInput, UpdateEndpointOutput> = (input, context) => {
  const { EndpointName: name = '', EndpointConfigName: config = '', RetainAllVariantProperties } = input;
  const { failureReason: _, ...endpoint } = findEndpoint(context, name);
  checkUpdatable(context, name, endpoint);
  const { settings } = findConfig(context, config);
  checkModels(context, settings);
  const now = context.now.toISOString();
  const excluded = (input.ExcludeRetainedVariantProperties ?? []).flatMap(
    ({ VariantPropertyType: type }) => type ?? [],
  );
  const configured = deploy(readRegion(context).sagemaker, settings, now);
  const variants = RetainAllVariantProperties === true ? retain(endpoint.variants, configured, excluded) : configured;
  const guardrails =
    input.DeploymentConfig ?? (input.RetainDeploymentConfig === true ? endpoint.guardrails : undefined);
  put(context, name, {
    ...endpoint,
    status: 'Updating',
    modified: now,
    deployment: begin(context, name, { kind: 'update', config, settings, variants }, guardrails),
  });
  return { EndpointArn: sagemakerArn(context, 'endpoint', name) };
};

/** Changes what is desired at once, and what is there once the deployment is through. */
export const updateEndpointWeightsAndCapacities: Handler<
  UpdateEndpointWeightsAndCapacitiesInput,
  UpdateEndpointWeightsAndCapacitiesOutput
> = (input, context) => {
  const { EndpointName: name = '', DesiredWeightsAndCapacities = [] } = input;
  const { failureReason: _, ...endpoint } = findEndpoint(context, name);
  checkUpdatable(context, name, endpoint);
  const desired: Record<string, VariantState> = { ...endpoint.variants };
  for (const { VariantName = '', DesiredWeight, DesiredInstanceCount, ...more } of DesiredWeightsAndCapacities) {
    if (more.ServerlessUpdateConfig !== undefined) throw new UnsupportedOperation('scaling of serverless variants');
    const variant = own(desired, VariantName);
    if (variant === undefined)
      throw invalid(
        `The variant name(s) "${VariantName.slice(0, 100)}" is/are not present within endpoint configuration "${endpoint.config}".`,
      );
    desired[VariantName] = {
      ...variant,
      desiredWeight: DesiredWeight ?? variant.desiredWeight,
      desiredInstances: DesiredInstanceCount ?? variant.desiredInstances,
    };
  }
  const reached = Object.entries(desired).map(([variantName, variant]): [string, VariantState] => [
    variantName,
    { ...variant, instances: variant.desiredInstances, weight: variant.desiredWeight },
  ]);
  const { config, settings } = endpoint;
  put(context, name, {
    ...endpoint,
    status: 'Updating',
    modified: context.now.toISOString(),
    variants: desired,
    deployment: begin(context, name, { kind: 'capacity', config, settings, variants: Object.fromEntries(reached) }),
  });
  return { EndpointArn: sagemakerArn(context, 'endpoint', name) };
};

/** Takes a while; the configuration and the models stay, so that the endpoint can be made again. */
export const deleteEndpoint: Handler<DeleteEndpointInput, object> = ({ EndpointName: name = '' }, context) => {
  const endpoint = findEndpoint(context, name);
  checkSettled(context, name, endpoint);
  const { seconds } = changeRegion(context).sagemaker;
  const deleted = new Date(context.now.getTime() + seconds.delete * 1000).toISOString();
  put(context, name, { ...endpoint, status: 'Deleting', modified: context.now.toISOString(), deleted });
  return {};
};
