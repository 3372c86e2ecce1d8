import * as z from 'zod';
import { defineRemediation } from '../../../shared/remediation.ts';
import { notebookInstances, notebookTags } from './notebook.ts';
import type { Notebook } from './notebook.ts';
import { assessSetting, locateNotebook, planUpdate, updating } from './notebook-setting.ts';
import type { Judgement, Settings } from './notebook-setting.ts';

// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateNotebookInstance.html
const platform = z.string().regex(/^notebook-al\d{1,4}-v\d{1,2}$/);

const parameters = z.strictObject({
  platform: platform.default('notebook-al2023-v1').describe('Platform that notebook instances on others are moved to.'),
  'also-supported': z
    .array(platform)
    .max(20)
    .default([])
    .describe('Further platforms that are fine, newer ones for instance.'),
});
type Parameters = z.output<typeof parameters>;

/**
 * Moves a notebook instance to a platform that still gets patches. AWS goes on starting those on old
 * platforms, without any.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-al2.html
 */
export const notebookPlatformSupported = defineRemediation({
  id: 'sagemaker-notebook-platform-supported',
  title: 'Move a notebook instance to a supported platform',
  description:
    'Stops the notebook instance, changes its platform identifier, and starts it again if it ran. Kernels and packages come with the platform; files are kept.',
  severity: 'medium',
  impact: 'disruptive',
  reversible: true,
  resource: 'AWS::SageMaker::NotebookInstance',
  controls: {
    securityHub: ['SageMaker.8'],
    configRules: ['sagemaker-notebook-instance-platform-version'],
  },
  triggers: [
    {
      resource: 'AWS::SageMaker::NotebookInstance',
      configRule: ['sagemaker-notebook-instance-platform-version'],
      control: ['SageMaker.8'],
      apiCall: ['sagemaker:CreateNotebookInstance', 'sagemaker:UpdateNotebookInstance'],
    },
  ],
  parameters,
  uses: { sagemaker: updating },
  locate: async ({ resource }, aws, settings) => locateNotebook(resource, aws, judge(settings)),
  assess: async (target, aws, settings) => assessSetting(target, aws, judge(settings)),
  plan: (before, { platform: after }) => {
    const { PlatformIdentifier: was = '' }: Settings = before.settings;
    return planUpdate(before, { PlatformIdentifier: after }, { path: 'PlatformIdentifier', after, before: was });
  },
  tags: async ({ id }, aws) => notebookTags(aws, id),
  list: (aws) => notebookInstances(aws),
});

function judge({ platform: wanted, 'also-supported': others }: Parameters) {
  return ({ PlatformIdentifier }: Notebook): Judgement => {
    if (PlatformIdentifier === undefined) throw new TypeError('DescribeNotebookInstance named no platform');
    const right = PlatformIdentifier === wanted || others.includes(PlatformIdentifier);
    const why = right
      ? `The platform is ${PlatformIdentifier}.`
      : `The platform is ${PlatformIdentifier}; supported: ${[wanted, ...others].join(', ')}`;
    return { right, why, settings: { PlatformIdentifier } };
  };
}
