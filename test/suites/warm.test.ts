import { describe, expect, it } from 'vitest';
import type { AccountFile, AccountState } from '../../local/account/state.ts';
import { rememberAll } from '../../local/state/remembered.ts';
import type { Json } from '../../shared/json.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { atRest } from '../kit/at-rest.ts';
import { effectText, enforced, signalAt } from '../kit/drive.ts';
import type { Fixture } from '../kit/fixture.ts';
import { inParallel } from '../kit/pool.ts';
import { openQuickWorld } from '../kit/quick-world.ts';
import type { QuickWorld } from '../kit/quick-world.ts';
import { accountId } from '../kit/world.ts';
import { fixtures } from '../remediations/index.ts';

/** One thing to be put right: the account in which it is wrong, and who says so. */
interface Task {
  readonly name: string;
  readonly remediation: string;
  /** The account, as new. */
  readonly account: AccountState;
  /** What sweeps have kept of it. */
  readonly snapshots: AccountFile['snapshots'];
  readonly signal: Fixture['signal'];
  readonly essence: (state: AccountState) => unknown;
}

function taskOf({ remediation, wrong, signal, essence }: Fixture): Task {
  const { account } = openQuickWorld({ account: wrong[0].account, policy: enforced });
  const { snapshots } = wrong[0].account;
  return { name: remediation, remediation, account: account.snapshot(), snapshots, signal, essence };
}

/** The same fault on another resource of the same kind: `fraud-training-data` becomes `churn-training-data`. */
function twinOf(task: Task): Task {
  const stem = /(?:^|[/:])(?!eu-|us-)([a-z]+-)[a-z]+[^/:]*$/.exec(task.signal.resource.id)?.[1];
  if (stem === undefined) return { ...task, name: `${task.name} once more` };
  const renamed = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(stem, 'churn-')) as T;
  return { ...task, name: `${task.name} of another`, account: renamed(task.account), signal: renamed(task.signal) };
}

/**
 * Runs a task in a world that may have run others: the account is the task's own, as new, so that whatever
 * else comes out differently was carried over by the process.
 */
async function run(world: QuickWorld, task: Task): Promise<unknown> {
  world.account.restore(task.account);
  world.account.clearCalls();
  await rememberAll(world.ledger, task, accountId, world.clock.now());
  const signal = signalAt(task.signal, `${task.name} ${world.clock.now().toISOString()}`, world.clock.now());
  const outcomes = await world.send(task.remediation, signal);
  const after = task.essence(atRest(world));
  // Past the hour that limits look back over.
  world.clock.advance(2 * 3600);
  return withoutTimes({ outcomes: outcomes.map(lasting), effects: effectText(world), after });
}

/** What does not name the event, the request or the time. The plan is there whole; its digest would show the time. */
function lasting({ calls, evidence: _, id: __, signal: ___, planDigest: ____, ...outcome }: Outcome): unknown {
  return { ...outcome, calls: calls?.map(({ requestId: _____, at: ______, ...call }) => call) };
}

function withoutTimes(value: unknown): Json {
  return JSON.parse(JSON.stringify(value).replaceAll(/\d{4}-\d\d-\d\dT(?:[\d:.]|%3A)+Z/g, 'T')) as Json;
}

const tasks = fixtures.map(taskOf);
const alone = new Map(
  await inParallel(tasks, async (task): Promise<[Task, unknown]> => {
    return [task, await run(openQuickWorld({ policy: enforced }), task)];
  }),
);

/** Runs tasks one after the other in one process; what each comes to must not show which one went before. */
async function expectSame(sequence: readonly Task[]): Promise<void> {
  const world = openQuickWorld({ policy: enforced });
  for (const [index, task] of sequence.entries()) {
    const result = await run(world, task);
    const expected = alone.get(task);
    if (expected !== undefined) expect(result, `${task.name} after ${sequence[index - 1]?.name}`).toEqual(expected);
  }
}

/** From one task on in steps of some length, back to the first: each ordered pair is in exactly one of all these. */
function rounds(step: number): Task[][] {
  const starts = new Set(tasks.keys());
  const found: Task[][] = [];
  for (const start of starts) {
    const round: Task[] = [];
    for (let at = start; starts.delete(at); at = (at + step) % tasks.length) round.push(tasks[at]!);
    found.push([...round, round[0]!]);
  }
  return found;
}

describe('in a warm process', () => {
  it('every remediation does its work at all', () => {
    for (const [{ name }, result] of alone) {
      expect(result, name).toMatchObject({ outcomes: [{ status: 'remediated' }] });
    }
  });

  it('every remediation comes to the same after every other one', async () => {
    const sequences = tasks.keys().drop(1).flatMap(rounds).toArray();
    expect(sequences.reduce((pairs, { length }) => pairs + length - 1, 0)).toBe(tasks.length * (tasks.length - 1));

    await inParallel(sequences, expectSame);
  }, 60_000);

  it('every remediation comes to the same after another resource of the same kind', async () => {
    await inParallel(tasks, async (task) => expectSame([twinOf(task), task]));
  });

  it('nothing of one resource is written to another', async () => {
    await inParallel(tasks, async (task) => {
      const twin = twinOf(task);
      const world = openQuickWorld({ policy: enforced });
      await run(world, twin);
      await run(world, task);
      if (twin.signal.resource.id !== task.signal.resource.id) {
        expect(effectText(world), task.name).not.toContain('churn-');
      }
    });
  });
});
