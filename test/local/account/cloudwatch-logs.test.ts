import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const logGroupName = '/bedrock';
const resourceArn = `arn:aws:logs:${here}:111122223333:log-group:${logGroupName}`;
const kmsKeyId = `arn:aws:kms:${here}:111122223333:key/one`;
const gone = { name: 'ResourceNotFoundException' };

function world() {
  const groups = { [logGroupName]: { tags: [{ Key: 'team', Value: 'audit' }] }, '/bedrock-old': {}, '/other': {} };
  return createWorld({ regions: { [here]: { logs: { groups } } } });
}

describe('a log group', () => {
  it('gets a key, and loses it', async () => {
    const { cloudwatchLogs } = world();
    const key = async () =>
      (await cloudwatchLogs.DescribeLogGroups({ logGroupNamePrefix: logGroupName })).logGroups?.map(
        (group) => group.kmsKeyId,
      );

    await cloudwatchLogs.AssociateKmsKey({ logGroupName, kmsKeyId });
    expect(await key()).toEqual([kmsKeyId, undefined]);
    await cloudwatchLogs.DisassociateKmsKey({ logGroupName });
    expect(await key()).toEqual([undefined, undefined]);
  });

  it.each(['alias/one', `arn:aws:kms:us-east-1:111122223333:key/one`, 'arn:aws:s3:::one'])(
    'does not take %s for a key',
    async (other) => {
      const { cloudwatchLogs, account } = world();
      const before = account.snapshot();

      await expect(cloudwatchLogs.AssociateKmsKey({ logGroupName, kmsKeyId: other })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });

      expect(account.snapshot()).toEqual(before);
    },
  );

  it('is found by its name and its tags by its ARN, in its own Region', async () => {
    const { cloudwatchLogs, inVirginia } = world();

    const { logGroups } = await cloudwatchLogs.DescribeLogGroups({ limit: 1 });
    expect(logGroups).toMatchObject([{ logGroupName, logGroupArn: resourceArn, arn: `${resourceArn}:*` }]);
    expect((await cloudwatchLogs.ListTagsForResource({ resourceArn })).tags).toEqual({ team: 'audit' });
    await expect(inVirginia.cloudwatchLogs.ListTagsForResource({ resourceArn })).rejects.toMatchObject(gone);
    await expect(cloudwatchLogs.DisassociateKmsKey({ logGroupName: '/none' })).rejects.toMatchObject(gone);
    expect((await inVirginia.cloudwatchLogs.DescribeLogGroups({})).logGroups).toEqual([]);
  });
});
