import {
  ListAppImageConfigsCommand,
  ListDomainsCommand,
  ListFeatureGroupsCommand,
  ListImagesCommand,
  ListInferenceExperimentsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { Scope } from '../../../shared/remediation.ts';
import { arnOf } from '../../../shared/signals/arn.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';

/** The lists of the kinds of resources that have to have tags. */
export const taggables = service('SageMaker', SageMakerClient, {
  ListAppImageConfigsCommand,
  ListDomainsCommand,
  ListFeatureGroupsCommand,
  ListImagesCommand,
  ListInferenceExperimentsCommand,
});
type Aws = BoundServices<{ sagemaker: typeof taggables }>;

interface Page {
  readonly names: readonly (string | undefined)[];
  readonly next: string | undefined;
}

/** By type: its name in ARNs, and how a page of its names is read. */
const kinds: Readonly<Record<string, readonly [string, (aws: Aws, page: { NextToken?: string }) => Promise<Page>]>> = {
  AppImageConfig: [
    'app-image-config',
    async ({ sagemaker }, page) => {
      const { AppImageConfigs = [], NextToken } = await sagemaker.ListAppImageConfigs(page);
      return { names: AppImageConfigs.map(({ AppImageConfigName }) => AppImageConfigName), next: NextToken };
    },
  ],
  Domain: [
    'domain',
    async ({ sagemaker }, page) => {
      const { Domains = [], NextToken } = await sagemaker.ListDomains(page);
      return { names: Domains.map(({ DomainId }) => DomainId), next: NextToken };
    },
  ],
  FeatureGroup: [
    'feature-group',
    async ({ sagemaker }, page) => {
      const { FeatureGroupSummaries = [], NextToken } = await sagemaker.ListFeatureGroups(page);
      return { names: FeatureGroupSummaries.map(({ FeatureGroupName }) => FeatureGroupName), next: NextToken };
    },
  ],
  Image: [
    'image',
    async ({ sagemaker }, page) => {
      const { Images = [], NextToken } = await sagemaker.ListImages(page);
      return { names: Images.map(({ ImageName }) => ImageName), next: NextToken };
    },
  ],
  InferenceExperiment: [
    'inference-experiment',
    async ({ sagemaker }, page) => {
      const { InferenceExperiments = [], NextToken } = await sagemaker.ListInferenceExperiments(page);
      return { names: InferenceExperiments.map(({ Name }) => Name), next: NextToken };
    },
  ],
};

/** Every resource of these kinds, with its ARN, which is all that the tag operations know. */
export async function* eachTaggable(aws: Aws, scope: Scope): AsyncGenerator<{ readonly resource: ResourceRef }> {
  for (const [type, [kind, read]] of Object.entries(kinds)) {
    let NextToken: string | undefined;
    do {
      const page: Page = await read(aws, NextToken === undefined ? {} : { NextToken });
      for (const id of page.names) {
        if (id === undefined) continue;
        const arn = arnOf('sagemaker', `${kind}/${id.toLowerCase()}`, scope);
        yield { resource: { type: `AWS::SageMaker::${type}`, id, arn } };
      }
      NextToken = page.next;
    } while (NextToken !== undefined);
  }
}
