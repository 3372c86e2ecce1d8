import {
  DescribeNotebookInstanceLifecycleConfigCommand,
  ListNotebookInstanceLifecycleConfigsCommand,
  ListTagsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ListNotebookInstanceLifecycleConfigsOutput } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { service } from '../../../shared/aws/service.ts';
import { defineReport } from '../../../shared/report.ts';
import { judge } from './lifecycle-scripts.ts';
import { tagsByKey } from './tags.ts';

const sagemaker = service('SageMaker', SageMakerClient, {
  DescribeNotebookInstanceLifecycleConfigCommand,
  ListNotebookInstanceLifecycleConfigsCommand,
  ListTagsCommand,
});

const type = 'AWS::SageMaker::NotebookInstanceLifecycleConfig';

/**
 * Reports lifecycle scripts of notebook instances that hold secrets. Everybody who may describe the
 * configuration can read them, and only their owner knows what else uses them.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html
 */
export const lifecycleConfigNoSecrets = defineReport({
  id: 'sagemaker-lifecycle-config-no-secrets',
  title: 'Report notebook lifecycle scripts that hold secrets',
  description:
    'Looks for keys, tokens and passwords in the lifecycle scripts of notebook instances. Tells the line and the kind, never the secret, and the steps to be rid of it.',
  severity: 'high',
  resource: type,
  controls: { prowler: ['sagemaker_notebook_instance_no_secrets'] },
  triggers: [
    {
      resource: type,
      apiCall: ['sagemaker:CreateNotebookInstanceLifecycleConfig', 'sagemaker:UpdateNotebookInstanceLifecycleConfig'],
    },
  ],
  parameters: z.strictObject({}),
  uses: { sagemaker },

  async assess({ id }, aws) {
    const config = await aws.sagemaker.DescribeNotebookInstanceLifecycleConfig({
      NotebookInstanceLifecycleConfigName: id,
    });
    if (config.NotebookInstanceLifecycleConfigName === undefined) throw new TypeError('The answer names nothing');
    const scripts = (['OnCreate', 'OnStart'] as const).flatMap((hook) =>
      (config[hook] ?? []).map(({ Content: content = '' }, index) => ({
        name: `script ${index + 1} of ${hook}`,
        content,
      })),
    );
    return judge(id, scripts, [
      `Have the scripts read it from there, and update ${id} (UpdateNotebookInstanceLifecycleConfig).`,
      'Stop and start the notebook instances that use it.',
    ]);
  },

  async tags({ id }, aws) {
    const { NotebookInstanceLifecycleConfigArn: arn = '' } =
      await aws.sagemaker.DescribeNotebookInstanceLifecycleConfig({ NotebookInstanceLifecycleConfigName: id });
    return tagsByKey(aws, arn);
  },

  async *list(aws) {
    let NextToken: string | undefined;
    do {
      const page: ListNotebookInstanceLifecycleConfigsOutput = await aws.sagemaker.ListNotebookInstanceLifecycleConfigs(
        NextToken === undefined ? {} : { NextToken },
      );
      for (const { NotebookInstanceLifecycleConfigName: id } of page.NotebookInstanceLifecycleConfigs ?? []) {
        if (id !== undefined) yield { resource: { type, id } };
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  },
});
