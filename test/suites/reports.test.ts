import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../../local/account/faults.ts';
import type { JsonObject } from '../../shared/json.ts';
import { canonical, toJson } from '../../shared/json.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { modes } from '../../shared/outcome.ts';
import { plantedSecret } from '../kit/fixture.ts';
import { inParallel } from '../kit/pool.ts';
import { openQuickWorld } from '../kit/quick-world.ts';
import { reportingWorldsOf, writesOf } from '../kit/reports.ts';
import { enforcing, remediations, sourceOf } from '../kit/world.ts';
import { callsOf, openQuickly, openWrong, signalAgain } from '../kit/wrong.ts';
import type { AnyWorld } from '../kit/wrong.ts';
import { reports } from '../remediations/reports.ts';

const kinds = [
  'throttle',
  'server-error',
  'access-denied',
  'not-found',
  'conflict',
  'timeout-before',
  'timeout-after',
  'malformed',
] as const satisfies readonly FaultKind[];
/** More than a reading is repeated (5). */
const manyTimes = 12;

describe.concurrent.each(reportingWorldsOf(reports))('$title', ({ fixture, wrong, first }) => {
  const { remediation, signal } = fixture;

  it('is reported in mode enforce, with what is wrong and what a person has to do', async () => {
    // Once with a database and a bus behind it.
    const world = first ? await openWrong(fixture, wrong) : openQuickly(fixture, wrong);

    const outcomes = await world.send(remediation, signal);

    expect(outcomes).toMatchObject([{ remediation, status: 'reported', mode: 'enforce' }]);
    const [{ why = [], todo = [], plan, calls } = {} as Outcome] = outcomes;
    expect(why).toHaveLength(wrong.why.length);
    for (const [index, line] of wrong.why.entries()) expect(why[index]).toMatch(line);
    for (const step of wrong.steps) expect(todo).toContainEqual(expect.stringMatching(step));
    expect({ plan, calls: calls ?? [] }).toEqual({ plan: undefined, calls: [] });
    expect(writesOf(world)).toEqual([]);
    expect(evidenceOf(world, outcomes[0])).toMatchObject({
      status: 'reported',
      signal: { id: signal.id, source: signal.source, at: signal.at, event: signal.event },
      why: toJson(why),
      todo: toJson(todo),
      controls: toJson(remediations.find(({ id }) => id === remediation)?.controls),
    });
    expect(world.lifecycle('Remediation Started')).toEqual([]);
    expect(world.lifecycle('Remediation Finished')).toMatchObject([{ id: outcomes[0]?.id, status: 'reported' }]);
  });

  it.runIf(first)('is reported alike in every other mode but off, and nothing is written', async () => {
    for (const mode of modes.filter((other) => other !== 'enforce')) {
      const settings = { mode, parameters: wrong.parameters ?? {} };
      const policy = sourceOf(enforcing({ remediations: { [remediation]: settings } }));
      const world = openQuickWorld({ account: wrong.account, policy });

      const outcomes = await world.send(remediation, signal);

      expect(outcomes).toMatchObject([mode === 'off' ? { status: 'ignored' } : { status: 'reported', mode }]);
      expect(writesOf(world)).toEqual([]);
      expect(world.ledger.approvals.size).toBe(0);
    }
  });

  it('tells no secrets', async () => {
    const world = openQuickly(fixture, wrong);

    const outcomes = await world.send(remediation, signal);

    const told = canonical({
      outcomes: toJson(outcomes),
      evidence: [...world.evidence.values()],
      events: world.lifecycle('Remediation Finished'),
      notices: toJson(world.notices),
    });
    expect(told).toContain('reported');
    expect(told).not.toContain(plantedSecret);
  });

  it.runIf(first)('survives any fault of any call, and claims nothing that it has not read', async () => {
    const clean = openQuickly(fixture, wrong);
    const [said] = await clean.send(remediation, signal);
    const places = callsOf(clean).map(({ service, operation }, index, all) => ({
      service,
      operation,
      occurrence: all.slice(0, index + 1).filter((call) => call.operation === operation).length,
    }));
    const cases = places.flatMap((place) =>
      kinds.flatMap((kind) => [1, manyTimes].map((times) => ({ ...place, kind, times }))),
    );

    const complaints = await inParallel(cases, async (fault) => {
      const world = openQuickly(fixture, wrong);
      world.account.fault(fault);
      const outcomes = await world.send(remediation, signal);
      return complaintsOf(outcomes, said, world).map(
        (what) => `${fault.kind} × ${fault.times} at ${fault.operation}: ${what}`,
      );
    });

    expect(complaints.flat()).toEqual([]);
  });

  it.runIf(first)('is reported once for each event, however often that is delivered', async () => {
    const world = openQuickly(fixture, wrong);

    const [one] = await world.send(remediation, signal);
    const [again] = await world.send(remediation, signal);
    const [next] = await world.send(remediation, signalAgain(fixture, 'next'));

    expect(again?.id).toBe(one?.id);
    expect(next).toMatchObject({ status: 'reported', why: one?.why, todo: one?.todo });
    expect(next?.id).not.toBe(one?.id);
    expect(writesOf(world)).toEqual([]);
  });
});

