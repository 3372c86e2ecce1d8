import { describe, expect, test } from 'vitest';
import type { Trigger } from '../../../shared/remediation.ts';
import { isIdentifiable } from '../../../shared/signals/identifiers.ts';
import { listenedCalls } from '../../../shared/signals/listened-calls.ts';
import type { Routes } from '../../../shared/signals/route.ts';
import { answersRule, route, triggered, unanswered } from '../../../shared/signals/route.ts';
import { routes } from '../../../shared/signals/routes.ts';
import type { Hints, Signal } from '../../../shared/signals/signal.ts';

function signal(type: string, hints: Hints): Signal {
  return {
    id: '0'.repeat(32),
    source: 'config',
    at: '2026-11-20T09:01:44.000Z',
    event: 'e1',
    account: '111122223333',
    region: 'eu-central-1',
    resource: { type, id: 'llm-corpus' },
    hints,
  };
}

const BUCKET = 'AWS::S3::Bucket';

describe('a trigger', () => {
  test.each<[string, Trigger, Hints]>([
    ['a Config rule', { resource: BUCKET, configRule: ['a', 'b'] }, { configRule: 'b' }],
    ['an API call', { resource: BUCKET, apiCall: ['s3:PutBucketAcl'] }, { apiCall: 's3:PutBucketAcl' }],
    ['a control of Security Hub', { resource: BUCKET, control: ['S3.8'] }, { control: 'S3.8' }],
    ['a check of Trusted Advisor', { resource: BUCKET, check: ['Permissions'] }, { check: 'Permissions' }],
    ['a status', { resource: BUCKET, stateChange: ['InProgress'] }, { stateChange: 'InProgress' }],
    ['a kind of access', { resource: BUCKET, access: ['denied', 'root'] }, { access: 'root' }],
    ['a finding', { resource: BUCKET, finding: true }, { findingArn: 'arn' }],
    ['one of several hints', { resource: BUCKET, configRule: ['a'], apiCall: ['b'] }, { apiCall: 'b' }],
    ['what a person asks for', { resource: BUCKET, configRule: ['a'] }, { requested: 'person' }],
    ['what the sweep asks for', { resource: BUCKET, finding: true }, { requested: 'sweep' }],
  ])('answers %s', (_what, trigger, hints) => {
    expect(triggered(trigger, signal(BUCKET, hints))).toBe(true);
    expect(triggered({ ...trigger, resource: 'AWS::SageMaker::Endpoint' }, signal(BUCKET, hints))).toBe(false);
  });

  test.each<[string, Trigger, Hints]>([
    ['another rule', { resource: BUCKET, configRule: ['a'] }, { configRule: 'b' }],
    ['another status', { resource: BUCKET, stateChange: ['InProgress'] }, { stateChange: 'Completed' }],
    ['another kind of access', { resource: BUCKET, access: ['denied'] }, { access: 'outside' }],
    ['part of a rule', { resource: BUCKET, configRule: ['abc'] }, { configRule: 'ab' }],
    ['a call of the same name as a rule', { resource: BUCKET, configRule: ['a'] }, { apiCall: 'a' }],
    ['findings without being asked', { resource: BUCKET, configRule: ['a'] }, { findingArn: 'arn' }],
    ['a rule, if it answers findings', { resource: BUCKET, finding: true }, { configRule: 'a' }],
    ['findings that it declines', { resource: BUCKET, finding: false }, { findingArn: 'arn' }],
    ['nothing in particular', { resource: BUCKET }, {}],
  ])('does not answer %s', (_what, trigger, hints) => {
    expect(triggered(trigger, signal(BUCKET, hints))).toBe(false);
  });
});

describe('a signal', () => {
  const two: Routes = {
    first: [
      { remediation: 'one', resource: BUCKET, configRule: ['a'] },
      { remediation: 'one', resource: BUCKET, configRule: ['a', 'b'] },
      { remediation: 'two', resource: BUCKET, configRule: ['a'] },
    ],
    second: [{ remediation: 'three', resource: BUCKET, configRule: ['a'] }],
    third: [{ remediation: 'four', resource: BUCKET, configRule: ['c'] }],
  };

  test('goes to every remediator that answers it, once, for the sake of all its remediations that do', () => {
    expect(route(signal(BUCKET, { configRule: 'a' }), two)).toEqual([
      { remediator: 'first', remediations: ['one', 'two'] },
      { remediator: 'second', remediations: ['three'] },
    ]);
  });

  test('that means one remediation goes to that one alone', () => {
    expect(route(signal(BUCKET, { requested: 'person', remediation: 'two' }), two)).toEqual([
      { remediator: 'first', remediations: ['two'] },
    ]);
    expect(route(signal(BUCKET, { configRule: 'c', remediation: 'two' }), two)).toEqual([]);
  });

  test('by a Config rule is answered on the types of its triggers alone', () => {
    expect(answersRule(BUCKET, 'c', two)).toBe(true);
    expect(answersRule(BUCKET, 'd', two)).toBe(false);
    expect(answersRule('AWS::Lambda::Function', 'c', two)).toBe(false);
  });

  test('goes nowhere if nobody answers', () => {
    expect(route(signal(BUCKET, { configRule: 'd' }), two)).toEqual([]);
  });

  test.each<[Hints, string]>([
    [{ configRule: 'x' }, 'no remediation answers the Config rule x on AWS::S3::Bucket'],
    [{ apiCall: 's3:X' }, 'no remediation answers the call s3:X on AWS::S3::Bucket'],
    [{ control: 'S3.1' }, 'no remediation answers the control S3.1 on AWS::S3::Bucket'],
    [{ check: 'Y' }, 'no remediation answers the check Y on AWS::S3::Bucket'],
    [{ stateChange: 'Completed' }, 'no remediation answers the status Completed on AWS::S3::Bucket'],
    [{ access: 'denied' }, 'no remediation answers a denied call on AWS::S3::Bucket'],
    [{ access: 'outside' }, 'no remediation answers a call from outside on AWS::S3::Bucket'],
    [{ access: 'root' }, "no remediation answers a call of the root user's on AWS::S3::Bucket"],
    [{ findingArn: 'arn' }, 'no remediation answers an Inspector finding on AWS::S3::Bucket'],
    [{ requested: 'person' }, 'no remediation answers a request on AWS::S3::Bucket'],
  ])('that nobody answers is told with its occasion: %j', (hints, reason) => {
    expect(unanswered(signal(BUCKET, hints))).toBe(reason);
  });
});

describe('the generated routes', () => {
  const all = Object.values(routes).flat();

  test('are sorted, so that a generator can be held against them', () => {
    const names = Object.keys(routes);
    expect(names).toEqual(names.toSorted());
    for (const list of Object.values(routes)) {
      const keys = list.map(({ remediation, resource }) => `${remediation} ${resource}`);
      expect(keys).toEqual(keys.toSorted());
    }
  });

  test('only speak of resources that a source can name', () => {
    for (const { resource } of all) expect(isIdentifiable(resource), resource).toBe(true);
  });

  test('only speak of calls that the CloudTrail source listens to, about the same resource', () => {
    const listened = listenedCalls.map(({ call, resource }) => `${call} ${resource}`);
    const routed = all.flatMap(({ apiCall, resource }) => (apiCall ?? []).map((call) => `${call} ${resource}`));

    expect(new Set(routed)).toEqual(new Set(listened));
  });
});
