import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

type Guardrails = NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]['bedrock']>['guardrails']>;
type Guardrail = Guardrails[string];
type Settings = Guardrail['settings'];

const region = 'eu-central-1';
const id = 'gr4support01';

const bare: Settings = {
  name: 'support-assistant',
  description: 'Keeps the assistant on its subject',
  blockedInputMessaging: 'I can only help with your contract.',
  blockedOutputsMessaging: 'I can only help with your contract.',
  kmsKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888',
  topicPolicyConfig: {
    topicsConfig: [{ name: 'legal-advice', definition: 'Advice on going to court', type: 'DENY', examples: ['Sue?'] }],
    tierConfig: { tierName: 'STANDARD' },
  },
  wordPolicyConfig: { wordsConfig: [{ text: 'hunter2' }], managedWordListsConfig: [{ type: 'PROFANITY' }] },
  crossRegionConfig: {
    guardrailProfileIdentifier: 'arn:aws:bedrock:eu-central-1:111122223333:guardrail-profile/eu.guardrail.v1:0',
  },
};
const hate = { type: 'HATE', inputStrength: 'LOW', outputStrength: 'MEDIUM', outputAction: 'BLOCK' } as const;
const promptAttack = { type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' } as const;
const pii = (['AWS_ACCESS_KEY', 'AWS_SECRET_KEY', 'CREDIT_DEBIT_CARD_NUMBER', 'PASSWORD'] as const).map((type) => ({
  type,
  action: 'ANONYMIZE' as const,
}));
const grounding = (['GROUNDING', 'RELEVANCE'] as const).map((type) => ({ type, threshold: 0.7 }));
const whole: Settings = {
  ...bare,
  contentPolicyConfig: { filtersConfig: [hate, promptAttack], tierConfig: { tierName: 'CLASSIC' } },
  sensitiveInformationPolicyConfig: {
    piiEntitiesConfig: [{ type: 'EMAIL', action: 'NONE' }, ...pii],
    regexesConfig: [{ name: 'contract', pattern: 'C-\\d+', action: 'BLOCK' }],
  },
  contextualGroundingPolicyConfig: { filtersConfig: grounding },
};

function holding(settings: Settings, more: Partial<Guardrail> = {}): AccountFile {
  return { regions: { [region]: { bedrock: { guardrails: { [id]: { settings, ...more } } } } } };
}

/** The draft and the newest version, if there is one. */
function change(state: AccountState, settings: Settings): void {
  const guardrail = state.regions[region]?.bedrock.guardrails[id];
  if (guardrail === undefined) return;
  guardrail.settings = settings;
  const [newest] = newestOf(guardrail.versions);
  if (newest !== undefined) newest.settings = settings;
}

function newestOf<T>(versions: Readonly<Record<string, T>>): T[] {
  const numbers = Object.keys(versions).toSorted((a, b) => Number(b) - Number(a));
  return numbers.flatMap((number) => versions[number] ?? []);
}

function isComplete(settings: Settings): boolean {
  const attack = settings.contentPolicyConfig?.filtersConfig?.find(({ type }) => type === 'PROMPT_ATTACK');
  const entities = settings.sensitiveInformationPolicyConfig?.piiEntitiesConfig ?? [];
  const filters = settings.contextualGroundingPolicyConfig?.filtersConfig ?? [];
  return (
    attack?.inputStrength === 'HIGH' &&
    attack.inputAction !== 'NONE' &&
    pii.every(({ type }) => entities.some((entity) => entity.type === type && entity.outputAction !== 'NONE')) &&
    grounding.every(({ type }) => filters.some((filter) => filter.type === type && (filter.threshold ?? 0) >= 0.5))
  );
}

export const fixture: Fixture = {
  remediation: 'bedrock-guardrail-filters-complete',
  signal: signalAbout(
    { type: 'AWS::Bedrock::Guardrail', id, arn: `arn:aws:bedrock:${region}:111122223333:guardrail/${id}` },
    { apiCall: 'bedrock:UpdateGuardrail' },
    { source: 'cloudtrail' },
  ),
  wrong: [
    {
      name: 'the guardrail only has topics and words',
      account: holding(bare, { versions: { 1: { settings: bare } } }),
    },
    { name: 'it was never released', account: holding(bare) },
    { name: 'only the newest version lacks them', account: holding(whole, { versions: { 2: { settings: bare } } }) },
    {
      name: 'prompt attacks are only watched, and versions exist',
      account: holding(
        {
          ...whole,
          contentPolicyConfig: { filtersConfig: [{ ...promptAttack, inputAction: 'NONE', inputEnabled: true }, hate] },
        },
        { versions: { 1: { settings: whole }, 3: { settings: bare, description: 'as audited' } } },
      ),
    },
    {
      name: 'prompt attacks are filtered at low strength',
      account: holding({
        ...whole,
        contentPolicyConfig: { filtersConfig: [{ ...promptAttack, inputStrength: 'LOW' }, hate] },
      }),
    },
    {
      name: 'passwords are let through in answers',
      account: holding({
        ...whole,
        sensitiveInformationPolicyConfig: {
          piiEntitiesConfig: [...pii.slice(0, 3), { type: 'PASSWORD', action: 'BLOCK', outputAction: 'NONE' }],
        },
      }),
    },
    {
      name: 'answers need hardly be grounded, and versions are left alone',
      account: holding({
        ...whole,
        contextualGroundingPolicyConfig: { filtersConfig: [{ type: 'GROUNDING', threshold: 0.1 }] },
      }),
      parameters: { 'new-version': false },
    },
  ],
  right: holding(whole, { versions: { 9: { settings: bare }, 10: { settings: whole } } }),
  gone: { regions: { [region]: { bedrock: {} } } },
  readCalls: 3,
  isRight: ({ regions }) => {
    const { settings, versions = {} } = regions[region]?.bedrock.guardrails[id] ?? {};
    if (settings === undefined) return true;
    const [newest] = newestOf(versions);
    return isComplete(settings) && (newest === undefined || isComplete(newest.settings));
  },
  breakAgain: (state) => change(state, bare),
  fixByHand: (state) => change(state, whole),
  remove: (state) => {
    const { bedrock } = state.regions[region] ?? {};
    if (bedrock !== undefined) bedrock.guardrails = {};
  },
  essence: ({ regions }) =>
    Object.entries(regions[region]?.bedrock.guardrails ?? {}).map(([name, { settings, versions, tags }]) => ({
      name,
      settings,
      tags,
      versions: Object.entries(versions).map(([number, version]) => [number, version.settings, version.description]),
    })),
};
