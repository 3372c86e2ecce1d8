import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../shared/signals/signal.ts';
import { answer, somebody } from '../kit/approving.ts';
import { breakIt, fixIt, openChaosWorld, recreateIt, removeIt, resources, vault } from '../kit/chaos-world.ts';
import type { Begun, ChaosWorld, Resource, Setup } from '../kit/chaos-world.ts';
import { statuses } from '../kit/drive.ts';

const hour = 3600;
const day = 86_400;

/** What is expected of the world, kept as simply as can be: everything else is read from its history. */
interface Model {
  /** Until when a resource is left alone, epoch seconds. */
  readonly quarantine: Map<Resource, number>;
}

type Step = fc.AsyncCommand<Model, ChaosWorld>;

function step(name: string, run: (world: ChaosWorld, model: Model) => Promise<void>): Step {
  return { check: () => true, run: async (model, world) => run(world, model), toString: () => name };
}

/** Everything that is due, but no time-out: whoever is asked goes on thinking. */
async function drive({ backend }: ChaosWorld): Promise<void> {
  await backend.runUntilIdle({ expire: false });
}

/** What an event about a resource has to come to, if nothing else is going on. */
function expected(world: ChaosWorld, { quarantine }: Model, resource: Resource, byTool: boolean): string {
  const { mode, maxAttempts, maxResources } = world.setup;
  const image = world.image(resource);
  const now = world.now();
  if (image === 'right') return 'compliant';
  if (image === 'gone') return 'gone';
  if (world.isKilled()) return 'refused (kill-switch)';
  if (mode === 'report') return 'reported (mode)';
  if (resource === vault) return 'refused (protected)';
  if ((quarantine.get(resource) ?? 0) > now) return 'refused (quarantine)';
  const attempts = world.begun.filter((action) => action.resource === resource);
  const inDay = attempts.filter(({ claimedAt }) => claimedAt > now - day);
  const returned = inDay.filter((action) => action.image === image).length;
  if (returned >= 2 || (byTool && returned === 1)) return 'reported (flapping)';
  const inHour = inDay.filter(({ claimedAt }) => claimedAt > now - hour).length;
  if (inHour >= maxAttempts || inDay.length >= maxAttempts * 2) return 'refused (attempt-budget)';
  if (mode === 'approve') return 'asked';
  const writes = world.begun.filter(({ at }) => at > now - hour).length;
  return writes >= maxResources ? 'refused (rate-limit)' : 'remediated';
}

const terraform: Actor = { arn: 'arn:aws:sts::111122223333:assumed-role/ci/x', userAgent: 'HashiCorp Terraform/1.13' };
const cloudFormation: Actor = { arn: 'arn:aws:iam::111122223333:role/cfn', invokedBy: 'cloudformation.amazonaws.com' };

/** An event; where nothing else is going on, it must come to exactly what the model says. */
async function tell(world: ChaosWorld, model: Model, resource: Resource, actor?: Actor): Promise<void> {
  const calm = world.isCalm();
  const status = expected(world, model, resource, actor !== undefined);
  const execution = await world.tell(resource, actor);
  await drive(world);
  note(world, model);
  if (!calm) return;
  if (status === 'asked') expect(world.backend.result(execution).status).toBe('RUNNING');
  else expect(statuses(world.outcomes(execution))).toEqual([status]);
}

/** Learns from outcomes and events how long resources are to be left alone. */
function note(world: ChaosWorld, { quarantine }: Model): void {
  for (const { type, detail } of world.events) {
    if (type !== 'Escalation') continue;
    const { id } = detail['resource'] as { id: string };
    const resource = resources.find((name) => id.includes(name))!;
    const until = Date.parse(detail['quarantinedUntil'] as string) / 1000;
    quarantine.set(resource, Math.max(until, quarantine.get(resource) ?? 0));
  }
}

