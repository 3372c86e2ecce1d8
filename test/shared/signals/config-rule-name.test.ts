import { describe, expect, test } from 'vitest';
import { managedRuleName } from '../../../shared/signals/config-rule-name.ts';

describe('the managed rule behind the name of a Config rule', () => {
  test.each([
    ['itself', 's3-bucket-public-read-prohibited', 's3-bucket-public-read-prohibited'],
    [
      "in Security Hub's name",
      'securityhub-s3-bucket-public-read-prohibited-55c8a7cd',
      's3-bucket-public-read-prohibited',
    ],
    [
      "in Security Hub's name without digits, though the last word has 8 letters",
      'securityhub-sagemaker-endpoint-config-kms-key-required',
      'sagemaker-endpoint-config-kms-key-required',
    ],
    [
      "in a conformance pack's name",
      'sagemaker-endpoint-config-kms-key-required-conformance-pack-szsm1uv0w',
      'sagemaker-endpoint-config-kms-key-required',
    ],
    [
      "in an organisation's name",
      'OrgConfigRule-s3-bucket-public-write-prohibited-dbgzf8ba',
      's3-bucket-public-write-prohibited',
    ],
    ['as an identifier that is no name in capitals', 'CLOUD_TRAIL_ENABLED', 'cloudtrail-enabled'],
    [
      "in Security Hub's name, which has the identifier where it is no name in capitals",
      'securityhub-multi-region-cloud-trail-enabled-b8841665',
      'multi-region-cloudtrail-enabled',
    ],
    [
      "in Control Tower's name",
      'AWSControlTower_AWS-GR_S3_BUCKET_PUBLIC_READ_PROHIBITED',
      's3-bucket-public-read-prohibited',
    ],
    ['in its identifier', 'S3_BUCKET_PUBLIC_READ_PROHIBITED', 's3-bucket-public-read-prohibited'],
  ])('is found %s', (_where, name, expected) => {
    expect(managedRuleName(name)).toBe(expected);
  });

  test('keeps a last word of 8 letters that nobody has added', () => {
    const name = 'sagemaker-endpoint-config-kms-key-required';

    expect(managedRuleName(name)).toBe(name);
  });

  test('takes one decoration off, not everything that looks like one', () => {
    expect(managedRuleName('my-conformance-pack-one-conformance-pack-szsm1uv0w')).toBe('my-conformance-pack-one');
    expect(managedRuleName('my-rule-deadbeef')).toBe('my-rule-deadbeef');
  });

  test.each(['', ' ', 'prüfung', 'rule\n', 'a b', '-x', '\u001B[31mrule', 'x'.repeat(129), 'securityhub-\n-55c8a7cd'])(
    'is none for %j',
    (name) => {
      expect(managedRuleName(name)).toBeUndefined();
    },
  );
});
