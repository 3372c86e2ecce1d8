import { describe, expect, it } from 'vitest';
import type { Mode } from '../../../shared/outcome.ts';
import { gates, guard } from '../../../shared/pipeline/guard.ts';
import type { Situation } from '../../../shared/pipeline/guard.ts';
import type { Ruling } from '../../../shared/pipeline/ruling.ts';
import type { Decision } from '../../../shared/policy/policy.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { beginning } from '../../kit/world.ts';

const now = beginning.getTime() / 1000;
const hour = 3600;
const day = 86_400;
const ownRole = 'arn:aws:iam::111122223333:role/redress-dev-s3-eu-central-1';
const entry = { path: 'rules[0] "production"', line: 12 };

const signal: Signal = {
  id: '0'.repeat(32),
  source: 'cloudtrail',
  at: beginning.toISOString(),
  event: 'e',
  account: '111122223333',
  region: 'eu-central-1',
  resource: { type: 'AWS::S3::Bucket', id: 'training-data' },
  hints: {},
};

const decision: Decision = {
  mode: 'enforce',
  modeEntry: entry,
  parameters: {},
  limits: { maxResources: 10, maxAttempts: 3, maxAge: day },
  ownership: 'act',
  approvalExpiry: day,
};

function ruling(changes: Partial<Decision> = {}): Ruling & { ok: true } {
  return { ok: true, digest: 'sha256:policy', decision: { ...decision, ...changes }, parameters: {} };
}

/** Nothing speaks against writing. */
const open: Situation = {
  remediation: 's3-bucket-public-access-blocked',
  signal,
  ruling: ruling(),
  history: { attempts: [] },
  before: 'aaaaaaaaaa',
  ownRoles: [ownRole],
  accounts: ['111122223333'],
  seenAt: now,
  now,
};

function attempts(ages: readonly number[], before = 'bbbbbbbbbb') {
  return { history: { attempts: ages.map((age) => ({ at: now - age, before })) } };
}

const exemption = { reason: 'Public data set', owner: 'research', expires: '2026-12-31', entry };
const protection = { reason: 'legal hold', entry };
const killed = { remediations: 'all', reason: 'incident 7' } as const;

/** What shuts each gate, in the order of the gates. */
const shut: Readonly<Record<string, Partial<Situation>>> = {
  account: { accounts: ['444455556666'] },
  policy: { ruling: { ok: false, error: 'line 3: unknown mode', parameters: {} } },
  'kill-switch': { ruling: { ...ruling(), killed } },
  mode: { ruling: ruling({ mode: 'report' }) },
  exemption: { ruling: ruling({ exemption }) },
  protected: { ruling: ruling({ protection }) },
  'own-echo': { signal: { ...signal, actor: { arn: `${ownRole}/s`, roleArn: ownRole } } },
  quarantine: { history: { attempts: [], quarantine: { until: now + 1, reason: 'It came back.' } } },
  flapping: attempts([60, 120], open.before),
  'attempt-budget': attempts([60, 120, 180]),
  staleness: { seenAt: now + day + 1 },
  ownership: { owner: 'unknown', ruling: ruling({ ownership: 'report' }) },
};

describe('the guards', () => {
  it('let a plain case through', () => {
    expect(guard(open)).toBeUndefined();
    expect(guard({ ...open, ruling: ruling({ mode: 'approve' }) })).toBeUndefined();
  });

  it('are these, in this order', () => {
    expect(gates.map(({ name }) => name)).toEqual(Object.keys(shut));
  });

  it.each(Object.entries(shut))('include %s, which says no alone', (name, change) => {
    const stop = guard({ ...open, ...change });

    expect(stop?.guard).toBe(name);
    expect(stop?.reason).toMatch(/\S/);
  });

  it.each([
    ['account', 'kill-switch', { ...shut['kill-switch'], ...shut['account'] }],
    ['policy', 'own-echo', { ...shut['own-echo'], ...shut['policy'] }],
    ['kill-switch', 'mode', { ruling: { ...ruling({ mode: 'report' }), killed } }],
    ['mode', 'exemption', { ruling: ruling({ mode: 'report', exemption }) }],
    ['exemption', 'protected', { ruling: ruling({ exemption, protection }) }],
    ['protected', 'own-echo', { ...shut['own-echo'], ...shut['protected'] }],
    ['own-echo', 'quarantine', { ...shut['quarantine'], ...shut['own-echo'] }],
    [
      'quarantine',
      'flapping',
      { history: { ...attempts([60, 120], open.before).history, quarantine: { until: now + 1, reason: 'x' } } },
    ],
    ['flapping', 'attempt-budget', attempts([60, 120, 180], open.before)],
    ['attempt-budget', 'staleness', { ...shut['attempt-budget'], ...shut['staleness'] }],
    [
      'staleness',
      'ownership',
      { ...shut['ownership'], ...shut['staleness'], signal: { ...signal, at: '2026-11-18T10:00:00Z' } },
    ],
  ])('name %s where %s says no, too', (first, _second, change) => {
    expect(guard({ ...open, ...change })?.guard).toBe(first);
  });
});