/** A person's hand in the account. It may cross what an execution is about to do. */
function byHand(world: ChaosWorld, change: (state: Parameters<typeof fixIt>[0]) => void): void {
  if (world.isBusy()) world.disturbances += 1;
  world.account.edit(change);
}

async function decide(world: ChaosWorld, decision: 'approve' | 'reject'): Promise<void> {
  const pending = world.backend.pendingCallbacks().at(0);
  const request = [...world.ledger.approvals.values()].find(({ callbackId }) => callbackId === pending?.callbackId);
  if (request === undefined) return;
  await answer(world, request, decision);
  await drive(world);
}

async function rollBack(world: ChaosWorld, model: Model): Promise<void> {
  const action = [...world.ledger.actions.values()].at(-1);
  const record = world.begun.find(({ id }) => id === action?.id);
  if (action === undefined || record === undefined) return;
  const calm = world.isCalm();
  const execution = `rollback-${world.executions.length}`;
  const at = world.clock.now().toISOString();
  await world.ask(action.key.remediation, execution, {
    rollback: { action: action.id, force: false, by: somebody, at },
  });
  world.executions.push(execution);
  await drive(world);
  const [outcome] = world.backend.result(execution).status === 'SUCCEEDED' ? world.outcomes(execution) : [];
  // Held off from the moment on at which the undo began, whether or not it came through.
  if (outcome?.rollsBack !== undefined) {
    model.quarantine.set(record.resource, Math.floor(Date.parse(outcome.startedAt) / 1000) + 7 * day);
  }
  // I8: an undo restores.
  if (calm && outcome?.status === 'rolled-back') expect(world.image(record.resource)).toBe(record.image);
}

const resource = fc.constantFrom(...resources);
const variant = fc.constantFrom(0 as const, 1 as const);

/** Pending questions are what answers are about; without one there is nothing to do. */
function whenAsked(name: string, run: (world: ChaosWorld) => Promise<unknown>): Step {
  return step(name, async (world) => {
    if (world.setup.mode === 'approve') await run(world);
  });
}

