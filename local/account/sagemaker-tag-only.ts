import type {
  ListAppImageConfigsRequest,
  ListAppImageConfigsResponse,
  ListFeatureGroupsRequest,
  ListFeatureGroupsResponse,
  ListImagesRequest,
  ListImagesResponse,
  ListInferenceExperimentsRequest,
  ListInferenceExperimentsResponse,
} from '@aws-sdk/client-sagemaker';
import { arn as arnOf } from './names.ts';
import { own, present } from './own.ts';
import { readRegion } from './region.ts';
import { listPage } from './sagemaker-lists.ts';
import type { ListRequest } from './sagemaker-lists.ts';
import type { CallContext, Handler } from './simulation.ts';

/** One page of the resources of a kind, of some of which the account remembers nothing but tags. */
function page(operation: string, kind: string, request: ListRequest, context: CallContext) {
  const { tagOnly, featureGroups, inferenceExperiments } = readRegion(context).sagemaker;
  const known: Readonly<Record<string, Readonly<Record<string, { readonly created: string }>>>> = {
    'feature-group': featureGroups,
    'inference-experiment': inferenceExperiments,
  };
  const others = Object.entries(own(known, kind) ?? {}).map(([name, { created }]) => ({ name, created }));
  const found = Object.entries(tagOnly)
    .filter(([name]) => name.startsWith(`${kind}/`))
    .map(([name, { created }]) => ({ name: name.slice(kind.length + 1), created }));
  const items = [...found, ...others].map(({ name, created }) => ({
    name,
    created,
    arn: arnOf('sagemaker', context, `${kind}/${name.toLowerCase()}`),
  }));
  return listPage(operation, items, request, 'Descending');
}

export const listAppImageConfigs: Handler<ListAppImageConfigsRequest, ListAppImageConfigsResponse> = (
  { MaxResults, NextToken, NameContains },
  context,
) => {
  const { items, next } = page(
    'ListAppImageConfigs',
    'app-image-config',
    { MaxResults, NextToken, NameContains },
    context,
  );
  const configs = items.map(({ name, created, arn }) => ({
    AppImageConfigName: name,
    AppImageConfigArn: arn,
    CreationTime: created,
    LastModifiedTime: created,
  }));
  return present({ AppImageConfigs: configs, NextToken: next });
};

export const listFeatureGroups: Handler<ListFeatureGroupsRequest, ListFeatureGroupsResponse> = (
  { MaxResults, NextToken, NameContains },
  context,
) => {
  const { items, next } = page('ListFeatureGroups', 'feature-group', { MaxResults, NextToken, NameContains }, context);
  const groups = items.map(({ name, created, arn }) => ({
    FeatureGroupName: name,
    FeatureGroupArn: arn,
    CreationTime: created,
    FeatureGroupStatus: 'Created' as const,
  }));
  return present({ FeatureGroupSummaries: groups, NextToken: next });
};

export const listImages: Handler<ListImagesRequest, ListImagesResponse> = (
  { MaxResults, NextToken, NameContains },
  context,
) => {
  const { items, next } = page('ListImages', 'image', { MaxResults, NextToken, NameContains }, context);
  const images = items.map(({ name, created, arn }) => ({
    ImageName: name,
    ImageArn: arn,
    ImageStatus: 'CREATED' as const,
    CreationTime: created,
    LastModifiedTime: created,
  }));
  return present({ Images: images, NextToken: next });
};

export const listInferenceExperiments: Handler<ListInferenceExperimentsRequest, ListInferenceExperimentsResponse> = (
  { MaxResults, NextToken, NameContains },
  context,
) => {
  const request = { MaxResults, NextToken, NameContains };
  const { items, next } = page('ListInferenceExperiments', 'inference-experiment', request, context);
  const experiments = items.map(({ name, created }) => ({
    Name: name,
    Type: 'ShadowMode' as const,
    Status: 'Running' as const,
    CreationTime: created,
    LastModifiedTime: created,
  }));
  return present({ InferenceExperiments: experiments, NextToken: next });
};
