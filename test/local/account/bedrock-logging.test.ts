import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const logGroupName = '/invocations';
const roleArn = 'arn:aws:iam::111122223333:role/logging';

function world() {
  return createWorld({
    s3: { buckets: { archive: {}, 'far-archive': { region: 'us-east-1' } } },
    regions: { [here]: { bedrock: { logGroups: [logGroupName] } } },
  });
}

describe('model invocation logging', () => {
  it('is one configuration for a Region, put as a whole', async () => {
    const { bedrock, inVirginia } = world();
    const cloudWatchConfig = { logGroupName, roleArn };

    await bedrock.PutModelInvocationLoggingConfiguration({
      loggingConfig: { cloudWatchConfig, textDataDeliveryEnabled: true },
    });
    await bedrock.PutModelInvocationLoggingConfiguration({ loggingConfig: { s3Config: { bucketName: 'archive' } } });

    expect((await bedrock.GetModelInvocationLoggingConfiguration({})).loggingConfig).toEqual({
      s3Config: { bucketName: 'archive' },
    });
    expect((await inVirginia.bedrock.GetModelInvocationLoggingConfiguration({})).loggingConfig).toBeUndefined();
  });

  it('is gone once deleted, and can be deleted again', async () => {
    const { bedrock, account } = world();
    await bedrock.PutModelInvocationLoggingConfiguration({ loggingConfig: { s3Config: { bucketName: 'archive' } } });

    await bedrock.DeleteModelInvocationLoggingConfiguration({});
    const after = account.snapshot();
    await bedrock.DeleteModelInvocationLoggingConfiguration({});

    expect((await bedrock.GetModelInvocationLoggingConfiguration({})).loggingConfig).toBeUndefined();
    expect(account.snapshot()).toEqual(after);
  });

  it.each([
    ['a log group that it may not write to', { cloudWatchConfig: { logGroupName: '/other', roleArn } }],
    ['a bucket that is not there', { s3Config: { bucketName: 'nope' } }],
    ['a bucket of another Region', { s3Config: { bucketName: 'far-archive' } }],
    [
      'such a bucket for what is too large for a log line',
      { cloudWatchConfig: { logGroupName, roleArn, largeDataDeliveryS3Config: { bucketName: 'nope' } } },
    ],
  ])('is refused for %s', async (_, loggingConfig) => {
    const { bedrock, account } = world();
    const before = account.snapshot();

    const putting = bedrock.PutModelInvocationLoggingConfiguration({ loggingConfig });

    await expect(putting).rejects.toMatchObject({ name: 'ValidationException' });
    expect(account.snapshot()).toEqual(before);
  });
});