/** A fault may end in the same report, in a failure that says why, or, where it is said to be gone, in that. */
function complaintsOf(outcomes: readonly Outcome[], said: Outcome | undefined, world: AnyWorld): string[] {
  const [outcome, ...more] = outcomes;
  if (outcome === undefined || more.length > 0) return [`${outcomes.length} outcomes`];
  const { status, why, failure, reason } = outcome;
  const fine =
    (status === 'reported' && canonical(toJson(why ?? [])) === canonical(toJson(said?.why ?? []))) ||
    (status === 'failed' && failure !== undefined && reason.includes(failure.error.message)) ||
    status === 'gone';
  return [
    ...(fine ? [] : [`it is ${status}: ${reason} ${(why ?? []).join()}`]),
    ...(writesOf(world).length === 0 ? [] : ['something was written']),
    ...(world.evidence.has(outcome.evidence ?? '') ? [] : ['there is no evidence']),
  ];
}

describe.concurrent.each(reports)('$remediation', (fixture) => {
  const { remediation, signal, otherSignals = [] } = fixture;
  const [{ account, parameters = {} }] = fixture.wrong;
  const settings = { mode: 'enforce', ...parametersOf(remediation, parameters) };

  it('reads a resource that is right once, and says so', async () => {
    const right = { ...fixture.wrong[0], name: 'it is right', account: fixture.right };
    const world = openQuickly(fixture, right);

    const outcomes = await world.send(remediation, signal);

    expect(outcomes.map(({ status, reason }) => [status, reason])).toEqual([['compliant', expect.any(String)]]);
    expect(callsOf(world)).toHaveLength(fixture.readCalls ?? 1);
    expect(writesOf(world)).toEqual([]);
  });

  it.runIf(fixture.gone !== undefined)('says clearly that a resource is gone', async () => {
    const gone = { ...fixture.wrong[0], name: 'it is gone', account: fixture.gone ?? {} };
    const world = openQuickly(fixture, gone);

    const outcomes = await world.send(remediation, signal);

    expect(outcomes).toMatchObject([{ status: 'gone' }]);
    expect(evidenceOf(world, outcomes[0])).toMatchObject({ status: 'gone', reason: outcomes[0]?.reason });
  });

  it.runIf(otherSignals.length > 0)('comes to the same whatever kind of signal leads to the resource', async () => {
    for (const other of otherSignals) {
      const world = openQuickly(fixture, fixture.wrong[0]);
      const [first] = await world.send(remediation, signalAgain(fixture, 'first'));

      expect(await world.send(remediation, other)).toMatchObject([{ status: 'reported', why: first?.why }]);
    }
  });

  it('is silent about what is exempted, and proves why', async () => {
    const exemption = { reason: 'Agreed with the data owner', owner: 'ml@example.com', expires: '2027-01-31' };
    for (const selector of [{ remediations: [remediation] }, { resources: [signal.resource.id] }]) {
      const exemptions = [{ ...exemption, ...selector }];
      const policy = sourceOf(enforcing({ remediations: { [remediation]: settings }, exemptions }));
      const world = openQuickWorld({ account, policy });

      const outcomes = await world.send(remediation, signal);

      expect(outcomes).toMatchObject([{ status: 'exempted', guard: 'exemption' }]);
      expect(outcomes[0]?.todo).toBeUndefined();
      expect(evidenceOf(world, outcomes[0])).toMatchObject({ status: 'exempted', reason: /data owner/ });
    }
  });

  it('says nothing of a resource in another account', async () => {
    const world = openQuickly(fixture, fixture.wrong[0]);

    const outcomes = await world.send(remediation, { ...signal, account: '444455556666' });

    expect(outcomes).toMatchObject([{ status: 'refused', guard: 'account' }]);
    expect(outcomes[0]?.todo).toBeUndefined();
  });
});

function parametersOf(remediation: string, given: JsonObject): { parameters: JsonObject } {
  const all = enforcing()['remediations'] as Record<string, { readonly parameters?: JsonObject } | undefined>;
  return { parameters: { ...all[remediation]?.parameters, ...given } };
}

function evidenceOf({ evidence }: Pick<AnyWorld, 'evidence'>, outcome: Outcome | undefined): JsonObject {
  const document = evidence.get(outcome?.evidence ?? '');
  if (document === undefined) throw new Error(`there is no evidence of ${outcome?.id} (${outcome?.status})`);
  return document as JsonObject;
}
