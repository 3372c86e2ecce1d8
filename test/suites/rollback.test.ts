import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../../local/account/faults.ts';
import type { AccountState } from '../../local/account/state.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { createRemediator } from '../../shared/pipeline/remediator.ts';
import { undoOf } from '../../shared/plan.ts';
import type { Remediation } from '../../shared/remediation.ts';
import { atRest } from '../kit/at-rest.ts';
import { openUp } from '../kit/buckets.ts';
import { byHand, effectText, enforced, policyIn, signalAt, statuses } from '../kit/drive.ts';
import type { Fixture } from '../kit/fixture.ts';
import { inParallel } from '../kit/pool.ts';
import { openQuickWorld } from '../kit/quick-world.ts';
import type { QuickWorld } from '../kit/quick-world.ts';
import { openTestWorld, remediations, remediatorOf } from '../kit/world.ts';
import { effectsOf } from '../kit/wrong.ts';
import { fixtures } from '../remediations/index.ts';

const ops = 'arn:aws:iam::111122223333:user/ops';

/** A world in which a fixture's resource has been put right, and the action that did it. */
async function openFixed(fixture: Fixture) {
  const world = openQuickWorld({ account: fixture.wrong[0].account, policy: enforced });
  const before = fixture.essence(atRest(world));
  const [outcome] = await world.send(fixture.remediation, signalAt(fixture.signal, 'first', world.clock.now()));
  return { ...world, before, action: outcome!.id, outcome: outcome! };
}

let count = 0;

/** Asks for an action to be undone and runs that; each time as a request of its own. */
async function rollBack(
  world: QuickWorld,
  { remediation, signal }: Fixture,
  action: string,
  { force = false, run = true } = {},
): Promise<Outcome[]> {
  const execution = `rollback-${(count += 1)}`;
  await world.ask(remediation, execution, { rollback: { action, force, by: ops, at: signal.at } });
  if (!run) return [];
  await world.backend.runUntilIdle();
  return world.outcomesOf(execution);
}

const [reversible, irreversible] = [false, true].map((is) =>
  fixtures.filter((fixture) => (fixture.irreversible === true) === is),
) as [Fixture[], Fixture[]];

describe.concurrent.each(irreversible)('a fix by $remediation, which can’t be undone,', (fixture) => {
  const { remediation, signal } = fixture;

  it('is left as it is, even by force, and nothing is held off for it', async () => {
    const world = await openFixed(fixture);
    const effects = effectText(world);
    const [reason] = world.outcome.plan?.steps.flatMap(({ final }) => final ?? []) ?? [];

    for (const force of [false, true]) {
      const [refused] = await rollBack(world, fixture, world.action, { force });

      expect(refused).toMatchObject({ status: 'refused', guard: 'rollback' });
      expect(refused?.reason).toContain(reason);
    }
    expect(effectText(world)).toBe(effects);
    expect(await world.ledger.action(world.action)).toMatchObject({ status: 'remediated' });
    expect(world.ledger.holders()).toEqual({});
    const next = await world.send(remediation, signalAt(signal, 'next', world.clock.now()));
    expect(statuses(next)).toEqual(['compliant']);
  });

  it('names what is left when nobody could see whether it got through', async () => {
    const world = openQuickWorld({ account: fixture.wrong[0].account, policy: enforced });
    cutOff(world, 1, true);

    const [outcome] = await world.send(remediation, signalAt(signal, 'first', world.clock.now()));

    expect(outcome).toMatchObject({ status: 'failed', restored: false });
    const steps = outcome?.plan?.steps ?? [];
    // What can be taken back has been, and only what can't is left.
    const lasting = steps.filter((step) => undoOf(step).length === 0);
    expect(outcome?.left).toEqual(lasting.map(({ id }) => id));
    world.account.clearFaults();
    const effects = effectText(world);
    expect(statuses(await rollBack(world, fixture, outcome!.id, { force: true }))).toEqual(['refused (rollback)']);
    expect(effectText(world)).toBe(effects);
    expect(fixture.isRight(atRest(world))).toBe(lasting.length === steps.length);
  });
});

