import * as z from 'zod';
import { defineRemediation } from '../../../shared/remediation.ts';
import { notebookInstances, notebookTags } from './notebook.ts';
import type { Notebook } from './notebook.ts';
import { assessSetting, locateNotebook, planUpdate, updating } from './notebook-setting.ts';
import type { Judgement } from './notebook-setting.ts';

/**
 * Takes root access from the users of a notebook instance. Lifecycle scripts go on running as root.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-root-access.html
 */
export const notebookRootAccessDisabled = defineRemediation({
  id: 'sagemaker-notebook-root-access-disabled',
  title: 'Take root access from a notebook instance',
  description:
    'Stops the notebook instance, sets RootAccess to Disabled, and starts it again if it ran. Lifecycle scripts go on running as root.',
  severity: 'high',
  impact: 'disruptive',
  reversible: true,
  resource: 'AWS::SageMaker::NotebookInstance',
  controls: {
    securityHub: ['SageMaker.3'],
    configRules: ['sagemaker-notebook-instance-root-access-check'],
    prowler: ['sagemaker_notebook_instance_root_access_disabled'],
  },
  triggers: [
    {
      resource: 'AWS::SageMaker::NotebookInstance',
      configRule: ['sagemaker-notebook-instance-root-access-check'],
      control: ['SageMaker.3'],
      apiCall: ['sagemaker:CreateNotebookInstance', 'sagemaker:UpdateNotebookInstance'],
    },
  ],
  parameters: z.strictObject({}),
  uses: { sagemaker: updating },
  locate: async ({ resource }, aws) => locateNotebook(resource, aws, judge),
  assess: async (target, aws) => assessSetting(target, aws, judge),
  plan: (before) =>
    planUpdate(before, { RootAccess: 'Disabled' }, { path: 'RootAccess', after: 'Disabled', before: 'Enabled' }),
  tags: async ({ id }, aws) => notebookTags(aws, id),
  list: (aws) => notebookInstances(aws),
});

/** Enabled is the default, so an answer without a word about it counts as that. */
function judge({ RootAccess = 'Enabled' }: Notebook): Judgement {
  const right = RootAccess === 'Disabled';
  const why = right ? 'Root access is disabled.' : 'Users of the notebook instance have root access';
  return { right, why, settings: { RootAccess } };
}
