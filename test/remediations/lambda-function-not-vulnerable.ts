import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { aboutFunction } from './findings.ts';

const region = 'eu-central-1';
const name = 'fraud-features';
export const findingArn = `arn:aws:inspector2:${region}:111122223333:finding/${'6'.repeat(32)}`;

/** A function of an AI pipeline, with a finding about it or without. */
function world(reserved: number | undefined, found = [aboutFunction(name)]): AccountFile {
  const tags = { workload: 'ai-pipeline', team: 'fraud' };
  const functions = { [name]: reserved === undefined ? { tags } : { tags, reserved } };
  return { regions: { [region]: { lambda: { functions }, inspector2: { findings: found } } } };
}

function change(state: AccountState, reserved: number | undefined): void {
  const functions = state.regions[region]?.lambda.functions;
  const found = functions?.[name];
  if (functions === undefined || found === undefined) return;
  const { reserved: _, ...rest } = found;
  functions[name] = reserved === undefined ? rest : { ...rest, reserved };
}

export const fixture: Fixture = {
  remediation: 'lambda-function-not-vulnerable',
  signal: signalAbout({ type: 'AWS::Lambda::Function', id: name }, { findingArn }, { source: 'inspector' }),
  wrong: [
    { name: 'nothing is reserved for the function', account: world(undefined) },
    { name: 'five executions are reserved for it', account: world(5) },
  ],
  right: world(undefined, []),
  gone: { regions: { [region]: { inspector2: { findings: [aboutFunction(name)] } } } },
  isRight({ regions }) {
    const { lambda, inspector2 } = regions[region] ?? {};
    const found = lambda?.functions[name];
    return found === undefined || found.reserved === 0 || inspector2?.findings.length === 0;
  },
  // The function, what is reserved, and what Inspector has found.
  readCalls: 3,
  breakAgain: (state) => change(state, undefined),
  fixByHand: (state) => change(state, 0),
  remove(state) {
    const functions = state.regions[region]?.lambda.functions;
    if (functions !== undefined) delete functions[name];
  },
  essence: ({ regions }) => regions[region]?.lambda.functions,
};
