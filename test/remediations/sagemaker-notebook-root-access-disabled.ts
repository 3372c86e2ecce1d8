import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { change, essence, gone, holding, name, notebooksOf, remove } from './notebook.ts';

export const fixture: Fixture = {
  remediation: 'sagemaker-notebook-root-access-disabled',
  signal: signalAbout(
    { type: 'AWS::SageMaker::NotebookInstance', id: name },
    { configRule: 'sagemaker-notebook-instance-root-access-check' },
  ),
  wrong: [
    { name: 'users of a running notebook instance have root access', account: holding({ RootAccess: 'Enabled' }) },
    {
      name: 'users of a stopped notebook instance have root access',
      account: holding({ RootAccess: 'Enabled' }, 'Stopped'),
    },
  ],
  right: holding({}),
  gone,
  isRight: (state) => Object.values(notebooksOf(state)).every(({ settings }) => settings.RootAccess === 'Disabled'),
  breakAgain: (state) => change(state, { RootAccess: 'Enabled' }),
  fixByHand: (state) => change(state, { RootAccess: 'Disabled' }),
  remove,
  essence,
};
