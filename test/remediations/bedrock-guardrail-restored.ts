import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { GuardrailSnapshot } from '../../functions/remediators/bedrock/guardrail-snapshot.ts';
import { toJson } from '../../shared/json.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';
const id = 'gr4support01';
const remediation = 'bedrock-guardrail-restored';
const type = 'AWS::Bedrock::Guardrail';

const settings = {
  name: 'support-assistant',
  description: 'Keeps the assistant on its subject',
  blockedInputMessaging: 'I can only help with your contract.',
  blockedOutputsMessaging: 'I can only help with your contract.',
  kmsKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888',
  wordPolicyConfig: { wordsConfig: [{ text: 'hunter2' }], managedWordListsConfig: [{ type: 'PROFANITY' as const }] },
};
const draft = {
  ...settings,
  contentPolicyConfig: {
    filtersConfig: [{ type: 'HATE' as const, inputStrength: 'LOW' as const, outputStrength: 'MEDIUM' as const }],
  },
};
function holding(guardrails: object, kept?: GuardrailSnapshot): AccountFile {
  const content = toJson(kept);
  // As a sweep of another account would have kept it, too.
  const key = { remediation, region, type, id, content };
  const snapshots = kept === undefined ? [] : [key, { ...key, account: '444455556666' }];
  return { regions: { [region]: { bedrock: { guardrails } } }, snapshots } as AccountFile;
}

const kept = { draft, released: settings, tags: [{ key: 'team', value: 'language' }] };

function change(state: AccountState, made: boolean): void {
  const { bedrock } = state.regions[region] ?? {};
  if (bedrock === undefined) return;
  const rest = Object.entries(bedrock.guardrails).filter(([, one]) => one.settings.name !== settings.name);
  const at = '2026-11-20T09:00:00.000Z';
  const one = { settings, versions: {}, created: at, modified: at, tags: [] };
  bedrock.guardrails = Object.fromEntries(made ? [...rest, [id, one]] : rest);
}

export const fixture: Fixture = {
  remediation,
  signal: signalAbout(
    { type, id, arn: `arn:aws:bedrock:${region}:111122223333:guardrail/${id}` },
    { apiCall: 'bedrock:DeleteGuardrail' },
    { source: 'cloudtrail', actor: { arn: 'arn:aws:iam::111122223333:user/mallory', type: 'IAMUser' } },
  ),
  wrong: [
    {
      name: 'a guardrail in use was deleted, whose draft was another than its newest version',
      account: holding({}, kept),
    },
    {
      name: 'one that was never released was deleted',
      account: holding(
        { gr4contracts: { settings: { ...settings, name: 'contracts' } } },
        { draft, released: null, tags: [] },
      ),
    },
  ],
  right: holding({ [id]: { settings, versions: { 3: { settings } } } }, kept),
  gone: holding({}),
  // One to see that it is there; four to keep what it is made of.
  readCalls: 5,
  isRight: ({ regions }) =>
    Object.values(regions[region]?.bedrock.guardrails ?? {}).some((one) => one.settings.name === settings.name),
  breakAgain: (state) => change(state, false),
  fixByHand: (state) => change(state, true),
  // What is deleted once more is made once more: nothing less than one of that name is right.
  remove: (state) => change(state, true),
  essence: ({ regions }) =>
    Object.entries(regions[region]?.bedrock.guardrails ?? {}).map(([name, one]) => ({
      name,
      settings: one.settings,
      tags: one.tags,
      versions: Object.entries(one.versions).map(([number, version]) => [number, version.settings]),
    })),
};
