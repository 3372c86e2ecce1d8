import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import type { DurableBackendOptions } from '../../local/durable.ts';
import type { RemediatorRequest } from '../../shared/edge.ts';
import type { ActionRecord } from '../../shared/ledger/ledger.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { atRest } from '../kit/at-rest.ts';
import { difference } from '../kit/difference.ts';
import type { Fixture, WrongWorld } from '../kit/fixture.ts';
import { inParallel } from '../kit/pool.ts';
import { watch } from '../kit/states.ts';
import { learnSteps } from '../kit/steps.ts';
import type { StepsSeen } from '../kit/steps.ts';
import { timeless } from '../kit/timeless.ts';
import { troubledService } from '../kit/trouble.ts';
import type { Trouble } from '../kit/trouble.ts';
import { untrue } from '../kit/truth.ts';
import { remediatorOf } from '../kit/world.ts';
import { distinctWorldsOf, openQuickly, openWrong, signalAgain } from '../kit/wrong.ts';
import type { AnyWorld } from '../kit/wrong.ts';
import { oneOfEachShape } from '../kit/shapes.ts';
import { fixtures } from '../remediations/index.ts';

type CrashAt = NonNullable<DurableBackendOptions['crashAt']>;

/** An execution that is run with and without crashes. */
interface Scenario {
  readonly fixture: Fixture;
  readonly wrong: WrongWorld;
  readonly execution: string;
  /** `closed`: the remediator may not use its ledger. */
  readonly ledger?: 'closed';
  /** What comes before; the execution's request. */
  prepare(world: AnyWorld): Promise<RemediatorRequest>;
}

/** Everything that a crash must not make a difference to. */
interface Run {
  readonly outcomes: unknown;
  readonly states: readonly string[];
  readonly proofs: unknown;
  readonly started: number;
  readonly finished: number;
  readonly claims: readonly unknown[];
  /** What the outcomes say and the account does not show. */
  readonly untruths: readonly string[];
  readonly checkpoints: number;
  readonly kills: number;
}

const shapes = new Set(await oneOfEachShape(fixtures));

describe.concurrent.each(distinctWorldsOf(fixtures))('$title', ({ fixture, wrong, first }) => {
  const thorough = first || wrong.expect !== undefined;

  it('is put right all the same when the process is killed at any checkpoint', async () => {
    const scenario = fix(fixture, wrong);
    const clean = await run(scenario);

    expect(clean.outcomes).toMatchObject([{ status: 'remediated' }]);
    expect(await differences(scenario, clean, thorough)).toEqual([]);
  }, 60_000);

  it.runIf(thorough && fixture.irreversible !== true)(
    'is undone all the same when the process is killed at any checkpoint',
    async () => {
      const scenario = undo(fixture, wrong);
      const clean = await run(scenario);

      expect(clean.outcomes).toMatchObject([{ status: 'rolled-back', restored: true }]);
      expect(await differences(scenario, clean, false)).toEqual([]);
    },
    60_000,
  );

  // That is the pipeline's business alone.
  it.runIf(thorough && shapes.has(fixture))(
    'is looked at again for whoever came by, though the process is killed at any checkpoint',
    async () => {
      const scenario = await visited(fixture, wrong);
      const clean = await run(scenario);

      expect(clean.outcomes).toMatchObject([{ status: 'remediated' }, { status: wrong.expect ?? 'compliant' }]);
      // Until the visitor has come, it is the same as without one.
      expect(await differences(scenario, clean, false, Math.ceil(clean.checkpoints / 2))).toEqual([]);
    },
    60_000,
  );

  it.runIf(thorough)(
    'is taken back as far as it goes when the last step is refused',
    async () => {
      const scenario = await refused(fixture, wrong);
      const clean = await run(scenario);

      expect(clean.outcomes).toMatchObject([{ status: 'failed' }]);
      expect(await differences(scenario, clean, false)).toEqual([]);
    },
    60_000,
  );
});

it('leaves one proof of a run that could not begin, when the process is killed at any checkpoint', async () => {
  // What comes before the claim and after it is the same for all remediations.
  const [fixture] = fixtures;
  if (fixture === undefined) throw new Error('there are no fixtures');
  const scenario = { ...fix(fixture, fixture.wrong[0]), ledger: 'closed' } as const;
  const clean = await run(scenario);

  expect(clean.outcomes).toMatchObject([{ status: 'failed', failure: { step: 'claim' } }]);
  expect(clean.proofs).toHaveLength(1);
  expect(await differences(scenario, clean, true)).toEqual([]);
});

