import { describe, expect, test } from 'vitest';
import { listenedCalls } from '../../../shared/signals/listened-calls.ts';
import { altered, sample, understand } from './samples.ts';

const acl = sample('cloudtrail/02-training-bucket-acl-made-public');
const endpoint = sample('cloudtrail/08-endpoint-created-without-key');
const stopped = sample('cloudtrail/12-audit-trail-stopped');
const created = altered(
  sample('cloudtrail/01-training-bucket-created'),
  'detail.requestParameters.bucketName',
  'speech-corpus',
);
const understood = (of: unknown) => understand('cloudtrail', of);

const vision = { type: 'AWS::S3::Bucket', id: 'vision-datasets', arn: 'arn:aws:s3:::vision-datasets' };
const trail = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/org-audit';

describe('a call that remediations listen to', () => {
  test('is a signal about its resource, with the call as hint and with the actor', () => {
    expect(understood(acl)).toEqual({
      signals: [
        {
          id: expect.stringMatching(/^[0-9a-f]{32}$/),
          source: 'cloudtrail',
          at: '2026-11-20T08:03:17.000Z',
          event: acl['id'],
          account: '111122223333',
          region: 'eu-central-1',
          resource: vision,
          hints: { apiCall: 's3:PutBucketAcl' },
          actor: {
            arn: 'arn:aws:sts::111122223333:assumed-role/DataScientist/alice',
            roleArn: 'arn:aws:iam::111122223333:role/DataScientist',
            type: 'AssumedRole',
            sourceIp: '203.0.113.24',
            userAgent: '[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.750]',
          },
        },
      ],
      ignored: [],
    });
  });

  test.each([
    ['PutBucketAcl with its body in Pascal case', 'cloudtrail/02-training-bucket-acl-made-public', vision],
    ['PutBucketPolicy with the policy as an object', 'cloudtrail/03-training-bucket-policy-made-public', vision],
    ['DeleteBucketPublicAccessBlock', 'cloudtrail/04-training-bucket-public-access-block-deleted', vision],
    [
      'PutBucketPublicAccessBlock with a list of hosts',
      'cloudtrail/05-training-bucket-public-access-block-weakened',
      vision,
    ],
    [
      'CreateEndpointConfig',
      'cloudtrail/07-endpoint-config-created-without-key',
      {
        type: 'AWS::SageMaker::EndpointConfig',
        id: 'fraud-detector-cfg-1',
        arn: 'arn:aws:sagemaker:eu-central-1:111122223333:endpoint-config/fraud-detector-cfg-1',
      },
    ],
    [
      'UpdateEndpoint',
      'cloudtrail/09-endpoint-updated-without-key',
      {
        type: 'AWS::SageMaker::Endpoint',
        id: 'fraud-detector',
        arn: 'arn:aws:sagemaker:eu-central-1:111122223333:endpoint/fraud-detector',
      },
    ],
    [
      'StopLogging by name',
      'cloudtrail/12-audit-trail-stopped',
      { type: 'AWS::CloudTrail::Trail', id: trail, arn: trail },
    ],
    [
      'StopLogging by ARN',
      'cloudtrail/13-audit-trail-stopped-by-cloudformation',
      { type: 'AWS::CloudTrail::Trail', id: trail, arn: trail },
    ],
  ])('may be %s', (_call, name, resource) => {
    expect(understood(sample(name)).signals).toMatchObject([{ resource }]);
  });

  test.each(listenedCalls.map(({ call, resource }) => [call, resource] as const))(
    'may be %s, found by its record',
    (call, resource) => {
      const [service = '', eventName = ''] = call.split(':');
      const parameters = {
        agentRuntimeId: 'claims_agent-Qx7Lm2Np4R',
        gatewayIdentifier: 'claims-tools-h5k2m8p1q4',
        bucketName: 'llm-corpus',
        name: 'org-audit',
        endpointName: 'churn-scorer',
        endpointConfigName: 'churn-scorer-cfg-2',
        featureGroupName: 'customer-features',
        notebookInstanceLifecycleConfigName: 'install-packages',
        studioLifecycleConfigName: 'set-proxy',
        notebookInstanceName: 'churn-features',
        monitoringScheduleName: 'churn-bias',
        domainId: 'd-fraudstudio01',
        autoMLJobName: 'churn-autopilot',
        hyperParameterTuningJobName: 'fraud-tuning',
        processingJobName: 'fraud-features-1120',
        trailName: 'org-audit',
        trainingJobName: 'fraud-xgboost-1120',
        transformJobName: 'review-scoring-1120',
        agentId: 'AGCLAIMS01',
        logGroupName: '/ml-platform/bedrock-invocations',
        agentAliasId: 'ALPARTNER1',
        guardrailIdentifier: 'gr4support01',
        policyArn: 'arn:aws:iam::111122223333:policy/ml/feature-pipeline',
        knowledgeBaseId: 'KBCONTRACT',
        dataSourceId: 'DSHANDBOOK',
        promptIdentifier: 'PRMPTCLAIM',
        roleName: 'support-assistant',
        serviceSpecificCredentialId: 'ACCAEXAMPLE00000000001',
        userName: 'chat-prototype',
      };
      const record = {
        ...stopped.detail,
        // Of the root user's calls there would be a signal more.
        userIdentity: acl.detail['userIdentity'],
        eventSource: `${service}.amazonaws.com`,
        eventName,
        requestParameters: parameters,
        responseElements: {
          agentRuntimeId: 'claims_agent-Qx7Lm2Np4R',
          browserId: 'research_browser-Hj4Kl6Mn8P',
          codeInterpreterId: 'pricing_sums-Rs2Tu4Vw6X',
          gatewayId: 'claims-tools-h5k2m8p1q4',
          memory: { id: 'claims_memory-Ab3Cd5Ef7G' },
          domainArn: 'arn:aws:sagemaker:eu-central-1:111122223333:domain/d-fraudstudio01',
          agent: { agentId: 'AGCLAIMS01' },
          jobArn:
            'arn:aws:bedrock:eu-central-1:111122223333:model-customization-job/amazon.nova-lite-v1:0:300k/cl41mt0n3abc',
          guardrailId: 'gr4contracts',
          dataSource: { dataSourceId: 'DSHANDBOOK' },
          id: 'PRMPTCLAIM',
          serviceSpecificCredential: { serviceSpecificCredentialId: 'ACCAEXAMPLE00000000001' },
        },
      };

      expect(understood({ ...stopped, source: `aws.${service}`, detail: record }).signals).toMatchObject([
        { resource: { type: resource }, hints: { apiCall: call } },
      ]);
    },
  );

  test('may be our own role’s: the pipeline decides about its own echo', () => {
    expect(understood(sample('cloudtrail/15-our-own-undo')).signals).toMatchObject([
      {
        resource: { id: 'fraud-training-data' },
        actor: { roleArn: 'arn:aws:iam::111122223333:role/redress-dev-s3-eu-central-1' },
      },
    ]);
  });

  test.each([undefined, null, '', 'eu-central-1'])('creates the bucket here for the location %j', (location) => {
    const path = 'detail.requestParameters.CreateBucketConfiguration.LocationConstraint';

    expect(understood(altered(created, path, location)).signals).toMatchObject([{ region: 'eu-central-1' }]);
  });

  test.each([
    ['ap-southeast-2', 'ap-southeast-2'],
    ['EU', 'eu-west-1'],
  ])('creates the bucket elsewhere for the location %s', (location, region) => {
    const path = 'detail.requestParameters.CreateBucketConfiguration.LocationConstraint';

    expect(understood(altered(created, path, location)).signals).toMatchObject([
      { region, resource: { type: 'AWS::S3::Bucket', id: 'speech-corpus' } },
    ]);
  });

  test('may be CreateBucket, for which CloudTrail records no resources', () => {
    expect(created.detail['resources']).toEqual([]);
    expect(understood(created).signals).toMatchObject([
      { resource: { type: 'AWS::S3::Bucket', id: 'speech-corpus', arn: 'arn:aws:s3:::speech-corpus' } },
    ]);
  });

  test('has no error if the record says null', () => {
    expect(understood(altered(acl, 'detail.errorCode', null))).toEqual(understood(acl));
  });
});

