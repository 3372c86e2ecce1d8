import { describe, expect, it } from 'vitest';
import { blockPublicAccess } from '../../kit/buckets.ts';
import { enforced, statuses } from '../../kit/drive.ts';
import { enforcing, sourceOf } from '../../kit/world.ts';
import { effectsOf } from '../../kit/wrong.ts';
import { bucket, openWorld, signal } from './bucket-world.ts';

describe('tags that a policy asks for', () => {
  const rules = (rule: object) => sourceOf({ ...enforcing(), ...rule });
  const exemption = { reason: 'Public data set', owner: 'research', expires: '2026-12-31' };
  const exempt = rules({ exemptions: [{ tags: { public: 'yes' }, ...exemption }] });
  const hold = rules({ protected: [{ tags: { hold: 'legal' }, reason: 'legal hold' }] });
  const allow = sourceOf({ version: 1, rules: [{ name: 'public data', tags: { public: 'yes' }, mode: 'enforce' }] });
  const tagged = (Key: string, Value: string) => ({ s3: { buckets: { [bucket]: { tags: [{ Key, Value }] } } } });

  it('are read, and decide', async () => {
    const world = openWorld({ account: tagged('public', 'yes'), policy: exempt });

    expect(statuses(await world.send(blockPublicAccess, signal))).toEqual(['exempted (exemption)']);
  });

  it('are read, and may say that an entry is about others', async () => {
    for (const policy of [exempt, hold]) {
      const world = openWorld({ account: tagged('public', 'no'), policy });

      expect(statuses(await world.send(blockPublicAccess, signal))).toEqual(['remediated']);
    }
    const allowed = openWorld({ account: tagged('public', 'yes'), policy: allow });
    expect(statuses(await allowed.send(blockPublicAccess, signal))).toEqual(['remediated']);
  });

  it('are not read for a policy that asks for none', async () => {
    const asking = openWorld({ account: tagged('public', 'no'), policy: exempt });
    const plain = openWorld({ account: tagged('public', 'no') });
    await asking.send(blockPublicAccess, signal);
    await plain.send(blockPublicAccess, signal);

    const readings = (world: typeof plain) =>
      world.account.calls.filter(({ operation }) => operation === 'GetBucketTagging').length;
    expect(readings(asking) - readings(plain), 'the policy was asked twice').toBe(2);
  });

  it.each([
    ['protect', hold, ['refused (protected)']],
    ['exempt', exempt, ['exempted (exemption)']],
    ['switch nothing on', allow, ['reported (mode)']],
  ])('%s where they can’t be read', async (_, policy, outcomes) => {
    const world = openWorld({ account: tagged('public', 'yes'), policy });
    world.account.fault({ operation: 'GetBucketTagging', times: Infinity, kind: 'access-denied' });

    expect(statuses(await world.send(blockPublicAccess, signal))).toEqual(outcomes);
  });

  it('say who owns a resource; where they can’t be read, nobody knows', async () => {
    const policy = sourceOf({ ...enforcing(), defaults: { ownership: 'report' } });
    const world = openWorld({ policy });
    world.account.fault({ operation: 'GetBucketTagging', times: Infinity, kind: 'access-denied' });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({ status: 'reported', guard: 'ownership' });
    expect(effectsOf(world)).toEqual([]);
  });
});

describe('parameters that the remediation does not know', () => {
  it('make the policy one that can’t be used', async () => {
    const loaded = await enforced.load();
    if (!loaded.ok) throw new Error(loaded.error);
    const { policy } = loaded;
    const decide: typeof policy.decide = (subject, now) => ({
      ...policy.decide(subject, now),
      parameters: { mode: 1 },
    });
    const world = openWorld({ policy: { load: async () => ({ ok: true, policy: { ...policy, decide } }) } });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({ status: 'reported', guard: 'policy' });
    expect(outcome?.reason).toContain(`parameters of ${blockPublicAccess}`);
    expect(effectsOf(world)).toEqual([]);
  });
});

describe('the kill switch', () => {
  it('is asked with the policy, and named in the outcome', async () => {
    const loaded = await enforced.load();
    if (!loaded.ok) throw new Error(loaded.error);
    const killed = { remediations: 'all', reason: 'incident 7' } as const;
    const world = openWorld({ policy: { load: async () => ({ ...loaded, killed }) } });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({
      status: 'refused',
      guard: 'kill-switch',
      reason: 'The kill switch is on: incident 7',
    });
    expect(effectsOf(world)).toEqual([]);
  });
});

describe('a policy that can’t be loaded', () => {
  it('leaves the resource to be read, with the defaults, and reported', async () => {
    const world = openWorld({ policy: { load: async () => ({ ok: false, error: 'line 3: unknown mode' }) } });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({
      status: 'reported',
      guard: 'policy',
      mode: 'report',
      reason: 'The policy could not be used, so nothing is written: line 3: unknown mode',
    });
    expect(world.evidence.get(outcome?.evidence ?? '')).toMatchObject({
      parameters: {},
      policy: { error: 'line 3: unknown mode' },
    });
  });
});
