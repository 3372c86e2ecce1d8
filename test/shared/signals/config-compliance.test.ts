import { describe, expect, test } from 'vitest';
import { normaliseConfigCompliance } from '../../../shared/signals/config-compliance.ts';
import { parseEnvelope } from '../../../shared/signals/envelope.ts';
import { altered, sample, understand } from './samples.ts';

const event = sample('config/01-public-training-bucket');
const understood = (of: unknown) => understand('config', of);

describe('a change to NON_COMPLIANT', () => {
  test('is a signal about the resource, with the rule as its hint', () => {
    expect(understood(event)).toEqual({
      signals: [
        {
          id: expect.stringMatching(/^[0-9a-f]{32}$/),
          source: 'config',
          at: '2026-11-20T09:01:44.000Z',
          event: event['id'],
          account: '111122223333',
          region: 'eu-central-1',
          resource: {
            type: 'AWS::S3::Bucket',
            id: 'fraud-training-data',
            arn: 'arn:aws:s3:::fraud-training-data',
          },
          hints: {
            configRule: 's3-bucket-public-read-prohibited',
            configRuleName: 's3-bucket-public-read-prohibited',
          },
        },
      ],
      ignored: [],
    });
  });

  test('needs no former result, as there is none in a first evaluation', () => {
    const first = altered(event, 'detail.oldEvaluationResult', undefined);

    expect(understood(first)).toEqual(understood(event));
  });

  test('needs no more of the result than its type', () => {
    const bare = altered(event, 'detail.newEvaluationResult', { complianceType: 'NON_COMPLIANT' });

    expect(understood(bare)).toEqual(understood(event));
    const path = 'detail.newEvaluationResult.evaluationResultIdentifier';
    expect(understood(altered(event, path, {}))).toEqual(understood(event));
  });

  test.each([
    ['Security Hub', 'config/02-public-training-bucket-security-hub', 's3-bucket-level-public-access-prohibited'],
    ['an organisation', 'config/03-public-training-bucket-organization-rule', 's3-bucket-public-write-prohibited'],
    ['Control Tower', 'config/04-public-training-bucket-control-tower', 's3-bucket-public-read-prohibited'],
    [
      'a conformance pack',
      'config/05-endpoint-config-without-key-conformance-pack',
      'sagemaker-endpoint-config-kms-key-required',
    ],
  ])('by a rule of %s hints at the managed rule', (_owner, name, configRule) => {
    expect(understood(sample(name)).signals).toMatchObject([{ hints: { configRule } }]);
  });

  test('may name an endpoint configuration by its ARN', () => {
    const { signals } = understood(sample('config/06-endpoint-config-without-key-first-evaluation'));

    expect(signals).toMatchObject([
      {
        resource: {
          id: 'support-rag-cfg-1',
          arn: 'arn:aws:sagemaker:eu-central-1:111122223333:endpoint-config/support-rag-cfg-1',
        },
      },
    ]);
  });

  test('of two rules is two signals, since each event has its own id', () => {
    const [one] = understood(event).signals;
    const [two] = understood(sample('config/02-public-training-bucket-security-hub')).signals;

    expect(one?.resource).toEqual(two?.resource);
    expect(one?.id).not.toBe(two?.id);
  });
});

describe('an event that needs no look', () => {
  test.each([
    ['COMPLIANT', 'the resource is compliant (COMPLIANT)'],
    ['NOT_APPLICABLE', 'the rule does not apply to the resource, or the resource is gone (NOT_APPLICABLE)'],
    ['INSUFFICIENT_DATA', 'Config has no result for the resource yet (INSUFFICIENT_DATA)'],
  ])('is a change to %s', (complianceType, reason) => {
    const changed = altered(event, 'detail.newEvaluationResult.complianceType', complianceType);

    expect(understood(changed)).toEqual({ signals: [], ignored: [{ reason }] });
  });

  test('is a proactive evaluation, whose resource does not exist yet', () => {
    const path = 'detail.newEvaluationResult.evaluationResultIdentifier.evaluationResultQualifier.evaluationMode';

    expect(understood(altered(event, path, 'PROACTIVE'))).toEqual({
      signals: [],
      ignored: [{ reason: 'the evaluation was proactive: the resource does not exist yet' }],
    });
  });

  test.each(['AWS::::Account', 'AWS::EC2::SecurityGroup', 'Example::Testing::Thing::MODULE'])(
    'is one about an %s, which nobody takes',
    (type) => {
      expect(understood(altered(event, 'detail.resourceType', type))).toEqual({
        signals: [],
        ignored: [{ reason: `no remediation takes ${type}` }],
      });
    },
  );

  test('is one by a rule whose name no managed rule has', () => {
    expect(understood(altered(event, 'detail.configRuleName', 'unsere Prüfung\u001B[31m'))).toEqual({
      signals: [],
      ignored: [
        {
          reason: 'no remediation answers the Config rule "unsere Prüfung…"',
          resource: { type: 'AWS::S3::Bucket', id: 'fraud-training-data', arn: 'arn:aws:s3:::fraud-training-data' },
        },
      ],
    });
  });
});

