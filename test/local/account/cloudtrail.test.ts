import { InvalidHomeRegionException, TrailNotFoundException } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const arnOf = (name: string, region = here) => `arn:aws:cloudtrail:${region}:111122223333:trail/${name}`;

const policy = JSON.stringify({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::logs/AWSLogs/111122223333/*',
    },
  ],
});

function withTrails() {
  return createWorld({
    s3: { buckets: { logs: { policy }, closed: {} } },
    cloudtrail: {
      trails: [
        { name: 'audit', bucket: 'logs', multiRegion: true, logging: true, started: '2026-01-01T00:00:00.000Z' },
        { name: 'local-only', bucket: 'logs' },
      ],
    },
  });
}

describe('logging', () => {
  it('stops and starts, by name and by ARN, and remembers when', async () => {
    const world = withTrails();
    const { cloudtrail } = world;
    world.advance(60);
    const stopped = world.now();

    await cloudtrail.StopLogging({ Name: 'audit' });

    expect(await cloudtrail.GetTrailStatus({ Name: arnOf('audit') })).toMatchObject({
      IsLogging: false,
      StartLoggingTime: new Date('2026-01-01T00:00:00Z'),
      StopLoggingTime: stopped,
      TimeLoggingStopped: '2026-11-20T10:01:00Z',
    });
    world.advance(60);
    await cloudtrail.StartLogging({ Name: arnOf('audit') });
    expect(await cloudtrail.GetTrailStatus({ Name: 'audit' })).toMatchObject({
      IsLogging: true,
      StartLoggingTime: world.now(),
      StopLoggingTime: stopped,
      TimeLoggingStarted: '2026-11-20T10:02:00Z',
    });
  });

  it('that runs already is not started anew', async () => {
    const { cloudtrail, account } = withTrails();
    const before = account.snapshot();

    await cloudtrail.StartLogging({ Name: 'audit' });
    await cloudtrail.StopLogging({ Name: 'local-only' });

    expect(account.snapshot()).toEqual(before);
  });

  it('of a trail that never ran has no times', async () => {
    const { cloudtrail } = withTrails();
    const status = await cloudtrail.GetTrailStatus({ Name: 'local-only' });

    expect(status.IsLogging).toBe(false);
    expect(status.StartLoggingTime).toBeUndefined();
    expect(status.TimeLoggingStarted).toBe('');
  });
});

describe('a trail’s home', () => {
  it('is the only Region that can change it; with its ARN, another learns so', async () => {
    const { inVirginia, account } = withTrails();
    const before = account.snapshot();

    for (const change of [
      inVirginia.cloudtrail.StopLogging({ Name: arnOf('audit') }),
      inVirginia.cloudtrail.StartLogging({ Name: arnOf('audit') }),
      inVirginia.cloudtrail.DeleteTrail({ Name: arnOf('audit') }),
      inVirginia.cloudtrail.UpdateTrail({ Name: arnOf('audit') }),
    ]) {
      await expect(change).rejects.toBeInstanceOf(InvalidHomeRegionException);
    }
    expect(account.snapshot()).toEqual(before);
  });

  it('is the only Region that knows it by name', async () => {
    const { inVirginia } = withTrails();
    const asking = inVirginia.cloudtrail.GetTrailStatus({ Name: 'audit' });

    await expect(asking).rejects.toBeInstanceOf(TrailNotFoundException);
    await expect(asking).rejects.toThrow(`Unknown trail: ${arnOf('audit', 'us-east-1')} for the user: 111122223333`);
  });

  it('does not hinder others from reading a multi-Region trail by its ARN', async () => {
    const { inVirginia } = withTrails();

    expect((await inVirginia.cloudtrail.GetTrailStatus({ Name: arnOf('audit') })).IsLogging).toBe(true);
    expect((await inVirginia.cloudtrail.GetTrail({ Name: arnOf('audit') })).Trail?.HomeRegion).toBe(here);
    await expect(inVirginia.cloudtrail.GetTrail({ Name: arnOf('local-only') })).rejects.toThrow('Unknown trail');
  });

  it('shows elsewhere as a shadow, unless shadows are not wanted', async () => {
    const { cloudtrail, inVirginia } = withTrails();
    const names = async (listing: ReturnType<typeof cloudtrail.DescribeTrails>) =>
      (await listing).trailList?.map(({ Name }) => Name);

    expect(await names(cloudtrail.DescribeTrails({}))).toEqual(['audit', 'local-only']);
    expect(await names(inVirginia.cloudtrail.DescribeTrails({}))).toEqual(['audit']);
    expect(await names(inVirginia.cloudtrail.DescribeTrails({ includeShadowTrails: false }))).toEqual([]);
    expect(await names(inVirginia.cloudtrail.DescribeTrails({ trailNameList: ['audit'] }))).toEqual([]);
    expect(await names(inVirginia.cloudtrail.DescribeTrails({ trailNameList: [arnOf('audit')] }))).toEqual(['audit']);
    expect(await names(cloudtrail.DescribeTrails({ trailNameList: ['local-only', 'nope'] }))).toEqual(['local-only']);
    expect((await inVirginia.cloudtrail.ListTrails({})).Trails).toHaveLength(2);
  });
});

describe('trails', () => {
  it('are made, changed and deleted; a new one does not log', async () => {
    const { cloudtrail } = withTrails();

    const created = await cloudtrail.CreateTrail({ Name: 'fresh', S3BucketName: 'logs', SnsTopicName: 'topic' });

    expect(created).toMatchObject({
      TrailARN: arnOf('fresh'),
      SnsTopicARN: `arn:aws:sns:${here}:111122223333:topic`,
      IsMultiRegionTrail: false,
      IncludeGlobalServiceEvents: true,
      LogFileValidationEnabled: false,
    });
    expect((await cloudtrail.GetTrailStatus({ Name: 'fresh' })).IsLogging).toBe(false);
    await cloudtrail.UpdateTrail({ Name: 'fresh', EnableLogFileValidation: true });
    expect((await cloudtrail.GetTrail({ Name: 'fresh' })).Trail).toMatchObject({
      LogFileValidationEnabled: true,
      S3BucketName: 'logs',
    });
    await cloudtrail.UpdateTrail({ Name: 'fresh', KmsKeyId: 'alias/audit' });
    expect((await cloudtrail.GetTrail({ Name: 'fresh' })).Trail?.KmsKeyId).toBe('alias/audit');
    await cloudtrail.UpdateTrail({ Name: 'fresh', KmsKeyId: '' });
    expect((await cloudtrail.GetTrail({ Name: 'fresh' })).Trail?.KmsKeyId).toBeUndefined();
    await cloudtrail.DeleteTrail({ Name: 'fresh' });
    await expect(cloudtrail.GetTrail({ Name: 'fresh' })).rejects.toThrow('Unknown trail');
  });

  it.each([
    ['a name that is taken', { Name: 'audit' }, 'TrailAlreadyExistsException'],
    ['a name that is too short', { Name: 'ab' }, 'InvalidTrailNameException'],
    ['a name with two dots', { Name: 'a..b' }, 'InvalidTrailNameException'],
    ['an address for a name', { Name: '192.168.5.4' }, 'InvalidTrailNameException'],
    ['an endless name', { Name: 'x'.repeat(10_000) }, 'InvalidTrailNameException'],
    ['a bucket that is not there', { S3BucketName: 'nope' }, 'S3BucketDoesNotExistException'],
    ['a bucket that CloudTrail may not write to', { S3BucketName: 'closed' }, 'InsufficientS3BucketPolicyException'],
    ['a tag without a key', { TagsList: [{ Key: '' }] }, 'InvalidTagParameterException'],
    [
      'too many tags',
      { TagsList: Array.from({ length: 51 }, (_, index) => ({ Key: `${index}` })) },
      'TagsLimitExceededException',
    ],
    ['a setting that is not simulated', { RecursiveLogging: true }, 'LocalAccountUnsupportedOperation'],
  ])('are refused for %s', async (_, input, name) => {
    const { cloudtrail, account } = withTrails();
    const before = account.snapshot();

    await expect(cloudtrail.CreateTrail({ Name: 'fresh', S3BucketName: 'logs', ...input })).rejects.toMatchObject({
      name,
    });
    expect(account.snapshot()).toEqual(before);
  });

  it('are at most five a Region', async () => {
    const { cloudtrail } = withTrails();
    for (const Name of ['three', 'four', 'five']) await cloudtrail.CreateTrail({ Name, S3BucketName: 'logs' });

    await expect(cloudtrail.CreateTrail({ Name: 'six', S3BucketName: 'logs' })).rejects.toMatchObject({
      name: 'MaximumNumberOfTrailsExceededException',
    });
  });

  it('tell their tags by ARN, and by nothing else', async () => {
    const { cloudtrail } = createWorld({
      s3: { buckets: { logs: {} } },
      cloudtrail: { trails: [{ name: 'audit', bucket: 'logs', tags: [{ Key: 'team', Value: 'security' }] }] },
    });

    expect(await cloudtrail.ListTags({ ResourceIdList: [arnOf('audit')] })).toMatchObject({
      ResourceTagList: [{ ResourceId: arnOf('audit'), TagsList: [{ Key: 'team', Value: 'security' }] }],
    });
    await expect(cloudtrail.ListTags({ ResourceIdList: ['audit'] })).rejects.toMatchObject({
      name: 'CloudTrailARNInvalidException',
    });
    await expect(cloudtrail.ListTags({ ResourceIdList: [arnOf('nowhere')] })).rejects.toMatchObject({
      name: 'TrailNotFoundException',
    });
  });

  it('are not found by another service’s ARN', async () => {
    const { cloudtrail } = withTrails();

    await expect(cloudtrail.GetTrail({ Name: 'arn:aws:s3:::logs' })).rejects.toMatchObject({
      name: 'CloudTrailARNInvalidException',
    });
    await expect(cloudtrail.ListTrails({ NextToken: 'bogus' })).rejects.toMatchObject({
      name: 'InvalidTokenException',
    });
  });
});