describe('a policy that can’t be used', () => {
  it('is the policy gate’s business alone: no other says no for want of it', () => {
    const unreadable = { ...open, ...shut['policy'], owner: 'unknown' as const };

    expect(gates.filter((gate) => gate.check(unreadable) !== undefined).map(({ name }) => name)).toEqual(['policy']);
  });
});

describe('the guard', () => {
  const check = (change: Partial<Situation>) => guard({ ...open, ...change });

  it.each<[Mode, string]>([
    ['off', 'reported'],
    ['report', 'reported'],
  ])('mode shuts for %s', (mode, status) => {
    expect(check({ ruling: ruling({ mode }) })).toMatchObject({ status, guard: 'mode', entry });
  });

  it('mode shuts for a mode that nobody knows', () => {
    expect(check({ ruling: ruling({ mode: 'force' as Mode }) })).toMatchObject({ guard: 'mode' });
  });

  it('kill-switch shuts for the remediations that it names, and no others', () => {
    const named = (...remediations: string[]) => ({ ruling: { ...ruling(), killed: { remediations, reason: 'x' } } });

    expect(check(named('s3-bucket-public-access-blocked'))).toMatchObject({ status: 'refused', guard: 'kill-switch' });
    expect(check(named('cloudtrail-trail-logging'))).toBeUndefined();
  });

  it('exemption says why, who and until when', () => {
    expect(check({ ruling: ruling({ exemption }) })).toMatchObject({
      status: 'exempted',
      reason: 'Public data set (research, until 2026-12-31; rules[0] "production")',
    });
  });

  it.each([
    ['another account’s role of the same name', ownRole.replace('111122223333', '444455556666')],
    ['a role that is merely called like ours', `${ownRole}-admin`],
    ['ours with a path', ownRole.replace('role/', 'role/x/')],
  ])('own-echo takes %s for somebody else', (_, roleArn) => {
    expect(check({ signal: { ...signal, actor: { arn: 'arn', roleArn } } })).toBeUndefined();
  });

  it('quarantine opens at its last second', () => {
    expect(check({ history: { attempts: [], quarantine: { until: now, reason: 'x' } } })).toBeUndefined();
  });

  it.each([
    ['twice in a day', [60, day - 1], undefined, 'reported'],
    ['once', [60], undefined, undefined],
    ['twice, once of it a day ago', [60, day], undefined, undefined],
    ['once, by CloudFormation', [60], { arn: 'arn', invokedBy: 'cloudformation.amazonaws.com' }, 'reported'],
    ['once, by Terraform', [60], { arn: 'arn', userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0' }, 'reported'],
    ['never, though Terraform made it', [], { arn: 'arn', userAgent: 'Terraform/1.9.0' }, undefined],
  ] as const)('flapping, when the same state has come back %s', (_, ages, actor, status) => {
    const made = actor === undefined ? signal : { ...signal, actor };
    const stop = check({ ...attempts(ages, open.before), signal: made });

    expect(stop?.status).toBe(status);
    if (status !== undefined) expect(stop).toMatchObject({ guard: 'flapping', quarantineUntil: now + day });
  });

  it('flapping does not count what was found in another state', () => {
    expect(check(attempts([60, 120]))).toBeUndefined();
  });

  it.each([
    ['two in an hour', [60, 120], false],
    ['three in an hour', [60, 120, hour - 1], true],
    ['three, one of them an hour ago', [60, 120, hour], false],
    ['five in a day', [2, 3, 4, 5, 6].map((hours) => hours * hour), false],
    ['six in a day, slowly', [2, 3, 4, 5, 6, 7].map((hours) => hours * hour), true],
    ['six, one of them a day ago', [2, 3, 4, 5, 6, 24].map((hours) => hours * hour), false],
  ])('attempt-budget, after %s of three allowed', (_, ages, stops) => {
    const stop = check(attempts(ages));

    expect(stop?.guard).toBe(stops ? 'attempt-budget' : undefined);
    if (stops) expect(stop).toMatchObject({ status: 'refused', quarantineUntil: now + day });
  });

  it.each([
    ['exactly as old as allowed', day, false],
    ['a second older', day + 1, true],
    ['as far ahead as clocks may differ', -900, false],
    ['further ahead', -901, true],
  ])('staleness, for a signal %s', (_, age, stops) => {
    expect(check({ seenAt: now + age })?.guard).toBe(stops ? 'staleness' : undefined);
  });

  it.each(['sweep', 'person'] as const)('staleness does not ask how old the request of a %s is', (requested) => {
    expect(check({ seenAt: now + 10 * day, signal: { ...signal, hints: { requested } } })).toBeUndefined();
  });

  it.each([
    [
      { tool: 'CloudFormation', where: 'stack fraud-platform' },
      'CloudFormation owns this resource: change stack fraud',
    ],
    ['unknown', 'Who owns this resource could not be read'],
  ] as const)('ownership: report leaves to %j what is theirs', (owner, reason) => {
    const stop = check({ owner, ruling: ruling({ ownership: 'report' }) });

    expect(stop).toMatchObject({ status: 'reported', guard: 'ownership' });
    expect(stop?.reason).toContain(reason);
    expect(check({ owner })).toBeUndefined();
    expect(check({ ruling: ruling({ ownership: 'report' }) })).toBeUndefined();
  });
});

describe('what the guards say', () => {
  const said = (change: Partial<Situation>) => guard({ ...open, ...change })?.reason;
  const cloudFormation = {
    actor: { arn: 'arn:aws:iam::111122223333:user/ci', invokedBy: 'cloudformation.amazonaws.com' },
  };

  it('tells who, since when, and how often', () => {
    expect(said(shut['own-echo'] ?? {})).toBe(`This state was made by Redress itself (${ownRole}).`);
    expect(said({ history: { attempts: [], quarantine: { until: now + 60, reason: 'It came back.' } } })).toBe(
      `The resource is left alone until ${new Date((now + 60) * 1000).toISOString()}: It came back.`,
    );
    expect(said(attempts([60, 120], open.before))).toBe(
      'What was put right has come back 2 times in 24 hours. The cause has to be changed, not the resource.',
    );
    expect(said({ ...attempts([60], open.before), signal: { ...signal, ...cloudFormation } })).toBe(
      'What was put right has come back once in 24 hours, by CloudFormation. The cause has to be changed, not the resource.',
    );
    expect(said(attempts([60, 120, 180]))).toBe('3 plans were applied to this resource within an hour (max-attempts).');
    const slowly = [2, 4, 6, 8, 10, 12].map((hours) => hours * hour);
    expect(said(attempts(slowly))).toBe('6 plans were applied to this resource within a day (max-attempts).');
  });

  it('tells how old a signal is, or that its time is yet to come', () => {
    expect(said({ seenAt: now + day + 90 })).toBe('The signal is 86490 s old; 86400 s are allowed (max-age).');
    expect(guard({ ...open, seenAt: now - 901 })).toEqual({
      status: 'refused',
      guard: 'staleness',
      reason: `The signal's time, ${signal.at}, is yet to come.`,
    });
    expect(guard({ ...open, seenAt: now - 900 })).toBeUndefined();
  });

  it('lets through what somebody did who has a role, and not ours', () => {
    const actor = {
      arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice',
      roleArn: 'arn:aws:iam::111122223333:role/Admin',
    };
    expect(guard({ ...open, signal: { ...signal, actor } })).toBeUndefined();
  });
});

describe('what becomes of a finding', () => {
  it.each([
    ['account', 'refused'],
    ['policy', 'reported'],
    ['kill-switch', 'refused'],
    ['mode', 'reported'],
    ['exemption', 'exempted'],
    ['protected', 'refused'],
    ['own-echo', 'refused'],
    ['quarantine', 'refused'],
    ['flapping', 'reported'],
    ['attempt-budget', 'refused'],
    ['staleness', 'refused'],
    ['ownership', 'reported'],
  ])('at the gate %s: it is %s', (name, status) => {
    expect(guard({ ...open, ...shut[name] })?.status).toBe(status);
  });
});
