import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

type Bedrock = NonNullable<NonNullable<AccountFile['regions']>[string]['bedrock']>;
type Enforced = NonNullable<Bedrock['enforced']>;

const region = 'eu-central-1';
const guardrail = 'gr4account001';
const arn = `arn:aws:bedrock:${region}:111122223333:guardrail/${guardrail}`;
const settings = {
  name: 'account-wide',
  blockedInputMessaging: 'This is not allowed here.',
  blockedOutputsMessaging: 'This is not allowed here.',
  wordPolicyConfig: { managedWordListsConfig: [{ type: 'PROFANITY' as const }] },
};
const known: Bedrock['guardrails'] = {
  [guardrail]: { settings, versions: { 1: { settings }, 2: { settings } } },
  gr4somebody01: { settings: { ...settings, name: 'toothless' }, versions: { 1: { settings } } },
};

function enforcing(config: Partial<Enforced['config']>): Enforced {
  return { id: 'enf4account01', config: { guardrailIdentifier: guardrail, guardrailVersion: '2', ...config } };
}

const right = enforcing({ guardrailIdentifier: arn });

function holding(enforced?: Enforced): AccountFile {
  const bedrock = { guardrails: known, ...(enforced === undefined ? {} : { enforced }) };
  return { regions: { [region]: { bedrock } } };
}

function change(state: AccountState, enforced: Enforced | undefined): void {
  const found = state.regions[region];
  if (found === undefined) return;
  const { enforced: _, ...rest } = found.bedrock;
  const at = '2026-11-20T09:00:00.000Z';
  found.bedrock = enforced === undefined ? rest : { ...rest, enforced: { ...enforced, created: at, modified: at } };
}

export const fixture: Fixture = {
  remediation: 'bedrock-enforced-guardrail-restored',
  signal: signalAbout(
    { type: 'AWS::Bedrock::Account', id: region },
    { apiCall: 'bedrock:DeleteEnforcedGuardrailConfiguration' },
    { source: 'cloudtrail', actor: { arn: 'arn:aws:iam::111122223333:user/mallory', type: 'IAMUser' } },
  ),
  wrong: [
    { name: 'the configuration was deleted', account: holding() },
    {
      name: 'another guardrail is enforced, and on some models only',
      account: holding(
        enforcing({
          guardrailIdentifier: 'gr4somebody01',
          guardrailVersion: '1',
          modelEnforcement: { includedModels: ['amazon.nova-pro-v1:0'], excludedModels: [] },
        }),
      ),
    },
    {
      name: 'it is enforced in an old version, only where callers ask for it, and not on every model',
      account: holding(
        enforcing({
          guardrailVersion: '1',
          selectiveContentGuarding: { system: 'SELECTIVE', messages: 'SELECTIVE' },
          modelEnforcement: { includedModels: ['ALL'], excludedModels: ['amazon.nova-pro-v1:0'] },
        }),
      ),
      parameters: { guardrail: arn, version: '2', system: 'SELECTIVE', 'excluded-models': ['amazon.nova-lite-v1:0'] },
    },
  ],
  right: holding(right),
  // The setting of an account and Region is always there; without it nothing is enforced, which is wrong.
  gone: holding(right),
  isRight: ({ regions }) => {
    const { enforced } = regions[region]?.bedrock ?? {};
    const { guardrailIdentifier, guardrailVersion, selectiveContentGuarding, modelEnforcement } =
      enforced?.config ?? {};
    return (
      [guardrail, arn].includes(guardrailIdentifier ?? '') &&
      guardrailVersion === '2' &&
      selectiveContentGuarding?.messages !== 'SELECTIVE' &&
      modelEnforcement?.excludedModels?.includes('amazon.nova-pro-v1:0') !== true &&
      modelEnforcement?.includedModels?.includes('ALL') !== false
    );
  },
  breakAgain: (state) => change(state, undefined),
  fixByHand: (state) => change(state, right),
  remove: (state) => change(state, right),
  // An id and how a guardrail is named are the service's; what is enforced is what counts.
  essence: ({ regions }) => {
    const { enforced } = regions[region]?.bedrock ?? {};
    if (enforced === undefined) return null;
    const { guardrailIdentifier = '', ...config } = enforced.config;
    return { ...config, guardrail: guardrailIdentifier.split('/').at(-1) };
  },
};
