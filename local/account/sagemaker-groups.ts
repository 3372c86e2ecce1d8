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

export interface Group {
  readonly name: string;
  readonly state: ModelPackageGroupState;
}

/** A group by its name or ARN, in the memory to read or the one to change. */
export function findGroup(context: CallContext, nameOrArn: string, { sagemaker }: RegionState): Group {
  const groups = Object.entries(sagemaker.modelPackageGroups);
  const [name, state] =
    groups.find(([candidate]) => candidate === nameOrArn || groupArn(context, candidate) === nameOrArn) ?? [];
  if (name === undefined || state === undefined) {
    const arn = nameOrArn.startsWith('arn:') ? nameOrArn.slice(0, 300) : groupArn(context, nameOrArn.slice(0, 63));
    throw invalid(`ModelPackageGroup ${arn} does not exist.`);
  }
  return { name, state };
}

function groupArn(context: CallContext, name: string): string {
  return sagemakerArn(context, 'model-package-group', name);
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
  { ModelPackageGroupName: wanted = '' },
  context,
) => {
  const {
    name,
    state: { created, description },
  } = findGroup(context, wanted, readRegion(context));
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