describe('the actor', () => {
  const actorOf = (path: string, value: unknown) => understood(altered(acl, path, value)).signals[0]?.actor;

  test('is the root user without a role', () => {
    expect(understood(stopped).signals[0]?.actor).toStrictEqual({
      arn: 'arn:aws:iam::111122223333:root',
      type: 'Root',
      sourceIp: '198.51.100.200',
      userAgent: 'cloudtrail.amazonaws.com',
    });
  });

  test('names the service that called on somebody’s behalf', () => {
    const { signals } = understood(sample('cloudtrail/13-audit-trail-stopped-by-cloudformation'));

    expect(signals[0]?.actor).toMatchObject({
      roleArn: 'arn:aws:iam::111122223333:role/DeployPipeline',
      sourceIp: 'cloudformation.amazonaws.com',
      invokedBy: 'cloudformation.amazonaws.com',
    });
  });

  test.each([
    [{ type: 'AWSService', invokedBy: 'lambda.amazonaws.com' }, 'lambda.amazonaws.com'],
    [{ type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '444455556666' }, 'AIDAEXAMPLE'],
    [{ type: 'AWSAccount', accountId: '444455556666' }, '444455556666'],
  ])('without an ARN is known by what there is: %j', (identity, arn) => {
    expect(actorOf('detail.userIdentity', identity)).toMatchObject({ arn });
  });

  test.each([undefined, null, 'root', 7, [], {}, { arn: 7 }, { arn: '\u0000' }])('is nobody for %j', (identity) => {
    expect(actorOf('detail.userIdentity', identity)).toBeUndefined();
  });

  test('has no member for what is not told', () => {
    const identity = { arn: 'arn:aws:iam::111122223333:user/ci' };
    const bare = altered(altered(acl, 'detail.userAgent', undefined), 'detail.sourceIPAddress', null);

    expect(understood(altered(bare, 'detail.userIdentity', identity)).signals[0]?.actor).toStrictEqual(identity);
  });

  test('is told without escape sequences, and at most 256 characters long', () => {
    const userAgent = actorOf('detail.userAgent', `\u001B[2Jcurl\u202E${'x'.repeat(5000)}`)?.userAgent;

    expect(userAgent).toBe(`curl${'x'.repeat(252)}`);
  });

  test.each([
    'arn:aws:iam::111122223333:role/red\u200Bress-dev-s3',
    'arn:aws:iam::111122223333:user/redress-dev-s3',
    'arn:aws:iam::111122223333:role/redress-dev-s3\n',
    'redress-dev-s3',
    7,
  ])('has no role called %j: it is compared, so it is never mended', (role) => {
    expect(actorOf('detail.userIdentity.sessionContext.sessionIssuer.arn', role)).not.toHaveProperty('roleArn');
  });
});

