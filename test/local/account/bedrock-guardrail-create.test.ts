import { describe, expect, it } from 'vitest';
import { createWorld } from './world.ts';

const settings = { name: 'tests', blockedInputMessaging: 'No.', blockedOutputsMessaging: 'No.' };

describe('making a guardrail', () => {
  it('takes a while, after which its draft is there with its tags', async () => {
    const { bedrock, advance } = createWorld();

    const { guardrailId = '', guardrailArn = '' } = await bedrock.CreateGuardrail({
      ...settings,
      tags: [{ key: 'team', value: 'language' }],
    });

    expect(await bedrock.GetGuardrail({ guardrailIdentifier: guardrailId })).toMatchObject({ status: 'CREATING' });
    advance(10);
    expect(await bedrock.GetGuardrail({ guardrailIdentifier: guardrailArn })).toMatchObject({
      name: 'tests',
      status: 'READY',
      version: 'DRAFT',
    });
    const { tags } = await bedrock.ListTagsForResource({ resourceARN: guardrailArn });
    expect(tags).toEqual([{ key: 'team', value: 'language' }]);
  });

  it('happens once for a token, and once for a name', async () => {
    const { bedrock, account } = createWorld();
    const first = await bedrock.CreateGuardrail({ ...settings, clientRequestToken: 'one' });
    const before = account.snapshot();

    const again = await bedrock.CreateGuardrail({ ...settings, clientRequestToken: 'one' });
    const other = bedrock.CreateGuardrail({ ...settings, clientRequestToken: 'two' });

    expect(again.guardrailId).toBe(first.guardrailId);
    await expect(other).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(bedrock.CreateGuardrail(settings)).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(bedrock.CreateGuardrail({ ...settings, name: 'a b' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    expect(account.snapshot()).toEqual(before);
  });
});
