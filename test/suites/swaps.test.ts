import { describe, expect, it } from 'vitest';
import type { DurableBackendOptions } from '../../local/durable.ts';
import type { RemediatorRequest } from '../../shared/edge.ts';
import type { Plan } from '../../shared/plan.ts';
import { atRest } from '../kit/at-rest.ts';
import type { Fixture, WrongWorld } from '../kit/fixture.ts';
import { inParallel } from '../kit/pool.ts';
import { unserved, watchServing } from '../kit/serving.ts';
import { region, remediations, remediatorOf } from '../kit/world.ts';
import { callsOf, openQuickly, wrongWorldsOf } from '../kit/wrong.ts';
import type { AnyWorld } from '../kit/wrong.ts';
import { fixtures } from '../remediations/index.ts';

/**
 * A swap puts something new in the place of what can't be changed. However it is cut off, an endpoint goes on
 * answering by a configuration that exists, and a schedule names a definition that exists.
 */
const swapping = ['UpdateEndpoint', 'UpdateMonitoringSchedule'];

interface Swap {
  readonly title: string;
  readonly fixture: Fixture;
  readonly wrong: WrongWorld;
  readonly plan: Plan;
}

/** Told by the plans, so that a new remediation that swaps is among them without being listed. */
const swaps: readonly Swap[] = await learnSwaps();

async function learnSwaps(): Promise<Swap[]> {
  const able = fixtures.filter(({ remediation }) => {
    const uses = remediations.find(({ id }) => id === remediation)?.uses ?? {};
    const operations = Object.values(uses).flatMap(({ commands }) => Object.keys(commands));
    return swapping.some((operation) => operations.includes(`${operation}Command`));
  });
  const planned = await inParallel(wrongWorldsOf(able), async ({ title, fixture, wrong }) => {
    const [outcome] = await openQuickly(fixture, wrong).send(fixture.remediation, fixture.signal);
    return { title, fixture, wrong, plan: outcome?.plan ?? { steps: [], expect: 'compliant' as const } };
  });
  const those = planned.filter(({ plan }) => plan.steps.some(({ call }) => swapping.includes(call.operation)));
  // Worlds of a remediation whose plans have the same form end the same way.
  const form = ({ fixture, plan }: Swap) => `${fixture.remediation} ${plan.steps.map(({ id }) => id).join()}`;
  return those.filter((swap, index) => those.findIndex((other) => form(other) === form(swap)) === index);
}

it('is what more than one remediation does, of endpoints and of schedules', () => {
  const operations = new Set(swaps.flatMap(({ plan }) => plan.steps.map(({ call }) => call.operation)));

  expect(swapping.filter((operation) => !operations.has(operation))).toEqual([]);
  expect(new Set(swaps.map(({ fixture }) => fixture.remediation)).size).toBeGreaterThan(4);
});

describe.concurrent.each(swaps)('$title', ({ fixture, wrong, plan }) => {
  it.each(['fix', 'undo'] as const)(
    'never leaves anything out of service when its %s is cut off',
    async (what) => {
      const clean = await run(fixture, wrong, what);
      const points = Array.from({ length: clean.checkpoints }, (_, index) => index + 1);
      const cases = points.flatMap((number) => (['before', 'after'] as const).map((phase) => ({ number, phase })));

      const complaints = await inParallel(cases, async ({ number, phase }) => {
        const crashed = await run(fixture, wrong, what, {
          crashAt: (event) => event.phase === phase && event.checkpoint === number,
        });
        return crashed.complaints.map((complaint) => `killed ${phase} checkpoint ${number}: ${complaint}`);
      });

      expect(clean.complaints).toEqual([]);
      expect(complaints.flat()).toEqual([]);
      expect(clean.checkpoints).toBeGreaterThan(plan.steps.length);
    },
    60_000,
  );

  it.each(['fix', 'undo'] as const)(
    'never leaves anything out of service at any fault in its %s',
    async (what) => {
      const { calls } = await run(fixture, wrong, what);
      const cases = calls.flatMap((place) => faultsAt(place));

      expect(await complaintsOf(cases, { fixture, wrong, what })).toEqual([]);
    },
    60_000,
  );

  it.runIf(plan.steps.some(({ call }) => call.operation === 'UpdateEndpoint'))(
    'goes on as before when SageMaker gives the deployment up',
    async () => {
      const world = openQuickly(fixture, wrong);
      const config = runsOn(world);
      world.account.edit(({ regions }) => {
        const sagemaker = regions[region]?.sagemaker;
        const reason = 'The container did not answer its health check.';
        if (sagemaker !== undefined) sagemaker.outcomes = { 'fraud-detector': [{ result: 'RollingBack', reason }] };
      });
      const complaints = watchServing(world);

      const outcomes = await world.send(fixture.remediation, fixture.signal);

      expect(outcomes).toMatchObject([{ status: 'failed', restored: true }]);
      expect(complaints()).toEqual([]);
      expect(runsOn(world)).toBe(config);
    },
  );
});

const writeFaults = ['throttle', 'server-error', 'access-denied', 'not-found', 'conflict', 'timeout-after'] as const;
const readFaults = ['access-denied', 'not-found', 'server-error'] as const;

interface Fault {
  readonly operation: string;
  readonly occurrence: number;
  readonly times: number;
  readonly kind: (typeof writeFaults)[number];
}

/** More than any step is tried, and any reading repeated. */
const manyTimes = 12;

