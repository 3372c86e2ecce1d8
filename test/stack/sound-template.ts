import type { JsonObject } from '../../shared/json.ts';
import type { Resource, Template } from '../../local/stack/template.ts';
import type { WildcardWrite } from '../../local/stack/wildcard-writes.ts';

const arn = (id: string): JsonObject => ({ 'Fn::GetAtt': [id, 'Arn'] });
const ref = (id: string): JsonObject => ({ Ref: id });
const functionArn = 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:redress-dev';

/** A source and a remediator with all that they need, and nothing that a check minds. */
export function soundTemplate(): Template {
  return { Resources: { ...source(), ...remediator(), ...deadLetters(), ...storage() } };
}

/** The only write in it on resources that have no name. */
export const soundWrites: readonly WildcardWrite[] = [
  { role: 'FixRole', sid: 'RemediationWrites', actions: ['s3:PutBucketPublicAccessBlock'], reason: 'for the test' },
];

function source(): Record<string, Resource> {
  return {
    WatchFunction: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'redress-dev-watch',
        Handler: 'dist/sources/watch/index.handler',
        Role: arn('WatchRole'),
        Environment: { Variables: { REMEDIATOR_FIX: ref('FixAlias') } },
      },
    },
    WatchLogs: logs('watch'),
    WatchRole: role([
      { Sid: 'SourceStarts', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: ref('FixAlias') },
      { Sid: 'SourceKeeps', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn('Lost') },
    ]),
    WatchInvocations: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: ref('WatchFunction'),
        DestinationConfig: { OnFailure: { Destination: arn('Lost') } },
      },
    },
    WatchRule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['aws.s3'], 'detail-type': ['AWS API Call via CloudTrail'] },
        Targets: [
          {
            Arn: arn('WatchFunction'),
            DeadLetterConfig: { Arn: arn('Lost') },
            RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 4 },
          },
        ],
      },
    },
    WatchPermission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: arn('WatchFunction'), Principal: 'events.amazonaws.com' },
    },
  };
}

function remediator(): Record<string, Resource> {
  return {
    FixFunction: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'redress-dev-fix',
        Handler: 'dist/remediators/fix/index.handler',
        Role: arn('FixRole'),
        DurableConfig: { ExecutionTimeout: 3600 },
        DeadLetterConfig: { TargetArn: arn('Lost') },
      },
    },
    FixAlias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: ref('FixFunction'), Name: 'durable' } },
    FixLogs: logs('fix'),
    FixRole: role([
      {
        Sid: 'PipelineCheckpoints',
        Effect: 'Allow',
        Action: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
        Resource: { 'Fn::Sub': `${functionArn}-fix:*` },
      },
      { Sid: 'PipelineKeeps', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn('Lost') },
      { Sid: 'RemediationReads', Effect: 'Allow', Action: ['s3:GetBucketAcl'], Resource: '*' },
      {
        Sid: 'RemediationWrites',
        Effect: 'Allow',
        Action: 's3:PutBucketPublicAccessBlock',
        Resource: { 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':s3:::*']] },
      },
      { Sid: 'ProtectRoles', Effect: 'Deny', Action: 'iam:*', Resource: '*' },
    ]),
  };
}

function deadLetters(): Record<string, Resource> {
  return {
    Lost: { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: true } },
    LostPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [ref('Lost')],
        PolicyDocument: {
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' },
            tlsOnly('sqs:*'),
          ],
        },
      },
    },
    LostAlarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Lost', 'QueueName'] } }],
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [ref('Alarms')],
      },
    },
    Alarms: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: ref('Key') } },
  };
}

function storage(): Record<string, Resource> {
  const retained = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
  return {
    Ledger: {
      Type: 'AWS::DynamoDB::Table',
      ...retained,
      Properties: {
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    },
    Evidence: {
      Type: 'AWS::S3::Bucket',
      ...retained,
      Properties: {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } } },
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: { ServerSideEncryptionConfiguration: [{}] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    },
    EvidencePolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { Bucket: ref('Evidence'), PolicyDocument: { Statement: [tlsOnly('s3:*')] } },
    },
  };
}

function logs(name: string): Resource {
  return {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: `/aws/lambda/redress-dev-${name}`, RetentionInDays: 365 },
  };
}

function role(statements: readonly JsonObject[]): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }] },
      Policies: [{ PolicyDocument: { Statement: statements } }],
    },
  };
}

function tlsOnly(action: string): JsonObject {
  return {
    Effect: 'Deny',
    Principal: '*',
    Action: action,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
