import { describe, expect, it } from 'vitest';
import { invocationLogGroupEncrypted } from '../../../../functions/remediators/bedrock/invocation-log-group-encrypted.ts';
import { fixture } from '../../../remediations/bedrock-invocation-log-group-encrypted.ts';
import { looking } from '../looking.ts';

const { signal, wrong, gone } = fixture;
const { resource } = signal;
const key = 'arn:aws:kms:us-east-1:111122223333:key/11112222-3333-4444-5555-666677778888';

describe('the log group of invocation logs', () => {
  const look = looking(invocationLogGroupEncrypted, wrong[0].account);

  it('is left to a person where the policy names no key, or one of another Region', async () => {
    await expect(look.assess(resource)).resolves.toMatchObject({
      state: 'manual',
      steps: expect.arrayContaining([expect.stringContaining('.parameters.kms-key')]),
    });
    await expect(look.assess(resource, { 'kms-key': key })).resolves.toMatchObject({
      state: 'manual',
      steps: expect.arrayContaining([expect.stringContaining('is of another Region')]),
    });
  });

  it('is not looked for where invocations are logged elsewhere', async () => {
    expect(await look.locate({ ...resource, id: '/other' })).toMatchObject({ verdict: { state: 'compliant' } });
    expect(await look.locate(resource)).toEqual({ targets: [resource] });
  });

  it('is not taken for another one whose name begins alike', async () => {
    const { assess } = looking(invocationLogGroupEncrypted, gone);

    await expect(assess(resource)).resolves.toMatchObject({ state: 'gone' });
  });

  it('has tags, and is listed by its ARN', async () => {
    expect(await look.tags(resource)).toEqual({ team: 'audit' });
    expect(await look.list()).toEqual([{ resource }]);
  });
});
