import { describe, expect, it } from 'vitest';
import { openQuickWorld } from '../../kit/quick-world.ts';
import { signalAbout } from '../../kit/signal.ts';
import { enforcing, sourceOf } from '../../kit/world.ts';
import { model } from '../../remediations/models.ts';

const remediation = 'sagemaker-model-in-vpc';
/** No endpoint runs it, so locating ends with what a person has to do. */
const account = { regions: { 'eu-central-1': { sagemaker: { models: { retired: model({}) } } } } };
const signal = signalAbout({ type: 'AWS::SageMaker::Model', id: 'retired' }, { configRule: 'sagemaker-model-in-vpc' });
const exemption = { reason: 'Kept for the auditors', owner: 'ml@example.com', expires: '2027-01-31' };

function open(changes: object = {}) {
  return openQuickWorld({ account, policy: sourceOf(enforcing({ ...changes })) });
}

describe('what only a person can put right', () => {
  it('is reported where nobody has said anything about it', async () => {
    expect(await open().send(remediation, signal)).toMatchObject([{ status: 'reported', todo: [/./, /./].map(like) }]);
  });

  it('is not told again of a resource that the policy exempts', async () => {
    const world = open({ exemptions: [{ ...exemption, resources: ['retired'] }] });

    const [outcome] = await world.send(remediation, signal);

    expect(outcome).toMatchObject({ status: 'exempted', guard: 'exemption', reason: like(/Kept for the auditors/) });
    expect(outcome?.why).toEqual(['Model retired is in no VPC, and no endpoint runs it']);
    expect(outcome?.todo).toBeUndefined();
  });

  it('is told again when the exemption has expired', async () => {
    const world = open({ exemptions: [{ ...exemption, expires: '2026-11-01', resources: ['retired'] }] });

    expect(await world.send(remediation, signal)).toMatchObject([{ status: 'reported' }]);
  });

  it('is none of ours in an account that this deployment does not act in', async () => {
    const outcomes = await open().send(remediation, { ...signal, account: '444455556666' });

    expect(outcomes).toMatchObject([{ status: 'refused', guard: 'account' }]);
  });

  it('is reported all the same where the policy can’t be read', async () => {
    const policy = { load: async () => ({ ok: false as const, error: 'line 3: unknown key' }) };
    const world = openQuickWorld({ account, policy });

    expect(await world.send(remediation, signal)).toMatchObject([{ status: 'reported', mode: 'report' }]);
  });
});

function like(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
