import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountState } from '../../local/account/state.ts';
import { roleArn } from '../../local/world.ts';
import { atRest } from '../kit/at-rest.ts';
import { byHand, effectText, enforced, signalAt, statuses } from '../kit/drive.ts';
import { inTurns, openMeeting, requestsInTurns } from '../kit/meeting.ts';
import { inParallel } from '../kit/pool.ts';
import { cleanRun, openRight } from '../kit/put-right.ts';
import { openQuickWorld } from '../kit/quick-world.ts';
import { beginning, openTestWorld, remediatorOf } from '../kit/world.ts';
import { fixtures } from '../remediations/index.ts';

/** All orders of some things. */
function permutations<T>(things: readonly T[]): T[][] {
  if (things.length === 0) return [[]];
  return things.flatMap((first, index) => permutations(things.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}

/** Answers that leave the resource as it was found. */
const quiet = ['compliant', 'gone', 'duplicate'];

function expectOneFix(outcomes: readonly string[], title?: string): void {
  expect(
    outcomes.filter((status) => status === 'remediated'),
    title,
  ).toHaveLength(1);
  expect(
    outcomes.filter((status) => status !== 'remediated' && !quiet.includes(status)),
    title,
  ).toEqual([]);
}

describe.concurrent.each(fixtures)('$remediation', (fixture) => {
  const { remediation, signal } = fixture;
  const wrong = { account: fixture.wrong[0].account, policy: enforced };

  // The order of events is the pipeline's business: one remediation meets all of them, each of the others some.
  const all = remediation === 's3-bucket-public-access-blocked';

  it('answers the same event, however often it is delivered, by one execution and one fix', async () => {
    const world = openQuickWorld(wrong);
    const { effects } = await cleanRun(fixture);
    const { name, functionName } = remediatorOf(remediation);
    const request = { signal: { ...signal, hints: { ...signal.hints, remediation } } };

    for (let copy = 1; copy <= 10; copy++) {
      const started = await world.backend.start(functionName, `${name}-${signal.id}`, request);
      expect(started, `copy ${copy}`).toBe(copy === 1 ? 'started' : 'exists');
      // The second one comes while the first is under way, the others after it.
      if (copy !== 1) await world.backend.runUntilIdle();
      if (copy === 2 || copy === 3 || copy === 10) expect(effectText(world), `${copy} copies`).toBe(effects);
    }

    expect(world.backend.executions()).toHaveLength(1);
  });

  it('answers events about one resource, one after the other, by one fix', async () => {
    const world = openQuickWorld(wrong);
    const { effects } = await cleanRun(fixture);

    const outcomes: string[] = [];
    for (let event = 1; event <= 10; event++) {
      outcomes.push(...statuses(await world.send(remediation, signalAt(signal, `event-${event}`, beginning))));
      if (event === 2 || event === 3 || event === 10) expectOneFix(outcomes, `${event} events`);
    }

    expect(outcomes[0]).toBe('remediated');
    expect(effectText(world)).toBe(effects);
  });

  it.each(all ? [2, 3, 10] : [3])('answers %i events about one resource, all at once, by one fix', async (events) => {
    const world = openQuickWorld({ ...wrong, backend: { concurrency: events } });

    const executions = await Promise.all(
      Array.from({ length: events }, async (_, event) =>
        world.start(remediation, signalAt(signal, `event-${event}`, beginning)),
      ),
    );
    await world.backend.runUntilIdle();

    expectOneFix(executions.flatMap((execution) => statuses(world.outcomesOf(execution))));
    expect(effectText(world)).toBe((await cleanRun(fixture)).effects);
    expect(world.ledger.holders()).toEqual({});
  });

  it('makes one fix of three events however their calls interleave', async () => {
    const { effects } = await cleanRun(fixture);
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = openQuickWorld({ ...wrong, backend: { concurrency: 3 }, outside: inTurns(scheduler) });
        const executions = await Promise.all(
          [1, 2, 3].map(async (event) => world.start(remediation, signalAt(signal, `event-${event}`, beginning))),
        );
        await scheduler.waitFor(world.backend.runUntilIdle());

        expectOneFix(executions.flatMap((execution) => statuses(world.outcomesOf(execution))));
        expect(effectText(world)).toBe(effects);
        expect(world.ledger.holders()).toEqual({});
      }),
      { numRuns: all ? 40 : 2, seed: 20261120 },
    );
  }, 60_000);

  it('does the right thing after each of bad, fixed by hand, bad again and deleted, in every order', async () => {
    const edits: Record<string, (state: AccountState) => void> = {
      bad: fixture.breakAgain,
      'fixed by hand': fixture.fixByHand,
      'bad again': fixture.breakAgain,
      deleted: fixture.remove,
    };
    const orders = permutations(Object.keys(edits));
    const some = orders.filter((_, index) => all || (index + fixtures.indexOf(fixture)) % 6 === 0);
    await inParallel(some, async (order) => {
      const world = await openRight(fixture);
      for (const [index, name] of order.entries()) {
        const title = order.slice(0, index + 1).join(', ');
        byHand(world, (state) => edits[name]?.(state));
        const wasRight = fixture.isRight(atRest(world));
        const before = effectText(world);

        const outcomes = await world.send(remediation, signalAt(signal, name, world.clock.now()));

        expect(fixture.isRight(atRest(world)), title).toBe(true);
        const expected = wasRight ? expect.stringMatching(/^(compliant|gone)$/) : 'remediated';
        expect(statuses(outcomes), title).toEqual([expected]);
        expect(effectText(world) === before, title).toBe(wasRight);
      }
    });
  });

  it('acts on signals that are neither stale nor yet to come, and on no others', async () => {
    const ages: readonly (readonly [age: string, seconds: number, isFresh: boolean])[] = [
      ['a minute old', -60, true],
      ['23 hours old', -23 * 3600, true],
      ['exactly as old as allowed', -24 * 3600, true],
      ['a second older than allowed', -24 * 3600 - 1, false],
      ['eight days old', -8 * 86_400, false],
      ['a quarter of an hour ahead', 900, true],
      ['a second further ahead', 901, false],
      ['a year ahead', 366 * 86_400, false],
    ];
    const { effects } = await cleanRun(fixture);
    const some = ages.filter(
      ([age]) => all || !age.includes(' old') || age.includes('as old as') || age.includes('older'),
    );
    await inParallel(some, async ([age, seconds, isFresh]) => {
      const world = openQuickWorld(wrong);
      const at = new Date(beginning.getTime() + seconds * 1000);

      const outcomes = await world.send(remediation, signalAt(signal, 'timed', at));

      expect(statuses(outcomes), age).toEqual([isFresh ? 'remediated' : 'refused (staleness)']);
      expect(effectText(world), age).toBe(isFresh ? effects : '');
      expect(fixture.isRight(atRest(world)), age).toBe(isFresh);
    });
  });

  it('looks again for a signal that came by while it was at work', async () => {
    const world = await openMeeting(fixture, {
      second: signalAt(signal, 'second', beginning),
      meanwhile: (state) => fixture.breakAgain(state),
    });

    expect(statuses(world.outcomesOf(world.second))).toEqual(['duplicate']);
    expect(statuses(world.outcomesOf(world.first))).toEqual(['remediated', 'remediated']);
    expect(fixture.isRight(atRest(world))).toBe(true);
    expect(world.ledger.holders()).toEqual({});
    const documents = [...world.evidence.values()] as { status: string }[];
    expect(documents.map(({ status }) => status).toSorted()).toEqual(['duplicate', 'remediated', 'remediated']);
  });
});

