import type {
  CreateModelInput,
  CreateModelOutput,
  DeleteModelInput,
  DescribeModelInput,
  DescribeModelOutput,
  ListModelsInput,
  ListModelsOutput,
} from '@aws-sdk/client-sagemaker';
import { own, present, without } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import { alreadyExists, checkName, couldNotFind, invalid, sagemakerArn } from './sagemaker-errors.ts';
import { listPage } from './sagemaker-lists.ts';
import type { ModelState } from './sagemaker-state.ts';
import { newTags } from './sagemaker-tags.ts';
import type { CallContext, Handler } from './simulation.ts';

function findModel(context: CallContext, name: string): ModelState {
  const model = own(readRegion(context).sagemaker.models, name);
  if (model === undefined) throw couldNotFind('model', context, name);
  return model;
}

export const createModel: Handler<CreateModelInput, CreateModelOutput> = (input, context) => {
  const { ModelName: name = '', Tags, ...settings } = input;
  checkName(name, 'modelName');
  const tags = newTags(Tags);
  if (settings.PrimaryContainer !== undefined && settings.Containers !== undefined) {
    throw invalid('You cannot specify both PrimaryContainer and Containers.');
  }
  if (own(readRegion(context).sagemaker.models, name) !== undefined) throw alreadyExists('model', context, name);
  changeRegion(context).sagemaker.models[name] = { created: context.now.toISOString(), settings, tags };
  return { ModelArn: sagemakerArn(context, 'model', name) };
};

export const describeModel: Handler<DescribeModelInput, DescribeModelOutput> = ({ ModelName: name = '' }, context) => {
  const { created, settings } = findModel(context, name);
  return {
    ...settings,
    ModelName: name,
    ModelArn: sagemakerArn(context, 'model', name),
    CreationTime: created,
    EnableNetworkIsolation: settings.EnableNetworkIsolation ?? false,
  };
};

/** Deletes the entry only; endpoints that run the model go on. */
export const deleteModel: Handler<DeleteModelInput, object> = ({ ModelName: name = '' }, context) => {
  findModel(context, name);
  const { sagemaker } = changeRegion(context);
  sagemaker.models = without(sagemaker.models, name);
  return {};
};

export const listModels: Handler<ListModelsInput, ListModelsOutput> = (input, context) => {
  const models = Object.entries(readRegion(context).sagemaker.models).map(([name, { created }]) => ({
    name,
    created,
    arn: sagemakerArn(context, 'model', name),
  }));
  const { items, next } = listPage('ListModels', models, input, 'Descending');
  return present({
    Models: items.map(({ name, created, arn }) => ({ ModelName: name, ModelArn: arn, CreationTime: created })),
    NextToken: next,
  });
};