describe.concurrent.each(fixtures)('$remediation', (fixture) => {
  it('does nothing when the same request is delivered again', async () => {
    const world = await openWrong(fixture, fixture.wrong[0]);
    await world.send(fixture.remediation, fixture.signal);
    const calls = world.account.calls.length;
    const { name } = remediatorOf(fixture.remediation);
    const signal = { ...fixture.signal, hints: { ...fixture.signal.hints, remediation: fixture.remediation } };

    const delivered = await world.start(name, `${name}-${signal.id}`, { signal });
    await world.backend.runUntilIdle();

    expect(delivered).toBe('exists');
    expect(world.account.calls).toHaveLength(calls);
  });
});

function fix(fixture: Fixture, wrong: WrongWorld): Scenario {
  const { remediation, signal } = fixture;
  const request = { signal: { ...signal, hints: { ...signal.hints, remediation } } };
  return { fixture, wrong, execution: 'crash', prepare: async () => request };
}

function undo(fixture: Fixture, wrong: WrongWorld): Scenario {
  return {
    fixture,
    wrong,
    execution: 'crash',
    async prepare(world) {
      const [outcome] = await world.send(fixture.remediation, fixture.signal);
      const by = 'arn:aws:iam::111122223333:user/ops';
      return { rollback: { action: outcome?.id ?? '', force: false, by, at: fixture.signal.at } };
    },
  };
}

async function refused(fixture: Fixture, wrong: WrongWorld): Promise<Scenario> {
  const { outcome } = await probe(fixture, wrong);
  const operation = outcome.plan?.steps.at(-1)?.call.operation ?? '';
  return {
    ...fix(fixture, wrong),
    async prepare(world) {
      world.account.fault({ operation, times: Number.POSITIVE_INFINITY, kind: 'access-denied' });
      return fix(fixture, wrong).prepare(world);
    },
  };
}

/** While the resource is being written to, another signal about it arrives. */
async function visited(fixture: Fixture, wrong: WrongWorld): Promise<Scenario> {
  const { action } = await probe(fixture, wrong);
  const visitor = { ...action.target, signal: signalAgain(fixture, 'visitor') };
  return {
    ...fix(fixture, wrong),
    async prepare(world) {
      const now = Math.floor(world.clock.now().getTime() / 1000);
      // Whoever comes by is another process, and is not killed with this one.
      const elsewhere = AsyncLocalStorage.snapshot();
      world.account.fault({
        when: ({ write, service }) => write && service !== 'EventBridge',
        // The call itself goes on.
        kind: () => void elsewhere(async () => world.ledger.claim(action.key, 'a visitor', visitor, now, 900)),
      });
      return fix(fixture, wrong).prepare(world);
    },
  };
}

/** What a run without crashes comes to. */
async function probe(fixture: Fixture, wrong: WrongWorld): Promise<{ outcome: Outcome; action: ActionRecord }> {
  const world = openQuickly(fixture, wrong);
  const [outcome] = await world.send(fixture.remediation, fixture.signal);
  const action = await world.ledger.action(outcome?.id ?? '');
  if (outcome === undefined || action === undefined) throw new Error(`${fixture.remediation} left no action`);
  return { outcome, action };
}

/** Kills the process at each checkpoint, before and after it takes effect, and says where that shows. */
async function differences(scenario: Scenario, clean: Run, thorough: boolean, since = 1): Promise<string[]> {
  const numbers = Array.from({ length: clean.checkpoints }, (_, index) => index + 1).slice(since - 1);
  // What was done and not recorded is the hard case; what was recorded is only read again.
  const before = numbers.flatMap((number) =>
    (thorough ? [1, 2] : [1]).map((times) => ({ number, phase: 'before', times })),
  );
  const after = thorough ? numbers.map((number) => ({ number, phase: 'after', times: 1 })) : [];
  const [{ plan } = {}] = clean.outcomes as [Outcome?];
  const stepsSeen = plan === undefined ? undefined : await learnSteps(scenario.fixture, scenario.wrong, plan);
  const complaints = await inParallel([...before, ...after], async ({ number, phase, times }) => {
    const title = `killed ${phase} checkpoint ${number}${times === 2 ? ' and the next' : ''}`;
    const crashed = await run(
      scenario,
      (event) => event.phase === phase && event.checkpoint >= number && event.checkpoint < number + times,
      stepsSeen,
    );
    // The SDK puts what comes at the same time into one checkpoint, so that their number varies by one or two.
    const survived = crashed.kills === 0 && crashed.checkpoints >= number ? ['the process was not killed'] : [];
    return [...survived, ...compare(clean, crashed)].map((found) => `${title}: ${found}`);
  });
  return complaints.flat();
}

