import { describe, expect, it } from 'vitest';
import type { Call, LoggedCall } from '../../local/account/call.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { atRest } from '../kit/at-rest.ts';
import type { Fixture, WrongWorld } from '../kit/fixture.ts';
import { inParallel } from '../kit/pool.ts';
import { learnSteps } from '../kit/steps.ts';
import type { StepsSeen } from '../kit/steps.ts';
import { untrue } from '../kit/truth.ts';
import { callsOf, distinctWorldsOf, effectsOf, openQuickly, signalAgain } from '../kit/wrong.ts';
import type { AnyWorld } from '../kit/wrong.ts';
import { fixtures } from '../remediations/index.ts';

const kinds = [
  'throttle',
  'server-error',
  'access-denied',
  'not-found',
  'conflict',
  'timeout-before',
  'timeout-after',
  'malformed',
] as const;
type Kind = (typeof kinds)[number];

/** More than any step is tried (6), and any reading repeated (5); a deployment's polls outlast it. */
const manyTimes = 12;

/** One call of a clean run. */
interface Place {
  readonly service: string;
  readonly operation: string;
  /** The how-manieth call of the operation. */
  readonly occurrence: number;
  readonly write: boolean;
  /** The operation's first call, or the first call after a write. */
  readonly first: boolean;
}

interface Case extends Place {
  readonly kind: Kind;
  readonly times: number;
  /** From the fault on, every read is refused as well. */
  readonly blind?: boolean;
}

/** Everything at every call of every world takes minutes; without it, what comes to the same takes turns. */
const everything = process.env['REDRESS_EVERYTHING'] !== undefined;

/** A read that gets no clear answer is a read that gets no clear answer, whatever the reason. */
const unclear = ['server-error', 'timeout-before', 'malformed'] as const;

function kindsAt({ write }: Place, index: number): readonly Kind[] {
  if (write || everything) return kinds;
  return ['throttle', 'access-denied', 'not-found', 'conflict', unclear[index % unclear.length] ?? 'malformed'];
}

/** A read that goes on failing is tried where the operation is first called, and right after a write. */
function lastingKindsAt({ write, first }: Place, index: number): readonly Kind[] {
  if (everything) return kinds;
  const turn = unclear[index % unclear.length] ?? 'malformed';
  if (write) return ['throttle', 'access-denied', 'not-found', 'conflict', 'timeout-after', turn];
  return first ? ['access-denied', 'not-found', 'conflict', turn] : [];
}

describe.concurrent.each(distinctWorldsOf(fixtures))('$title', ({ fixture, wrong, first }) => {
  it('survives any fault of any call, and says what became of the world', async () => {
    const { places, stepsSeen } = await cleanRun(fixture, wrong);
    const thorough = first || wrong.expect !== undefined || everything;
    // The worlds of a remediation are read alike and differ in what is written.
    const chosen = thorough ? places : places.filter(({ write }) => write);
    const cases = chosen.flatMap((place, index) => [
      ...kindsAt(place, index).map((kind): Case => ({ ...place, kind, times: 1 })),
      ...(thorough ? lastingKindsAt(place, index) : []).map((kind): Case => ({ ...place, kind, times: manyTimes })),
    ]);

    const complaints = await inParallel(cases, async (fault) => tryOut(fixture, wrong, fault, stepsSeen));

    expect(complaints.flat()).toEqual([]);
  }, 60_000);

  it.runIf(first)(
    'names every step that may have taken effect when nothing can be read any more',
    async () => {
      const { places, stepsSeen } = await cleanRun(fixture, wrong);
      const writes = places.filter(({ write }) => write);
      const cases = writes.map((place): Case => ({ ...place, kind: 'timeout-after', times: manyTimes, blind: true }));

      const complaints = await inParallel(cases, async (fault) => tryOut(fixture, wrong, fault, stepsSeen));

      expect(complaints.flat()).toEqual([]);
    },
    60_000,
  );
});

/** A run without faults: the calls that it makes, and how to tell which steps the account shows. */
async function cleanRun(fixture: Fixture, wrong: WrongWorld) {
  const world = openQuickly(fixture, wrong);
  const [outcome] = await world.send(fixture.remediation, fixture.signal);
  if (outcome?.plan === undefined) throw new Error(`${fixture.remediation} made no plan`);
  return {
    places: placesOf(callsOf(world)).filter(isNotOneOfMany),
    stepsSeen: await learnSteps(fixture, wrong, outcome.plan),
  };
}

