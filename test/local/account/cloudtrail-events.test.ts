import { describe, expect, it } from 'vitest';
import type { LoggedCall } from '../../../local/account/call.ts';
import { cloudTrailEvent } from '../../../local/account/cloudtrail-events.ts';
import { userIdentity } from '../../../local/account/identity.ts';
import { at } from '../../../shared/json.ts';
import { createWorld, here, hosting } from './world.ts';

function createRecordedWorld() {
  const calls: LoggedCall[] = [];
  const world = createWorld(
    {
      ...hosting(),
      s3: { buckets: { data: { ownership: 'ObjectWriter' } } },
      cloudtrail: { trails: [{ name: 'audit', bucket: 'data' }] },
    },
    { onCall: (call) => calls.push(call), principal: 'arn:aws:sts::111122223333:assumed-role/DataScientist/alice' },
  );
  return { ...world, event: () => cloudTrailEvent(calls.at(-1)!) };
}

const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' }],
};

describe('an event of a call', () => {
  it('has the envelope and the record that EventBridge delivers', async () => {
    const { sagemaker, event } = createRecordedWorld();
    const variant = {
      VariantName: 'main',
      ModelName: 'model-a',
      InitialInstanceCount: 1,
      InstanceType: 'ml.m5.large' as const,
    };

    await sagemaker.CreateEndpointConfig({
      EndpointConfigName: 'new',
      ProductionVariants: [{ ...variant, EnableSSMAccess: true }],
      DataCaptureConfig: {
        InitialSamplingPercentage: 100,
        DestinationS3Uri: 's3://cap/',
        CaptureOptions: [{ CaptureMode: 'Input' }],
      },
    });

    expect(event()).toMatchObject({
      version: '0',
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.sagemaker',
      account: '111122223333',
      time: '2026-11-20T10:00:00Z',
      region: here,
      resources: [],
      detail: {
        eventSource: 'sagemaker.amazonaws.com',
        eventName: 'CreateEndpointConfig',
        eventTime: '2026-11-20T10:00:00Z',
        awsRegion: here,
        readOnly: false,
        eventType: 'AwsApiCall',
        eventCategory: 'Management',
        recipientAccountId: '111122223333',
        userIdentity: {
          type: 'AssumedRole',
          arn: 'arn:aws:sts::111122223333:assumed-role/DataScientist/alice',
          sessionContext: {
            sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/DataScientist', userName: 'DataScientist' },
          },
        },
        requestParameters: {
          endpointConfigName: 'new',
          productionVariants: [
            { variantName: 'main', modelName: 'model-a', instanceType: 'ml.m5.large', enableSSMAccess: true },
          ],
          dataCaptureConfig: { destinationS3Uri: 's3://cap/', captureOptions: [{ captureMode: 'Input' }] },
        },
        responseElements: { endpointConfigArn: `arn:aws:sagemaker:${here}:111122223333:endpoint-config/new` },
      },
    });
    expect(at(event(), 'detail.errorCode')).toBeUndefined();
  });

  it('leaves the keys of maps as they are, because they are data', async () => {
    const { sagemaker, event } = createRecordedWorld();

    await sagemaker.CreateModel({
      ModelName: 'new',
      PrimaryContainer: { Image: 'a', Environment: { LOG_LEVEL: 'debug' } },
    });

    expect(at(event(), 'detail.requestParameters.primaryContainer')).toEqual({
      image: 'a',
      environment: { LOG_LEVEL: 'debug' },
    });
  });

  it('tells a refusal by errorCode, without response', async () => {
    const { cloudtrail, event } = createRecordedWorld();

    await cloudtrail.StopLogging({ Name: 'nope' }).catch(() => undefined);

    expect(event()).toMatchObject({
      source: 'aws.cloudtrail',
      detail: {
        eventName: 'StopLogging',
        requestParameters: { name: 'nope' },
        errorCode: 'TrailNotFoundException',
        errorMessage: expect.stringContaining('Unknown trail') as string,
        responseElements: null,
      },
    });
  });

  it('of an empty answer has no response', async () => {
    const { cloudtrail, event } = createRecordedWorld();

    await cloudtrail.StartLogging({ Name: 'audit' });

    expect(event()).toMatchObject({ detail: { requestParameters: { name: 'audit' }, responseElements: null } });
  });

  it('is sent although the caller’s answer was lost, and not if the request was', async () => {
    const { account, sagemaker, event } = createRecordedWorld();
    account.fault({ kind: 'timeout-before' });
    await sagemaker.DeleteEndpoint({ EndpointName: 'scorer' }).catch(() => undefined);
    expect(event()).toBeUndefined();

    account.fault({ kind: 'timeout-after' });
    await sagemaker.DeleteEndpoint({ EndpointName: 'scorer' }).catch(() => undefined);
    expect(event()).toMatchObject({
      detail: { eventName: 'DeleteEndpoint', requestParameters: { endpointName: 'scorer' } },
    });
    expect(at(event(), 'detail.errorCode')).toBeUndefined();
  });

  it('is not sent for reads, for what is no management event, and for what the account does not know', async () => {
    const { sagemaker, eventbridge, event } = createRecordedWorld();

    await sagemaker.ListEndpoints({});
    expect(event()).toBeUndefined();
    await eventbridge.PutEvents({ Entries: [{ Source: 'a', DetailType: 'b', Detail: '{}' }] });
    expect(event()).toBeUndefined();
    await sagemaker.CreateModelPackage({ ModelPackageName: 'loose' }).catch(() => undefined);
    expect(event()).toBeUndefined();
  });

  it('has an id of its own, the same each time it is rendered', async () => {
    const { s3, event } = createRecordedWorld();
    await s3.DeleteBucketPolicy({ Bucket: 'data' });
    const first = event();

    expect(event()).toEqual(first);
    await s3.DeleteBucketPolicy({ Bucket: 'data' });
    expect(event()?.['id']).not.toBe(first?.['id']);
  });
});

