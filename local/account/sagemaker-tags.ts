import type {
  AddTagsInput,
  AddTagsOutput,
  DeleteTagsInput,
  DeleteTagsOutput,
  ListTagsInput,
  ListTagsOutput,
  Tag,
} from '@aws-sdk/client-sagemaker';
import { ServiceFault } from './errors.ts';
import { parseArn } from './names.ts';
import { present } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import { constraint, invalid } from './sagemaker-errors.ts';
import type { SagemakerState } from './sagemaker-state.ts';
import type { CallContext, Handler } from './simulation.ts';
import type { Stored } from './stored.ts';
import type { RegionState } from './state.ts';

type Tags = { Key: string; Value: string }[];

/** Tags as the account keeps them. A resource holds at most 50; later values win. */
export function newTags(tags: Stored<readonly Tag[]> | undefined, before: Tags = []): Tags {
  const added = (tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));
  for (const { Key, Value } of added) {
    if (Key.length < 1 || Key.length > 128) throw constraint(Key, 'tags.key', 'have length between 1 and 128');
    if (Value.length > 256) throw constraint(Value, 'tags.value', 'have length less than or equal to 256');
  }
  const merged = new Map([...before, ...added].map((tag) => [tag.Key, tag]));
  if (merged.size > 50) throw invalid('The number of tags for a resource must not exceed 50.');
  return [...merged.values()];
}

interface Tagged {
  tags: Tags;
}

/** Everything of a kind, by its name or number in an ARN. */
function taggedOf(kind: string | undefined, sagemaker: SagemakerState): Readonly<Record<string, Tagged>> {
  switch (kind) {
    case 'endpoint':
      return sagemaker.endpoints;
    case 'endpoint-config':
      return sagemaker.endpointConfigs;
    case 'model':
      return sagemaker.models;
    case 'domain':
      return sagemaker.domains;
    case 'data-quality-job-definition':
      return sagemaker.jobDefinitions.DataQuality;
    case 'model-bias-job-definition':
      return sagemaker.jobDefinitions.ModelBias;
    case 'model-explainability-job-definition':
      return sagemaker.jobDefinitions.ModelExplainability;
    case 'model-quality-job-definition':
      return sagemaker.jobDefinitions.ModelQuality;
    case 'monitoring-schedule':
      return sagemaker.monitoringSchedules;
    case 'automl-job':
    case 'hyper-parameter-tuning-job':
    case 'processing-job':
    case 'training-job':
    case 'transform-job':
      return sagemaker.jobs[kind];
    case 'feature-group':
      return sagemaker.featureGroups;
    case 'inference-experiment':
      return sagemaker.inferenceExperiments;
    case 'notebook-instance-lifecycle-config':
      return sagemaker.notebookLifecycleConfigs;
    case 'studio-lifecycle-config':
      return sagemaker.studioLifecycleConfigs;
    case 'notebook-instance':
      return sagemaker.notebooks;
    case 'model-package-group':
      return sagemaker.modelPackageGroups;
    case 'model-package': {
      const groups = Object.entries(sagemaker.modelPackageGroups);
      return Object.fromEntries(
        groups.flatMap(([group, { packages }]) =>
          Object.entries(packages).map(([version, found]) => [`${group}/${version}`, found]),
        ),
      );
    }
    default:
      return {};
  }
}

/** Whatever in the Region has this ARN and can carry tags. */
function findTagged(context: CallContext, arn: string, { sagemaker }: RegionState): Tagged {
  const parts = parseArn(arn);
  if (parts?.service !== 'sagemaker') throw invalid(`Invalid ARN: ${arn.slice(0, 200)}`);
  const [kind] = parts.resource.split('/');
  const isHere = parts.region === context.region && parts.account === context.account;
  const known = Object.entries(taggedOf(kind, sagemaker)).map(([of, tagged]): [string, Tagged] => [
    `${kind}/${of}`,
    tagged,
  ]);
  const found = [...known, ...Object.entries(sagemaker.tagOnly)].find(
    ([candidate]) => isHere && candidate.toLowerCase() === parts.resource.toLowerCase(),
  );
  if (found === undefined)
    throw new ServiceFault('ResourceNotFound', `Could not find resource "${arn.slice(0, 200)}".`);
  return found[1];
}

export const addTags: Handler<AddTagsInput, AddTagsOutput> = ({ ResourceArn = '', Tags: added }, context) => {
  const tags = newTags(added, findTagged(context, ResourceArn, readRegion(context)).tags);
  findTagged(context, ResourceArn, changeRegion(context)).tags = tags;
  return { Tags: tags };
};

export const deleteTags: Handler<DeleteTagsInput, DeleteTagsOutput> = ({ ResourceArn = '', TagKeys }, context) => {
  const { tags } = findTagged(context, ResourceArn, readRegion(context));
  const left = tags.filter(({ Key }) => !TagKeys?.includes(Key));
  findTagged(context, ResourceArn, changeRegion(context)).tags = left;
  return {};
};

export const listTags: Handler<ListTagsInput, ListTagsOutput> = (
  { ResourceArn = '', NextToken, MaxResults = 50 },
  context,
) => {
  const { items, next } = paginate(
    findTagged(context, ResourceArn, readRegion(context)).tags,
    ({ Key }) => Key,
    { token: NextToken, size: MaxResults, scope: `ListTags ${ResourceArn}` },
    () => invalid('Invalid pagination token.'),
  );
  return present({ Tags: items, NextToken: next });
};
