import { describe, expect, it } from 'vitest';
import type { Fixture, WrongWorld } from '../kit/fixture.ts';
import { enforcing, openTestWorld, remediations } from '../kit/world.ts';
import type { TestWorld } from '../kit/world.ts';
import { fixtures } from '../remediations/index.ts';

function openWrong({ remediation }: Fixture, { account, parameters }: WrongWorld): Promise<TestWorld> {
  const policy = enforcing();
  if (parameters === undefined) return openTestWorld({ account, policy });
  const each = { ...(policy['remediations'] as object), [remediation]: { mode: 'enforce', parameters } };
  return openTestWorld({ account, policy: { ...policy, remediations: each } });
}

describe('every remediation', () => {
  it('has a fixture', () => {
    expect(fixtures.map(({ remediation }) => remediation).toSorted()).toEqual(remediations.map(({ id }) => id).toSorted());
  });
});

describe.each(fixtures)('$remediation', (fixture) => {
  const { remediation, signal } = fixture;

  describe.each(fixture.wrong)('from a world where $name', (wrong) => {
    it('puts it right and reads it again', async () => {
      const world = await openWrong(fixture, wrong);

      const [outcome] = await world.send(remediation, signal);

      expect(outcome).toMatchObject({ status: 'remediated', mode: 'enforce' });
      const again = await world.send(remediation, { ...signal, id: 'f'.repeat(32), event: 'again' });
      expect(again.map(({ status }) => status)).toEqual([wrong.expect ?? 'compliant']);
    });

    it('can be undone, to exactly the state before', async () => {
      const world = await openWrong(fixture, wrong);
      const before = fixture.essence(world.account.snapshot());
      const [outcome] = await world.send(remediation, signal);
      expect(fixture.essence(world.account.snapshot())).not.toEqual(before);

      const rollback = { action: outcome?.id ?? '', force: false, by: 'arn:aws:iam::111122223333:user/ops', at: signal.at };
      await world.start(remediatorNameOf(world, remediation), 'rollback-1', { rollback });
      await world.backend.runUntilIdle();

      expect(world.outcomesOf('rollback-1')).toMatchObject([{ status: 'rolled-back', restored: true }]);
      expect(fixture.essence(world.account.snapshot())).toEqual(before);
    });
  });

  it('reads a resource that is right once, and writes nothing', async () => {
    const world = await openTestWorld({ account: fixture.right });

    const outcomes = await world.send(remediation, signal);

    expect(outcomes.map(({ status }) => status)).toEqual(['compliant']);
    const calls = world.account.calls.filter(({ service }) => service !== 'EventBridge');
    expect(calls.filter(({ write }) => write)).toEqual([]);
    expect(calls).toHaveLength(fixture.readCalls ?? 1);
  });

  it('says clearly that a resource is gone, and writes nothing', async () => {
    const world = await openTestWorld({ account: fixture.gone });

    const [outcome] = await world.send(remediation, signal);

    expect(['gone', 'compliant']).toContain(outcome?.status);
    expect(world.account.calls.filter(({ write, service }) => write && service !== 'EventBridge')).toEqual([]);
  });
});

function remediatorNameOf(world: TestWorld, id: string): string {
  for (const [name] of world.edges) if (id.startsWith(name)) return name;
  return 'audit';
}
