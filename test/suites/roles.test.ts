import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoggedCall } from '../../local/account/call.ts';
import { cloudTrailEvent } from '../../local/account/cloudtrail-events.ts';
import { replay } from '../../local/replay.ts';
import type { Replayed } from '../../local/replay.ts';
import { createRouter } from '../../local/router.ts';
import { allowedActions } from '../../local/stack/iam.ts';
import { sourceTemplate } from '../../local/stack/source-template.ts';
import { projectRoot } from '../../local/root.ts';
import { roleArn } from '../../local/world.ts';
import { iamActionsOf } from '../../shared/aws/iam-actions.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import { atRest } from '../kit/at-rest.ts';
import type { Fixture, WrongWorld } from '../kit/fixture.ts';
import { inParallel } from '../kit/pool.ts';
import { openQuickWorld } from '../kit/quick-world.ts';
import type { ReportedWorld, ReportFixture } from '../kit/report-fixture.ts';
import { reportingWorldsOf } from '../kit/reports.ts';
import { accountId, enforcing, remediations, remediatorOf, remediators, sourceOf, stack } from '../kit/world.ts';
import { callsOf, effectsOf, openQuickly, openWrong, rollBack, wrongWorldsOf } from '../kit/wrong.ts';
import type { AnyWorld } from '../kit/wrong.ts';
import { fixtures } from '../remediations/index.ts';
import { reports } from '../remediations/reports.ts';

const template = sourceTemplate(readFileSync(join(projectRoot, 'serverless.yml'), 'utf8'));

type Seen = Pick<AnyWorld, 'account'>;

/** By remediation: the calls that it was seen to make. */
const seen = new Map<string, LoggedCall[]>();

beforeAll(async () => {
  const runs = wrongWorldsOf(fixtures).flatMap(({ fixture, wrong, first }) => {
    const others = first ? (fixture.otherSignals ?? []) : [];
    return [
      ...[fixture.signal, ...others].map((signal) => async () => fixAndUndo(fixture, wrong, signal)),
      async () => failing(fixture, wrong),
      async () => swept(fixture, wrong),
    ].map((run) => ({ remediation: fixture.remediation, run }));
  });
  const told = reportingWorldsOf(reports).flatMap(({ fixture, wrong, first }) => {
    const others = first ? (fixture.otherSignals ?? []) : [];
    return [
      ...[fixture.signal, ...others].map((signal) => async () => reported(fixture, wrong, signal)),
      async () => swept(fixture, wrong),
      async () => exemptedByTag(fixture, wrong),
    ].map((run) => ({ remediation: fixture.remediation, run }));
  });
  const all: readonly { readonly remediation: string; readonly run: () => Promise<Seen> }[] = [...runs, ...told];
  const worlds = await inParallel(all, async ({ remediation, run }) => ({ remediation, world: await run() }));
  for (const { remediation, world } of worlds)
    seen.set(remediation, [...(seen.get(remediation) ?? []), ...callsOf(world)]);
}, 60_000);

async function fixAndUndo(fixture: Fixture, wrong: WrongWorld, signal: Signal): Promise<AnyWorld> {
  const world = openQuickly(fixture, wrong);
  const outcomes = await world.send(fixture.remediation, signal);
  for (const [index, { id, status }] of outcomes.entries()) {
    if (status === 'remediated') await rollBack(world, fixture, id, `rollback-${index}`);
  }
  return world;
}

/** A run whose first write gets no answer, and whose last one is refused: it asks what has become of them, and takes back. */
async function failing(fixture: Fixture, wrong: WrongWorld): Promise<AnyWorld> {
  const { remediation, signal } = fixture;
  const [outcome] = await openQuickly(fixture, wrong).send(remediation, signal);
  const operations = outcome?.plan?.steps.map(({ call }) => call.operation) ?? [];
  const world = openQuickly(fixture, wrong);
  world.account.fault({ operation: operations[0] ?? '', kind: 'timeout-after' });
  world.account.fault({ operation: operations.at(-1) ?? '', times: 20, kind: 'access-denied' });
  await world.send(remediation, signal);
  return world;
}

async function reported(fixture: ReportFixture, wrong: ReportedWorld, signal: Signal): Promise<AnyWorld> {
  const world = openQuickly(fixture, wrong);
  await world.send(fixture.remediation, signal);
  return world;
}

/** A policy that selects by tags has them read. */
async function exemptedByTag(
  { remediation, signal }: ReportFixture,
  { account, parameters }: ReportedWorld,
): Promise<Seen> {
  const exemption = {
    tags: { public: 'yes' },
    reason: 'Public on purpose',
    owner: 'ml@example.com',
    expires: '2027-01-31',
  };
  const settings = parameters === undefined ? {} : { remediations: { [remediation]: { parameters } } };
  const policy = sourceOf(enforcing({ exemptions: [exemption], ...settings }));
  const world = openQuickWorld({ account, policy });
  await world.send(remediation, signal);
  return world;
}

