import { describe, expect, it } from 'vitest';
import { blockPublicAccess, closed } from '../../kit/buckets.ts';
import { beginning, region } from '../../kit/world.ts';
import { breakable } from './breakable.ts';
import { bucket, fixtureOf, openWorld, signal } from './bucket-world.ts';

describe('a rollback', () => {
  const by = 'arn:aws:iam::111122223333:user/ops';

  async function fixed() {
    const trouble = breakable();
    const world = openWorld({ outside: trouble.outside });
    const [outcome] = await world.send(blockPublicAccess, signal);
    const undo = async (action = outcome?.id ?? '') => {
      const rollback = { action, force: false, by, at: beginning.toISOString() };
      await world.ask(blockPublicAccess, 'rollback-1', { rollback });
      await world.backend.runUntilIdle();
      return world.outcomesOf('rollback-1')[0];
    };
    return { world, trouble, undo, id: outcome?.id ?? '' };
  }

  it('fails where the action can’t be read', async () => {
    const { trouble, undo, id } = await fixed();
    trouble.break('action');

    await expect(undo()).rejects.toThrow(`The action ${id} could not be read: action is broken`);
  });

  it('undoes nothing without the claim', async () => {
    const { world, trouble, undo } = await fixed();
    trouble.break('claim');

    await expect(undo()).resolves.toMatchObject({ status: 'failed', failure: { step: 'claim' } });
    expect(closed(world.account.snapshot())).toEqual([bucket]);
  });

  it.each(['endQuarantine', 'quarantine'])('undoes nothing that the next event would put right: %s', async (method) => {
    const { world, trouble, undo } = await fixed();
    trouble.break(method);

    const outcome = await undo();

    expect(outcome).toMatchObject({ status: 'refused', guard: 'rollback' });
    expect(outcome?.reason).toContain('could not be held off');
    expect(closed(world.account.snapshot())).toEqual([bucket]);
  });

  it('undoes nothing of a resource that it can’t read', async () => {
    const { world, undo } = await fixed();
    world.account.fault({ operation: 'GetPublicAccessBlock', times: Infinity, kind: 'access-denied' });

    const outcome = await undo();

    expect(outcome).toMatchObject({ status: 'refused', guard: 'rollback' });
    expect(outcome?.reason).toContain("it can't be read");
    expect(closed(world.account.snapshot())).toEqual([bucket]);
  });

  it('says so where a step has no way back', async () => {
    const { world, undo } = await fixed();
    const action = [...world.ledger.actions.values()][0];
    if (action === undefined) throw new Error('nothing was done');
    const step = { id: 'block-public-access', title: 'Block public access', final: 'the old policy is lost' };
    await world.ledger.begin({ ...action, plan: { steps: [step], expect: 'compliant' } }, 0);

    const outcome = await undo();

    expect(outcome).toMatchObject({ status: 'refused', reason: "It can't be undone: the old policy is lost." });
  });

  it('that can’t be settled in the ledger is told as done all the same', async () => {
    const { world, trouble, undo } = await fixed();
    trouble.break('finish');

    await expect(undo()).resolves.toMatchObject({ status: 'rolled-back', restored: true });
    expect(closed(world.account.snapshot())).toEqual([]);
  });

  it('takes back what is as it was left, though by now nobody would do it', async () => {
    const held = fixtureOf('lambda-function-not-vulnerable');
    const world = openWorld({ account: held.wrong[1]?.account ?? {} });
    const [outcome] = await world.send(held.remediation, held.signal);
    const functions = () => world.account.snapshot().regions[region]?.lambda.functions;
    expect(Object.values(functions() ?? {})).toMatchObject([{ reserved: 0 }]);
    world.account.edit(({ regions }) => {
      for (const finding of regions[region]?.inspector2.findings ?? []) Object.assign(finding, { status: 'CLOSED' });
    });

    const rollback = { action: outcome?.id ?? '', force: false, by, at: beginning.toISOString() };
    await world.ask(held.remediation, 'rollback-1', { rollback });
    await world.backend.runUntilIdle();

    expect(world.outcomesOf('rollback-1')).toMatchObject([{ status: 'rolled-back', restored: true }]);
    expect(Object.values(functions() ?? {})).toMatchObject([{ reserved: 5 }]);
  });
});