describe('a call that needs no look', () => {
  test.each([
    ['eventName', 'GetBucketAcl', 's3:GetBucketAcl'],
    ['eventName', 'constructor', 's3:constructor'],
    ['eventSource', 'ec2.amazonaws.com', 'ec2:PutBucketAcl'],
    ['eventSource', '', ':PutBucketAcl'],
  ])('is one that nobody listens to: %s %s', (member, value, call) => {
    expect(understood(altered(acl, `detail.${member}`, value))).toEqual({
      signals: [],
      ignored: [{ reason: `no remediation listens to "${call}"` }],
    });
  });

  test('is one that failed, and is delivered all the same', () => {
    expect(understood(sample('cloudtrail/14-denied-call'))).toEqual({
      signals: [],
      ignored: [{ reason: 'the call failed and changed nothing ("AccessDenied")' }],
    });
  });

  test('is one on another account’s bucket, which the caller’s account is told of as well', () => {
    const elsewhere = altered(acl, 'detail.resources.0.accountId', '444455556666');

    expect(understood(elsewhere)).toEqual({
      signals: [],
      ignored: [{ reason: 'the AWS::S3::Bucket belongs to account 444455556666, which gets an event of its own' }],
    });
  });

  test.each([
    ['are not listed', undefined],
    ['are none', []],
    ['are no list', 'all'],
    ['have no account', [{ type: 'AWS::S3::Bucket' }, null, 'x']],
    ['have an account that is none', [{ type: 'AWS::S3::Bucket', accountId: '\u001B[31m' }]],
    ['have an account with a digit too many', [{ type: 'AWS::S3::Bucket', accountId: '4444555566667' }]],
    ['have an account in digits', [{ type: 'AWS::S3::Bucket', accountId: 444455556666 }]],
    ['have an account in words', [{ type: 'AWS::S3::Bucket', accountId: 'x444455556666' }]],
    ['are of another type', [{ type: 'AWS::S3::Object', accountId: '444455556666' }]],
  ])('is not one whose resources %s', (_how, resources) => {
    expect(understood(altered(acl, 'detail.resources', resources))).toEqual(understood(acl));
  });
});