describe('what nobody here can put right', () => {
  const answers = (type: string, rule: string): boolean => type === 'AWS::S3::Bucket' && rule === 's3-known';
  const normalised = (of: unknown) =>
    normaliseConfigCompliance(parseEnvelope(of), (name) => name.replace('our-', 's3-'), answers);

  // Every NON_COMPLIANT of an account comes in: refused, each of these would lie in the dead-letter queue with an alarm.
  test.each([
    ['AWS::Lambda::Function', 'scorer', 'lambda-inside-vpc'],
    ['AWS::S3::Bucket', 'Checked by our script: 7 buckets', 's3-own-script'],
    ['AWS::CloudTrail::Trail', 'all of them', 's3-known'],
  ])('is ignored, however %s %j is named by the rule %s', (type, id, rule) => {
    const about = altered(altered(event, 'detail.resourceType', type), 'detail.resourceId', id);

    expect(normalised(altered(about, 'detail.configRuleName', rule))).toEqual({
      signals: [],
      ignored: [{ reason: `no remediation answers the Config rule ${rule} on ${type}` }],
    });
  });

  test('is told apart from a rule that is answered, under its own name and under the account’s', () => {
    for (const rule of ['s3-known', 'our-known']) {
      expect(normalised(altered(event, 'detail.configRuleName', rule)).signals).toHaveLength(1);
    }
    expect(() =>
      normalised(altered(altered(event, 'detail.configRuleName', 's3-known'), 'detail.resourceId', 'A B')),
    ).toThrow('expected a bucket name');
  });

  test.each([
    ['us-east-1:111122223333', 'account 111122223333 in us-east-1'],
    ['eu-central-1:444455556666', 'account 444455556666 in eu-central-1'],
  ])('is a trail of %s, which is seen here as well', (where, told) => {
    const trail = altered(event, 'detail.resourceType', 'AWS::CloudTrail::Trail');

    expect(understood(altered(trail, 'detail.resourceId', `arn:aws:cloudtrail:${where}:trail/org-audit`))).toEqual({
      signals: [],
      ignored: [{ reason: `the trail is of ${told}, where it can be looked at` }],
    });
  });
});

describe('an event that contradicts itself or makes no sense is refused', () => {
  test.each([
    [
      'detail.awsAccountId',
      '444455556666',
      'expected "111122223333" as elsewhere in the event, received "444455556666"',
    ],
    ['detail.awsRegion', 'us-east-1', 'expected "eu-central-1" as elsewhere in the event, received "us-east-1"'],
    ['detail.configRuleName', 7, 'expected string, received number'],
    ['detail.configRuleName', undefined, 'expected string, received undefined'],
    ['detail.resourceType', 'bucket', 'expected a resource type, received "bucket"'],
    ['detail.resourceId', 'Not A Bucket', 'expected a bucket name, received "Not A Bucket"'],
    ['detail.resourceId', undefined, 'expected string, received undefined'],
    ['detail.newEvaluationResult', null, 'expected object, received null'],
    [
      'detail.newEvaluationResult.complianceType',
      'FINE',
      'expected COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE, INSUFFICIENT_DATA, received "FINE"',
    ],
  ])('%s = %j', (path, value, problem) => {
    expect(() => understood(altered(event, path, value))).toThrow(`${path}: ${problem}`);
  });

  test.each([
    ['detail-type', 'Config Rules Re-evaluation Status'],
    ['source', 'my.config'],
    ['source', 'not.aws.config'],
    ['source', 'aws.config.not'],
  ])('%s = %s', (path, value) => {
    expect(() => understood(altered(event, path, value))).toThrow(
      expect.objectContaining({ code: 'unexpected-event', path }),
    );
  });

  test('with the event that was expected', () => {
    expect(() => understood(altered(event, 'detail-type', 'Config Snapshot Delivery'))).toThrow(
      'detail-type: expected "Config Rules Compliance Change", received "Config Snapshot Delivery"',
    );
    expect(() => understood(altered(event, 'source', 'my.config'))).toThrow(
      'source: "my.config" sends no "Config Rules Compliance Change"',
    );
  });
});