describe.concurrent.each(reversible)('a fix by $remediation', (fixture) => {
  const { remediation, signal } = fixture;

  it('is undone on request, and the next event about the resource is held off', async () => {
    const world = await openFixed(fixture);

    const undone = await rollBack(world, fixture, world.action);

    expect(undone).toMatchObject([
      { status: 'rolled-back', restored: true, rollsBack: world.action, actor: { arn: ops } },
    ]);
    expect(fixture.essence(atRest(world))).toEqual(world.before);
    expect(await world.ledger.action(world.action)).toMatchObject({ status: 'rolled-back', applied: [] });
    const effects = effectText(world);

    const next = await world.send(remediation, signalAt(signal, 'next', world.clock.now()));
    world.clock.advance(6 * 86_400);
    const later = await world.send(remediation, signalAt(signal, 'later', world.clock.now()));

    expect(statuses([...next, ...later])).toEqual(['refused (quarantine)', 'refused (quarantine)']);
    expect(next[0]?.reason).toContain(`${ops} rolled back ${world.action}`);
    expect(effectText(world)).toBe(effects);
    expect(world.events.filter(({ type }) => type === 'Escalation')).toEqual([]);
  });

  it('is not undone twice', async () => {
    const world = await openFixed(fixture);
    await rollBack(world, fixture, world.action);
    const effects = effectText(world);

    const twice = await rollBack(world, fixture, world.action);
    const forced = await rollBack(world, fixture, world.action, { force: true });

    expect(statuses([...twice, ...forced])).toEqual(['refused (rollback)', 'refused (rollback)']);
    expect(twice[0]?.reason).toContain('nothing is left to undo');
    expect(effectText(world)).toBe(effects);
  });

  it('is undone once by two who ask at the same time', async () => {
    const world = await openFixed(fixture);
    const once = await openFixed(fixture);
    await rollBack(once, fixture, once.action);

    await rollBack(world, fixture, world.action, { run: false });
    await rollBack(world, fixture, world.action);

    expect(effectText(world)).toBe(effectText(once));
    expect(fixture.essence(atRest(world))).toEqual(world.before);
    expect(world.ledger.holders()).toEqual({});
  });

  it('is not undone if the resource has been broken, put right or deleted since, unless forced', async () => {
    for (const change of [fixture.breakAgain, fixture.remove]) {
      const world = await openFixed(fixture);
      byHand(world, change);
      const effects = effectText(world);

      const refused = await rollBack(world, fixture, world.action);

      expect(statuses(refused)).toEqual(['refused (rollback)']);
      expect(refused[0]?.reason).toMatch(/has changed since: .*, found .*--force/);
      expect(effectText(world)).toBe(effects);
      // The refusal holds nothing off: whoever broke the resource again is answered as always.
      expect(await world.ledger.action(world.action)).toMatchObject({ status: 'remediated' });
      expect(world.ledger.holders()).toEqual({});
    }
  });

  it('that did not get through is undone as far as it got, from wherever it was cut off', async () => {
    const { length } = (await openFixed(fixture)).outcome.plan?.steps ?? [];
    await inParallel([...Array(length).keys()], async (index) => {
      const world = openQuickWorld({ account: fixture.wrong[0].account, policy: enforced });
      const before = fixture.essence(atRest(world));
      const allApplied = index === length - 1;
      cutOff(world, index + 1, allApplied);
      const [outcome] = await world.send(remediation, signalAt(signal, 'first', world.clock.now()));
      world.account.clearFaults();
      const title = `after ${index + 1} of ${length} steps: ${outcome?.reason}`;
      expect(outcome, title).toMatchObject({ status: 'failed', restored: false });
      expect(outcome?.left, title).toHaveLength(index + 1);

      const undone = await rollBack(world, fixture, outcome!.id);
      // What nobody could read cannot be compared: only a person can say that it is to be undone all the same.
      if (allApplied) {
        expect(statuses(undone), title).toEqual(['refused (rollback)']);
        expect(statuses(await rollBack(world, fixture, outcome!.id, { force: true })), title).toEqual(['rolled-back']);
      } else {
        expect(statuses(undone), title).toEqual(['rolled-back']);
      }

      expect(fixture.essence(atRest(world)), title).toEqual(before);
      expect(statuses(await rollBack(world, fixture, outcome!.id)), title).toEqual(['refused (rollback)']);
    });
  });

  it('that did not get through is not undone over what somebody has done since', async () => {
    const world = openQuickWorld({ account: fixture.wrong[0].account, policy: enforced });
    cutOff(world, 1, false);
    const [outcome] = await world.send(remediation, signalAt(signal, 'first', world.clock.now()));
    world.account.clearFaults();
    if (outcome?.status !== 'failed') return; // a plan of one step has got through
    byHand(world, fixture.fixByHand);
    const effects = effectText(world);

    expect(statuses(await rollBack(world, fixture, outcome.id))).toEqual(['refused (rollback)']);
    expect(effectText(world)).toBe(effects);
  });
});

/** Denies every further write after some, and if wanted every reading, too, as when a role loses its policy. */
function cutOff(world: QuickWorld, afterWrites: number, readings: boolean): void {
  world.account.fault({
    when: ({ write }) => (write || readings) && effectsOf(world).length >= afterWrites,
    times: Infinity,
    kind: 'access-denied',
  });
}

