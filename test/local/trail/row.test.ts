import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askedResource, isAbout, resourceOf } from '../../../local/trail/resource.ts';
import { rowOf } from '../../../local/trail/row.ts';
import { instant } from '../../../local/trail/since.ts';
import { unsafe } from '../../kit/unsafe.ts';

const call = { eventTime: '2026-11-20T08:00:00Z', eventName: 'CreateModel', eventSource: 'sagemaker.amazonaws.com' };
const session = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Build/i-0abc1234' };

it.each([
  [
    { ...session, sessionContext: { sourceIdentity: 'alice' } },
    { name: 'alice', from: 'source identity' },
  ],
  [
    { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1' } },
    { name: 'u-1', from: 'identity center' },
  ],
  [
    { type: 'IAMUser', userName: 'bob' },
    { name: 'bob', from: 'user name' },
  ],
  [
    { ...session, arn: 'arn:aws:sts::111122223333:assumed-role/Build/carol' },
    { name: 'carol', from: 'session name' },
  ],
  [session, undefined],
  [{ type: 'AWSService', invokedBy: 'sagemaker.amazonaws.com' }, undefined],
])('of %j takes the person to be %j', (userIdentity, person) => {
  expect(rowOf({ ...call, userIdentity })?.principal.person).toEqual(person);
});

it.each([
  [{ userIdentity: { invokedBy: 'sagemaker.amazonaws.com' } }, 'sagemaker.amazonaws.com'],
  [{ sessionCredentialFromConsole: 'true', userAgent: 'Mozilla/5.0' }, 'console'],
  [{ vpcEndpointId: 'vpce-0abc', userAgent: 'aws-cli/2' }, 'vpce-0abc'],
  [{ userAgent: '[aws-cli/2.31.4 md/x]' }, 'aws-cli/2.31.4'],
  [{}, ''],
])('of %j says that it came by %j', (members, by) => {
  expect(rowOf({ ...call, ...members })?.via).toBe(by);
});

it('knows denials from other errors', () => {
  const denied = ['AccessDenied', 'AccessDeniedException', 'Client.UnauthorizedOperation', 'ValidationException'];

  expect(denied.map((errorCode) => rowOf({ ...call, errorCode })?.denied)).toEqual([true, true, true, false]);
});

it('names what CloudTrail lists, else what the request names first, else nothing', () => {
  expect(resourceOf({ resources: [{ ARN: 'arn:aws:s3:::b' }] })).toBe('arn:aws:s3:::b');
  expect(resourceOf({ requestParameters: { policyArn: 'arn:p', roleName: 'r' } })).toBe('r');
  expect(resourceOf({ requestParameters: { policyArn: 'arn:p' } })).toBe('arn:p');
  expect(resourceOf({ requestParameters: null })).toBe('');
});

it('finds a resource by ARN anywhere, and by name only in calls of its service', () => {
  const asked = askedResource('arn:aws:sagemaker:eu-central-1:111122223333:model/churn');
  const named = { requestParameters: { productionVariants: [{ modelName: 'Churn' }] } };

  expect(isAbout({ ...named, eventSource: 'sagemaker.amazonaws.com' }, asked)).toBe(true);
  expect(isAbout({ ...named, eventSource: 's3.amazonaws.com' }, asked)).toBe(false);
  expect(isAbout({ responseElements: { anything: asked.text } }, asked)).toBe(true);
  expect(isAbout({ requestParameters: { description: 'churn' } }, askedResource('churn'))).toBe(false);
});

it('makes rows that are safe to show of whatever it is given', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (anything, words) => {
      expect(() => rowOf(anything)).not.toThrow();
      const row = rowOf({ ...call, userIdentity: anything, errorMessage: words, requestParameters: { name: words } });
      expect(`${row?.message ?? ''}${row?.resource}`).not.toMatch(unsafe);
      expect(() => isAbout({ requestParameters: anything }, askedResource(words))).not.toThrow();
    }),
  );
});

it('reads times', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  const times = ['24h', '30m', '7d', '2026-11-01', '2026-11-01T10:30Z', '2026-02-30', 'soon', ''];

  expect(times.map((text) => instant(text, now)?.toISOString())).toEqual([
    '2026-11-19T12:00:00.000Z',
    '2026-11-20T11:30:00.000Z',
    '2026-11-13T12:00:00.000Z',
    '2026-11-01T00:00:00.000Z',
    '2026-11-01T10:30:00.000Z',
    undefined,
    undefined,
    undefined,
  ]);
});
