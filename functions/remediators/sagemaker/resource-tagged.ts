import { AddTagsCommand, DeleteTagsCommand, ListTagsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Target } from '../../../shared/remediation.ts';
import { eachTaggable, taggables } from './taggables.ts';
import { ownTags, tagsByKey } from './tags.ts';

const sagemaker = service('SageMaker', SageMakerClient, {
  ...taggables.commands,
  AddTagsCommand,
  DeleteTagsCommand,
  ListTagsCommand,
});

// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html
const key = z.string().regex(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u);
const value = z.string().regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);

const parameters = z.strictObject({
  tags: z
    .record(key, value)
    .default({})
    .describe('Tags that every resource has to have; the value is for those that lack the tag, and any other is fine.'),
});

interface Before extends JsonObject {
  readonly arn: string;
  readonly missing: Readonly<Record<string, string>>;
}

/**
 * Adds tags that the policy asks for to resources that lack them, so that cost reports, tag policies and
 * Redress's own rules find whose they are. Tags that are there are left alone, whatever their value.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AddTags.html
 */
export const resourceTagged = defineRemediation({
  id: 'sagemaker-resource-tagged',
  title: 'Add missing tags',
  description:
    'Adds the tags that the policy asks for where they are missing, to images, app image configurations, domains, feature groups and inference experiments.',
  severity: 'low',
  impact: 'none',
  reversible: true,
  // One of five kinds, each of which it takes by its ARN.
  resource: 'AWS::SageMaker::Image',
  controls: {
    securityHub: ['SageMaker.6', 'SageMaker.7'],
    configRules: [
      'sagemaker-app-image-config-tagged',
      'sagemaker-domain-tagged',
      'sagemaker-feature-group-tagged',
      'sagemaker-image-tagged',
      'sagemaker-inferenceexperiment-tagged',
    ],
  },
  triggers: [
    {
      resource: 'AWS::SageMaker::AppImageConfig',
      configRule: ['sagemaker-app-image-config-tagged'],
      control: ['SageMaker.6'],
    },
    { resource: 'AWS::SageMaker::Domain', configRule: ['sagemaker-domain-tagged'] },
    { resource: 'AWS::SageMaker::FeatureGroup', configRule: ['sagemaker-feature-group-tagged'] },
    { resource: 'AWS::SageMaker::Image', configRule: ['sagemaker-image-tagged'], control: ['SageMaker.7'] },
    { resource: 'AWS::SageMaker::InferenceExperiment', configRule: ['sagemaker-inferenceexperiment-tagged'] },
  ],
  parameters,
  uses: { sagemaker },

  async assess(target, aws, { tags }) {
    const arn = arnOf(target);
    const present = await ownTags(aws, arn);
    const keys = present.map(({ Key }) => Key);
    const missing = Object.fromEntries(Object.entries(tags).filter(([name]) => !keys.includes(name)));
    if (Object.keys(missing).length > 0) {
      const why = `${target.id} lacks the tags ${Object.keys(missing).join(', ')}`;
      return { state: 'wrong', why: [why], before: { arn, missing } satisfies Before };
    }
    if (keys.length > 0)
      return { state: 'compliant', why: 'The tags that have to be there are.', live: { tags: keys } };
    return {
      state: 'manual',
      why: [`${target.id} has no tags`],
      steps: ['Name the tags in the policy: remediations.sagemaker-resource-tagged.parameters.tags, key by key.'],
      live: { tags: [] },
    };
  },

  plan({ arn: ResourceArn, missing }, _parameters, { id }) {
    const Tags = Object.entries(missing).map(([Key, Value]) => ({ Key, Value }));
    const TagKeys = Object.keys(missing);
    return {
      steps: [
        {
          id: 'add-tags',
          title: `Add the tags ${TagKeys.join(', ')} to ${id}`,
          call: apiCall(sagemaker, 'AddTags', { ResourceArn, Tags }),
          undo: { call: apiCall(sagemaker, 'DeleteTags', { ResourceArn, TagKeys }) },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
    };
  },

  tags: async (target, aws) => tagsByKey(aws, arnOf(target)),

  list: (aws, scope) => eachTaggable(aws, scope),
});

/** The tag operations know nothing but ARNs, and every identifier of these kinds has one. */
function arnOf({ arn, type, id }: Target): string {
  if (arn === undefined) throw new TypeError(`${type} ${id} has no ARN`);
  return arn;
}
