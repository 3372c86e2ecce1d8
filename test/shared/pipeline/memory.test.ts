import { describe, expect, it } from 'vitest';
import { openQuickly } from '../../kit/wrong.ts';
import type { AnyWorld } from '../../kit/wrong.ts';
import { accountId, beginning, region, remediatorOf } from '../../kit/world.ts';
import { fixture } from '../../remediations/bedrock-guardrail-restored.ts';

const { remediation, signal } = fixture;
const key = { remediation, account: accountId, region, type: signal.resource.type, id: signal.resource.id };
const now = beginning.getTime() / 1000;
const { regions } = fixture.right;

function openSeen(): AnyWorld {
  return openQuickly(fixture, { name: 'a guardrail is there that nobody has kept', account: { regions } });
}

async function sweep(world: AnyWorld): Promise<unknown> {
  const request = { account: accountId, region, at: beginning.toISOString(), remediations: [remediation] };
  const { name } = remediatorOf(remediation);
  const execution = `sweep-${world.account.calls.length}`;
  await world.start(name, execution, { sweep: request });
  await world.backend.runUntilIdle();
  return world.outcomesOf(execution);
}

describe('a sweep', () => {
  it('keeps what the candidates are made of', async () => {
    const world = openSeen();

    await expect(sweep(world)).resolves.toEqual([{ remediation, candidates: 1, signals: 0 }]);

    await expect(world.ledger.snapshot(key, now)).resolves.toMatchObject({
      draft: { name: 'support-assistant' },
      released: { name: 'support-assistant' },
      tags: [],
    });
  });

  it('finds what has been deleted since an earlier one', async () => {
    const world = openSeen();
    await sweep(world);
    world.account.edit(fixture.breakAgain);

    await expect(sweep(world)).resolves.toEqual([{ remediation, candidates: 1, signals: 1 }]);

    world.account.edit((state) => expect(fixture.isRight(state)).toBe(true));
  });

  it('goes on where something can’t be kept', async () => {
    const world = openSeen();
    world.account.fault({ operation: 'ListTagsForResource', times: 20, kind: 'access-denied' });

    await expect(sweep(world)).resolves.toEqual([{ remediation, candidates: 1, signals: 0 }]);

    await expect(world.ledger.snapshot(key, now)).resolves.toBeUndefined();
  });
});

describe('a reading that finds a resource right', () => {
  it('keeps what it is made of, so that nothing need be missed until the next sweep', async () => {
    const world = openSeen();

    await expect(world.send(remediation, signal)).resolves.toMatchObject([{ status: 'compliant' }]);

    await expect(world.ledger.snapshot(key, now)).resolves.toMatchObject({ draft: { name: 'support-assistant' } });
  });

  it('keeps nothing where there is nothing to keep any more', async () => {
    const world = openSeen();
    await world.send(remediation, signal);
    world.account.edit(fixture.breakAgain);
    world.account.edit((state) => {
      const guardrails = state.regions[region]?.bedrock.guardrails;
      fixture.fixByHand(state);
      const made = guardrails === undefined ? undefined : state.regions[region]?.bedrock.guardrails[key.id];
      const bedrock = state.regions[region]?.bedrock;
      if (made !== undefined && bedrock !== undefined) bedrock.guardrails = { gr4another01: made };
    });

    const again = { ...signal, id: 'f'.repeat(32), event: 'again' };
    await expect(world.send(remediation, again)).resolves.toMatchObject([
      { status: 'compliant', reason: 'Guardrail gr4another01, of the same name, stands in for it.' },
    ]);

    await expect(world.ledger.snapshot(key, now)).resolves.toMatchObject({ draft: { name: 'support-assistant' } });
  });
});
