import type { AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { essence, gone, holding, name, notebooksOf, remove, setStatus } from './notebook.ts';
import type { Settings } from './notebook.ts';

/** Fixtures of faults that stop a notebook instance; `wrong` is a setting, or one that is missing. */
export function contained(of: {
  readonly remediation: string;
  readonly configRule: string;
  readonly fault: string;
  readonly wrong: Settings | 'SubnetId' | 'KmsKeyId';
}): Fixture {
  const { remediation, configRule, fault, wrong } = of;
  const faulty = typeof wrong === 'string' ? holding({}, 'InService', [wrong]) : holding(wrong);
  return {
    remediation,
    signal: signalAbout({ type: 'AWS::SageMaker::NotebookInstance', id: name }, { configRule }),
    wrong: [{ name: fault, account: faulty }],
    right: holding({}),
    gone,
    isRight: (state) => isRight(state, wrong),
    breakAgain: (state) => setStatus(state, 'InService'),
    fixByHand: (state) => setStatus(state, 'Stopped'),
    remove,
    essence,
  };
}

/** Nothing that has the fault runs. */
function isRight(state: AccountState, wrong: Settings | 'SubnetId' | 'KmsKeyId'): boolean {
  return Object.values(notebooksOf(state)).every(({ status, settings }) => {
    const faulty =
      typeof wrong === 'string'
        ? settings[wrong] === undefined
        : settings.DirectInternetAccess === wrong.DirectInternetAccess;
    return !faulty || status === 'Stopped';
  });
}
