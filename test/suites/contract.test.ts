import { describe, expect, it } from 'vitest';
import { redact } from '../../shared/evidence/redact.ts';
import type { Json, JsonObject } from '../../shared/json.ts';
import { canonical, toJson } from '../../shared/json.ts';
import type { CallRecord, Outcome } from '../../shared/outcome.ts';
import { digest, planDigest, undoOf } from '../../shared/plan.ts';
import { atRest } from '../kit/at-rest.ts';
import { plantedSecret } from '../kit/fixture.ts';
import { openQuickWorld } from '../kit/quick-world.ts';
import { enforcing, remediations, sourceOf } from '../kit/world.ts';
import { callsOf, effectsOf, openQuickly, openWrong, rollBack, signalAgain, wrongWorldsOf } from '../kit/wrong.ts';
import type { AnyWorld } from '../kit/wrong.ts';
import { fixtures } from '../remediations/index.ts';
import { oneOfEachShape } from '../kit/shapes.ts';
import { reports } from '../remediations/reports.ts';

/** The ledger and the bus know nothing of AWS: of remediations of one shape they see the first. */
const shapes = new Set(await oneOfEachShape(fixtures));

describe('every remediation', () => {
  it('has a fixture', () => {
    expect([...fixtures, ...reports].map(({ remediation }) => remediation).toSorted()).toEqual(
      remediations.map(({ id }) => id).toSorted(),
    );
  });

  it('has fixtures whose worlds are what they say', async () => {
    for (const { title, fixture, wrong } of wrongWorldsOf(fixtures)) {
      const world = openQuickly(fixture, wrong);
      expect(fixture.isRight(atRest(world)), title).toBe(false);
    }
    for (const fixture of fixtures) {
      const world = openQuickly(fixture, { name: 'it is right', account: fixture.right });
      expect(fixture.isRight(atRest(world)), fixture.remediation).toBe(true);
    }
  });
});

