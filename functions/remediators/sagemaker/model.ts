import {
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListEndpointsCommand,
  ListTagsCommand,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import type { CreateModelInput, ProductionVariant } from '@aws-sdk/client-sagemaker';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import type { Step } from '../../../shared/plan.ts';
import { newName } from './endpoint-swap.ts';
import { endpointNames } from './endpoint.ts';
import { ifAny } from './missing.ts';
import { ownTags } from './tags.ts';
import { allVariants, variantsOf } from './variants.ts';

/** What it takes to put another model under an endpoint, and back: models can't be changed. */
export const modelSwap = service('SageMaker', SageMakerClient, {
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListEndpointsCommand,
  ListTagsCommand,
  UpdateEndpointCommand,
});

export type ModelAws = BoundServices<{ sagemaker: typeof modelSwap }>;

/** A model as it would be created anew. `settings` may hold secrets: the containers' environment variables. */
export interface Model extends JsonObject {
  readonly name: string;
  readonly settings: JsonObject;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
}

/** What a model is made of. */
export async function readModel({ sagemaker }: ModelAws, name: string) {
  const { $metadata, ModelName, ModelArn, CreationTime, DeploymentRecommendation, ...members } =
    await sagemaker.DescribeModel({ ModelName: name });
  return { arn: ModelArn ?? '', members };
}
export type ModelMembers = Awaited<ReturnType<typeof readModel>>['members'];

export async function modelOf(
  aws: ModelAws,
  { name, arn, members }: { readonly name: string; readonly arn: string; readonly members: ModelMembers },
): Promise<Model> {
  return { name, settings: toJson(members) as JsonObject, tags: await ownTags(aws, arn) };
}

/** Names of the models that a configuration deploys; a variant for inference components names none. */
export function modelsIn(config: JsonObject): string[] {
  const names = allVariants(config).flatMap(({ ModelName }) => ModelName ?? []);
  return [...new Set(names)].toSorted();
}

/** The names of the endpoints that run a model. There is no filter by model, so every endpoint is asked. */
export async function endpointsWith(aws: ModelAws, model: string): Promise<string[]> {
  const users: string[] = [];
  for await (const EndpointName of endpointNames(aws)) {
    const endpoint = await ifAny(aws.sagemaker.DescribeEndpoint({ EndpointName }));
    const configs = [endpoint?.EndpointConfigName, endpoint?.PendingDeploymentSummary?.EndpointConfigName];
    for (const name of new Set(configs.flatMap((config) => config ?? []))) {
      const config = await ifAny(aws.sagemaker.DescribeEndpointConfig({ EndpointConfigName: name }));
      if (modelsIn(toJson(config ?? {}) as JsonObject).includes(model)) users.push(EndpointName);
    }
  }
  return [...new Set(users)];
}

/**
 * The steps that create models like those given but for some members, and the change to the endpoint's
 * configuration that has it run them. Each endpoint gets models of its own: undoing one deletes them.
 */
export function replaceModels(
  endpoint: string,
  config: JsonObject,
  models: readonly Model[],
  change: Partial<CreateModelInput>,
): { readonly steps: readonly Step[]; readonly change: JsonObject } {
  const names = new Map(models.map(({ name, settings }) => [name, newName(name, [endpoint, settings, change])]));
  const { ProductionVariants, ShadowProductionVariants } = variantsOf(config);
  const renamed = (variants: readonly ProductionVariant[]) =>
    toJson(
      variants.map((variant) => ({ ...variant, ModelName: names.get(variant.ModelName ?? '') ?? variant.ModelName })),
    );
  return {
    steps: models.map((model, index) => createLike(model, names.get(model.name) ?? '', change, index)),
    change: {
      ...(ProductionVariants === undefined ? {} : { ProductionVariants: renamed(ProductionVariants) }),
      ...(ShadowProductionVariants === undefined
        ? {}
        : { ShadowProductionVariants: renamed(ShadowProductionVariants) }),
    },
  };
}

function createLike(
  { name, settings, tags }: Model,
  ModelName: string,
  change: Partial<CreateModelInput>,
  index: number,
): Step {
  const input = { ...settings, ...change, ModelName, ...(tags.length === 0 ? {} : { Tags: [...tags] }) };
  return {
    id: index === 0 ? 'create-model' : `create-model-${index + 1}`,
    title: `Create model ${ModelName}, like ${name} but for ${Object.keys(change).join(', ')}`,
    call: apiCall(modelSwap, 'CreateModel', input),
    done: { call: apiCall(modelSwap, 'DescribeModel', { ModelName }), path: 'ModelName', is: [ModelName] },
    undo: { call: apiCall(modelSwap, 'DeleteModel', { ModelName }) },
    semantics: 'at-least-once',
  };
}