const kinds: readonly { readonly often: number; readonly what: fc.Arbitrary<Step> }[] = [
  {
    often: 4,
    what: fc.tuple(resource, variant).map(([name, how]) =>
      step(`break ${name} ${how}, event`, async (world, model) => {
        byHand(world, (state) => breakIt(state, name, how));
        await tell(world, model, name);
      }),
    ),
  },
  { often: 2, what: resource.map((name) => step(`event ${name}`, async (world, model) => tell(world, model, name))) },
  {
    often: 2,
    what: fc.tuple(resource, resource).map(([one, other]) =>
      step(`events ${one}, ${other} at once`, async (world, model) => {
        await world.tell(one);
        await world.tell(other);
        await drive(world);
        note(world, model);
      }),
    ),
  },
  {
    often: 2,
    what: fc
      .tuple(resource, variant)
      .map(([name, how]) =>
        step(`break ${name} ${how}`, async (world) => byHand(world, (state) => breakIt(state, name, how))),
      ),
  },
  {
    often: 1,
    what: resource.map((name) => step(`fix ${name}`, async (world) => byHand(world, (state) => fixIt(state, name)))),
  },
  {
    often: 1,
    what: resource.map((name) =>
      step(`remove ${name}`, async (world) => byHand(world, (state) => removeIt(state, name))),
    ),
  },
  {
    often: 2,
    what: resource.map((name) =>
      step(`recreate ${name}`, async (world) => byHand(world, (state) => recreateIt(state, name, world.made))),
    ),
  },
  {
    often: 1,
    what: fc.tuple(resource, fc.constantFrom(terraform, cloudFormation)).map(([name, actor]) =>
      step(`revert ${name} by ${actor.invokedBy ?? 'Terraform'}`, async (world, model) => {
        byHand(world, (state) => breakIt(state, name, 0));
        await tell(world, model, name, actor);
      }),
    ),
  },
  {
    often: 1,
    what: fc
      .integer({ min: 1, max: 9 })
      .map((times) => step(`throttle ${times}`, async (world) => world.throttle(times))),
  },
  {
    // An outage: an execution is left in the middle for longer than its claim is good, or not, and another comes by.
    often: 2,
    what: fc
      .tuple(resource, fc.integer({ min: 1, max: 3 }), fc.constantFrom(0, 60, 901, 901, hour))
      .map(([name, times, seconds]) =>
        step(`break ${name}, event, throttled ${times}, ${seconds} s away, event`, async (world, model) => {
          byHand(world, (state) => breakIt(state, name, 0));
          world.throttle(times, 'writes');
          await world.tell(name);
          await world.backend.runUntil(world.clock.now());
          world.clock.advance(seconds);
          await tell(world, model, name);
        }),
      ),
  },
  {
    often: 2,
    what: fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom('before' as const, 'after' as const))
      .map(([count, phase]) => step(`crash ${phase} ${count}`, async (world) => world.crashAfter(count, phase))),
  },
  {
    often: 2,
    what: fc
      .constantFrom(1, 60, 901, hour, day, 2 * day)
      .map((seconds) => step(`clock +${seconds}`, async (world) => world.clock.advance(seconds))),
  },
  { often: 3, what: fc.constant(whenAsked('approve', async (world) => decide(world, 'approve'))) },
  { often: 1, what: fc.constant(whenAsked('reject', async (world) => decide(world, 'reject'))) },
  { often: 1, what: fc.constant(whenAsked('expire', async (world) => world.backend.runUntilIdle())) },
  { often: 1, what: fc.constant(step('roll back', rollBack)) },
  { often: 1, what: fc.constant(step('kill switch on', async (world) => world.kill(true))) },
  { often: 2, what: fc.constant(step('kill switch off', async (world) => world.kill(false))) },
];
const steps = kinds.flatMap(({ often, what }) => Array.from({ length: often }, () => what));

/** Most in any span of so many seconds, each begun at one of the times. */
function mostIn(seconds: number, times: readonly number[]): number {
  return Math.max(0, ...times.map((end) => times.filter((at) => at > end - seconds && at <= end).length));
}

/** The invariants, on the whole history. */
function check(world: ChaosWorld): void {
  const { setup, begun, ledger, executions } = world;
  const { maxAttempts, maxResources, mode } = setup;
  const writes = world.account.calls.filter(({ write }) => write);
  const ended = executions.flatMap((execution) =>
    world.backend.result(execution).status === 'SUCCEEDED' ? world.outcomes(execution) : [],
  );

  expect(world.superfluous.length, 'I1: one write a regression, but for crossed hands and crashes').toBeLessThanOrEqual(
    world.disturbances,
  );
  expect(world.unannounced, 'I2: no write that is not written down').toEqual([]);
  const open = [...ledger.actions.values()].filter(({ status }) => status === 'applying');
  expect(open, 'I3: every action has an end').toEqual([]);
  expect(
    executions.filter((execution) => !hasEnded(world, execution)),
    'I3: so has every execution',
  ).toEqual([]);
  expect(JSON.stringify(writes.map(({ input }) => input)), 'I4: what is protected is not written to').not.toContain(
    'vault',
  );
  expect(
    mostIn(
      hour,
      begun.map(({ at }) => at),
    ),
    'I5: max-resources',
  ).toBeLessThanOrEqual(maxResources);
  for (const name of resources) {
    const attempts = begun.filter((action) => action.resource === name);
    const claimed = attempts.map(({ claimedAt }) => claimedAt);
    expect(mostIn(hour, claimed), `I5: max-attempts of ${name}`).toBeLessThanOrEqual(maxAttempts);
    expect(mostIn(day, claimed), `I9: fights over ${name} end`).toBeLessThanOrEqual(maxAttempts * 2);
    for (const { before } of attempts) {
      const same = attempts.filter((other) => other.before === before).map(({ claimedAt }) => claimedAt);
      expect(mostIn(day, same), `I9: ${name} does not flap`).toBeLessThanOrEqual(2);
    }
  }
  if (mode === 'report') expect(writes, 'I6: report mode').toEqual([]);
  if (mode === 'approve') expectApproved(world, begun);
  expect(
    ended.filter(({ evidence }) => evidence === undefined || !world.evidence.has(evidence)),
    'evidence of all',
  ).toEqual([]);
  expect(new Set(ended.map(({ evidence }) => evidence)).size, 'one document each').toBe(ended.length);
  expect(ledger.holders(), 'nobody holds a claim').toEqual({});
}

