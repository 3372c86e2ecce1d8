import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const guardrailIdentifier = 'gr4tests';
const arn = `arn:aws:bedrock:${here}:111122223333:guardrail/${guardrailIdentifier}`;
const messaging = { blockedInputMessaging: 'No.', blockedOutputsMessaging: 'No.' };
const promptAttack = { type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' } as const;

function world(versions: Record<string, { settings: object }> = {}) {
  const settings = { name: 'tests', ...messaging, contentPolicyConfig: { filtersConfig: [promptAttack] } };
  const guardrail = { settings, versions: versions as never, tags: [{ Key: 'team', Value: 'language' }] };
  return createWorld({ regions: { [here]: { bedrock: { guardrails: { [guardrailIdentifier]: guardrail } } } } });
}

describe('a guardrail', () => {
  it('is read by id and by ARN, in other words than it is written', async () => {
    const { bedrock } = world();

    for (const identifier of [guardrailIdentifier, arn]) {
      expect(await bedrock.GetGuardrail({ guardrailIdentifier: identifier })).toMatchObject({
        guardrailId: guardrailIdentifier,
        guardrailArn: arn,
        version: 'DRAFT',
        status: 'READY',
        contentPolicy: { filters: [promptAttack] },
      });
    }
    expect((await bedrock.ListTagsForResource({ resourceARN: arn })).tags).toEqual([
      { key: 'team', value: 'language' },
    ]);
  });

  it('loses every policy that an update leaves out', async () => {
    const { bedrock, advance } = world();

    await bedrock.UpdateGuardrail({
      guardrailIdentifier,
      name: 'tests',
      ...messaging,
      contextualGroundingPolicyConfig: { filtersConfig: [{ type: 'GROUNDING', threshold: 0.5 }] },
    });
    advance(60);

    const found = await bedrock.GetGuardrail({ guardrailIdentifier });
    expect(found.contentPolicy).toBeUndefined();
    expect(found.contextualGroundingPolicy).toEqual({ filters: [{ type: 'GROUNDING', threshold: 0.5 }] });
  });

  it('is busy for a while after a change, and refuses the next one', async () => {
    const { bedrock, advance } = world();
    await bedrock.UpdateGuardrail({ guardrailIdentifier, name: 'tests', ...messaging });
    const status = async () => (await bedrock.GetGuardrail({ guardrailIdentifier })).status;

    expect(await status()).toBe('UPDATING');
    const conflict = { name: 'ConflictException' };
    await expect(bedrock.CreateGuardrailVersion({ guardrailIdentifier })).rejects.toMatchObject(conflict);
    await expect(bedrock.UpdateGuardrail({ guardrailIdentifier, name: 'tests', ...messaging })).rejects.toMatchObject(
      conflict,
    );

    advance(10);
    expect(await status()).toBe('READY');
    await bedrock.CreateGuardrailVersion({ guardrailIdentifier });
    expect(await status()).toBe('VERSIONING');
  });

  it('numbers its versions on, which later updates leave alone', async () => {
    const { bedrock, advance } = world();
    const version = { guardrailIdentifier, description: 'first', clientRequestToken: 'a'.repeat(40) };

    expect((await bedrock.CreateGuardrailVersion(version)).version).toBe('1');
    expect((await bedrock.CreateGuardrailVersion(version)).version).toBe('1');
    advance(10);
    await bedrock.UpdateGuardrail({ guardrailIdentifier, name: 'tests', ...messaging });
    advance(10);
    expect((await bedrock.CreateGuardrailVersion({ guardrailIdentifier })).version).toBe('2');

    expect(await bedrock.GetGuardrail({ guardrailIdentifier, guardrailVersion: '1' })).toMatchObject({
      description: 'first',
      contentPolicy: { filters: [promptAttack] },
    });
    const listed = await bedrock.ListGuardrails({ guardrailIdentifier, maxResults: 2 });
    const rest = await bedrock.ListGuardrails({ guardrailIdentifier, nextToken: listed.nextToken });
    expect([...(listed.guardrails ?? []), ...(rest.guardrails ?? [])].map(({ version: number }) => number)).toEqual([
      '1',
      '2',
      'DRAFT',
    ]);
    expect((await bedrock.ListGuardrails({})).guardrails?.map(({ version: number }) => number)).toEqual(['DRAFT']);
  });

  it('is deleted with all versions, or loses the one that is named', async () => {
    const { bedrock } = world({ 1: { settings: { name: 'tests', ...messaging } } });
    const gone = { name: 'ResourceNotFoundException' };

    await bedrock.DeleteGuardrail({ guardrailIdentifier, guardrailVersion: '1' });
    await expect(bedrock.GetGuardrail({ guardrailIdentifier, guardrailVersion: '1' })).rejects.toMatchObject(gone);
    await expect(bedrock.DeleteGuardrail({ guardrailIdentifier, guardrailVersion: '1' })).rejects.toMatchObject(gone);
    await bedrock.DeleteGuardrail({ guardrailIdentifier });
    await expect(bedrock.GetGuardrail({ guardrailIdentifier })).rejects.toMatchObject(gone);
  });

  it.each([
    ['a name with a space', { name: 'a b' }],
    ['no messaging', { blockedInputMessaging: '' }],
    [
      'a prompt attack filter for answers',
      { contentPolicyConfig: { filtersConfig: [{ ...promptAttack, outputStrength: 'LOW' as const }] } },
    ],
    ['a filter twice', { contentPolicyConfig: { filtersConfig: [promptAttack, promptAttack] } }],
    [
      'a threshold that nothing reaches',
      { contextualGroundingPolicyConfig: { filtersConfig: [{ type: 'GROUNDING' as const, threshold: 1 }] } },
    ],
  ])('is not updated with %s', async (_, change) => {
    const { bedrock, account } = world();
    const before = account.snapshot();

    const updating = bedrock.UpdateGuardrail({ guardrailIdentifier, name: 'tests', ...messaging, ...change });

    await expect(updating).rejects.toMatchObject({ name: 'ValidationException' });
    expect(account.snapshot()).toEqual(before);
  });

  it('is not found under another name, Region or account, nor its draft deleted alone', async () => {
    const { bedrock, inVirginia } = world();
    const gone = { name: 'ResourceNotFoundException' };

    for (const identifier of ['nope', '__proto__', arn.replace('111122223333', '444455556666')]) {
      await expect(bedrock.GetGuardrail({ guardrailIdentifier: identifier })).rejects.toMatchObject(gone);
    }
    await expect(inVirginia.bedrock.GetGuardrail({ guardrailIdentifier: arn })).rejects.toMatchObject(gone);
    await expect(bedrock.DeleteGuardrail({ guardrailIdentifier, guardrailVersion: 'DRAFT' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