async function swept(
  { remediation, signal }: Pick<Fixture, 'remediation' | 'signal'>,
  wrong: WrongWorld,
): Promise<AnyWorld> {
  const world = openQuickly({ remediation }, wrong);
  const { account, region, at } = signal;
  const request = { sweep: { account, region, at, remediations: [remediation] } };
  await world.start(remediatorOf(remediation).name, 'sweep-1', request);
  await world.backend.runUntilIdle();
  return world;
}

describe.concurrent.each(wrongWorldsOf(fixtures))('$title', ({ fixture, wrong }) => {
  it.runIf(fixture.unswept === undefined)('is found and put right by the sweep', async () => {
    const world = await swept(fixture, wrong);

    const { remediation } = fixture;
    expect(world.backend.result('sweep-1')).toMatchObject({
      status: 'SUCCEEDED',
      result: [{ remediation, signals: 1 }],
    });
    expect(fixture.isRight(atRest(world))).toBe(true);
  });
});

describe.concurrent.each(reportingWorldsOf(reports))('$title', ({ fixture, wrong }) => {
  it('is found by the sweep, and reported', async () => {
    const world = await swept(fixture, wrong);

    const { remediation } = fixture;
    expect(world.backend.result('sweep-1')).toMatchObject({ result: [{ remediation, signals: 1 }] });
    expect(world.lifecycle('Remediation Finished')).toMatchObject([{ remediation, status: 'reported' }]);
  });
});

describe.each(remediations)('$id', ({ id, uses }) => {
  it('uses exactly the operations that it is seen to call', () => {
    const declared = Object.values(uses).flatMap(({ name, commands }) =>
      Object.keys(commands).map((command) => `${name}.${command.slice(0, -'Command'.length)}`),
    );
    const called = (seen.get(id) ?? []).map(({ service, operation }) => `${service}.${operation}`);

    expect([...new Set(called)].toSorted()).toEqual([...new Set(declared)].toSorted());
  });

  it('calls nothing under another role than its own remediator’s', () => {
    const role = roleArn(accountId, remediatorOf(id).name);

    expect([...new Set((seen.get(id) ?? []).map(({ principal }) => principal))]).toEqual([role]);
  });
});

describe.each(remediators)('the role of $functionName', ({ functionName, remediations: own }) => {
  it('allows exactly what its remediations are seen to do', () => {
    const calls = own.flatMap(({ id }) => seen.get(id) ?? []);
    const actions = new Set(calls.flatMap((call) => iamActionsOf(call)));
    const direct = allowedActions(template, functionName, 'Remediation');
    const onBehalf = allowedActions(template, functionName, 'OnBehalf');

    // Besides those, AWS does some things in the caller's name, which leave no call of ours to see.
    expect([...actions].filter((action) => !onBehalf.includes(action)).toSorted()).toEqual(direct);
    expect(direct.filter((action) => onBehalf.includes(action))).toEqual([]);
  });
});

describe('what Redress does itself', () => {
  const router = createRouter(stack);

  it.each(fixtures)('is not answered when CloudTrail reports it: $remediation', async (fixture) => {
    const world = await openWrong(fixture, fixture.wrong[0]);
    const [outcome] = await world.send(fixture.remediation, fixture.signal);
    await rollBack(world, fixture, outcome?.id ?? '');
    // The ledger would stop it as well, for a week; this is about what does not rest on memory.
    const { key } = (await world.ledger.action(outcome?.id ?? '')) ?? {};
    if (key !== undefined) await world.ledger.endQuarantine(key);
    const done = effectsOf(world);
    const events = done.flatMap((call) => cloudTrailEvent(call) ?? []);

    const replayed: Replayed[] = [];
    for (const event of events) replayed.push(await replay(event, 'echo', { world, router, clock: world.clock }));

    // The fix, and the undo where there is one.
    expect(done.length).toBeGreaterThan(fixture.irreversible === true ? 0 : 1);
    expect(effectsOf(world).slice(done.length)).toEqual([]);
    expect(replayed.flatMap(({ outcomes }) => outcomes.filter((found) => !isHarmless(found)))).toEqual([]);
  });
});

function isHarmless(outcome: Replayed['outcomes'][number]): boolean {
  if (['ignored', 'compliant', 'gone', 'duplicate'].includes(outcome.status)) return true;
  return outcome.status === 'refused' && 'guard' in outcome && outcome.guard === 'own-echo';
}
