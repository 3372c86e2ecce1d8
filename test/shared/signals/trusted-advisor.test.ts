import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkId } from '../../../shared/signals/advisor-check.ts';
import { identify } from '../../../shared/signals/identifiers.ts';
import { altered, sample, understand } from './samples.ts';

const open = sample('trusted-advisor/01-bucket-open-to-everybody');
const other = sample('trusted-advisor/03-check-that-nobody-answers');
const understood = (of: unknown) => understand('trusted-advisor', of);

describe('a notification about a bucket', () => {
  test.each([
    ['', 'claims-photos'],
    [null, 'claims-photos'],
    [undefined, 'claims-photos'],
    ['arn:aws:s3:::claims-other', 'claims-other'],
    ['claims-other', 'claims-other'],
  ])('that names %j is about %s', (resourceId, id) => {
    expect(understood(altered(open, 'detail.resource_id', resourceId)).signals).toMatchObject([
      {
        source: 'trusted-advisor',
        region: 'eu-central-1',
        resource: { type: 'AWS::S3::Bucket', id },
        hints: { check: 'Amazon S3 Bucket Permissions' },
      },
    ]);
  });

  test('is about the event’s own Region where it tells no other', () => {
    const bare = altered(
      altered(open, 'detail.check-item-detail.Region', '-'),
      'detail.check-item-detail.Region Name',
      7,
    );

    expect(understood(bare).signals).toMatchObject([{ region: 'us-east-1' }]);
  });

  test('has to name it', () => {
    expect(() => understood(altered(open, 'detail.check-item-detail', undefined))).toThrow('detail.resource_id');
    expect(() => understood(altered(open, 'detail.resource_id', '../etc'))).toThrow('detail.resource_id');
  });
});

describe('a notification of another check', () => {
  test('is about the check, by its name', () => {
    expect(understood(other).signals).toMatchObject([
      {
        resource: { type: 'AWS::TrustedAdvisor::Check', id: 'aws-lambda-functions-using-deprecated-runtimes' },
        hints: { check: 'any other check' },
        region: 'us-east-1',
      },
    ]);
  });

  test.each(['OK', 'INFO', ''])('is ignored with status %j', (status) => {
    expect(understood(altered(other, 'detail.status', status)).signals).toEqual([]);
  });

  test('has to have a name', () => {
    expect(() => understood(altered(other, 'detail.check-name', '…'))).toThrow('the name of a check');
  });
});

test('a check’s name becomes an identifier, whatever it is', () => {
  const scope = { account: '111122223333', region: 'us-east-1' };
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const id = checkId(name);
      if (id !== undefined) expect(identify('AWS::TrustedAdvisor::Check', id, scope, 'x').id).toBe(id);
    }),
  );
  expect(checkId('Security Groups - Specific Ports Unrestricted')).toBe('security-groups-specific-ports-unrestricted');
});

test('a recommendation is known by id or ARN', () => {
  const scope = { account: '111122223333', region: 'us-east-1' };
  const id = '0a1b2c3d-4e5f-4061-8273-94a5b6c7d8e9';
  const arn = `arn:aws:trustedadvisor::111122223333:recommendation/${id}`;
  const type = 'AWS::TrustedAdvisor::Recommendation';

  expect(identify(type, id, scope, 'x')).toEqual({ type, id, arn });
  expect(identify(type, arn, scope, 'x')).toEqual({ type, id, arn });
  expect(() => identify(type, arn.replace('1111', '4444'), scope, 'x')).toThrow('the id or ARN of a recommendation');
  expect(() => identify('AWS::TrustedAdvisor::Check', 'A b', scope, 'x')).toThrow('the name of a check');
});