describe('an event of S3', () => {
  const flags = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  };
  const resources = [{ accountId: '111122223333', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::data' }];
  const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
  const Host = `data.s3.${here}.amazonaws.com`;

  it('has the name and the casing of S3’s own: public access block', async () => {
    const { s3, event } = createRecordedWorld();

    await s3.PutPublicAccessBlock({ Bucket: 'data', PublicAccessBlockConfiguration: flags });

    expect(event()).toMatchObject({
      source: 'aws.s3',
      detail: {
        eventSource: 's3.amazonaws.com',
        eventName: 'PutBucketPublicAccessBlock',
        requestParameters: {
          bucketName: 'data',
          Host,
          publicAccessBlock: '',
          PublicAccessBlockConfiguration: { xmlns, ...flags },
        },
        responseElements: null,
        resources,
      },
    });
    await s3.DeletePublicAccessBlock({ Bucket: 'data' });
    expect(event()).toMatchObject({
      detail: {
        eventName: 'DeleteBucketPublicAccessBlock',
        requestParameters: { bucketName: 'data', publicAccessBlock: '' },
      },
    });
  });

  it('holds a policy as an object', async () => {
    const { s3, event } = createRecordedWorld();

    await s3.PutBucketPolicy({ Bucket: 'data', Policy: JSON.stringify(policy) });

    expect(at(event(), 'detail.requestParameters')).toEqual({
      bucketName: 'data',
      Host,
      policy: '',
      bucketPolicy: policy,
    });
    await s3.PutBucketPolicy({ Bucket: 'data', Policy: 'no json' }).catch(() => undefined);
    expect(event()).toMatchObject({
      detail: { errorCode: 'MalformedPolicy', requestParameters: { bucketName: 'data' } },
    });
  });

  it('holds a canned ACL as a header and grants as XML', async () => {
    const { s3, event } = createRecordedWorld();

    await s3.PutBucketAcl({ Bucket: 'data', ACL: 'public-read' });
    expect(at(event(), 'detail.requestParameters')).toEqual({
      bucketName: 'data',
      Host,
      acl: '',
      'x-amz-acl': 'public-read',
    });

    await s3.PutBucketAcl({ Bucket: 'data', GrantRead: 'id="abc"' });
    expect(at(event(), 'detail.requestParameters')).toMatchObject({ 'x-amz-grant-read': 'id="abc"' });

    await s3.PutBucketAcl({ Bucket: 'data', ACL: 'public-read' });
    const { Owner, Grants } = await s3.GetBucketAcl({ Bucket: 'data' });
    await s3.PutBucketAcl({ Bucket: 'data', AccessControlPolicy: { Owner, Grants } });
    expect(at(event(), 'detail.requestParameters.AccessControlPolicy')).toMatchObject({
      xmlns,
      Owner,
      AccessControlList: {
        Grant: [
          { Grantee: { 'xsi:type': 'CanonicalUser', ID: Owner?.ID }, Permission: 'FULL_CONTROL' },
          {
            Grantee: { 'xsi:type': 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
            Permission: 'READ',
          },
        ],
      },
    });
  });

  it('of a new bucket names no resource, and the place in the body', async () => {
    const { s3, event } = createRecordedWorld();

    await s3.CreateBucket({ Bucket: 'new-data', ObjectOwnership: 'ObjectWriter' });

    expect(event()).toMatchObject({
      detail: {
        eventName: 'CreateBucket',
        resources: [],
        requestParameters: {
          bucketName: 'new-data',
          CreateBucketConfiguration: { xmlns, LocationConstraint: here },
          'x-amz-object-ownership': 'ObjectWriter',
        },
      },
    });
    await s3.PutBucketTagging({ Bucket: 'new-data', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } });
    expect(at(event(), 'detail.requestParameters.Tagging')).toEqual({
      xmlns,
      TagSet: { Tag: [{ Key: 'a', Value: 'b' }] },
    });
    await s3.DeleteBucket({ Bucket: 'new-data' });
    expect(at(event(), 'detail.eventName')).toBe('DeleteBucket');
  });
});

describe('the identity in a record', () => {
  const time = '2026-11-20T10:00:00Z';

  it.each([
    [
      'a role, as a session of it',
      'arn:aws:iam::111122223333:role/team/redress-dev-s3',
      {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/redress-dev-s3/session',
        sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/team/redress-dev-s3' } },
      },
    ],
    [
      'a session of another account',
      'arn:aws:sts::444455556666:assumed-role/partner/bob',
      { type: 'AssumedRole', accountId: '444455556666' },
    ],
    [
      'a user',
      'arn:aws:iam::111122223333:user/alice',
      { type: 'IAMUser', userName: 'alice', arn: 'arn:aws:iam::111122223333:user/alice' },
    ],
    ['the root user', 'arn:aws:iam::111122223333:root', { type: 'Root', principalId: '111122223333' }],
    ['what is no ARN', 'somebody', { type: 'IAMUser', accountId: '111122223333' }],
  ])('is %s', (_, principal, expected) => {
    expect(userIdentity(principal, '111122223333', time)).toMatchObject(expected);
  });
});
