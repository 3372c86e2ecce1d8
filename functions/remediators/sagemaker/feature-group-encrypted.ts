import {
  DescribeFeatureGroupCommand,
  ListFeatureGroupsCommand,
  ListTagsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { DescribeFeatureGroupResponse, ListFeatureGroupsResponse } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { printable } from '../../../shared/aws/failure.ts';
import { service } from '../../../shared/aws/service.ts';
import { defineReport } from '../../../shared/report.ts';
import { tagsByKey } from './tags.ts';

const sagemaker = service('SageMaker', SageMakerClient, {
  DescribeFeatureGroupCommand,
  ListFeatureGroupsCommand,
  ListTagsCommand,
});

/**
 * Reports feature groups that keep their records without a key of the account's. The keys are chosen when a
 * group is made, and UpdateFeatureGroup has no member for them.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/feature-store-security.html
 */
export const featureGroupEncrypted = defineReport({
  id: 'sagemaker-feature-group-encrypted',
  title: 'Report feature groups without KMS keys',
  description:
    'Reports feature groups whose offline store, or online store with standard storage, has no KMS key, with the steps to a group that has: the keys of a group can’t be changed.',
  severity: 'medium',
  resource: 'AWS::SageMaker::FeatureGroup',
  controls: {
    securityHub: ['SageMaker.17', 'SageMaker.18'],
    configRules: ['sagemaker-featuregroup-encryption-at-rest', 'sagemaker-featuregroup-online-store-encryption'],
  },
  triggers: [
    {
      resource: 'AWS::SageMaker::FeatureGroup',
      configRule: ['sagemaker-featuregroup-encryption-at-rest', 'sagemaker-featuregroup-online-store-encryption'],
      apiCall: ['sagemaker:CreateFeatureGroup'],
      control: ['SageMaker.17', 'SageMaker.18'],
    },
  ],
  parameters: z.strictObject({}),
  uses: { sagemaker },

  async assess({ id: FeatureGroupName }, aws) {
    const group = await aws.sagemaker.DescribeFeatureGroup({ FeatureGroupName });
    const { FeatureGroupStatus: status } = group;
    if (status === undefined) throw new TypeError('DescribeFeatureGroup named no status');
    if (status === 'Deleting') return { state: 'busy', why: 'The feature group is Deleting' };
    const { offline, online } = storesOf(group);
    const live = { offline, online };
    const why = [
      ...(offline === 'without key' ? [`The offline store of feature group ${FeatureGroupName} has no KMS key`] : []),
      ...(online === 'without key' ? [`The online store of feature group ${FeatureGroupName} has no KMS key`] : []),
    ];
    if (why.length === 0) return { state: 'compliant', why: 'Every store that has to have a KMS key has one.', live };
    return { state: 'manual', why, steps: stepsFor(FeatureGroupName, group), live };
  },

  async tags({ id: FeatureGroupName }, aws) {
    const { FeatureGroupArn = '' } = await aws.sagemaker.DescribeFeatureGroup({ FeatureGroupName });
    return tagsByKey(aws, FeatureGroupArn);
  },

  async *list(aws) {
    let NextToken: string | undefined;
    do {
      const page: ListFeatureGroupsResponse = await aws.sagemaker.ListFeatureGroups(
        NextToken === undefined ? {} : { NextToken },
      );
      for (const { FeatureGroupName: id } of page.FeatureGroupSummaries ?? []) {
        if (id !== undefined) yield { resource: { type: 'AWS::SageMaker::FeatureGroup', id } };
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  },
});

type Store = 'none' | 'with key' | 'without key' | 'in memory';

function storesOf({
  OfflineStoreConfig: offline,
  OnlineStoreConfig: online,
}: DescribeFeatureGroupResponse): Readonly<Record<'offline' | 'online', Store>> {
  return {
    offline: offline === undefined ? 'none' : keyed(offline.S3StorageConfig?.KmsKeyId),
    online:
      online?.EnableOnlineStore !== true
        ? 'none'
        : // The rule is about standard storage; what is in memory only lies on no disk.
          online.StorageType === 'InMemory'
          ? 'in memory'
          : keyed(online.SecurityConfig?.KmsKeyId),
  };
}

function keyed(key: string | undefined): Store {
  return key === undefined || key === '' ? 'without key' : 'with key';
}

function stepsFor(name: string, { OfflineStoreConfig: offline }: DescribeFeatureGroupResponse): string[] {
  const uri = offline?.S3StorageConfig?.ResolvedOutputS3Uri ?? offline?.S3StorageConfig?.S3Uri;
  return [
    `Create a feature group with the features and role of ${name}, and with OnlineStoreConfig.SecurityConfig.KmsKeyId and OfflineStoreConfig.S3StorageConfig.KmsKeyId (CreateFeatureGroup).`,
    'Have its writers put records into both groups (PutRecord), then fill the new one with the older records.',
    'Have its readers, training data sets and pipelines use the new group.',
    `Delete feature group ${name} (DeleteFeatureGroup).`,
    ...(uri === undefined
      ? []
      : [`Its objects stay: delete those under ${printable(uri)}, or copy them onto themselves with the key.`]),
  ];
}
