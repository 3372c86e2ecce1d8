import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../shared/outcome.ts';
import type { Fixture } from '../kit/fixture.ts';
import { inParallel } from '../kit/pool.ts';
import { learnSteps } from '../kit/steps.ts';
import type { StepsSeen } from '../kit/steps.ts';
import { troubledDatabase, troubledService, troubleKinds } from '../kit/trouble.ts';
import type { Trouble } from '../kit/trouble.ts';
import { untrue } from '../kit/truth.ts';
import { effectsOf, openQuickly, openWrong, signalAgain } from '../kit/wrong.ts';
import type { AnyWorld } from '../kit/wrong.ts';
import { oneOfEachShape } from '../kit/shapes.ts';
import { fixtures } from '../remediations/index.ts';

// What Redress itself rests on fails: the ledger, the evidence store, the lifecycle bus.

/** Once; longer than a step is tried (6), though not longer than the record is (15); for good. */
const durations = [1, 10, Number.POSITIVE_INFINITY];

type Open = (
  fixture: Fixture,
  trouble?: Trouble,
) => Promise<{ readonly world: AnyWorld; readonly requests: () => number }>;

// They know nothing of AWS: of remediations of one shape the first will do.
describe.concurrent.each(await oneOfEachShape(fixtures))('$remediation', (fixture) => {
  const quickly =
    (which: 'ledger' | 'evidence' | 'bus'): Open =>
    async (of, trouble) => {
      const { wrap, requests } = troubledService(which, trouble);
      return { requests, world: openQuickly(of, of.wrong[0], { outside: wrap }) };
    };

  it('does nothing that the ledger has not been told of, whichever of its answers fail', async () => {
    expect(await complaintsOf(fixture, quickly('ledger'), inTurns)).toEqual([]);
  }, 60_000);

  it('leaves proof, or a failed execution and the ledger, when the evidence store fails', async () => {
    expect(await complaintsOf(fixture, quickly('evidence'), inTurns)).toEqual([]);
  }, 60_000);

  it('changes nothing that it can’t announce, and proves what it can’t announce afterwards', async () => {
    expect(await complaintsOf(fixture, quickly('bus'), inTurns)).toEqual([]);
  }, 60_000);
});

// The same with a real table and a real bus behind it, where one answer of the ledger is several requests.
describe('with a database and an event bus', () => {
  const fixture = fixtures.find(({ remediation }) => remediation === 's3-bucket-public-access-blocked');
  if (fixture === undefined) throw new Error('the fixture of the bucket is not there');

  it('does nothing that the table has not been told of, whichever of its requests fail', async () => {
    const open: Open = async (of, trouble) => {
      const { wrap, requests } = troubledDatabase(trouble);
      return { requests, world: await openWrong(of, of.wrong[0], { database: wrap }) };
    };

    expect(await complaintsOf(fixture, open, eachKind)).toEqual([]);
  }, 60_000);

  it('changes nothing that the bus does not take', async () => {
    const open: Open = async (of, trouble) => {
      const world = await openWrong(of, of.wrong[0]);
      const { from: occurrence = 1, times = 0, kind = 'throttle' } = trouble ?? {};
      world.account.fault({ service: 'EventBridge', operation: 'PutEvents', occurrence, times, kind });
      const requests = (): number => world.account.calls.filter(({ service }) => service === 'EventBridge').length;
      return { requests, world };
    };

    expect(await complaintsOf(fixture, open, eachKind)).toEqual([]);
  }, 60_000);
});

/** Everything everywhere takes minutes; without it, what comes to the same takes turns. */
const everything = process.env['REDRESS_EVERYTHING'] !== undefined;

function everyKind(from: number): Trouble[] {
  return troubleKinds.flatMap((kind) => durations.map((times) => ({ from, times, kind })));
}

/** Every kind, and the durations in turns. */
function eachKind(from: number): Trouble[] {
  const times = (index: number): number => durations[(from + index) % durations.length] ?? 1;
  return everything ? everyKind(from) : troubleKinds.map((kind, index) => ({ from, kind, times: times(index) }));
}

/** The pipeline is the same for all remediations, so kinds and durations take turns, from one to the next. */
function inTurns(from: number, fixture: Fixture): Trouble[] {
  if (everything || fixture === fixtures[0]) return everyKind(from);
  const turn = from + fixtures.indexOf(fixture);
  const [kind, times] = [troubleKinds[turn % troubleKinds.length], durations[turn % durations.length]];
  return [{ from, kind: kind ?? 'throttle', times: times ?? 1 }];
}

async function complaintsOf(
  fixture: Fixture,
  open: Open,
  troublesAt: (from: number, fixture: Fixture) => Trouble[],
): Promise<string[]> {
  const counted = await open(fixture);
  const [outcome] = await counted.world.send(fixture.remediation, fixture.signal);
  if (outcome?.plan === undefined) throw new Error(`${fixture.remediation} made no plan`);
  const stepsSeen = await learnSteps(fixture, fixture.wrong[0], outcome.plan);
  const troubles = Array.from({ length: counted.requests() }, (_, index) => troublesAt(index + 1, fixture)).flat();

  const complaints = await inParallel(troubles, async (trouble) => {
    const { world } = await open(fixture, trouble);
    // No outcomes: the execution failed, which Lambda reports.
    const outcomes = await world.send(fixture.remediation, fixture.signal).catch(() => undefined);
    const found = [
      ...untold(world, outcomes, fixture, stepsSeen),
      ...(await unproven(world)),
      ...(Number.isFinite(trouble.times) ? await unfinished(world, outcomes, fixture) : []),
    ];
    return found.map((complaint) => `${trouble.kind} at ${trouble.from}, ${trouble.times} times: ${complaint}`);
  });
  return complaints.flat();
}

/** Where outcome and evidence say something else than the account. */
function untold(
  world: AnyWorld,
  outcomes: readonly Outcome[] | undefined,
  fixture: Fixture,
  stepsSeen: StepsSeen,
): string[] {
  const proofs = [...world.evidence.values()] as unknown as Outcome[];
  const complaints = [...(outcomes ?? []), ...proofs].flatMap((told) => untrue(fixture, world, told, stepsSeen));
  const proven = outcomes === undefined || proofs.length === 1;
  return proven ? complaints : [...complaints, `${proofs.length} proofs of one outcome`];
}

/** What was written has been announced before, and is proven by the evidence or by the ledger at least. */
async function unproven(world: AnyWorld): Promise<string[]> {
  if (effectsOf(world).length === 0) return [];
  const [started] = world.lifecycle('Remediation Started');
  if (started === undefined) return ['a write that nobody was told of'];
  const action = await world.ledger.action(started['id'] as string).catch(() => undefined);
  const proven = world.evidence.size > 0 || action?.status === 'remediated';
  return proven ? [] : [`a write without proof; the ledger says ${action?.status}`];
}

/** Once the trouble is over, the run has come to its end, and the next signal finds nobody at work any more. */
async function unfinished(
  world: AnyWorld,
  outcomes: readonly Outcome[] | undefined,
  fixture: Fixture,
): Promise<string[]> {
  const announced = world.lifecycle('Remediation Finished').length > 0;
  const next = await world.send(fixture.remediation, signalAgain(fixture, 'next'));
  return [
    ...(outcomes === undefined ? ['no outcome, though the trouble passed'] : []),
    ...(announced ? [] : ['the end was never announced']),
    ...next.flatMap(({ status }) => (status === 'duplicate' ? ['still claimed'] : [])),
  ];
}
