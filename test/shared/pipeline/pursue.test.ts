import { describe, expect, it } from 'vitest';
import { atRest } from '../../kit/at-rest.ts';
import { policyIn, statuses } from '../../kit/drive.ts';
import { openQuickWorld } from '../../kit/quick-world.ts';
import { signalAbout } from '../../kit/signal.ts';
import { enforcing, sourceOf } from '../../kit/world.ts';
import { hosting } from '../../local/account/world.ts';
import { breakable } from './breakable.ts';
import { fixtureOf } from './bucket-world.ts';

const remediation = 'sagemaker-endpoint-encrypted';
const signal = signalAbout(
  { type: 'AWS::SageMaker::EndpointConfig', id: 'scorer-1' },
  { configRule: 'sagemaker-endpoint-configuration-kms-key-configured' },
);

/** So many endpoints, all on the configuration that the signal is about. */
function fleet(size: number) {
  const names = Array.from({ length: size }, (_, index) => `endpoint-${String(index).padStart(3, '0')}`);
  const endpoints = Object.fromEntries(names.map((name) => [name, { config: 'scorer-1' }]));
  return { names, account: hosting({ endpoints, seconds: { create: 20, update: 20, rollback: 20, delete: 20 } }) };
}

describe('a signal that leads to several resources', () => {
  it('is answered for each of them', async () => {
    const { account, names } = fleet(3);
    const world = openQuickWorld({ account, policy: sourceOf(enforcing()) });

    const outcomes = await world.send(remediation, signal);

    expect(statuses(outcomes)).toEqual(['remediated', 'remediated', 'remediated']);
    expect(outcomes.map(({ resource }) => resource.id).toSorted()).toEqual(names);
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(3);
    const { endpoints = {} } = atRest(world).regions['eu-central-1']?.sagemaker ?? {};
    expect(Object.values(endpoints).every(({ settings }) => settings.KmsKeyId !== undefined)).toBe(true);
    expect(world.ledger.holders()).toEqual({});
  });

  it('is answered for a hundred, and says that there are more', async () => {
    const { account } = fleet(103);
    const world = openQuickWorld({ account, policy: policyIn('report') });

    const outcomes = await world.send(remediation, signal);

    expect(outcomes).toHaveLength(101);
    expect(new Set(statuses(outcomes.slice(0, 100)))).toEqual(new Set(['reported (mode)']));
    expect(outcomes[100]).toMatchObject({
      status: 'refused',
      guard: 'most-targets',
      resource: signal.resource,
      reason: '3 more resources are concerned than the 100 that one signal may lead to.',
    });
  }, 60_000);

  it('is answered for the others where one of them can’t be read', async () => {
    const { account } = fleet(3);
    const world = openQuickWorld({ account, policy: sourceOf(enforcing()) });
    world.account.fault({
      operation: 'DescribeEndpoint',
      // The first time is for finding out which endpoints there are.
      occurrence: 2,
      times: Infinity,
      when: ({ input }) => input['EndpointName'] === 'endpoint-001',
      kind: 'access-denied',
    });

    const outcomes = await world.send(remediation, signal);

    expect(statuses(outcomes).toSorted()).toEqual(['failed', 'remediated', 'remediated']);
  });
});

describe('a signal whose resources can’t be found', () => {
  it('fails visibly, with evidence, and without a write', async () => {
    const world = openQuickWorld({ account: fleet(1).account, policy: sourceOf(enforcing()) });
    world.account.fault({ operation: 'ListEndpoints', kind: 'access-denied' });

    const [outcome] = await world.send(remediation, signal);

    expect(outcome).toMatchObject({
      status: 'failed',
      resource: signal.resource,
      failure: { step: 'locate', error: { name: 'AccessDeniedException' } },
    });
    expect(outcome?.reason).toContain('could not be found');
    expect([...world.evidence.keys()]).toEqual([outcome?.evidence]);
    expect(world.account.calls.some(({ write }) => write)).toBe(false);
  });

  it('fails the execution where not even that can be written down', async () => {
    const trouble = breakable();
    const world = openQuickWorld({
      account: fleet(1).account,
      policy: sourceOf(enforcing()),
      outside: trouble.outside,
    });
    trouble.break('put');

    await expect(world.send(remediation, signal)).rejects.toThrow('could not be recorded');
  });
});

describe('a signal that no remediation takes', () => {
  it('comes to nothing', async () => {
    const world = openQuickWorld({ account: fleet(1).account, policy: sourceOf(enforcing()) });

    const other = signalAbout({ type: 'AWS::SageMaker::Endpoint', id: 'scorer' }, { configRule: 'another-rule' });

    await expect(world.send(remediation, other)).resolves.toEqual([]);
    expect(world.account.calls).toEqual([]);
  });
});

describe('a finding about another account, such as an administrator of Security Hub is told of', () => {
  it('is not called right, nor resolved, for what is called alike in our own', async () => {
    const { right, signal: own } = fixtureOf(remediation);
    const world = openQuickWorld({ account: right, policy: sourceOf(enforcing()) });
    const id = 'arn:aws:securityhub:eu-central-1:444455556666:security-control/SageMaker.4/finding/1';
    const product = 'arn:aws:securityhub:eu-central-1::product/aws/securityhub';
    const theirs = { ...own, source: 'security-hub' as const, account: '444455556666' };

    const outcomes = await world.send(remediation, {
      ...theirs,
      hints: { ...own.hints, hubFinding: { format: 'asff', id, product } },
    });

    expect(statuses(outcomes)).toEqual(['refused (account)']);
    expect(world.account.calls).toEqual([]);
    expect(outcomes[0]).not.toHaveProperty('followUps');
  });
});