function faultsAt({ operation, occurrence, write }: Place): Fault[] {
  const kinds = write ? writeFaults : readFaults;
  const times = write ? [1, manyTimes] : [manyTimes];
  return kinds.flatMap((kind) => times.map((count) => ({ operation, occurrence, times: count, kind })));
}

async function complaintsOf(
  cases: readonly Fault[],
  { fixture, wrong, what }: Pick<Swap, 'fixture' | 'wrong'> & { readonly what: 'fix' | 'undo' },
): Promise<string[]> {
  const complaints = await inParallel(cases, async (fault) => {
    const { complaints: found } = await run(fixture, wrong, what, { fault });
    return found.map((complaint) => `${fault.kind} at ${fault.operation} ${fault.occurrence}: ${complaint}`);
  });
  return complaints.flat();
}

interface Disturbance {
  readonly crashAt?: NonNullable<DurableBackendOptions['crashAt']>;
  readonly fault?: Fault;
}

interface Place {
  readonly operation: string;
  readonly occurrence: number;
  readonly write: boolean;
}

/** One fix, or the undo of one, watched from call to call. */
async function run(
  fixture: Fixture,
  wrong: WrongWorld,
  what: 'fix' | 'undo',
  { crashAt, fault }: Disturbance = {},
): Promise<{ complaints: string[]; checkpoints: number; calls: Place[] }> {
  const execution = 'disturbed';
  const world = openQuickly(fixture, wrong, {
    backend: { crashAt: (event) => event.execution === execution && crashAt?.(event) === true },
  });
  const request = await requestOf(world, fixture, what);
  world.account.clearCalls();
  const complaints = watchServing(world);
  if (fault !== undefined) world.account.fault({ ...fault });
  await world.start(remediatorOf(fixture.remediation).name, execution, request);
  await world.backend.runUntilIdle();
  const { checkpoints } = world.backend.usage(execution);
  return { complaints: complaints(), checkpoints, calls: placesOf(world) };
}

async function requestOf(world: AnyWorld, fixture: Fixture, what: 'fix' | 'undo'): Promise<RemediatorRequest> {
  const { remediation, signal } = fixture;
  if (what === 'fix') return { signal: { ...signal, hints: { ...signal.hints, remediation } } };
  const [outcome] = await world.send(remediation, signal);
  const by = 'arn:aws:iam::111122223333:user/ops';
  return { rollback: { action: outcome?.id ?? '', force: false, by, at: signal.at } };
}

/** The calls of a run, each operation's first and last; of polls in between one is like the other. */
function placesOf(world: AnyWorld): Place[] {
  const calls = callsOf(world).map(({ operation, write }, index, all) => {
    const earlier = all.slice(0, index).filter((call) => call.operation === operation);
    const later = all.slice(index + 1).some((call) => call.operation === operation);
    return { operation, write, occurrence: earlier.length + 1, edge: earlier.length === 0 || !later };
  });
  return calls.filter(({ write, edge }) => write || edge);
}

function runsOn(world: AnyWorld): string | undefined {
  return atRest(world).regions[region]?.sagemaker.endpoints['fraud-detector']?.config;
}

describe('the watch itself', () => {
  const swap = swaps.find(({ plan }) => plan.steps.some(({ call }) => call.operation === 'UpdateEndpoint'));
  const schedule = swaps.find(({ fixture }) => fixture.remediation.startsWith('sagemaker-monitoring'));

  type Edit = Parameters<AnyWorld['account']['edit']>[0];
  function seen(of: Swap | undefined, change: Edit, names: readonly string[] = []): string[] {
    if (of === undefined) throw new Error('there is no such swap');
    const { account, clock } = openQuickly(of.fixture, of.wrong);
    account.edit(change);
    return unserved(account.snapshot(), clock.now(), names);
  }
  const sagemakerOf = (state: Parameters<Edit>[0]) => {
    const sagemaker = state.regions[region]?.sagemaker;
    if (sagemaker === undefined) throw new Error('nothing there');
    return sagemaker;
  };

  it('finds nothing where nothing is amiss', () => {
    expect(seen(swap, () => undefined, ['fraud-detector'])).toEqual([]);
    expect(seen(schedule, () => undefined, ['fraud-drift'])).toEqual([]);
  });

  it.each<[string, Edit, RegExp]>([
    ['an endpoint that is gone', (state) => void (sagemakerOf(state).endpoints = {}), /^fraud-detector is gone$/],
    [
      'one that is being deleted',
      (state) => {
        const { endpoints } = sagemakerOf(state);
        const found = endpoints['fraud-detector'];
        if (found !== undefined) endpoints['fraud-detector'] = { ...found, status: 'Deleting' };
      },
      /is Deleting$/,
    ],
    ['one without its configuration', (state) => void (sagemakerOf(state).endpointConfigs = {}), /fraud-cfg.*gone$/],
    ['one without its model', (state) => void (sagemakerOf(state).models = {}), /rests on fraud-.*gone$/],
    [
      'one without instances',
      (state) => {
        const { endpoints } = sagemakerOf(state);
        const found = endpoints['fraud-detector'];
        if (found !== undefined) endpoints['fraud-detector'] = { ...found, variants: {} };
      },
      /runs nothing$/,
    ],
  ])('finds %s', (_, change, complaint) => {
    expect(seen(swap, change, ['fraud-detector'])).toEqual(expect.arrayContaining([expect.stringMatching(complaint)]));
  });

  it('finds a schedule without its definition', () => {
    const complaints = seen(schedule, (state) => {
      sagemakerOf(state).jobDefinitions.DataQuality = {};
    });

    expect(complaints).toEqual(['fraud-drift uses fraud-drift-def, which is gone']);
  });
});
