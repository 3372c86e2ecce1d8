import { describe, expect, it } from 'vitest';
import { enforcedGuardrailRestored } from '../../../../functions/remediators/bedrock/enforced-guardrail-restored.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { here } from '../../../local/account/world.ts';
import { looking } from '../looking.ts';

const target = { type: 'AWS::Bedrock::EnforcedGuardrailConfiguration', id: here };
const arn = `arn:aws:bedrock:${here}:111122223333:guardrail/gr4one`;
const settings = { name: 'one', blockedInputMessaging: 'No.', blockedOutputsMessaging: 'No.' };
const reasoning = { ...settings, automatedReasoningPolicyConfig: { policies: ['arn:aws:bedrock:x'] } };
const named = { guardrail: 'gr4one', version: '1' };

function account(config?: object, draft: object = settings): AccountFile {
  const guardrails = { gr4one: { settings, versions: { 1: { settings: draft } } } };
  const bedrock = { guardrails, ...(config === undefined ? {} : { enforced: { id: 'enf4one', config } }) };
  return { regions: { [here]: { bedrock } } } as AccountFile;
}

describe('bedrock-enforced-guardrail-restored', () => {
  it('asks for a name where nothing is enforced and the policy names nothing', async () => {
    const { assess } = looking(enforcedGuardrailRestored, account());

    expect(await assess(target)).toMatchObject({
      state: 'manual',
      steps: [expect.stringContaining('.parameters.guardrail'), expect.any(String)],
    });
  });

  it('is content with any guardrail where the policy names none', async () => {
    const { assess } = looking(
      enforcedGuardrailRestored,
      account({ guardrailIdentifier: 'gr4one', guardrailVersion: '1' }),
    );

    expect(await assess(target)).toMatchObject({ state: 'compliant' });
  });

  it.each([
    ['does not exist', { guardrail: 'gr4two', version: '1' }, settings, /has no version 1/],
    ['has no such version', { guardrail: 'gr4one', version: '7' }, settings, /has no version 7/],
    ['reasons automatically', named, reasoning, /automated reasoning/],
  ])('leaves it to a person where the guardrail %s', async (_, parameters, draft, why) => {
    const { assess } = looking(enforcedGuardrailRestored, account(undefined, draft));

    const found = await assess(target, parameters);

    expect(found).toMatchObject({ state: 'manual', why: [expect.any(String), expect.stringMatching(why)] });
  });

  it.each([
    [{ guardrailVersion: '2' }, {}, 'Version 2 is enforced, not 1'],
    [{ selectiveContentGuarding: { system: 'SELECTIVE' } }, {}, 'Only what callers mark is guarded (system)'],
    [{ modelEnforcement: { includedModels: ['a'], excludedModels: [] } }, {}, 'Not enforced on: ALL'],
    [
      { modelEnforcement: { includedModels: ['a'], excludedModels: [] } },
      { 'included-models': ['a', 'b'] },
      'Not enforced on: b',
    ],
    [
      { modelEnforcement: { includedModels: ['ALL'], excludedModels: ['a', 'b'] } },
      { 'excluded-models': ['b'] },
      'Left out: a',
    ],
  ])('finds %j too little for %j', async (changes, demands, why) => {
    const config = { guardrailIdentifier: arn, guardrailVersion: '1', ...changes };
    const { assess } = looking(enforcedGuardrailRestored, account(config));

    const found = await assess(target, { ...named, ...demands });

    expect(found).toMatchObject({ state: 'wrong', why: [why] });
  });

  it('puts what the policy asks for, with the models only where it says something of them', async () => {
    const { plan } = looking(enforcedGuardrailRestored, account());

    const all = await plan(target, named);
    const some = await plan(target, { ...named, 'excluded-models': ['a'] });

    expect(all.steps[0]?.call.input).toEqual({
      guardrailInferenceConfig: {
        guardrailIdentifier: 'gr4one',
        guardrailVersion: '1',
        selectiveContentGuarding: { system: 'COMPREHENSIVE', messages: 'COMPREHENSIVE' },
      },
    });
    expect(some.steps[0]?.call.input).toMatchObject({
      guardrailInferenceConfig: { modelEnforcement: { includedModels: ['ALL'], excludedModels: ['a'] } },
    });
  });

  it('refuses a guardrail without version in the policy', () => {
    expect(enforcedGuardrailRestored.parameters.safeParse({ guardrail: 'gr4one' }).success).toBe(false);
  });
});
