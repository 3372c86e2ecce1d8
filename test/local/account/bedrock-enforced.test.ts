import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const settings = { name: 'one', blockedInputMessaging: 'No.', blockedOutputsMessaging: 'No.' };
const arn = `arn:aws:bedrock:${here}:111122223333:guardrail/gr4one`;

function world() {
  const guardrails = { gr4one: { settings, versions: { 1: { settings }, 2: { settings } } } };
  return createWorld({ regions: { [here]: { bedrock: { guardrails } } } });
}

describe('the enforced guardrail', () => {
  it('is one configuration of a Region, changed by its id', async () => {
    const { bedrock, inVirginia } = world();

    const { configId = '' } = await bedrock.PutEnforcedGuardrailConfiguration({
      guardrailInferenceConfig: { guardrailIdentifier: 'gr4one', guardrailVersion: '1' },
    });
    await bedrock.PutEnforcedGuardrailConfiguration({
      configId,
      guardrailInferenceConfig: { guardrailIdentifier: arn, guardrailVersion: '2' },
    });

    expect((await bedrock.ListEnforcedGuardrailsConfiguration({})).guardrailsConfig).toMatchObject([
      { configId, guardrailId: 'gr4one', guardrailArn: arn, guardrailVersion: '2', owner: 'ACCOUNT' },
    ]);
    expect((await inVirginia.bedrock.ListEnforcedGuardrailsConfiguration({})).guardrailsConfig).toEqual([]);
  });

  it('is no longer there once deleted', async () => {
    const { bedrock } = world();
    const guardrailInferenceConfig = { guardrailIdentifier: 'gr4one', guardrailVersion: '1' };
    const { configId } = await bedrock.PutEnforcedGuardrailConfiguration({ guardrailInferenceConfig });

    await bedrock.DeleteEnforcedGuardrailConfiguration({ configId });

    expect((await bedrock.ListEnforcedGuardrailsConfiguration({})).guardrailsConfig).toEqual([]);
    const again = bedrock.DeleteEnforcedGuardrailConfiguration({ configId });
    await expect(again).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it.each([
    ['a guardrail that is not there', 'gr4two', '1', undefined, 'ResourceNotFoundException'],
    ['a version that is not there', 'gr4one', '3', undefined, 'ResourceNotFoundException'],
    ['a working draft', 'gr4one', 'DRAFT', undefined, 'ValidationException'],
    ['an id that is not there', 'gr4one', '1', 'enf9', 'ResourceNotFoundException'],
  ])('is refused for %s', async (_, guardrailIdentifier, guardrailVersion, configId, name) => {
    const { bedrock, account } = world();
    const before = account.snapshot();

    const guardrailInferenceConfig = { guardrailIdentifier, guardrailVersion };
    const put = bedrock.PutEnforcedGuardrailConfiguration({ guardrailInferenceConfig, ...(configId && { configId }) });

    await expect(put).rejects.toMatchObject({ name });
    expect(account.snapshot()).toEqual(before);
  });

  it('is refused a second time without an id, and may be one that another account shares', async () => {
    const { bedrock } = world();
    const guardrailIdentifier = `arn:aws:bedrock:${here}:444455556666:guardrail/gr4shared`;
    const guardrailInferenceConfig = { guardrailIdentifier, guardrailVersion: '1' };

    await bedrock.PutEnforcedGuardrailConfiguration({ guardrailInferenceConfig });

    const again = bedrock.PutEnforcedGuardrailConfiguration({ guardrailInferenceConfig });
    await expect(again).rejects.toMatchObject({ name: 'ConflictException' });
    const { guardrailsConfig } = await bedrock.ListEnforcedGuardrailsConfiguration({});
    expect(guardrailsConfig).toMatchObject([{ guardrailArn: guardrailIdentifier }]);
    await expect(bedrock.ListEnforcedGuardrailsConfiguration({ nextToken: 'x' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
