import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../local/stack/checks.ts';
import { text } from '../../local/stack/template.ts';
import type { Template } from '../../local/stack/template.ts';
import { soundTemplate, soundWrites } from './sound-template.ts';

/** `A.Properties.x.0` set to a value, or taken away if the value is undefined. */
type Change = readonly [path: string, value: unknown];

function changed(...changes: readonly Change[]): Template {
  const template = soundTemplate();
  for (const [path, value] of changes) {
    const keys = path.split('.');
    const last = keys.pop()!;
    let holder = template.Resources as Record<string, unknown>;
    for (const key of keys) holder = holder[key] as Record<string, unknown>;
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
  return template;
}

const statements = 'FixRole.Properties.Policies.0.PolicyDocument.Statement';
const target = 'WatchRule.Properties.Targets.0';
const locked = 'Evidence.Properties.PublicAccessBlockConfiguration';
const statement = (more: object): object => ({
  Sid: 'RemediationMore',
  Effect: 'Allow',
  Resource: 'arn:aws:x:::y',
  ...more,
});

describe('the checks of the packaged template', () => {
  it('find nothing in a sound template', () => {
    expect(checkTemplate(soundTemplate(), soundWrites)).toEqual([]);
  });

  it.each<[defect: string, check: string, resource: string, changes: readonly Change[]]>([
    // roles
    [
      'a role from elsewhere',
      'own-role',
      'WatchFunction',
      [['WatchFunction.Properties.Role', 'arn:aws:iam::1:role/x']],
    ],
    [
      'a shared role',
      'own-role',
      'FixFunction',
      [['FixFunction.Properties.Role', { 'Fn::GetAtt': ['WatchRole', 'Arn'] }]],
    ],
    [
      'a role that an account may assume',
      'trust',
      'FixRole',
      [['FixRole.Properties.AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }]],
    ],
    ['Action *', 'named-actions', 'FixRole', [[`${statements}.0`, statement({ Action: '*' })]]],
    ['Action iam:*', 'named-actions', 'FixRole', [[`${statements}.0`, statement({ Action: ['iam:*'] })]]],
    ['Action s3:Put*', 'named-actions', 'FixRole', [[`${statements}.0`, statement({ Action: ['s3:Put*'] })]]],
    ['NotAction', 'named-actions', 'FixRole', [[`${statements}.0`, statement({ NotAction: 's3:GetObject' })]]],
    [
      'NotResource',
      'named-actions',
      'FixRole',
      [[`${statements}.0`, statement({ Action: 's3:GetObject', NotResource: 'arn:aws:s3:::x' })]],
    ],
    [
      'more than a role may hold',
      'policy-size',
      'FixRole',
      [
        [
          `${statements}.0`,
          statement({ Resource: Array.from({ length: 150 }, (_, n) => `arn:aws:s3:::${'x'.repeat(50)}${n}`) }),
        ],
      ],
    ],
    [
      'references that come to more than a role may hold',
      'policy-size',
      'FixRole',
      [
        [
          `${statements}.0`,
          statement({ Resource: Array.from({ length: 120 }, () => ({ 'Fn::GetAtt': ['X', 'Arn'] })) }),
        ],
      ],
    ],
    [
      'more than a managed policy may hold',
      'policy-size',
      'Long',
      [
        [
          'Long',
          {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: { PolicyDocument: { Statement: [{ Sid: 'x'.repeat(6200) }] } },
          },
        ],
      ],
    ],
    [
      'PassRole to any of a list',
      'pass-role',
      'FixRole',
      [
        [
          `${statements}.0`,
          statement({
            Action: 'iam:PassRole',
            Condition: { StringEquals: { 'iam:PassedToService': ['config.amazonaws.com', '*'] } },
          }),
        ],
      ],
    ],
    ['PassRole to anybody', 'pass-role', 'FixRole', [[`${statements}.0`, statement({ Action: 'iam:PassRole' })]]],
    [
      'a write on * without a reason',
      'wildcard-write',
      'FixRole',
      [[`${statements}.0`, statement({ Action: ['sagemaker:DeleteEndpoint'], Resource: '*' })]],
    ],
    [
      'a write on all resources of a type without a reason',
      'wildcard-write',
      'FixRole',
      [
        [
          `${statements}.0`,
          statement({
            Action: 'sagemaker:DeleteEndpoint',
            Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/*' },
          }),
        ],
      ],
    ],
    ['a reason whose write is gone', 'wildcard-write', 'FixRole', [[`${statements}.3.Action`, 's3:GetObject']]],
    // functions
    [
      'a reserved environment name',
      'environment',
      'WatchFunction',
      [['WatchFunction.Properties.Environment.Variables.AWS_REGION', 'x']],
    ],
    ['logs without an end', 'log-retention', 'WatchFunction', [['WatchLogs.Properties.RetentionInDays', undefined]]],
    ['no log group', 'log-retention', 'FixFunction', [['FixLogs', undefined]]],
    [
      'a remediator that is not durable',
      'durable',
      'FixFunction',
      [['FixFunction.Properties.DurableConfig', undefined]],
    ],
    ['no checkpoints', 'durable', 'FixFunction', [[`${statements}.0.Action`, ['lambda:GetDurableExecutionState']]]],
    [
      "another function's checkpoints",
      'durable',
      'FixFunction',
      [[`${statements}.0.Resource`, 'arn:aws:lambda:eu-central-1:111122223333:function:other:*']],
    ],
    [
      'no queue for failed executions',
      'durable',
      'FixFunction',
      [['FixFunction.Properties.DeadLetterConfig', undefined]],
    ],
    ['a queue that may not be filled', 'durable', 'FixFunction', [[`${statements}.1.Action`, 'sqs:ReceiveMessage']]],
    [
      'a destination on a durable function',
      'durable',
      'FixFunction',
      [['WatchInvocations.Properties.FunctionName', { Ref: 'FixFunction' }]],
    ],
    ['nothing on failure', 'on-failure', 'WatchFunction', [['WatchInvocations', undefined]]],
    [
      'an unqualified remediator in the environment',
      'qualified',
      'WatchFunction',
      [['WatchFunction.Properties.Environment.Variables.REMEDIATOR_FIX', { 'Fn::GetAtt': ['FixFunction', 'Arn'] }]],
    ],
    [
      'a remediator by name in the environment',
      'qualified',
      'WatchFunction',
      [
        [
          'WatchFunction.Properties.Environment.Variables.X',
          { 'Fn::Sub': 'arn:aws:lambda:x:1:function:redress-dev-fix' },
        ],
      ],
    ],
    [
      'an unqualified remediator in a role',
      'qualified',
      'WatchRole',
      [
        [
          'WatchRole.Properties.Policies.0.PolicyDocument.Statement.0.Resource',
          { 'Fn::GetAtt': ['FixFunction', 'Arn'] },
        ],
      ],
    ],
    [
      'an unqualified durable target',
      'qualified',
      'WatchRule',
      [[`${target}.Arn`, { 'Fn::GetAtt': ['FixFunction', 'Arn'] }]],
    ],
    [
      'an unqualified permission',
      'qualified',
      'WatchPermission',
      [['WatchPermission.Properties.FunctionName', { Ref: 'FixFunction' }]],
    ],
    // rules
    ['a pattern without source', 'pattern', 'WatchRule', [['WatchRule.Properties.EventPattern.source', undefined]]],
    ['a pattern without detail-type', 'pattern', 'WatchRule', [['WatchRule.Properties.EventPattern.detail-type', []]]],
    [
      'a pattern that is too long',
      'pattern',
      'WatchRule',
      [['WatchRule.Properties.EventPattern.detail', { eventName: ['x'.repeat(2048)] }]],
    ],
    [
      'a pattern that EventBridge refuses',
      'pattern',
      'WatchRule',
      [['WatchRule.Properties.EventPattern.detail', { eventName: 'StopLogging' }]],
    ],
    ['a rule without target', 'delivery', 'WatchRule', [['WatchRule.Properties.Targets', []]]],
    ['no retry policy', 'delivery', 'WatchRule', [[`${target}.RetryPolicy`, undefined]]],
    ['no dead-letter queue', 'delivery', 'WatchRule', [[`${target}.DeadLetterConfig`, undefined]]],
    [
      'a dead-letter queue that keeps EventBridge out',
      'delivery',
      'WatchRule',
      [['LostPolicy.Properties.PolicyDocument.Statement.0.Principal.Service', 's3.amazonaws.com']],
    ],
    ['a target that EventBridge may not invoke', 'delivery', 'WatchRule', [['WatchPermission', undefined]]],
    // storage
    ['a plain queue', 'encrypted', 'Lost', [['Lost.Properties.SqsManagedSseEnabled', false]]],
    ['a plain table', 'encrypted', 'Ledger', [['Ledger.Properties.SSESpecification', undefined]]],
    ['a plain topic', 'encrypted', 'Alarms', [['Alarms.Properties.KmsMasterKeyId', undefined]]],
    ['a plain bucket', 'encrypted', 'Evidence', [['Evidence.Properties.BucketEncryption', undefined]]],
    ['one public-access flag off', 'bucket', 'Evidence', [[`${locked}.IgnorePublicAcls`, false]]],
    ['no public-access block', 'bucket', 'Evidence', [[locked, undefined]]],
    ['no Object Lock', 'bucket', 'Evidence', [['Evidence.Properties.ObjectLockEnabled', undefined]]],
    [
      'Object Lock without retention',
      'bucket',
      'Evidence',
      [['Evidence.Properties.ObjectLockConfiguration', undefined]],
    ],
    ['no versioning', 'bucket', 'Evidence', [['Evidence.Properties.VersioningConfiguration.Status', 'Suspended']]],
    ['a bucket without TLS', 'tls-only', 'Evidence', [['EvidencePolicy', undefined]]],
    ['a queue without TLS', 'tls-only', 'Lost', [['LostPolicy.Properties.PolicyDocument.Statement.1.Effect', 'Allow']]],
    ['a table that goes with the stack', 'retained', 'Ledger', [['Ledger.DeletionPolicy', 'Delete']]],
    ['a bucket that is replaced', 'retained', 'Evidence', [['Evidence.UpdateReplacePolicy', undefined]]],
    [
      'a table without point-in-time recovery',
      'retained',
      'Ledger',
      [['Ledger.Properties.PointInTimeRecoverySpecification', undefined]],
    ],
    ['a queue without alarm', 'watched', 'Lost', [['LostAlarm', undefined]]],
    ['an alarm that tells nobody', 'watched', 'Lost', [['LostAlarm.Properties.AlarmActions', []]]],
    ['an alarm that lets one pass', 'watched', 'Lost', [['LostAlarm.Properties.Threshold', 1]]],
  ])('find %s', (_defect, check, resource, changes) => {
    const found = checkTemplate(changed(...changes), soundWrites);

    expect(found.map((problem) => `${problem.check} ${problem.resource}`)).toContain(`${check} ${resource}`);
  });

  it('take more than five targets for what EventBridge takes it for', () => {
    const template = changed([
      'WatchRule.Properties.Targets',
      Array.from({ length: 6 }, () => soundTemplate().Resources['WatchRule']!.Properties!['Targets']).flat(),
    ]);

    expect(checkTemplate(template, soundWrites)).toEqual([
      { check: 'delivery', resource: 'WatchRule', message: 'it has 6 targets, of 5 allowed' },
    ]);
  });

  it("let the framework's own deployment bucket be deletable, but not public", () => {
    const bucket = soundTemplate().Resources['Evidence']!;
    const policy = soundTemplate().Resources['EvidencePolicy']!;
    const template = changed(
      ['ServerlessDeploymentBucket', { ...bucket, DeletionPolicy: 'Delete' }],
      ['ServerlessDeploymentBucketPolicy', policy],
      ['ServerlessDeploymentBucketPolicy.Properties.Bucket', { Ref: 'ServerlessDeploymentBucket' }],
      ['ServerlessDeploymentBucket.Properties.ObjectLockEnabled', undefined],
      ['ServerlessDeploymentBucket.Properties.PublicAccessBlockConfiguration.BlockPublicAcls', false],
    );

    expect(checkTemplate(template, soundWrites)).toEqual([
      { check: 'bucket', resource: 'ServerlessDeploymentBucket', message: 'BlockPublicAcls is not on' },
    ]);
  });
});

describe('text', () => {
  it.each([
    ['plain', 'plain'],
    [{ Ref: 'A' }, '${A}'],
    [{ 'Fn::GetAtt': ['A', 'Arn'] }, '${A.Arn}'],
    [{ 'Fn::Sub': '${A.Arn}/*' }, '${A.Arn}/*'],
    [{ 'Fn::Sub': ['${a}-x', { a: 'b' }] }, '${a}-x'],
    [{ 'Fn::Join': [':', [{ 'Fn::GetAtt': ['A', 'Arn'] }, 'durable']] }, '${A.Arn}:durable'],
    [{ 'Fn::ImportValue': 'x' }, '{"Fn::ImportValue":"x"}'],
    [undefined, ''],
  ])('shows %j as %s', (value, expected) => {
    expect(text(value)).toBe(expected);
  });
});
