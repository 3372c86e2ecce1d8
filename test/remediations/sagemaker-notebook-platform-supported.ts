import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { change, essence, gone, holding, name, notebooksOf, remove } from './notebook.ts';

const wrong = { PlatformIdentifier: 'notebook-al2-v2' };

export const fixture: Fixture = {
  remediation: 'sagemaker-notebook-platform-supported',
  signal: signalAbout(
    { type: 'AWS::SageMaker::NotebookInstance', id: name },
    { configRule: 'sagemaker-notebook-instance-platform-version' },
  ),
  wrong: [
    { name: 'a stopped notebook instance runs on an old platform', account: holding(wrong, 'Stopped') },
    { name: 'a running notebook instance runs on an old platform', account: holding(wrong) },
  ],
  right: holding({}),
  gone,
  isRight: (state) =>
    Object.values(notebooksOf(state)).every(({ settings }) => settings.PlatformIdentifier === 'notebook-al2023-v1'),
  breakAgain: (state) => change(state, wrong),
  fixByHand: (state) => change(state, { PlatformIdentifier: 'notebook-al2023-v1' }),
  remove,
  essence,
};
