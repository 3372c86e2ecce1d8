import type { CreateModelInput } from '@aws-sdk/client-sagemaker';
import type { JsonObject } from '../../../shared/json.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { Assessment, Located, Target } from '../../../shared/remediation.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';
import { swapConfig } from './endpoint-swap.ts';
import { broken, endpointState, readConfig } from './endpoint.ts';
import { ifAny, needed } from './missing.ts';
import { endpointsWith, modelOf, modelsIn, readModel, replaceModels } from './model.ts';
import type { Model, ModelAws, ModelMembers } from './model.ts';
import { ownTags } from './tags.ts';

/** A fault of models, which an endpoint that runs one is moved away from. */
export interface ModelFault {
  isIn(model: ModelMembers): boolean;
  /** Ends the sentence that begins with the models' names: `has no network isolation`. */
  readonly has: string;
  /** The same without the fault, for instance `Network isolation is on.` */
  readonly right: string;
}

export interface ModelBefore extends JsonObject {
  readonly endpoint: string;
  readonly config: string;
  readonly settings: JsonObject;
  readonly configTags: readonly { readonly Key: string; readonly Value: string }[];
  readonly keepDeploymentConfig: boolean;
  readonly models: readonly Model[];
}

/** From a model to the endpoints that run it. A model that none runs serves nobody, and can only be deleted. */
export async function locateEndpoints(resource: ResourceRef, aws: ModelAws, fault: ModelFault): Promise<Located> {
  if (resource.type === 'AWS::SageMaker::Endpoint') return { targets: [resource] };
  const model = await ifAny(readModel(aws, resource.id));
  if (model === undefined) return { verdict: { state: 'gone', why: `Model ${resource.id} does not exist.` } };
  if (!fault.isIn(model.members))
    return { verdict: { state: 'compliant', why: fault.right, live: { models: [resource.id] } } };
  const users = await endpointsWith(aws, resource.id);
  if (users.length > 0) return { targets: users.map((id) => ({ type: 'AWS::SageMaker::Endpoint', id })) };
  return {
    verdict: {
      state: 'manual',
      why: [`Model ${resource.id} ${fault.has}, and no endpoint runs it`],
      steps: [
        `Delete model ${resource.id}, or create it anew under another name; it can't be changed.`,
        'Batch transform jobs and pipelines that name it have to name the new one.',
      ],
    },
  };
}

/** @param obstacle what a person has to do before a program can; undefined: nothing */
export async function assessModels(
  { id }: Target,
  aws: ModelAws,
  fault: ModelFault,
  obstacle?: readonly string[],
): Promise<Assessment<ModelBefore>> {
  const state = await endpointState(aws, id);
  if (state.is === 'busy') return { state: 'busy', why: state.why };
  if (state.is === 'broken') return broken(id, state.why);
  const { input, arn } = await needed(`Endpoint configuration ${state.config}`, readConfig(aws, state.config));
  const found = await Promise.all(
    modelsIn(input).map(async (name) => ({ name, ...(await needed(`Model ${name}`, readModel(aws, name))) })),
  );
  const wrong = found.filter(({ members }) => fault.isIn(members));
  if (wrong.length === 0) {
    const live = { config: state.config, models: found.map(({ name }) => name) };
    return { state: 'compliant', why: fault.right, live };
  }
  const why = wrong.map(({ name }) => `Model ${name}, which endpoint ${id} runs, ${fault.has}`);
  if (obstacle !== undefined) return { state: 'manual', why, steps: obstacle };
  const before: ModelBefore = {
    endpoint: id,
    config: state.config,
    settings: input,
    configTags: arn === undefined ? [] : await ownTags(aws, arn),
    keepDeploymentConfig: state.endpoint.LastDeploymentConfig !== undefined,
    models: await Promise.all(wrong.map(async (model) => modelOf(aws, model))),
  };
  return { state: 'wrong', why, before };
}

export function planModelSwap(before: ModelBefore, change: Partial<CreateModelInput>, notes: readonly string[]): Plan {
  const { endpoint, config, settings, models } = before;
  const replaced = replaceModels(endpoint, settings, models, change);
  const swap = swapConfig({
    endpoint,
    from: config,
    config: settings,
    change: replaced.change,
    tags: before.configTags,
    keepDeploymentConfig: before.keepDeploymentConfig,
  });
  const names = models.map(({ name }) => name).join(', ');
  return {
    steps: [...replaced.steps, ...swap],
    expect: 'compliant',
    notes: [
      ...notes,
      `${names} and ${config} are kept for the undo; AWS Config goes on reporting models until they are deleted.`,
    ],
  };
}