describe('a rollback', () => {
  const fixture = fixtures.find(({ remediation }) => remediation === 's3-bucket-public-access-blocked')!;
  const { remediation, signal } = fixture;
  const bucket = signal.resource.id;

  it('says what is different, and does it all the same when it is forced', async () => {
    const world = await openFixed(fixture);
    byHand(world, openUp(bucket, ['BlockPublicAcls']));

    const [refused] = await rollBack(world, fixture, world.action);
    expect(refused?.reason).toContain('expected compliant, found wrong (Off: BlockPublicAcls;');
    const [forced] = await rollBack(world, fixture, world.action, { force: true });

    expect(forced).toMatchObject({ status: 'rolled-back', restored: true });
    expect(fixture.essence(atRest(world))).toEqual(world.before);
  });

  it('leaves a resource that is gone as it is, even if it is forced', async () => {
    const world = await openFixed(fixture);
    byHand(world, fixture.remove);
    const effects = effectText(world);

    const [forced] = await rollBack(world, fixture, world.action, { force: true });

    expect(forced).toMatchObject({ status: 'failed', restored: false });
    expect(effectText(world)).toBe(effects);
    expect(world.account.snapshot().s3.buckets[bucket]).toBeUndefined();
  });

  it.each(['20261120T100000-0000000000', '20261120T100000-ffffffffff'])(
    'of the unknown action %s fails clearly and writes nothing',
    async (action) => {
      const world = await openFixed(fixture);
      const effects = effectText(world);

      await expect(rollBack(world, fixture, action)).rejects.toThrow(`There is no action ${action}`);
      expect(effectText(world)).toBe(effects);
    },
  );

  it.each(['../../etc/passwd', '__proto__', '', 'x'.repeat(5000)])(
    'of what cannot be an action (%j) is no request',
    async (action) => {
      const world = await openFixed(fixture);

      await expect(rollBack(world, fixture, action)).rejects.toThrow('Not a request to a remediator');
    },
  );

  it("of another remediator's action finds none", async () => {
    const world = await openFixed(fixture);
    const other = fixtures.find((one) => remediatorOf(one.remediation).name !== 's3')!;

    await expect(rollBack(world, other, world.action)).rejects.toThrow('There is no action');
  });

  it.each(['report', 'compliant', 'refused'] as const)(
    'of an outcome that wrote nothing (%s) finds no action',
    async (kind) => {
      const account = kind === 'compliant' ? fixture.right : fixture.wrong[0].account;
      const limits = { 'max-age': '1m' };
      const policy = kind === 'report' ? policyIn('report') : policyIn('enforce', kind === 'refused' ? { limits } : {});
      const world = openQuickWorld({ account, policy });
      world.clock.advance(120);
      const [outcome] = await world.send(remediation, signal);

      await expect(rollBack(world, fixture, outcome!.id)).rejects.toThrow('There is no action');
      expect(effectsOf(world)).toEqual([]);
    },
  );

  it('waits for nobody: while somebody is at work on the resource it is refused', async () => {
    const world = await openFixed(fixture);
    const key = {
      remediation,
      account: '111122223333',
      region: 'eu-central-1',
      type: signal.resource.type,
      id: bucket,
    };
    const now = Math.floor(world.clock.now().getTime() / 1000);
    await world.ledger.claim(key, 's3-somebody', signal.resource, now, 900);

    const [refused] = await rollBack(world, fixture, world.action);

    expect(refused).toMatchObject({ status: 'refused', guard: 'claim' });
    expect(fixture.isRight(world.account.snapshot())).toBe(true);
  });

  it('looks again for events that came while it was at work, finds the resource held off, and lets go', async () => {
    const world = await openFixed(fixture);
    let visited = false;
    world.account.fault({
      operation: 'DeletePublicAccessBlock',
      kind: () => {
        // Somebody comes by in the middle of the undo.
        const key = {
          remediation,
          account: '111122223333',
          region: 'eu-central-1',
          type: signal.resource.type,
          id: bucket,
        };
        const now = Math.floor(world.clock.now().getTime() / 1000);
        void world.ledger.claim(
          key,
          's3-visitor',
          { ...signal.resource, signal: signalAt(signal, 'visit', world.clock.now()), seenAt: now },
          now,
          900,
        );
        visited = true;
        return undefined;
      },
    });

    const outcomes = await rollBack(world, fixture, world.action);

    expect(visited).toBe(true);
    expect(statuses(outcomes)).toEqual(['rolled-back', 'refused (quarantine)']);
    expect(world.ledger.holders()).toEqual({});
  });

  it('that cannot undo says what is left, and can be repeated', async () => {
    const world = await openFixed(fixture);
    const denied = world.account.fault({
      operation: 'DeletePublicAccessBlock',
      times: Infinity,
      kind: 'access-denied',
    });

    const [failed] = await rollBack(world, fixture, world.action);
    expect(failed).toMatchObject({ status: 'failed', restored: false, left: ['block-public-access'] });

    denied.remove();
    const [undone] = await rollBack(world, fixture, world.action);
    expect(undone).toMatchObject({ status: 'rolled-back', restored: true });
    expect(fixture.essence(atRest(world))).toEqual(world.before);
  });

  it('of an action whose run died in the middle is possible by force', async () => {
    const world = openQuickWorld({
      account: fixture.wrong[0].account,
      policy: enforced,
      backend: {
        crashAt: ({ execution, updates }) =>
          !execution.startsWith('rollback') && updates.some(({ Name }) => Name === 'verify'),
        retries: { failures: 1, backoffSeconds: 1 },
      },
    });
    const before = fixture.essence(atRest(world));
    const execution = await world.start(remediation, signalAt(signal, 'first', world.clock.now()));
    await world.backend.runUntilIdle();
    expect(world.backend.result(execution).status).toBe('FAILED');
    const [action] = [...world.ledger.actions.values()];
    expect(action).toMatchObject({ status: 'applying' });
    expect(fixture.isRight(world.account.snapshot())).toBe(true);
    world.clock.advance(901);

    expect(statuses(await rollBack(world, fixture, action!.id))).toEqual(['refused (rollback)']);
    expect(statuses(await rollBack(world, fixture, action!.id, { force: true }))).toEqual(['rolled-back']);
    expect(fixture.essence(atRest(world))).toEqual(before);
    expect(await world.ledger.action(action!.id)).toMatchObject({ status: 'rolled-back' });
  });

  it('works on DynamoDB, too', async () => {
    const world = await openTestWorld({ account: fixture.wrong[0].account });
    const before = fixture.essence(atRest(world));
    const [outcome] = await world.send(remediation, signal);
    for (const [execution, status] of [
      ['one', 'rolled-back'],
      ['two', 'refused (rollback)'],
    ] as const) {
      await world.start('s3', execution, { rollback: { action: outcome!.id, force: false, by: ops, at: signal.at } });
      await world.backend.runUntilIdle();
      expect(statuses(world.outcomesOf(execution))).toEqual([status]);
    }
    expect(fixture.essence(atRest(world))).toEqual(before);
  });
});