async function run(
  { fixture, wrong, execution, ledger, prepare }: Scenario,
  crashAt: CrashAt = () => false,
  stepsSeen?: StepsSeen,
): Promise<Run> {
  let kills = 0;
  const closed: Trouble = { from: 1, times: Number.POSITIVE_INFINITY, kind: 'access-denied' };
  const world = openQuickly(fixture, wrong, {
    ...(ledger === 'closed' ? { outside: troubledService('ledger', closed).wrap } : {}),
    backend: {
      crashAt(event) {
        const dies = event.execution === execution && crashAt(event);
        if (dies) kills += 1;
        return dies;
      },
    },
  });
  const request = await prepare(world);
  const before = world.evidence.size;
  const [started, finished] = [
    world.lifecycle('Remediation Started').length,
    world.lifecycle('Remediation Finished').length,
  ];
  const states = watch(world, fixture);
  await world.start(remediatorOf(fixture.remediation).name, execution, request);
  await world.backend.runUntilIdle();
  const outcomes = world.outcomesOf(execution);
  const { checkpoints } = world.backend.usage(execution);
  return {
    outcomes: timeless(outcomes),
    states: states(),
    proofs: timeless([...world.evidence.values()].slice(before)),
    started: world.lifecycle('Remediation Started').length - started,
    finished: world.lifecycle('Remediation Finished').length - finished,
    untruths: stepsSeen === undefined ? [] : untruths(fixture, world, outcomes, stepsSeen),
    claims: await Promise.all(outcomes.map((outcome) => claimOf(world, outcome))),
    checkpoints,
    kills,
  };
}

/** Takes the claim, to see that it is free and how many attempts the ledger has counted. */
async function claimOf(
  { ledger, clock }: AnyWorld,
  { remediation, account, region, resource }: Outcome,
): Promise<unknown> {
  const key = { remediation, account, region, type: resource.type, id: resource.id };
  const claim = await ledger.claim(key, 'the test', resource, Math.floor(clock.now().getTime() / 1000), 1);
  return claim.granted ? { attempts: claim.history.attempts.length } : claim;
}

/**
 * Where a crash shows. A step that may not be repeated is the exception: cut off, it counts as possibly
 * applied, and the run may end in having taken it back, if that is the truth.
 */
function compare(clean: Run, crashed: Run): string[] {
  const announced = [
    ...(crashed.started >= clean.started ? [] : ['the beginning was not announced']),
    ...(crashed.finished >= clean.finished ? [] : ['the end was not announced']),
  ];
  if (isCutOff(crashed)) return [...announced, ...crashed.untruths];
  const compared = ['outcomes', 'states', 'proofs', 'claims'] as const;
  return [...announced, ...compared.flatMap((name) => difference(clean[name], crashed[name], name).slice(0, 3))];
}

function isCutOff({ outcomes }: Run): boolean {
  const [outcome] = outcomes as Outcome[];
  return outcome?.calls?.some(({ error }) => error?.name === 'StepInterruptedError') === true;
}

/** What the last look says has to be true; only of a single one is it known which steps it means. */
function untruths(fixture: Fixture, world: AnyWorld, outcomes: readonly Outcome[], stepsSeen: StepsSeen): string[] {
  const last = outcomes.at(-1);
  if (last === undefined) return ['there is no outcome'];
  if (outcomes.length === 1) return untrue(fixture, world, last, stepsSeen);
  const right = ['remediated', 'compliant', 'gone'].includes(last.status);
  return right === fixture.isRight(atRest(world)) ? [] : [`the last outcome says ${last.status}`];
}
