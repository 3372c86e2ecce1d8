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
