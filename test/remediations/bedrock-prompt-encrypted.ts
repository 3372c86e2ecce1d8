import type { AccountFile, AccountState } from '../../local/account/state.ts';
import { plantedSecret } from '../kit/fixture.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

type Prompts = NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]['bedrock']>['prompts']>;
type Settings = Prompts[string]['settings'];

const region = 'eu-central-1';
const id = 'PRMPTCLAIM';
const customerEncryptionKeyArn = 'arn:aws:kms:eu-central-1:111122223333:key/99998888-7777-6666-5555-444433332222';

const plain: Settings = {
  name: 'claims-triage',
  description: 'Sorts claims by urgency',
  defaultVariant: 'one',
  variants: [
    {
      name: 'one',
      templateType: 'TEXT',
      modelId: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
      templateConfiguration: {
        text: { text: `Sort {{claim}}; the key is ${plantedSecret}`, inputVariables: [{ name: 'claim' }] },
      },
      inferenceConfiguration: { text: { temperature: 0.2, maxTokens: 500, stopSequences: ['END'] } },
    },
  ],
};
const encrypted: Settings = { ...plain, customerEncryptionKeyArn };

function holding(settings: Settings): AccountFile {
  return { regions: { [region]: { bedrock: { prompts: { [id]: { settings } } } } } };
}

function find(state: AccountState) {
  return state.regions[region]?.bedrock.prompts;
}

function change(state: AccountState, settings: Settings): void {
  const found = find(state)?.[id];
  if (found !== undefined) found.settings = settings;
}

export const fixture: Fixture = {
  remediation: 'bedrock-prompt-encrypted',
  signal: signalAbout(
    { type: 'AWS::Bedrock::Prompt', id, arn: `arn:aws:bedrock:${region}:111122223333:prompt/${id}` },
    { apiCall: 'bedrock:CreatePrompt' },
    { source: 'cloudtrail' },
  ),
  wrong: [
    { name: 'the prompt has no key', account: holding(plain) },
    { name: 'the prompt has no variants yet', account: holding({ name: 'empty' }) },
  ],
  right: holding(encrypted),
  gone: { regions: { [region]: { bedrock: {} } } },
  isRight: (state) => {
    const found = find(state)?.[id];
    return found === undefined || found.settings.customerEncryptionKeyArn !== undefined;
  },
  breakAgain: (state) => change(state, plain),
  fixByHand: (state) => change(state, encrypted),
  remove: (state) => void delete find(state)?.[id],
  essence: (state) => Object.entries(find(state) ?? {}).map(([name, { settings }]) => [name, settings]),
};
