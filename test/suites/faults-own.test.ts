import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../shared/outcome.ts';
import { atRest } from '../kit/at-rest.ts';
import type { Fixture } from '../kit/fixture.ts';
import { inParallel } from '../kit/pool.ts';
import { troubledDatabase, troubledEvidence, troubleKinds } from '../kit/trouble.ts';
import type { Trouble } from '../kit/trouble.ts';
import { remediatorOf } from '../kit/world.ts';
import type { TestWorld, TestWorldOptions } from '../kit/world.ts';
import { effectsOf, openWrong, signalAgain } from '../kit/wrong.ts';
import { fixtures } from '../remediations/index.ts';

// What Redress itself rests on fails: the ledger's table, the evidence store, the lifecycle bus.

/** Once; longer than a step is tried (6), though not longer than the record is (15); for good. */
const durations = [1, 10, Number.POSITIVE_INFINITY];

interface Run {
  readonly title: string;
  readonly world: TestWorld;
  /** Undefined: the execution failed. */
  readonly outcomes: readonly Outcome[] | undefined;
}

describe.each(fixtures)('$remediation', (fixture) => {
  const before = openWrong(fixture, fixture.wrong[0]).then((world) => fixture.essence(atRest(world)));

  it('writes nothing that the ledger has not been told of, whichever of its requests fail', async () => {
    const counted = troubledDatabase();
    await run('no trouble', fixture, { database: counted.wrap });
    // The ledger is the same for all remediations: one fixture tries every kind, the others take turns.
    const kindsAt = (from: number) =>
      fixture === fixtures[0] ? troubleKinds : [troubleKinds[from % troubleKinds.length] ?? 'throttle'];
    const troubles = Array.from({ length: counted.requests() }, (_, index) => index + 1).flatMap((from) =>
      kindsAt(from).flatMap((kind) => durations.map((times): Trouble => ({ from, times, kind }))),
    );

    const complaints = await inParallel(troubles, async (trouble) => {
      const title = `${trouble.kind} at request ${trouble.from}, ${trouble.times} times`;
      const done = await run(title, fixture, { database: troubledDatabase(trouble).wrap });
      return [...(await untrue(done, fixture, await before)), ...(await unfinished(done, trouble, fixture))];
    });

    expect(complaints.flat()).toEqual([]);
  }, 60_000);

  it('leaves proof, or a failed execution and the ledger, when the evidence store fails', async () => {
    const troubles = troubleKinds.flatMap((kind) => durations.map((times): Trouble => ({ from: 1, times, kind })));

    const complaints = await inParallel(troubles, async (trouble) => {
      const title = `evidence: ${trouble.kind}, ${trouble.times} times`;
      const done = await run(title, fixture, { evidence: troubledEvidence(trouble).wrap });
      return [...(await untrue(done, fixture, await before)), ...(await unfinished(done, trouble, fixture))];
    });

    expect(complaints.flat()).toEqual([]);
  });

  it('changes nothing that it can’t announce, and proves what it can’t announce afterwards', async () => {
    const kinds = ['throttle', 'server-error', 'access-denied', 'timeout-after', 'malformed'] as const;
    const faults = [1, 2].flatMap((occurrence) =>
      kinds.flatMap((kind) => durations.map((times) => ({ from: occurrence, occurrence, kind, times }))),
    );

    const complaints = await inParallel(faults, async (fault) => {
      const title = `PutEvents ${fault.occurrence}: ${fault.kind}, ${fault.times} times`;
      const done = await run(title, fixture, {}, (world) => {
        world.account.fault({ service: 'EventBridge', operation: 'PutEvents', ...fault });
      });
      return [...(await untrue(done, fixture, await before)), ...(await unfinished(done, fault, fixture))];
    });

    expect(complaints.flat()).toEqual([]);
  });
});

async function run(
  title: string,
  fixture: Fixture,
  options: Pick<TestWorldOptions, 'database' | 'evidence'>,
  prepare: (world: TestWorld) => void = () => undefined,
): Promise<Run> {
  const world = await openWrong(fixture, fixture.wrong[0], options);
  prepare(world);
  const outcomes = await world.send(fixture.remediation, fixture.signal).catch(() => undefined);
  return { title, world, outcomes };
}

/** Where outcome, evidence or ledger say something else than the account. */
async function untrue({ title, world, outcomes }: Run, fixture: Fixture, before: unknown): Promise<string[]> {
  const state = atRest(world);
  const right = fixture.isRight(state);
  const untouched = JSON.stringify(fixture.essence(state)) === JSON.stringify(before);
  const proofs = [...world.evidence.values()] as unknown as Outcome[];
  const told = [...(outcomes ?? []), ...proofs];
  const complaints = told.flatMap(({ status }) => {
    if (status === 'remediated') return right ? [] : ['told right, and is not'];
    return untouched ? [] : [`told ${status}, and something has changed`];
  });
  if (!right && !untouched) complaints.push('neither right nor untouched');
  if (outcomes !== undefined && proofs.length !== 1) complaints.push(`${proofs.length} proofs of one outcome`);
  return complaints.map((complaint) => `${title}: ${complaint}`);
}

/** What must be on record of a run, however it ended. */
async function unfinished({ title, world, outcomes }: Run, { times }: Pick<Trouble, 'times'>, fixture: Fixture) {
  const complaints: string[] = [];
  const started = world.lifecycle('Remediation Started').map(({ id }) => String(id));
  if (Number.isFinite(times)) {
    if (outcomes === undefined) complaints.push('no outcome, though the trouble passed');
    if (world.lifecycle('Remediation Finished').length === 0) complaints.push('the end was never announced');
  }
  if (effectsOf(world).length > 0) {
    const [id = ''] = started;
    const action = await world.ledger.action(id).catch(() => undefined);
    const proven = world.evidence.size > 0 || action?.status === 'remediated';
    if (!proven) complaints.push(`a write without proof; the ledger says ${action?.status}`);
  }
  if (Number.isFinite(times)) complaints.push(...(await held(world, fixture)));
  return complaints.map((complaint) => `${title}: ${complaint}`);
}

/** The claim has been let go: the next signal is not a duplicate of a run that is long over. */
async function held(world: TestWorld, fixture: Fixture): Promise<string[]> {
  const signal = signalAgain(fixture, 'next');
  const next = await world.send(fixture.remediation, signal);
  return next.some(({ status }) => status === 'duplicate') ? [`still claimed by ${remediatorOf(fixture.remediation).name}`] : [];
}
