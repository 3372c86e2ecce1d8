import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { change, essence, gone, holding, name, notebooksOf, remove } from './notebook.ts';

const wrong = { InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '1' } };

export const fixture: Fixture = {
  remediation: 'sagemaker-notebook-imdsv2-required',
  signal: signalAbout(
    { type: 'AWS::SageMaker::NotebookInstance', id: name },
    { apiCall: 'sagemaker:CreateNotebookInstance' },
    { source: 'cloudtrail' },
  ),
  wrong: [
    { name: 'a stopped notebook instance answers to IMDSv1', account: holding(wrong, 'Stopped') },
    { name: 'a running notebook instance answers to IMDSv1', account: holding(wrong) },
  ],
  right: holding({}),
  gone,
  isRight: (state) =>
    Object.values(notebooksOf(state)).every(
      ({ settings }) => settings.InstanceMetadataServiceConfiguration?.MinimumInstanceMetadataServiceVersion === '2',
    ),
  breakAgain: (state) => change(state, wrong),
  fixByHand: (state) =>
    change(state, { InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' } }),
  remove,
  essence,
};