describe('a call that contradicts itself or makes no sense is refused', () => {
  test.each([
    ['detail.awsRegion', 'us-east-1', 'expected "eu-central-1" as elsewhere in the event'],
    ['detail.recipientAccountId', '444455556666', 'expected "111122223333" as elsewhere in the event'],
    ['detail.eventName', undefined, 'expected string, received undefined'],
    ['detail.eventSource', {}, 'expected string, received object'],
    ['detail.errorCode', 403, 'expected string, received number'],
    ['detail.requestParameters', 'bucketName', 'expected object, received "bucketName"'],
    ['detail.requestParameters', null, 'expected the name of an AWS::S3::Bucket, received undefined'],
    ['detail.requestParameters', { bucketName: ['a'] }, 'expected the name of an AWS::S3::Bucket, received array'],
    ['detail.requestParameters', { bucketName: 'A B' }, 'expected a bucket name, received "A B"'],
    [
      'detail.requestParameters',
      { omitted: true, reason: 'size' },
      'CloudTrail has omitted them, so no resource is named',
    ],
  ])('%s = %j', (path, value, problem) => {
    expect(() => understood(altered(acl, path, value))).toThrow(`${path}: ${problem}`);
  });

  test('an event of one service about a call to another', () => {
    expect(() => understood(altered(acl, 'source', 'aws.sagemaker'))).toThrow(
      'detail.eventSource: expected "aws.sagemaker" as elsewhere in the event, received "aws.s3"',
    );
  });

  test('a location that is no Region', () => {
    const path = 'detail.requestParameters.CreateBucketConfiguration.LocationConstraint';

    expect(() => understood(altered(created, path, 'moon'))).toThrow(
      'detail.requestParameters: expected a Region, received "moon"',
    );
  });

  test('a trail of another account', () => {
    const path = 'detail.requestParameters.name';
    const arn = 'arn:aws:cloudtrail:eu-central-1:444455556666:trail/org-audit';

    expect(() => understood(altered(stopped, path, arn))).toThrow(expect.objectContaining({ code: 'contradiction' }));
  });

  test('an endpoint without a name', () => {
    expect(() => understood(altered(endpoint, 'detail.requestParameters.endpointName', undefined))).toThrow(
      expect.objectContaining({ code: 'invalid-identifier' }),
    );
  });

  test.each([
    ['detail-type', 'AWS Service Event via CloudTrail'],
    ['source', 'my.s3'],
    ['source', 'not.aws.s3'],
    ['source', 'aws.s3.evil'],
  ])('%s = %s', (path, value) => {
    expect(() => understood(altered(acl, path, value))).toThrow(
      expect.objectContaining({ code: 'unexpected-event', path }),
    );
  });
});