function hasEnded({ backend }: ChaosWorld, execution: string): boolean {
  const { status } = backend.result(execution);
  // A rollback of what is no action any more fails, and says so.
  return status === 'SUCCEEDED' || (status === 'FAILED' && execution.startsWith('rollback'));
}

function expectApproved({ ledger }: ChaosWorld, begun: readonly Begun[]): void {
  const unasked = begun.filter(({ id }) => ledger.approvals.get(id)?.status !== 'approved');
  expect(unasked, 'nothing is done that nobody has approved').toEqual([]);
}

/** However it went, a month later a resource is dealt with as if nothing had been. */
async function expectUsable(world: ChaosWorld): Promise<void> {
  const name = (['alpha', 'beta', 'audit'] as const)[world.executions.length % 3]!;
  world.kill(false);
  world.clock.advance(30 * day);
  world.account.edit((state) => {
    recreateIt(state, name, world.made);
    breakIt(state, name, 0);
  });
  const execution = await world.tell(name);
  await drive(world);
  if (world.setup.mode === 'approve') await decide(world, 'approve');
  expect(statuses(world.outcomes(execution)), name).toEqual([
    world.setup.mode === 'report' ? 'reported (mode)' : 'remediated',
  ]);
}

const setups: fc.Arbitrary<Setup> = fc.record({
  mode: fc.constantFrom(
    'enforce' as const,
    'enforce' as const,
    'enforce' as const,
    'approve' as const,
    'report' as const,
  ),
  maxAttempts: fc.constantFrom(1 as const, 2 as const, 3 as const),
  maxResources: fc.constantFrom(1 as const, 3 as const, 10 as const),
});

/** More of them, or others: `REDRESS_RUNS=100000 REDRESS_SEED=7 npx vitest run test/suites/model.test.ts`. */
const runs = Number(process.env['REDRESS_RUNS'] ?? 1000);
const seed = Number(process.env['REDRESS_SEED'] ?? 20_261_120);
/** Side by side: an execution that is suspended leaves the processor to the others for some 20 ms. */
const lanes = 16;

/** @returns how many sequences have passed */
async function checkLane(lane: number): Promise<number> {
  let passed = 0;
  await fc.assert(
    fc.asyncProperty(
      setups,
      fc.commands(steps, { maxCommands: 40, size: lane === 0 ? '+1' : '=' }),
      async (setup, commands) => {
        const world = openChaosWorld(setup);
        const model: Model = { quarantine: new Map() };
        await fc.asyncModelRun(() => ({ model, real: world }), commands);
        world.calmDown();
        await world.backend.runUntilIdle();
        if (passed % 4 === 0) await expectUsable(world);
        check(world);
        passed += 1;
      },
    ),
    { numRuns: Math.ceil(runs / lanes), seed: seed + lane },
  );
  return passed;
}

describe('whatever happens, in whatever order', () => {
  it(`keeps the invariants (${runs} sequences)`, async () => {
    const passed = await Promise.all(Array.from({ length: lanes }, async (_, lane) => checkLane(lane)));

    expect(passed.reduce((sum, sequences) => sum + sequences, 0)).toBeGreaterThanOrEqual(runs);
  }, 600_000);
});
