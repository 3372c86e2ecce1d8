import {
  DescribeStudioLifecycleConfigCommand,
  ListStudioLifecycleConfigsCommand,
  ListTagsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ListStudioLifecycleConfigsResponse } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { service } from '../../../shared/aws/service.ts';
import { defineReport } from '../../../shared/report.ts';
import { judge } from './lifecycle-scripts.ts';
import { tagsByKey } from './tags.ts';

const sagemaker = service('SageMaker', SageMakerClient, {
  DescribeStudioLifecycleConfigCommand,
  ListStudioLifecycleConfigsCommand,
  ListTagsCommand,
});

const type = 'AWS::SageMaker::StudioLifecycleConfig';

/**
 * Reports lifecycle scripts of Studio that hold secrets. They can't be changed, only replaced wherever they
 * are attached.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-lifecycle-configurations.html
 */
export const studioLifecycleConfigNoSecrets = defineReport({
  id: 'sagemaker-studio-lifecycle-config-no-secrets',
  title: 'Report Studio lifecycle scripts that hold secrets',
  description:
    'Looks for keys, tokens and passwords in the lifecycle scripts of Studio. Tells the line and the kind, never the secret, and the steps to be rid of it.',
  severity: 'high',
  resource: type,
  // Prowler looks at notebook instances alone.
  controls: {},
  triggers: [{ resource: type, apiCall: ['sagemaker:CreateStudioLifecycleConfig'] }],
  parameters: z.strictObject({}),
  uses: { sagemaker },

  async assess({ id }, aws) {
    const { StudioLifecycleConfigContent: content } = await aws.sagemaker.DescribeStudioLifecycleConfig({
      StudioLifecycleConfigName: id,
    });
    if (content === undefined) throw new TypeError('DescribeStudioLifecycleConfig named no content');
    return judge(
      id,
      [{ name: 'the script', content }],
      [
        `Create the script anew under another name, reading the secret from there (CreateStudioLifecycleConfig): ${id} can’t be changed.`,
        'Put the new one in its place in domains, user profiles and spaces (UpdateDomain, UpdateUserProfile, UpdateSpace).',
        `Delete ${id} (DeleteStudioLifecycleConfig).`,
      ],
    );
  },

  async tags({ id }, aws) {
    const { StudioLifecycleConfigArn: arn = '' } = await aws.sagemaker.DescribeStudioLifecycleConfig({
      StudioLifecycleConfigName: id,
    });
    return tagsByKey(aws, arn);
  },

  async *list(aws) {
    let NextToken: string | undefined;
    do {
      const page: ListStudioLifecycleConfigsResponse = await aws.sagemaker.ListStudioLifecycleConfigs(
        NextToken === undefined ? {} : { NextToken },
      );
      for (const { StudioLifecycleConfigName: id } of page.StudioLifecycleConfigs ?? []) {
        if (id !== undefined) yield { resource: { type, id } };
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  },
});
