import { describe, expect, it } from 'vitest';
import { blockPublicAccess, closed, openBuckets } from '../../kit/buckets.ts';
import { signalAt } from '../../kit/drive.ts';
import { accountId, beginning, enforcing, region, sourceOf } from '../../kit/world.ts';
import { effectsOf } from '../../kit/wrong.ts';
import { openQuickWorld } from '../../kit/quick-world.ts';
import type { QuickWorld } from '../../kit/quick-world.ts';
import { fixture } from '../../remediations/iam-ai-role-trust-narrowed.ts';
import { bucket, key, openWorld, signal } from './bucket-world.ts';

describe('a sweep', () => {
  async function sweep(world: QuickWorld, execution = 'sweep-1', remediations = [blockPublicAccess]): Promise<unknown> {
    const request = { account: accountId, region, at: beginning.toISOString(), remediations };
    await world.ask(blockPublicAccess, execution, { sweep: request });
    await world.backend.runUntilIdle();
    return world.outcomesOf(execution);
  }
  const found = (candidates: number, signals: number) => [{ remediation: blockPublicAccess, candidates, signals }];

  it('sends signals for what is wrong alone, and counts all', async () => {
    const world = openWorld({ account: openBuckets([bucket, 'other-data']) });
    await world.send(blockPublicAccess, signal);

    await expect(sweep(world)).resolves.toEqual(found(2, 1));
    expect(closed(world.account.snapshot()).toSorted()).toEqual(['other-data', bucket]);
    await expect(world.ledger.population(key)).resolves.toBe(2);
  });

  it('that runs again for the same time starts nothing twice', async () => {
    const world = openWorld({ policy: sourceOf({ ...enforcing(), remediations: {} }) });

    await expect(sweep(world, 'sweep-1')).resolves.toEqual(found(1, 1));
    await expect(sweep(world, 'sweep-2')).resolves.toEqual(found(1, 0));
  });

  it('sends a signal for what it can’t read: the pipeline has more patience', async () => {
    const world = openWorld();
    world.account.fault({ operation: 'GetPublicAccessBlock', kind: 'throttle' });

    await expect(sweep(world)).resolves.toEqual(found(1, 1));
    expect(closed(world.account.snapshot())).toEqual([bucket]);
  });

  it('looks at nothing that is switched off', async () => {
    const off = sourceOf({ version: 1, remediations: { [blockPublicAccess]: { mode: 'off' } } });
    const world = openWorld({ policy: off });

    await expect(sweep(world)).resolves.toEqual(found(1, 0));
  });

  it('is one of the remediations that it names', async () => {
    await expect(sweep(openWorld(), 'sweep-1', ['another'])).resolves.toEqual([]);
  });

  it('that can’t list says what is in the way, and leaves the last count as it was', async () => {
    const world = openWorld();
    await world.ledger.recordPopulation(key, 7, 0);
    world.account.fault({ operation: 'ListBuckets', times: Infinity, kind: 'access-denied' });

    await expect(sweep(world)).resolves.toMatchObject([
      { candidates: 0, signals: 0, problem: expect.stringMatching(/^AccessDenied: /) as string },
    ]);
    await expect(world.ledger.population(key)).resolves.toBe(7);
  });
});

it('a sweep counts what is the same in all Regions where its events come from', async () => {
  const remediation = 'iam-ai-role-trust-narrowed';
  const world = openQuickWorld({ account: fixture.wrong[0].account, policy: sourceOf(enforcing()) });
  const place = { remediation, account: accountId, region: 'us-east-1' };

  const sweep = { account: accountId, region, at: beginning.toISOString(), remediations: [remediation] };
  await world.ask(remediation, 'sweep-1', { sweep });
  await world.backend.runUntilIdle();

  expect(fixture.isRight(world.account.snapshot())).toBe(true);
  expect(await world.ledger.population(place)).toBe(1);
  expect(await world.ledger.population({ ...place, region })).toBeUndefined();
  const [outcome] = await world.send(remediation, fixture.signal);
  expect(outcome).toMatchObject({ status: 'compliant', region: 'us-east-1' });
});

describe('those who come by while somebody is at work', () => {
  it('are looked for once where they would all find the same', async () => {
    const world = openWorld();
    const later = ['b', 'c', 'd'].map((event) => signalAt(signal, event, world.clock.now()));
    for (const each of [signal, ...later]) await world.start(blockPublicAccess, each);
    await world.backend.runUntilIdle();

    const all = [signal, ...later].map(({ id }) => world.outcomesOf(`s3-${id}`));
    expect(effectsOf(world)).toHaveLength(1);
    expect(all.flat().filter(({ status }) => status === 'remediated')).toHaveLength(1);
    expect(world.ledger.holders()).toEqual({});
  });
});
