import { describe, expect, it } from 'vitest';
import type { LoggedCall } from '../../local/account/call.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { atRest } from '../kit/at-rest.ts';
import type { Fixture, WrongWorld } from '../kit/fixture.ts';
import { inParallel } from '../kit/pool.ts';
import { learnSteps } from '../kit/steps.ts';
import type { StepsSeen } from '../kit/steps.ts';
import type { TestWorld } from '../kit/world.ts';
import { callsOf, effectsOf, openWrong, signalAgain, wrongWorldsOf } from '../kit/wrong.ts';
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

/** More than any step is tried (6), and any reading repeated (5); a deployment's polls outlast it. */
const manyTimes = 12;

/** One call of a clean run. */
interface Place {
  readonly service: string;
  readonly operation: string;
  /** The how-manieth call of the operation. */
  readonly occurrence: number;
  readonly write: boolean;
}

interface Case extends Place {
  readonly kind: (typeof kinds)[number];
  readonly times: number;
}

describe.each(wrongWorldsOf(fixtures))('$title', ({ fixture, wrong, first }) => {
  it('survives any fault of any call, and says what became of the world', async () => {
    const { places, stepsSeen } = await cleanRun(fixture, wrong);
    // The worlds of a remediation are read alike and differ in what is written.
    const chosen = first || wrong.expect !== undefined ? places : places.filter(({ write }) => write);
    const cases = chosen.flatMap((place) =>
      kinds.flatMap((kind) => [1, manyTimes].map((times): Case => ({ ...place, kind, times }))),
    );

    const complaints = await inParallel(cases, async (fault) => tryOut(fixture, wrong, fault, stepsSeen));

    expect(complaints.flat()).toEqual([]);
  }, 60_000);
});

/** A run without faults: the calls that it makes, and how to tell which steps the account shows. */
async function cleanRun(fixture: Fixture, wrong: WrongWorld) {
  const world = await openWrong(fixture, wrong);
  const [outcome] = await world.send(fixture.remediation, fixture.signal);
  if (outcome?.plan === undefined) throw new Error(`${fixture.remediation} made no plan`);
  return { places: placesOf(callsOf(world)), stepsSeen: await learnSteps(fixture, wrong, outcome.plan) };
}

function placesOf(calls: readonly LoggedCall[]): Place[] {
  return calls.map(({ service, operation, write }, index) => {
    const earlier = calls.slice(0, index).filter((call) => call.operation === operation);
    return { service, operation, write, occurrence: earlier.length + 1 };
  });
}

async function tryOut(fixture: Fixture, wrong: WrongWorld, fault: Case, stepsSeen: StepsSeen): Promise<string[]> {
  const world = await openWrong(fixture, wrong);
  const { service, operation, occurrence, kind, times } = fault;
  world.account.fault({ service, operation, occurrence, times, kind });
  const title = `${kind} at ${operation} ${occurrence}${times === 1 ? '' : ` to ${occurrence + times - 1}`}`;
  try {
    const outcomes = await world.send(fixture.remediation, fixture.signal);
    const [outcome, ...more] = outcomes;
    if (outcome === undefined || more.length > 0) return [`${title}: ${outcomes.length} outcomes`];
    const complaints = [
      ...untrue(fixture, world, outcome, stepsSeen),
      ...(await unrecorded(world, outcome)),
      ...(await stuck(fixture, wrong, world)),
    ];
    return complaints.map((complaint) => `${title}: ${complaint} (${outcome.status}: ${outcome.reason})`);
  } catch (error) {
    return [`${title}: no outcome: ${(error as Error).message}`];
  }
}

/** Where an outcome says something else than the account. */
function untrue(fixture: Fixture, world: TestWorld, outcome: Outcome, stepsSeen: StepsSeen): string[] {
  const { status, restored, left = [], plan } = outcome;
  const seen = stepsSeen(world);
  if (seen === undefined) return ['the account is as no selection of the steps leaves it'];
  const all = plan?.steps.map(({ id }) => id) ?? [];
  switch (status) {
    case 'remediated':
      return [
        ...(fixture.isRight(atRest(world)) ? [] : ['the resource is not right']),
        ...(seen.join() === all.join() ? [] : [`of the steps only ${seen.join()} took effect`]),
      ];
    case 'rolled-back':
    case 'gone':
    case 'compliant':
      return seen.length === 0 ? [] : [`nothing is said of ${seen.join()}`];
    case 'failed': {
      const unsaid = seen.filter((step) => restored === true || !left.includes(step));
      const made = left.filter((step) => !seen.includes(step));
      // A call without a clear answer, or one whose effect nobody got to see.
      const blind = outcome.calls?.some(({ result, error }) => result !== 'failed' && error !== undefined) === true;
      return [
        ...(unsaid.length === 0 ? [] : [`nothing is said of ${unsaid.join()}`]),
        ...(made.length === 0 || blind ? [] : [`nothing is left of ${made.join()}`]),
      ];
    }
    default:
      return [`the status is ${status}`];
  }
}

async function unrecorded(world: TestWorld, outcome: Outcome): Promise<string[]> {
  const action = await world.ledger.action(outcome.id);
  const calls = outcome.calls ?? [];
  const told = calls.flatMap(({ requestId, result }) => (result === 'done' ? [requestId] : []));
  const answered = effectsOf(world).filter((call) => call.outcome.status === 'answered');
  return [
    ...(world.evidence.has(outcome.evidence ?? '') ? [] : ['there is no evidence']),
    ...(world.lifecycle('Remediation Finished').length === 1 ? [] : ['the end was not announced once']),
    ...(effectsOf(world).length > 0 && action === undefined ? ['the writes are not in the ledger'] : []),
    ...(action === undefined || action.status === outcome.status ? [] : [`the ledger says ${action.status}`]),
    ...(action === undefined || sameSteps(action.applied, outcome) ? [] : [`applied by the ledger: ${action.applied?.join()}`]),
    ...(told.join() === answered.map(({ requestId }) => requestId).join() ? [] : ['the calls told are not those made']),
  ];
}

/** What the undo of an action goes by. */
function sameSteps(applied: readonly string[] = [], { status, plan, left = [] }: Outcome): boolean {
  const expected = status === 'remediated' ? (plan?.steps.map(({ id }) => id) ?? []) : left;
  return applied.toSorted().join() === expected.toSorted().join();
}

/** Once the fault has passed, the next signal must find a way. */
async function stuck(fixture: Fixture, wrong: WrongWorld, world: TestWorld): Promise<string[]> {
  world.account.clearFaults();
  world.clock.advance(7200);
  const signal = { ...signalAgain(fixture, 'next'), at: world.clock.now().toISOString() };
  const outcomes = await world.send(fixture.remediation, signal);
  const fine = ['remediated', wrong.expect ?? 'compliant'];
  const complaints = outcomes.filter(({ status }) => !fine.includes(status)).map(({ reason }) => `then stuck: ${reason}`);
  return fixture.isRight(atRest(world)) ? complaints : [...complaints, 'then not right'];
}
