import { describe, expect, it } from 'vitest';
import { guardrailRestored } from '../../../../functions/remediators/bedrock/guardrail-restored.ts';
import { halfRestored } from '../../../../functions/remediators/bedrock/guardrail-restoration.ts';
import { bind } from '../../../../shared/aws/service.ts';
import type { Json } from '../../../../shared/json.ts';
import { createWorld, here } from '../../../local/account/world.ts';

const id = 'gr4old';
const target = { type: 'AWS::Bedrock::Guardrail', id };
const settings = { name: 'one', blockedInputMessaging: 'No.', blockedOutputsMessaging: 'No.' };
const kept = { draft: { ...settings, description: 'One' }, released: settings, tags: [] };

function holding(guardrails: object) {
  const { account } = createWorld({ regions: { [here]: { bedrock: { guardrails: guardrails as never } } } });
  const aws = bind(guardrailRestored.uses, account.clientFor, here);
  const scope = { account: '111122223333', region: here };
  const assess = async (snapshot?: Json) =>
    guardrailRestored.assess(target, aws, {}, snapshot === undefined ? scope : { ...scope, snapshot });
  return {
    assess,
    snapshot: async () => guardrailRestored.snapshot?.(target, aws),
    async steps() {
      const found = await assess(kept);
      if (found.state !== 'wrong') throw new Error(`it is ${found.state}`);
      return guardrailRestored.plan(found.before, {}, target, scope).steps;
    },
  };
}

const being = (as: string) => ({ as, until: '2026-11-20T12:00:00.000Z' });

describe('bedrock-guardrail-restored', () => {
  it('says that what nobody has kept is gone', async () => {
    expect(await holding({}).assess()).toMatchObject({
      state: 'gone',
      why: expect.stringContaining('nothing was kept'),
    });
  });

  it('waits for a guardrail of that name that is being made', async () => {
    const { assess } = holding({ gr4new: { settings, busy: being('CREATING') } });

    expect(await assess(kept)).toMatchObject({ state: 'busy', why: 'Guardrail gr4new, of the same name, is CREATING' });
  });

  it('is content with a guardrail that somebody has made of that name', async () => {
    const { assess } = holding({ gr4new: { settings }, gr4other: { settings: { ...settings, name: 'two' } } });

    expect(await assess(kept)).toMatchObject({ state: 'compliant', live: { standsIn: 'gr4new' } });
  });

  it.each([
    ['nothing', {}, ['create-guardrail', 'create-version', 'update-draft']],
    ['the guardrail', {}, ['create-version', 'update-draft']],
    ['the version, too', { 1: { settings } }, ['update-draft']],
  ])('goes on where an earlier restoration has made %s', async (made, versions, steps) => {
    const half = { ...settings, description: `One${halfRestored(id)}` };
    const { steps: planned } = holding(made === 'nothing' ? {} : { gr4new: { settings: half, versions } });

    expect((await planned()).map((step) => step.id)).toEqual(steps);
  });

  it('cuts a description to what fits, and keeps its own end', async () => {
    const long = { ...kept, released: null, draft: { ...settings, description: 'x'.repeat(200) } };
    const { assess } = holding({});
    const found = await assess(long);

    const { steps } = guardrailRestored.plan(found.state === 'wrong' ? found.before : {}, {}, target, {
      account: '111122223333',
      region: here,
    });

    expect(steps).toHaveLength(1);
    const description = steps[0]?.call.input['description'];
    expect(description).toHaveLength(200);
    expect(description).toMatch(/^x+ \[restored from gr4old\]$/);
  });

  it('keeps the newest version, the draft, and the tags that anybody may set', async () => {
    const guardrail = {
      settings: { ...settings, description: 'One' },
      versions: { 2: { settings: { ...settings, blockedInputMessaging: 'Two.' } }, 10: { settings } },
      tags: [
        { Key: 'team', Value: 'language' },
        { Key: 'aws:cloudformation:stack-name', Value: 'assistant' },
      ],
    };

    expect(await holding({ [id]: guardrail }).snapshot()).toEqual({
      draft: { ...settings, description: 'One' },
      released: { ...settings, description: 'One' },
      tags: [{ key: 'team', value: 'language' }],
    });
    expect(await holding({ [id]: { ...guardrail, busy: being('UPDATING') } }).snapshot()).toBeUndefined();
    expect(await holding({}).snapshot()).toBeUndefined();
  });
});