function placesOf(calls: readonly LoggedCall[]): Place[] {
  return calls.map(({ service, operation, write }, index) => {
    const earlier = calls.slice(0, index).filter((call) => call.operation === operation);
    const first = earlier.length === 0 || calls[index - 1]?.write === true;
    return { service, operation, write, first, occurrence: earlier.length + 1 };
  });
}

/** Of polls in a row the first and the last will do. */
function isNotOneOfMany({ operation }: Place, index: number, places: readonly Place[]): boolean {
  return places[index - 1]?.operation !== operation || places[index + 1]?.operation !== operation;
}

async function tryOut(fixture: Fixture, wrong: WrongWorld, fault: Case, stepsSeen: StepsSeen): Promise<string[]> {
  const world = openQuickly(fixture, wrong);
  const { service, operation, occurrence, kind, times, blind = false } = fault;
  const struck = world.account.fault({ service, operation, occurrence, times, kind });
  if (blind) {
    const when = ({ write }: Call): boolean => !write && struck.fired > 0;
    world.account.fault({ when, times: Number.POSITIVE_INFINITY, kind: 'access-denied' });
  }
  const title = `${kind} at ${operation} ${occurrence}${times === 1 ? '' : ` to ${occurrence + times - 1}`}`;
  try {
    const outcomes = await world.send(fixture.remediation, fixture.signal);
    const [outcome, ...more] = outcomes;
    if (outcome === undefined || more.length > 0) return [`${title}: ${outcomes.length} outcomes`];
    const complaints = [
      ...untrue(fixture, world, outcome, stepsSeen),
      ...(await unrecorded(world, outcome)),
      // One that was put right is looked at again in the contract's suite.
      ...(outcome.status === 'remediated' ? [] : await stuck(fixture, wrong, world)),
    ];
    return complaints.map((complaint) => `${title}: ${complaint} (${outcome.status}: ${outcome.reason})`);
  } catch (error) {
    return [`${title}: no outcome: ${(error as Error).message}`];
  }
}

async function unrecorded(world: AnyWorld, outcome: Outcome): Promise<string[]> {
  const action = await world.ledger.action(outcome.id);
  const calls = outcome.calls ?? [];
  const told = calls.flatMap(({ requestId, result }) => (result === 'done' ? [requestId] : []));
  const answered = effectsOf(world).filter((call) => call.outcome.status === 'answered');
  return [
    ...(world.evidence.has(outcome.evidence ?? '') ? [] : ['there is no evidence']),
    ...(world.lifecycle('Remediation Finished').length === 1 ? [] : ['the end was not announced once']),
    ...(effectsOf(world).length > 0 && action === undefined ? ['the writes are not in the ledger'] : []),
    ...(action === undefined || action.status === outcome.status ? [] : [`the ledger says ${action.status}`]),
    ...(action === undefined || sameSteps(action.applied, outcome)
      ? []
      : [`applied by the ledger: ${action.applied?.join()}`]),
    ...(told.join() === answered.map(({ requestId }) => requestId).join() ? [] : ['the calls told are not those made']),
  ];
}

/** What the undo of an action goes by. */
function sameSteps(applied: readonly string[] = [], { status, plan, left = [] }: Outcome): boolean {
  const expected = status === 'remediated' ? (plan?.steps.map(({ id }) => id) ?? []) : left;
  return applied.toSorted().join() === expected.toSorted().join();
}

/** Once the fault has passed, the next signal must find a way. */
async function stuck(fixture: Fixture, wrong: WrongWorld, world: AnyWorld): Promise<string[]> {
  world.account.clearFaults();
  world.clock.advance(7200);
  const signal = { ...signalAgain(fixture, 'next'), at: world.clock.now().toISOString() };
  const outcomes = await world.send(fixture.remediation, signal);
  const fine = ['remediated', wrong.expect ?? 'compliant'];
  const complaints = outcomes
    .filter(({ status }) => !fine.includes(status))
    .map(({ reason }) => `then stuck: ${reason}`);
  return fixture.isRight(atRest(world)) ? complaints : [...complaints, 'then not right'];
}