describe.concurrent.each(wrongWorldsOf(fixtures))('$title', ({ fixture, wrong, first }) => {
  const { remediation, signal } = fixture;
  const reversible = fixture.irreversible !== true;

  it('is put right, which reading it again shows', async () => {
    const world = openQuickly(fixture, wrong);

    const outcomes = await world.send(remediation, signal);

    expect(outcomes).toMatchObject([{ remediation, status: 'remediated', mode: 'enforce' }]);
    expect(fixture.isRight(atRest(world))).toBe(true);
    const last = callsOf(world).findLastIndex(({ write }) => write);
    expect(callsOf(world).length, 'reads after the last write').toBeGreaterThan(last + 1);
  });

  it('is left alone when it is looked at again', async () => {
    const world = openQuickly(fixture, wrong);
    await world.send(remediation, signal);
    const after = atRest(world);
    const done = effectsOf(world).length;

    const again = await world.send(remediation, signalAgain(fixture, 'again'));

    expect(again.map(({ status }) => status)).toEqual([wrong.expect ?? 'compliant']);
    expect(effectsOf(world)).toHaveLength(done);
    expect(fixture.essence(atRest(world))).toEqual(fixture.essence(after));
  });

  it.runIf(reversible)('can be undone, to exactly the state before', async () => {
    const world = openQuickly(fixture, wrong);
    const before = fixture.essence(atRest(world));
    const [outcome] = await world.send(remediation, signal);
    expect(fixture.essence(atRest(world))).not.toEqual(before);
    // A step may take several calls to be undone.
    const undoing = (outcome?.plan?.steps ?? []).toReversed().flatMap((step) => undoOf(step).map(() => step.id));

    const undone = await rollBack(world, fixture, outcome?.id ?? '');

    expect(undone).toMatchObject([{ status: 'rolled-back', restored: true, rollsBack: outcome?.id }]);
    expect(fixture.essence(atRest(world))).toEqual(before);
    expect(stepsOf(undone[0]?.calls, 'undo')).toEqual(undoing);
  });

  it.skipIf(reversible)('says beforehand that it can’t be undone, and refuses to', async () => {
    const world = openQuickly(fixture, wrong);
    const [outcome] = await world.send(remediation, signal);
    const after = fixture.essence(atRest(world));
    const done = effectsOf(world).length;

    const undone = await rollBack(world, fixture, outcome?.id ?? '');

    const final = outcome?.plan?.steps.flatMap((step) => step.final ?? []) ?? [];
    expect(final.length, 'the plan says why').toBeGreaterThan(0);
    expect(remediations.find(({ id }) => id === remediation)?.reversible).toBe(false);
    expect(undone).toMatchObject([{ status: 'refused', guard: 'rollback' }]);
    expect(undone[0]?.reason).toContain(final[0]);
    expect(effectsOf(world)).toHaveLength(done);
    expect(fixture.essence(atRest(world))).toEqual(after);
  });

  it.runIf(reversible)('is not put right again after somebody had it undone', async () => {
    const world = openQuickly(fixture, wrong);
    const [outcome] = await world.send(remediation, signal);
    await rollBack(world, fixture, outcome?.id ?? '');
    const done = effectsOf(world).length;

    const again = await world.send(remediation, signalAgain(fixture, 'next'));

    expect(again).toMatchObject([{ status: 'refused', guard: 'quarantine' }]);
    expect(effectsOf(world)).toHaveLength(done);
  });

  it('leaves proof of what was found, planned, called and verified', async () => {
    // Once with a database and a bus behind it.
    const world = first && shapes.has(fixture) ? await openWrong(fixture, wrong) : openQuickly(fixture, wrong);

    const [outcome] = await world.send(remediation, signal);

    const document = evidenceOf(world, outcome);
    expect(document).toMatchObject({
      status: 'remediated',
      signal: { id: signal.id, source: signal.source, at: signal.at, event: signal.event },
      ...(signal.actor === undefined ? {} : { actor: toJson(signal.actor) }),
      hints: toJson(signal.hints),
      why: expect.arrayContaining([expect.any(String)]),
      controls: toJson(remediations.find(({ id }) => id === remediation)?.controls),
      policy: { mode: 'enforce', digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    });
    expect(document['before']).toBeTypeOf('object');
    expect(document['planDigest']).toBe(outcome?.plan === undefined ? '' : planDigest(outcome.plan));
    expect(document['after'] ?? wrong.expect, 'the reading that shows it').toBeDefined();
    expect(requestIdsIn(document)).toEqual(effectsOf(world).map(({ requestId }) => requestId));
    const action = await world.ledger.action(outcome?.id ?? '');
    expect(action).toMatchObject({ status: 'remediated', applied: outcome?.plan?.steps.map(({ id }) => id) });
    // The ledger keeps what an undo needs; what may be secret in it shows in the evidence as a digest.
    expect(document['planDigest']).toBe(digest(action?.plan));
    expect(document['plan']).toEqual(redact(action?.plan));
    expect(document['before']).toEqual(redact(action?.before));
  });

  it.runIf(first && shapes.has(fixture))('is announced before the first write and after the last one', async () => {
    const world = await openWrong(fixture, wrong);

    const [outcome] = await world.send(remediation, signal);

    expect(world.lifecycle('Remediation Started')).toMatchObject([{ id: outcome?.id, remediation }]);
    expect(world.lifecycle('Remediation Finished')).toMatchObject([
      { id: outcome?.id, remediation, status: 'remediated', evidence: outcome?.evidence },
    ]);
    const order = world.account.calls.filter(({ write }) => write).map(({ service }) => service === 'EventBridge');
    expect(order.at(0)).toBe(true);
    expect(order.at(-1)).toBe(true);
    expect(order.filter(Boolean)).toHaveLength(2);
  });

  it('is only reported in mode report, with the plan', async () => {
    const parameters = parametersOf(remediation, wrong.parameters);
    const policy = sourceOf(enforcing({ remediations: { [remediation]: { mode: 'report', parameters } } }));
    const world = openQuickWorld({ account: wrong.account, policy });

    const outcomes = await world.send(remediation, signal);

    expect(outcomes).toMatchObject([{ status: 'reported', guard: 'mode', mode: 'report' }]);
    expect(outcomes[0]?.plan?.steps.length).toBeGreaterThan(0);
    expect(callsOf(world).filter(({ write }) => write)).toEqual([]);
    expect(evidenceOf(world, outcomes[0])).toMatchObject({ status: 'reported', planDigest: outcomes[0]?.planDigest });
  });

  it('tells no secrets', async () => {
    const world = openQuickly(fixture, wrong);

    const [outcome] = await world.send(remediation, signal);
    await rollBack(world, fixture, outcome?.id ?? '');

    const told = canonical({
      evidence: [...world.evidence.values()],
      events: [...world.lifecycle('Remediation Started'), ...world.lifecycle('Remediation Finished')],
      notices: world.notices,
    });
    expect(told).toContain(reversible ? 'rolled-back' : 'remediated');
    expect(told).not.toContain(plantedSecret);
  });
});

describe.concurrent.each(fixtures)('$remediation', (fixture) => {
  const { remediation, signal } = fixture;

  it('reads a resource that is right once, and writes nothing', async () => {
    const world = openQuickly(fixture, { name: 'it is right', account: fixture.right });

    const outcomes = await world.send(remediation, signal);

    expect(outcomes.map(({ status }) => status)).toEqual(['compliant']);
    expect(callsOf(world).filter(({ write }) => write)).toEqual([]);
    expect(callsOf(world)).toHaveLength(fixture.readCalls ?? 1);
    expect(evidenceOf(world, outcomes[0])).toMatchObject({ status: 'compliant', signal: { id: signal.id } });
    expect(world.lifecycle('Remediation Started')).toEqual([]);
    expect(world.lifecycle('Remediation Finished')).toMatchObject([{ status: 'compliant' }]);
  });

  it('says clearly that a resource is gone, and writes nothing', async () => {
    const world = openQuickly(fixture, { name: 'it is gone', account: fixture.gone });

    const outcomes = await world.send(remediation, signal);

    // Where the signal is about something else, nothing of the kind that is looked after is left to look at.
    const expected = remediations.find(({ id }) => id === remediation)?.resource === signal.resource.type;
    expect(outcomes.map(({ status }) => status)).toEqual([expected ? 'gone' : 'compliant']);
    expect(callsOf(world).filter(({ write }) => write)).toEqual([]);
    expect(evidenceOf(world, outcomes[0])).toMatchObject({ reason: outcomes[0]?.reason });
  });

  const { otherSignals = [], wrong } = fixture;
  it.runIf(otherSignals.length > 0)('comes to the same whatever kind of signal leads to the resource', async () => {
    for (const other of otherSignals) {
      const world = openQuickly(fixture, wrong[0]);
      expect(await world.send(remediation, other)).toMatchObject([{ status: 'remediated' }]);

      const empty = openQuickly(fixture, { name: 'it is gone', account: fixture.gone });
      expect(await empty.send(remediation, other)).toMatchObject([{ status: 'gone' }]);
    }
  });

  it('leaves alone what is exempted, and proves why', async () => {
    const exemption = {
      remediations: [remediation],
      reason: 'Agreed with the data owner',
      owner: 'data-platform@example.com',
      expires: '2027-01-31',
    };
    const policy = sourceOf(enforcing({ exemptions: [exemption] }));
    const world = openQuickWorld({ account: fixture.wrong[0].account, policy });

    const outcomes = await world.send(remediation, signal);

    expect(outcomes).toMatchObject([{ status: 'exempted', guard: 'exemption' }]);
    expect(callsOf(world).filter(({ write }) => write)).toEqual([]);
    expect(evidenceOf(world, outcomes[0])).toMatchObject({ status: 'exempted', reason: /data owner/ });
  });

  it('does not try where the resource is in another account', async () => {
    const world = openQuickly(fixture, fixture.wrong[0]);

    const outcomes = await world.send(remediation, { ...signal, account: '444455556666' });

    expect(outcomes).toMatchObject([{ status: 'refused', guard: 'account' }]);
    // Nor is one of the same name in our own account read and taken for theirs.
    expect(callsOf(world)).toEqual([]);
  });
});

function parametersOf(remediation: string, given: JsonObject | undefined): Json {
  const all = enforcing()['remediations'] as Record<string, { readonly parameters?: JsonObject } | undefined>;
  return given ?? all[remediation]?.parameters ?? {};
}

function evidenceOf({ evidence }: Pick<AnyWorld, 'evidence'>, outcome: Outcome | undefined): JsonObject {
  const document = evidence.get(outcome?.evidence ?? '');
  if (document === undefined) throw new Error(`there is no evidence of ${outcome?.id} (${outcome?.status})`);
  return document as JsonObject;
}

function stepsOf(calls: readonly CallRecord[] = [], kind: CallRecord['kind']): string[] {
  return calls.filter((call) => call.kind === kind).map(({ step }) => step);
}

function requestIdsIn({ calls }: JsonObject): unknown[] {
  return (calls as unknown as readonly CallRecord[]).map(({ requestId }) => requestId);
}