describe('a claim', () => {
  const fixture = fixtures.find(({ remediation }) => remediation === 's3-bucket-public-access-blocked')!;
  const { remediation, signal } = fixture;
  const hoursAgo = (hours: number): Date => new Date(beginning.getTime() - hours * 3_600_000);
  const echo = {
    arn: 'arn:aws:sts::111122223333:assumed-role/redress-dev-s3/x',
    roleArn: roleArn('111122223333', 's3'),
  };

  it.each([
    ['is stale', signalAt(signal, 'first', hoursAgo(25)), 'refused (staleness)'],
    ['is an echo of our own', { ...signalAt(signal, 'first', beginning), actor: echo }, 'refused (own-echo)'],
  ])('whose holder %s does not swallow the signal of whoever comes by', async (_, first, refused) => {
    const world = await openMeeting(fixture, { first, second: signalAt(signal, 'second', beginning) });

    expect(statuses(world.outcomesOf(world.first))).toEqual([refused, 'remediated']);
    expect(statuses(world.outcomesOf(world.second))).toEqual(['duplicate']);
    expect(fixture.isRight(world.account.snapshot())).toBe(true);
  });

  it('lends nothing to a stale signal that comes by', async () => {
    const second = signalAt(signal, 'second', hoursAgo(25));

    const world = await openMeeting(fixture, { second, meanwhile: (state) => fixture.breakAgain(state) });

    expect(statuses(world.outcomesOf(world.first))).toEqual(['remediated', 'refused (staleness)']);
    expect(fixture.isRight(world.account.snapshot())).toBe(false);
  });

  it('is let go, and its notes are kept, if the process dies right after letting go', async () => {
    let died = false;
    const world = await openMeeting(fixture, {
      second: signalAt(signal, 'second', beginning),
      meanwhile: (state) => fixture.breakAgain(state),
      backend: {
        crashAt: ({ execution, updates, phase }) => {
          const records = updates.some(({ Name, Action }) => Name === 'record' && Action === 'SUCCEED');
          if (died || !records || phase !== 'before' || execution.endsWith(signalAt(signal, 'second', beginning).id)) {
            return false;
          }
          return (died = true);
        },
      },
    });

    expect(died).toBe(true);
    expect(statuses(world.outcomesOf(world.first))).toEqual(['remediated', 'remediated']);
    expect(fixture.isRight(world.account.snapshot())).toBe(true);
    expect(world.ledger.holders()).toEqual({});
  });

  it('of a dead execution is free after a quarter of an hour, and what was left with it is not lost', async () => {
    const world = openQuickWorld({
      account: fixture.wrong[0].account,
      policy: enforced,
      backend: {
        crashAt: ({ execution, updates }) =>
          execution.endsWith(signalAt(signal, 'doomed', beginning).id) && updates.some(({ Name }) => Name === 'assess'),
        retries: { failures: 2, backoffSeconds: 5 },
      },
    });
    const doomed = await world.start(remediation, signalAt(signal, 'doomed', beginning));
    await world.backend.runUntilIdle();
    expect(world.backend.result(doomed).status).toBe('FAILED');

    const early = await world.send(remediation, signalAt(signal, 'early', hoursAgo(25)));
    world.clock.advanceTo(new Date(beginning.getTime() + 900_000));
    const still = await world.send(remediation, signalAt(signal, 'still', beginning));
    world.clock.advance(1);
    const late = await world.send(remediation, signalAt(signal, 'late', hoursAgo(25)));

    expect(statuses([...early, ...still])).toEqual(['duplicate', 'duplicate']);
    // The one that gets the claim is stale itself, as is the first note: it acts for who was not.
    expect(statuses(late)).toEqual(['refused (staleness)', 'refused (staleness)', 'remediated']);
    expect(effectText(world)).toBe((await cleanRun(fixture)).effects);
    expect(world.ledger.holders()).toEqual({});
  });

  it('that ran out is not written under, even if its holder comes back', async () => {
    const world = openQuickWorld({ account: fixture.wrong[0].account, policy: enforced });
    world.account.fault({ operation: 'PutPublicAccessBlock', kind: 'throttle' });
    const slow = await world.start(remediation, signalAt(signal, 'slow', beginning));
    await world.backend.runUntil(new Date(beginning.getTime() + 500));
    expect(world.backend.result(slow).status).toBe('RUNNING');

    world.clock.advance(901);
    const other = await world.start(remediation, signalAt(signal, 'other', beginning));
    await world.backend.runUntilIdle();

    expect(statuses(world.outcomesOf(other))).toEqual(['remediated']);
    expect(world.outcomesOf(slow)).toMatchObject([
      { status: 'remediated', calls: [{ result: 'uncertain', error: { name: 'ClaimLost' } }] },
    ]);
    expect(effectText(world)).toBe((await cleanRun(fixture)).effects);
  });

  it('is taken by one of three on DynamoDB however their requests interleave', async () => {
    const { effects } = await cleanRun(fixture);
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = await openTestWorld({
          account: fixture.wrong[0].account,
          policySource: enforced,
          backend: { concurrency: 3 },
          database: (database) => (isDead) => requestsInTurns(database(isDead), scheduler),
        });
        const signals = [1, 2, 3].map((event) => signalAt(signal, `event-${event}`, beginning));
        for (const one of signals) await world.start('s3', `s3-${one.id}`, { signal: one });
        await scheduler.waitFor(world.backend.runUntilIdle());

        expectOneFix(signals.flatMap(({ id }) => statuses(world.outcomesOf(`s3-${id}`))));
        expect(effectText(world)).toBe(effects);
      }),
      { numRuns: 10, seed: 20261120 },
    );
  });
});
