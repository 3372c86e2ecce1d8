import { describe, expect, it } from 'vitest';
import { cloudTrailEvent } from '../../../local/account/cloudtrail-events.ts';
import { createWorld } from './world.ts';

const Bucket = 'archive';
const own = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }] };
const kms = {
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: 'alias/one' } }],
};

function world() {
  return createWorld({ s3: { buckets: { [Bucket]: {} } } });
}

describe('the default encryption of a bucket', () => {
  it('is never missing, and can be set and taken back', async () => {
    const { s3 } = world();
    const found = async () => (await s3.GetBucketEncryption({ Bucket })).ServerSideEncryptionConfiguration;

    expect(await found()).toEqual(own);
    await s3.PutBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: kms });
    expect(await found()).toEqual(kms);
    await s3.DeleteBucketEncryption({ Bucket });
    expect(await found()).toEqual(own);
  });

  it.each([
    ['no rule', 'MalformedXML', { Rules: [] }],
    ['two rules', 'MalformedXML', { Rules: [...kms.Rules, ...kms.Rules] }],
    [
      'a KMS key for an algorithm without one',
      'InvalidArgument',
      { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const, KMSMasterKeyID: 'one' } }] },
    ],
  ])('does not take %s', async (_, name, ServerSideEncryptionConfiguration) => {
    const { s3, account } = world();
    const before = account.snapshot();

    await expect(s3.PutBucketEncryption({ Bucket, ServerSideEncryptionConfiguration })).rejects.toMatchObject({ name });

    expect(account.snapshot()).toEqual(before);
  });

  it('is reported by CloudTrail as the XML that was sent', async () => {
    const { s3, account } = world();

    await s3.PutBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: kms });

    expect(account.calls.map((call) => cloudTrailEvent(call))).toMatchObject([
      {
        detail: {
          eventName: 'PutBucketEncryption',
          requestParameters: {
            bucketName: Bucket,
            encryption: '',
            ServerSideEncryptionConfiguration: { Rule: kms.Rules[0] },
          },
        },
      },
    ]);
  });
});
