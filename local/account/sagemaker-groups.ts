import type {
  CreateModelPackageGroupInput,
  CreateModelPackageGroupOutput,
  DescribeModelPackageGroupInput,
  DescribeModelPackageGroupOutput,
  ListModelPackageGroupsInput,
  ListModelPackageGroupsOutput,
} from '@aws-sdk/client-sagemaker';
import { own, present } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import { checkName, invalid, sagemakerArn } from './sagemaker-errors.ts';
import { listPage } from './sagemaker-lists.ts';
import type { ModelPackageGroupState } from './sagemaker-state.ts';
import { newTags } from './sagemaker-tags.ts';
import type { CallContext, Handler } from './simulation.ts';
import type { RegionState } from './state.ts';

/** A group by its name or ARN, in the memory to read or the one to change. */
export function findGroup(context: CallContext, name: string, { sagemaker }: RegionState): ModelPackageGroupState {
  const prefix = sagemakerArn(context, 'model-package-group', '');
  const group = own(sagemaker.modelPackageGroups, name.startsWith(prefix) ? name.slice(prefix.length) : name);
  if (group === undefined) throw invalid(`ModelPackageGroup ${groupArn(context, name)} does not exist.`);
  return group;
}

function groupArn(context: CallContext, name: string): string {
  return name.startsWith('arn:') ? name.slice(0, 300) : sagemakerArn(context, 'model-package-group', name.slice(0, 63));
}

export const createModelPackageGroup: Handler<CreateModelPackageGroupInput, CreateModelPackageGroupOutput> = (
  { ModelPackageGroupName: name = '', ModelPackageGroupDescription: description, Tags },
  context,
) => {
  checkName(name, 'modelPackageGroupName');
  const tags = newTags(Tags);
  const arn = groupArn(context, name);
  if (own(readRegion(context).sagemaker.modelPackageGroups, name) !== undefined) {
    throw invalid(`Model Package Group already exists: ${arn}`);
  }
  changeRegion(context).sagemaker.modelPackageGroups[name] = {
    created: context.now.toISOString(),
    packages: {},
    tags,
    ...(description === undefined ? {} : { description }),
  };
  return { ModelPackageGroupArn: arn };
};

export const describeModelPackageGroup: Handler<DescribeModelPackageGroupInput, DescribeModelPackageGroupOutput> = (
  { ModelPackageGroupName: name = '' },
  context,
) => {
  const { created, description } = findGroup(context, name, readRegion(context));
  return present({
    ModelPackageGroupName: name,
    ModelPackageGroupArn: groupArn(context, name),
    ModelPackageGroupDescription: description,
    CreationTime: created,
    CreatedBy: {},
    ModelPackageGroupStatus: 'Completed' as const,
  });
};

export const listModelPackageGroups: Handler<ListModelPackageGroupsInput, ListModelPackageGroupsOutput> = (
  input,
  context,
) => {
  const groups = Object.entries(readRegion(context).sagemaker.modelPackageGroups).map(([name, group]) => ({
    name,
    created: group.created,
    description: group.description,
    arn: groupArn(context, name),
  }));
  const { items, next } = listPage('ListModelPackageGroups', groups, input, 'Ascending');
  return present({
    ModelPackageGroupSummaryList: items.map(({ name, created, description, arn }) =>
      present({
        ModelPackageGroupName: name,
        ModelPackageGroupArn: arn,
        ModelPackageGroupDescription: description,
        CreationTime: created,
        ModelPackageGroupStatus: 'Completed' as const,
      }),
    ),
    NextToken: next,
  });
};
