import { NoSuchBucket, S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const allOn = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const publicPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' }],
});
const privatePolicy = publicPolicy.replace('"*"', '{"AWS":"arn:aws:iam::444455556666:root"}');

function withBucket(bucket: object = {}) {
  return createWorld({ s3: { buckets: { data: bucket } } });
}

describe('buckets', () => {
  it('are born closed: all four flags, no ACLs, nobody but the owner', async () => {
    const { s3 } = createWorld();

    await s3.CreateBucket({ Bucket: 'new-data' });

    expect((await s3.GetPublicAccessBlock({ Bucket: 'new-data' })).PublicAccessBlockConfiguration).toEqual(allOn);
    expect((await s3.GetBucketAcl({ Bucket: 'new-data' })).Grants).toHaveLength(1);
    await expect(s3.PutBucketAcl({ Bucket: 'new-data', ACL: 'private' })).rejects.toMatchObject({
      name: 'AccessControlListNotSupported',
      message: 'The bucket does not allow ACLs',
    });
  });

  it('live where they were made, and answer nowhere else', async () => {
    const { s3, inVirginia } = createWorld();
    await s3.CreateBucket({ Bucket: 'new-data' });

    expect((await s3.HeadBucket({ Bucket: 'new-data' })).BucketRegion).toBe(here);
    await expect(inVirginia.s3.GetBucketAcl({ Bucket: 'new-data' })).rejects.toMatchObject({
      name: 'PermanentRedirect',
      $metadata: { httpStatusCode: 301 },
    });
  });

  it.each([['AB'], ['a'], ['-data'], ['data_1'], ['10.0.0.1'], ['a..b']])('can not be called %s', async (Bucket) => {
    const { s3 } = createWorld();

    await expect(s3.CreateBucket({ Bucket })).rejects.toMatchObject({ name: 'InvalidBucketName' });
  });

  it('can not be made twice, but in us-east-1 may be asked for twice', async () => {
    const { s3, inVirginia } = createWorld();
    await s3.CreateBucket({ Bucket: 'here-once' });
    await inVirginia.s3.CreateBucket({ Bucket: 'there-twice' });

    await expect(s3.CreateBucket({ Bucket: 'here-once' })).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
    expect((await inVirginia.s3.CreateBucket({ Bucket: 'there-twice' })).Location).toContain('there-twice');
  });

  it('can not be made for another Region than the one that is asked', async () => {
    const { s3 } = createWorld();
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };

    await expect(s3.CreateBucket({ Bucket: 'new-data', CreateBucketConfiguration })).rejects.toMatchObject({
      name: 'IllegalLocationConstraintException',
    });
  });

  it('can not be born under an ownership that is none', async () => {
    const { s3 } = createWorld();

    await expect(s3.CreateBucket({ Bucket: 'new-data', ObjectOwnership: 'Mine' as never })).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
  });

  it.each([
    ['a lock', { ObjectLockEnabledForBucket: true }],
    ['a namespace', { BucketNamespace: 'account-regional' }],
    ['a type', { CreateBucketConfiguration: { Bucket: { Type: 'Directory' } } }],
  ])('can not be born with %s, which is not simulated', async (_, request) => {
    const { s3 } = createWorld();

    await expect(s3.CreateBucket({ Bucket: 'new-data', ...request } as never)).rejects.toBeInstanceOf(Error);
    await expect(s3.HeadBucket({ Bucket: 'new-data' })).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('can not be born public', async () => {
    const { s3 } = createWorld();

    await expect(
      s3.CreateBucket({ Bucket: 'new-data', ACL: 'public-read', ObjectOwnership: 'ObjectWriter' }),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(s3.CreateBucket({ Bucket: 'new-data', ACL: 'public-read' })).rejects.toMatchObject({
      name: 'InvalidBucketAclWithObjectOwnership',
    });
  });

  it('that are missing are a modelled error, but for HEAD, whose answer has no body', async () => {
    const { s3 } = createWorld();

    await expect(s3.GetBucketAcl({ Bucket: 'gone' })).rejects.toBeInstanceOf(NoSuchBucket);
    await expect(s3.HeadBucket({ Bucket: 'gone' })).rejects.toMatchObject({ name: 'NotFound' });
    await expect(s3.GetBucketAcl({ Bucket: '__proto__' })).rejects.toBeInstanceOf(NoSuchBucket);
  });

  it('of somebody else than expected are refused', async () => {
    const { s3 } = withBucket();

    await expect(
      s3.GetPublicAccessBlock({ Bucket: 'data', ExpectedBucketOwner: '444455556666' }),
    ).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  });

  it('are deleted only when empty', async () => {
    const { s3, account } = createWorld({ s3: { buckets: { full: { objects: 3 }, empty: {} } } });

    await s3.DeleteBucket({ Bucket: 'empty' });

    await expect(s3.DeleteBucket({ Bucket: 'full' })).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    expect(Object.keys(account.snapshot().s3.buckets)).toEqual(['full']);
  });

  it('are listed in pages if asked, by name, prefix and Region', async () => {
    const { s3 } = createWorld({
      s3: { buckets: { 'data-b': {}, 'data-a': {}, 'data-c': { region: 'us-east-1' }, logs: {} } },
    });

    const first = await s3.ListBuckets({ MaxBuckets: 2, Prefix: 'data' });
    const second = await s3.ListBuckets({ MaxBuckets: 2, Prefix: 'data', ContinuationToken: first.ContinuationToken });

    expect(first.Buckets?.map(({ Name }) => Name)).toEqual(['data-a', 'data-b']);
    expect(second.Buckets?.map(({ Name }) => Name)).toEqual(['data-c']);
    expect(second.ContinuationToken).toBeUndefined();
    expect((await s3.ListBuckets({ BucketRegion: 'us-east-1' })).Buckets).toHaveLength(1);
    expect((await s3.ListBuckets({})).Buckets).toHaveLength(4);
    await expect(s3.ListBuckets({ ContinuationToken: 'bogus' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('carry tags, and say so if they carry none', async () => {
    const { s3 } = withBucket();
    await expect(s3.GetBucketTagging({ Bucket: 'data' })).rejects.toMatchObject({ name: 'NoSuchTagSet' });

    await s3.PutBucketTagging({ Bucket: 'data', Tagging: { TagSet: [{ Key: '__proto__', Value: 'x' }] } });

    expect((await s3.GetBucketTagging({ Bucket: 'data' })).TagSet).toEqual([{ Key: '__proto__', Value: 'x' }]);
    await s3.DeleteBucketTagging({ Bucket: 'data' });
    await expect(s3.GetBucketTagging({ Bucket: 'data' })).rejects.toMatchObject({ name: 'NoSuchTagSet' });
  });

  it.each([
    [
      'two of one key',
      [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
      'InvalidTag',
    ],
    ['one without a key', [{ Key: '', Value: '1' }], 'InvalidTag'],
    ['one with too long a value', [{ Key: 'a', Value: 'x'.repeat(257) }], 'InvalidTag'],
    ['fifty-one', Array.from({ length: 51 }, (_, index) => ({ Key: `${index}`, Value: '' })), 'BadRequest'],
  ])('do not carry tags of which there are %s', async (_, TagSet, name) => {
    const { s3 } = withBucket();

    await expect(s3.PutBucketTagging({ Bucket: 'data', Tagging: { TagSet } })).rejects.toMatchObject({ name });
  });
});

describe('the public access block', () => {
  it('is absent on an old bucket, which is an error without a class of its own', async () => {
    const { s3 } = withBucket();
    const reading = s3.GetPublicAccessBlock({ Bucket: 'data' });

    await expect(reading).rejects.toBeInstanceOf(S3ServiceException);
    await expect(reading).rejects.toMatchObject({
      name: 'NoSuchPublicAccessBlockConfiguration',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('is replaced as a whole: a flag that is left out is off', async () => {
    const { s3 } = withBucket({ publicAccessBlock: allOn });

    await s3.PutPublicAccessBlock({ Bucket: 'data', PublicAccessBlockConfiguration: { BlockPublicAcls: true } });

    expect((await s3.GetPublicAccessBlock({ Bucket: 'data' })).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    });
  });

  it('can be taken away, even twice', async () => {
    const { s3 } = withBucket({ publicAccessBlock: allOn });

    await s3.DeletePublicAccessBlock({ Bucket: 'data' });
    await s3.DeletePublicAccessBlock({ Bucket: 'data' });

    await expect(s3.GetPublicAccessBlock({ Bucket: 'data' })).rejects.toThrow('was not found');
  });

  it('keeps public policies out, in the words that people search for', async () => {
    const { s3 } = withBucket({ publicAccessBlock: { BlockPublicPolicy: true } });

    await expect(s3.PutBucketPolicy({ Bucket: 'data', Policy: publicPolicy })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('public policies are prevented by the BlockPublicPolicy setting') as string,
      $metadata: { httpStatusCode: 403 },
    });
    await s3.PutBucketPolicy({ Bucket: 'data', Policy: privatePolicy });
    expect((await s3.GetBucketPolicyStatus({ Bucket: 'data' })).PolicyStatus?.IsPublic).toBe(false);
  });

  it('keeps public ACLs out, and lets private ones in', async () => {
    const { s3 } = withBucket({ ownership: 'ObjectWriter', publicAccessBlock: { BlockPublicAcls: true } });

    await expect(s3.PutBucketAcl({ Bucket: 'data', ACL: 'authenticated-read' })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await s3.PutBucketAcl({ Bucket: 'data', ACL: 'private' });
  });

  it('does not take away what was granted before', async () => {
    const { s3 } = withBucket({
      ownership: 'ObjectWriter',
      acl: 'public-read',
      policy: JSON.parse(publicPolicy) as object,
    });

    await s3.PutPublicAccessBlock({ Bucket: 'data', PublicAccessBlockConfiguration: allOn });

    expect((await s3.GetBucketPolicyStatus({ Bucket: 'data' })).PolicyStatus?.IsPublic).toBe(true);
    expect((await s3.GetBucketAcl({ Bucket: 'data' })).Grants).toHaveLength(2);
  });
});

describe('bucket policies', () => {
  it('come back as they were put', async () => {
    const { s3 } = withBucket();
    const Policy = ` ${publicPolicy}\n`;

    await s3.PutBucketPolicy({ Bucket: 'data', Policy });

    expect((await s3.GetBucketPolicy({ Bucket: 'data' })).Policy).toBe(Policy);
  });

  it('that are missing are an error, to read as well as to judge; to delete they are none', async () => {
    const { s3 } = withBucket();

    await expect(s3.GetBucketPolicy({ Bucket: 'data' })).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
    await expect(s3.GetBucketPolicyStatus({ Bucket: 'data' })).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
    await s3.DeleteBucketPolicy({ Bucket: 'data' });
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no statement', '{}'],
    ['no principal', '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}'],
    ['no action', '{"Statement":{"Effect":"Allow","Principal":"*","Resource":"*"}}'],
    ['no resource', '{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*"}}'],
    ['an effect that is none', '{"Statement":{"Effect":"Maybe","Principal":"*","Action":"s3:*","Resource":"*"}}'],
    ['too much text', `{"Statement":[],"Id":"${'x'.repeat(20_480)}"}`],
  ])('with %s are refused and leave the bucket alone', async (_, Policy) => {
    const { s3 } = withBucket();

    await expect(s3.PutBucketPolicy({ Bucket: 'data', Policy })).rejects.toMatchObject({ name: 'MalformedPolicy' });
    await expect(s3.GetBucketPolicy({ Bucket: 'data' })).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
  });
});

describe('bucket ACLs', () => {
  it.each([
    ['private', []],
    ['public-read', [['AllUsers', 'READ']]],
    [
      'public-read-write',
      [
        ['AllUsers', 'READ'],
        ['AllUsers', 'WRITE'],
      ],
    ],
    ['authenticated-read', [['AuthenticatedUsers', 'READ']]],
  ] as const)('named %s stand for grants', async (ACL, expected) => {
    const { s3 } = withBucket({ ownership: 'ObjectWriter' });

    await s3.PutBucketAcl({ Bucket: 'data', ACL });

    const { Owner, Grants } = await s3.GetBucketAcl({ Bucket: 'data' });
    const groups = (Grants ?? []).filter(({ Grantee }) => Grantee?.Type === 'Group');
    expect(Grants?.[0]).toEqual({ Grantee: { Type: 'CanonicalUser', ID: Owner?.ID }, Permission: 'FULL_CONTROL' });
    expect(groups.map(({ Grantee, Permission }) => [Grantee?.URI?.split('/').at(-1), Permission])).toEqual(expected);
  });

  it('are given as grants, too, and come back as given', async () => {
    const { s3 } = withBucket({ ownership: 'BucketOwnerPreferred', acl: 'public-read' });
    const { Owner, Grants } = await s3.GetBucketAcl({ Bucket: 'data' });
    await s3.PutBucketAcl({ Bucket: 'data', ACL: 'private' });

    await s3.PutBucketAcl({ Bucket: 'data', AccessControlPolicy: { Owner, Grants } });

    expect((await s3.GetBucketAcl({ Bucket: 'data' })).Grants).toEqual(Grants);
  });

  it('are given as headers, too', async () => {
    const { s3 } = withBucket({ ownership: 'ObjectWriter' });

    await s3.PutBucketAcl({
      Bucket: 'data',
      GrantRead: 'uri="http://acs.amazonaws.com/groups/global/AllUsers", id="abc"',
    });

    expect((await s3.GetBucketAcl({ Bucket: 'data' })).Grants).toEqual([
      { Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' },
      { Grantee: { Type: 'CanonicalUser', ID: 'abc' }, Permission: 'READ' },
    ]);
  });

  it.each([
    ['nothing', {}, 'MissingSecurityHeader'],
    ['two ways at once', { ACL: 'private', GrantRead: 'id="abc"' }, 'InvalidRequest'],
    [
      'a permission that is none',
      { AccessControlPolicy: { Grants: [{ Grantee: { Type: 'Group' }, Permission: 'ALL' }] } },
      'MalformedACLError',
    ],
    ['a header that is none', { GrantRead: 'everybody' }, 'InvalidArgument'],
    [
      'a grantee that is not simulated',
      { GrantRead: 'emailAddress="a@example.com"' },
      'LocalAccountUnsupportedOperation',
    ],
    ['a canned ACL that is not simulated', { ACL: 'log-delivery-write' }, 'LocalAccountUnsupportedOperation'],
  ])('are refused if the request says %s', async (_, request, name) => {
    const { s3, account } = withBucket({ ownership: 'ObjectWriter' });
    const before = account.snapshot();

    await expect(s3.PutBucketAcl({ Bucket: 'data', ...request } as never)).rejects.toMatchObject({ name });
    expect(account.snapshot()).toEqual(before);
  });
});