describe('a plan that is cut off after the resource looks right', () => {
  const fixture = fixtures.find(({ remediation }) => remediation === 's3-bucket-public-access-blocked')!;
  const s3 = remediations.find(({ id }) => id === fixture.remediation)!;
  const bucket = fixture.signal.resource.id;

  /** As the real one, with a step behind that the reading does not show: starting again what was stopped, say. */
  const withAfterthought: Remediation = {
    ...s3,
    plan: (...given) => {
      const { steps, ...plan } = s3.plan(...given);
      const rest = steps.map((step) => ({
        ...step,
        id: 'afterthought',
        call: { ...step.call, input: { ...step.call.input, Bucket: 'companion' } },
      }));
      return { ...plan, steps: [...steps, ...rest.map(({ undo: _, ...step }) => step)] };
    },
  };

  async function run(kind: FaultKind) {
    const buckets = { ...fixture.wrong[0].account.s3?.buckets, companion: {} };
    const world = openQuickWorld({ account: { s3: { buckets } }, policy: enforced });
    world.backend.register('probe', createRemediator('probe', [withAfterthought], world.edges.get('s3')!));
    world.account.fault({
      when: ({ write, input }) => write && input['Bucket'] === 'companion',
      times: Infinity,
      kind,
    });
    await world.backend.start('probe', 'probe-1', { signal: fixture.signal });
    await world.backend.runUntilIdle();
    return { ...world, outcomes: world.outcomesOf('probe-1') };
  }

  it.each(['access-denied', 'conflict', 'not-found', 'throttle'] as const)(
    'by %s is no success, and is taken back',
    async (kind) => {
      const { outcomes, account } = await run(kind);

      expect(outcomes).toMatchObject([{ status: 'failed', restored: true, failure: { step: 'afterthought' } }]);
      expect(imageOf(account.snapshot(), bucket)).toBeUndefined();
    },
  );

  it('by lost answers is a success, as the reading shows', async () => {
    const { outcomes, account } = await run('timeout-after');

    expect(outcomes).toMatchObject([{ status: 'remediated' }]);
    expect(imageOf(account.snapshot(), 'companion')).toBeDefined();
  });
});

function imageOf({ s3 }: AccountState, bucket: string): unknown {
  return s3.buckets[bucket]?.publicAccessBlock;
}
