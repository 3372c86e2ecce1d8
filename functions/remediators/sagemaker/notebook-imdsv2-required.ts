import * as z from 'zod';
import { defineRemediation } from '../../../shared/remediation.ts';
import { notebookInstances, notebookTags } from './notebook.ts';
import type { Notebook } from './notebook.ts';
import { assessSetting, locateNotebook, planUpdate, updating } from './notebook-setting.ts';
import type { Judgement, Settings } from './notebook-setting.ts';

/**
 * Has a notebook instance hand out its role's credentials by version 2 of the metadata service alone, which
 * a forged request can't ask.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-imds.html
 */
export const notebookImdsv2Required = defineRemediation({
  id: 'sagemaker-notebook-imdsv2-required',
  title: 'Require IMDSv2 of a notebook instance',
  description:
    'Stops the notebook instance, sets the minimum version of its instance metadata service to 2, and starts it again if it ran.',
  severity: 'medium',
  impact: 'disruptive',
  reversible: true,
  resource: 'AWS::SageMaker::NotebookInstance',
  // No managed rule, control or check looks at it; the conformance pack's own rule does.
  controls: {},
  triggers: [
    {
      resource: 'AWS::SageMaker::NotebookInstance',
      configRule: ['sagemaker-notebook-imdsv2-required'],
      apiCall: ['sagemaker:CreateNotebookInstance', 'sagemaker:UpdateNotebookInstance'],
    },
  ],
  parameters: z.strictObject({}),
  uses: { sagemaker: updating },
  locate: async ({ resource }, aws) => locateNotebook(resource, aws, judge),
  assess: async (target, aws) => assessSetting(target, aws, judge),
  plan: (before) =>
    planUpdate(before, minimum('2'), {
      path: 'InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion',
      after: '2',
      before: '1',
    }),
  tags: async ({ id }, aws) => notebookTags(aws, id),
  list: (aws) => notebookInstances(aws),
});

/** Version 1 is what the create call gives to those who ask for none. */
function judge({ InstanceMetadataServiceConfiguration: imds }: Notebook): Judgement {
  const version = imds?.MinimumInstanceMetadataServiceVersion ?? '1';
  const right = version === '2';
  const why = right ? 'IMDSv2 is required.' : 'The instance metadata service answers to version 1';
  return { right, why, settings: minimum(version) };
}

function minimum(version: string): Settings {
  return { InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: version } };
}
