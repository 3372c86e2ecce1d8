import { describe, expect, it } from 'vitest';
import { bucketPublicAccessBlocked } from '../../../../functions/remediators/s3/bucket-public-access-blocked.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { looking } from '../looking.ts';
import { undoOf } from '../../../../shared/plan.ts';

type Bucket = NonNullable<NonNullable<AccountFile['s3']>['buckets']>[string];

const bucket = { type: 'AWS::S3::Bucket', id: 'training-data' };
const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

function holding(settings: Bucket) {
  return looking(bucketPublicAccessBlocked, { s3: { buckets: { 'training-data': settings } } });
}

const publicPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::training-data/*' }],
};

describe('a bucket', () => {
  it('with all four settings is right', async () => {
    await expect(holding({ publicAccessBlock: all }).assess(bucket)).resolves.toMatchObject({ state: 'compliant' });
  });

  it.each(Object.keys(all))('without %s is wrong, and that is named', async (flag) => {
    const publicAccessBlock = { ...all, [flag]: false };

    await expect(holding({ publicAccessBlock }).assess(bucket)).resolves.toEqual({
      state: 'wrong',
      why: [`Off: ${flag}`],
      before: { block: publicAccessBlock },
    });
  });

  it('without settings of its own is wrong though nothing opens it', async () => {
    await expect(holding({}).assess(bucket)).resolves.toEqual({
      state: 'wrong',
      why: ['No Block Public Access settings'],
      before: { block: null },
    });
  });

  it.each([
    ['public-read', ['The ACL gives READ to anyone on the internet']],
    [
      'public-read-write',
      ['The ACL gives READ to anyone on the internet', 'The ACL gives WRITE to anyone on the internet'],
    ],
    ['authenticated-read', ['The ACL gives READ to anyone with an AWS account']],
    ['private', []],
  ] as const)('with the ACL %s: the report says who can get at it', async (acl, who) => {
    const found = await holding({ acl, ownership: 'ObjectWriter' }).assess(bucket);

    expect(found).toMatchObject({ why: ['No Block Public Access settings', ...who] });
  });

  it('with a public policy: the report says so', async () => {
    await expect(holding({ policy: publicPolicy }).assess(bucket)).resolves.toMatchObject({
      why: ['No Block Public Access settings', 'The bucket policy is public'],
    });
  });

  it('with a policy for its owner alone: the report says nothing of it', async () => {
    const [statement] = publicPolicy.Statement;
    const Principal = { AWS: 'arn:aws:iam::111122223333:root' };
    const policy = { ...publicPolicy, Statement: [{ ...statement, Principal }] };

    await expect(holding({ policy }).assess(bucket)).resolves.toMatchObject({
      why: ['No Block Public Access settings'],
    });
  });

  it('whose ACL can’t be read is not judged', async () => {
    const { account, assess } = holding({});
    account.fault({ operation: 'GetBucketAcl', kind: 'access-denied' });

    await expect(assess(bucket)).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('the plan for a bucket', () => {
  it('brings back exactly the settings that were there', async () => {
    const publicAccessBlock = { ...all, BlockPublicPolicy: false };
    const { steps } = await holding({ publicAccessBlock }).plan(bucket);

    expect(undoOf(steps[0] ?? {})[0]?.call).toMatchObject({
      operation: 'PutPublicAccessBlock',
      input: { Bucket: 'training-data', PublicAccessBlockConfiguration: publicAccessBlock },
    });
  });

  it('takes them away again where there were none', async () => {
    const { steps } = await holding({}).plan(bucket);

    expect(undoOf(steps[0] ?? {})[0]?.call).toMatchObject({ operation: 'DeletePublicAccessBlock' });
  });
});

describe('the tags of a bucket', () => {
  it('are read by key', async () => {
    await expect(holding({ tags: [{ Key: 'team', Value: 'fraud' }] }).tags(bucket)).resolves.toEqual({ team: 'fraud' });
  });

  it('are none where S3 says that there is no set of them', async () => {
    await expect(holding({}).tags(bucket)).resolves.toEqual({});
  });
});

describe('the sweep of buckets', () => {
  it('looks at all of the Region, however many pages they fill, and at no others', async () => {
    const names = Array.from({ length: 1_203 }, (_, index) => `training-data-${String(index).padStart(4, '0')}`);
    const buckets = Object.fromEntries(names.map((name) => [name, {}]));
    const { list, account } = looking(bucketPublicAccessBlocked, {
      s3: { buckets: { ...buckets, elsewhere: { region: 'us-east-1' } } },
    });

    const found = await list();

    expect(found.map(({ resource }) => resource.id)).toEqual(names);
    expect(account.calls).toHaveLength(2);
  });
});
