import { at } from '../../shared/json.ts';
import { list, problems, resourcesOf, text } from './template.ts';
import type { Entry, Problem, Template } from './template.ts';

/** The framework's bucket for deployments: code and templates, no evidence; it must stay deletable. */
const deploymentBucket = 'ServerlessDeploymentBucket';

/** Everything that holds events, plans or evidence is encrypted at rest. */
export function encrypted(template: Template): readonly Problem[] {
  const keyed: readonly (readonly [string, (entry: Entry) => unknown])[] = [
    [
      'AWS::SQS::Queue',
      ({ properties }) => properties['SqsManagedSseEnabled'] === true || properties['KmsMasterKeyId'] !== undefined,
    ],
    ['AWS::DynamoDB::Table', ({ properties }) => at(properties, 'SSESpecification.SSEEnabled') === true],
    ['AWS::SNS::Topic', ({ properties }) => properties['KmsMasterKeyId'] !== undefined],
    [
      'AWS::S3::Bucket',
      ({ properties }) => list(at(properties, 'BucketEncryption.ServerSideEncryptionConfiguration')).length > 0,
    ],
  ];
  return keyed.flatMap(([type, holds]) =>
    resourcesOf(template, type)
      .filter((entry) => holds(entry) !== true)
      .map(({ id }) => ({ check: 'encrypted', resource: id, message: `${type} is not encrypted at rest` })),
  );
}

/** Evidence can't be overwritten, deleted early or made public. */
export function lockedBuckets(template: Template): readonly Problem[] {
  const flags = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
  return resourcesOf(template, 'AWS::S3::Bucket').flatMap(({ id, properties }) => {
    const evidence = id !== deploymentBucket;
    const days = Number(at(properties, 'ObjectLockConfiguration.Rule.DefaultRetention.Days') ?? 0);
    return problems('bucket', id, [
      ...flags.map((flag): [boolean, string] => [
        at(properties, `PublicAccessBlockConfiguration.${flag}`) !== true,
        `${flag} is not on`,
      ]),
      [
        evidence && !(properties['ObjectLockEnabled'] === true && days > 0),
        'no Object Lock with a default retention in days',
      ],
      [evidence && at(properties, 'VersioningConfiguration.Status') !== 'Enabled', 'no versioning'],
    ]);
  });
}

/** Queues and buckets refuse requests that come without TLS. */
export function tlsOnly(template: Template): readonly Problem[] {
  const policies = [
    ...resourcesOf(template, 'AWS::S3::BucketPolicy').map((one) => ({ of: [one.properties['Bucket']], one })),
    ...resourcesOf(template, 'AWS::SQS::QueuePolicy').map((one) => ({ of: list(one.properties['Queues']), one })),
  ];
  return [...resourcesOf(template, 'AWS::S3::Bucket'), ...resourcesOf(template, 'AWS::SQS::Queue')]
    .filter(
      ({ id }) =>
        !policies.some(({ of, one }) => of.some((target) => text(target) === `\${${id}}`) && refusesPlainText(one)),
    )
    .map(({ id }) => ({ check: 'tls-only', resource: id, message: 'no policy denies requests without TLS' }));
}

function refusesPlainText({ properties }: Entry): boolean {
  return list(at(properties, 'PolicyDocument.Statement')).some(
    (statement) =>
      at(statement, 'Effect') === 'Deny' &&
      at(statement, 'Principal') === '*' &&
      String(at(at(statement, 'Condition.Bool'), 'aws:SecureTransport')) === 'false',
  );
}

/** The ledger and the evidence outlive the stack, and the ledger can be set back to any second. */
export function retained(template: Template): readonly Problem[] {
  const tables = resourcesOf(template, 'AWS::DynamoDB::Table');
  const buckets = resourcesOf(template, 'AWS::S3::Bucket').filter(({ id }) => id !== deploymentBucket);
  return [...tables, ...buckets].flatMap(({ id, properties, resource }) =>
    problems('retained', id, [
      [
        resource.DeletionPolicy !== 'Retain' || resource.UpdateReplacePolicy !== 'Retain',
        'it goes with the stack: retain it',
      ],
      [
        resource.Type === 'AWS::DynamoDB::Table' &&
          at(properties, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled') !== true,
        'no point-in-time recovery',
      ],
    ]),
  );
}

/** A message in a dead-letter queue is an event or an action that nobody knows about, until somebody is told. */
export function watchedQueues(template: Template): readonly Problem[] {
  const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(
    ({ properties }) =>
      properties['MetricName'] === 'ApproximateNumberOfMessagesVisible' &&
      properties['Threshold'] === 0 &&
      properties['ComparisonOperator'] === 'GreaterThanThreshold' &&
      list(properties['AlarmActions']).length > 0,
  );
  return resourcesOf(template, 'AWS::SQS::Queue')
    .filter(({ id }) => {
      const name = `\${${id}.QueueName}`;
      return !alarms.some(({ properties }) =>
        list(properties['Dimensions']).some((dimension) => text(at(dimension, 'Value')) === name),
      );
    })
    .map(({ id }) => ({ check: 'watched', resource: id, message: 'no alarm tells anybody that it is not empty' }));
}
