import { describe, expect, it } from 'vitest';
import { invocationLogBucketEncrypted } from '../../../../functions/remediators/bedrock/invocation-log-bucket-encrypted.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { looking } from '../looking.ts';

const region = 'eu-central-1';
const bucket = { type: 'AWS::S3::Bucket', id: 'archive' };
const account = { type: 'AWS::Bedrock::Account', id: region };
const key = 'arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888';
const roleArn = 'arn:aws:iam::111122223333:role/bedrock-invocation-logging';

type Logging = NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]['bedrock']>['logging']>;

function logging(config?: Logging, buckets: NonNullable<AccountFile['s3']>['buckets'] = { archive: {} }) {
  const bedrock = config === undefined ? {} : { logging: config };
  return looking(invocationLogBucketEncrypted, { s3: { buckets }, regions: { [region]: { bedrock } } });
}

describe('the bucket of invocation logs', () => {
  it('is found by its configuration, each bucket once', async () => {
    const both: Logging = {
      s3Config: { bucketName: 'archive' },
      cloudWatchConfig: { logGroupName: '/bedrock', roleArn, largeDataDeliveryS3Config: { bucketName: 'large' } },
    };

    expect(await logging(both).locate(account)).toEqual({ targets: [bucket, { ...bucket, id: 'large' }] });
    expect(await logging(both).locate({ ...bucket, id: 'large' })).toEqual({ targets: [{ ...bucket, id: 'large' }] });
    expect(
      await logging({
        s3Config: { bucketName: 'archive' },
        cloudWatchConfig: { logGroupName: '/bedrock', roleArn, largeDataDeliveryS3Config: { bucketName: 'archive' } },
      }).list(),
    ).toEqual([{ resource: bucket }]);
  });

  it('is not looked for where nothing is logged, or elsewhere', async () => {
    const nothing = { verdict: { state: 'compliant', why: expect.stringContaining('not logged to any') } };
    const elsewhere = { verdict: { state: 'compliant', why: 'Model invocations are not logged to archive.' } };

    expect(await logging().locate(account)).toEqual(nothing);
    expect(await logging({ cloudWatchConfig: { logGroupName: '/bedrock', roleArn } }).locate(account)).toEqual(nothing);
    expect(await logging({ s3Config: { bucketName: 'other' } }).locate(bucket)).toEqual(elsewhere);
    expect(await logging().list()).toEqual([]);
  });

  it.each(['aws:kms', 'aws:kms:dsse'] as const)(
    'is right if it encrypts by %s, whatever the key',
    async (SSEAlgorithm) => {
      const encryption = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm } };

      await expect(logging({}, { archive: { encryption } }).assess(bucket)).resolves.toMatchObject({
        state: 'compliant',
      });
    },
  );

  it('is left to a person where the policy names no key, or one of another Region', async () => {
    const { assess } = logging({});

    await expect(assess(bucket)).resolves.toMatchObject({
      state: 'manual',
      why: [expect.stringContaining('encrypts by AES256')],
      steps: expect.arrayContaining([expect.stringContaining('.parameters.kms-key')]),
    });
    await expect(assess(bucket, { 'kms-key': key.replace(region, 'us-east-1') })).resolves.toMatchObject({
      state: 'manual',
      steps: expect.arrayContaining([expect.stringContaining('is of another Region')]),
    });
  });

  it('keeps what else its rule says', async () => {
    const blocked = { BlockedEncryptionTypes: { EncryptionType: ['SSE-C' as const] } };
    const encryption = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const }, ...blocked };

    const { steps } = await logging({}, { archive: { encryption } }).plan(bucket, { 'kms-key': key });

    expect(steps[0]?.call.input).toEqual({
      Bucket: 'archive',
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
            BucketKeyEnabled: true,
            ...blocked,
          },
        ],
      },
    });
  });

  it('has the tags that it has', async () => {
    const tags = [{ Key: 'team', Value: 'audit' }];

    expect(await logging({}, { archive: { tags } }).tags(bucket)).toEqual({ team: 'audit' });
    expect(await logging({}).tags(bucket)).toEqual({});
  });
});
