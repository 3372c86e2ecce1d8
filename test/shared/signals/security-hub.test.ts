import { describe, expect, test } from 'vitest';
import { routes } from '../../../shared/signals/routes.ts';
import { altered, sample, understand } from './samples.ts';

const asff = sample('security-hub/01-bucket-open-to-everybody');
const ocsf = sample('security-hub/07-bucket-open-to-everybody-v2');
const understood = (of: unknown) => understand('security-hub', of);
const at = (...path: string[]) => ['detail', 'findings', 0, ...path.map((key) => (key === '0' ? 0 : key))];
const reasonOf = (of: unknown) => understood(of).ignored.map(({ reason }) => reason);

describe('a finding in ASFF', () => {
  test('becomes a signal about its resource, with its control and what it is known by', () => {
    const [signal] = understood(asff).signals;

    expect(signal).toMatchObject({
      source: 'security-hub',
      region: 'eu-central-1',
      resource: { type: 'AWS::S3::Bucket', id: 'claims-scans', arn: 'arn:aws:s3:::claims-scans' },
      hints: {
        control: 'S3.2',
        hubFinding: {
          format: 'asff',
          id: expect.stringContaining(':security-control/S3.2/finding/') as string,
          product: 'arn:aws:securityhub:eu-central-1::product/aws/securityhub',
        },
      },
    });
  });

  test.each([
    [at('Compliance', 'Status'), 'PASSED', 'the control has not failed ("PASSED")'],
    [at('Compliance', 'Status'), undefined, 'the control has not failed'],
    [at('Compliance'), undefined, 'the control has not failed'],
    [at('Compliance', 'SecurityControlId'), undefined, 'the finding names no control'],
    [at('Compliance', 'SecurityControlId'), 'a b', 'no remediation answers the control "a b"'],
    [at('RecordState'), 'ARCHIVED', 'the finding is archived'],
    [at('Workflow', 'Status'), 'ELSE', `the finding's workflow is "ELSE"`],
    [at('Sample'), true, "the finding is one of Security Hub's samples"],
    [at('AwsAccountId'), '444455556666', 'the finding is of account 444455556666, which gets an event of its own'],
    [at('Region'), 'us-east-1', 'the finding is of us-east-1, which gets an event of its own'],
  ])('with %j as %j is ignored', (path, value, reason) => {
    expect(reasonOf(altered(asff, path, value))).toEqual([reason]);
  });

  test('that says nothing of its state is new', () => {
    const bare = altered(
      altered(altered(asff, at('RecordState'), undefined), at('Workflow'), undefined),
      at('Region'),
      undefined,
    );

    expect(understood(bare).signals).toHaveLength(1);
  });

  test('of a standard of its own is known by its own ARN', () => {
    const id =
      'arn:aws:securityhub:eu-central-1:111122223333:subscription/aws-foundational-security-best-practices/v/1.0.0/S3.2/finding/0a1b2c3d';

    expect(understood(altered(asff, at('Id'), id)).signals).toMatchObject([{ hints: { hubFinding: { id } } }]);
  });

  test.each([
    'arn:aws:securityhub:eu-central-1:444455556666:security-control/S3.2/finding/0a1b2c3d',
    'arn:aws:securityhub:eu-central-1:111122223333:insight/S3.2',
    'arn:aws:s3:::claims-scans',
    'x',
  ])('can’t be called %s', (id) => {
    expect(() => understood(altered(asff, at('Id'), id))).toThrow('detail.findings.0.Id');
  });

  test('about several resources is a signal for each, none of which may resolve it', () => {
    const [one] = (asff.detail['findings'] as { Resources: object[] }[]).map(({ Resources }) => Resources[0]);
    const two = { ...one, Id: 'arn:aws:s3:::claims-other' };
    const { signals, ignored } = understood(altered(asff, at('Resources'), [one, two, two, { ...one, Type: 'Other' }]));

    expect(signals.map(({ resource, hints }) => [resource.id, hints])).toEqual([
      ['claims-scans', { control: 'S3.2' }],
      ['claims-other', { control: 'S3.2' }],
    ]);
    expect(ignored).toEqual([{ reason: 'no remediation takes "Other"' }]);
  });

  test.each([[[]], [Array.from({ length: 33 }, () => ({ Type: 'AwsS3Bucket', Id: 'x' }))]])(
    'has from 1 to 32 resources',
    (resources) => {
      expect(() => understood(altered(asff, at('Resources'), resources))).toThrow('expected 1 to 32 resources');
    },
  );

  test('comes with others at times, each of which is understood for itself', () => {
    const [one] = asff.detail['findings'] as object[];
    const { signals, ignored } = understood(
      altered(asff, 'detail.findings', [one, { ...one, RecordState: 'ARCHIVED' }, one]),
    );

    expect([signals.length, ignored.length]).toEqual([1, 1]);
  });

  test('about a trail of another account, seen in each of an organisation’s, is left to that one', () => {
    const Id = 'arn:aws:cloudtrail:us-east-1:444455556666:trail/org-audit';

    expect(understood(altered(asff, at('Resources'), [{ Type: 'AwsCloudTrailTrail', Id }]))).toEqual({
      signals: [],
      ignored: [{ reason: 'the trail is of account 444455556666 in us-east-1, where it can be looked at' }],
    });
  });

  test.each([
    [
      'AwsSageMakerNotebookInstance',
      'arn:aws:sagemaker:eu-central-1:111122223333:notebook-instance/x',
      'AWS::SageMaker::NotebookInstance',
    ],
    ['AWS::SageMaker::Model', 'arn:aws:sagemaker:eu-central-1:111122223333:model/x', 'AWS::SageMaker::Model'],
    ['AwsIamUser', 'x', 'AWS::IAM::User'],
    ['AwsEc2Instance', 'arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0', 'AWS::EC2::Instance'],
    ['AwsLambdaFunction', 'arn:aws:lambda:eu-central-1:111122223333:function:x', 'AWS::Lambda::Function'],
  ])('about %s %s is about an %s', (Type, Id, type) => {
    expect(understood(altered(asff, at('Resources'), [{ Type, Id }])).signals).toMatchObject([{ resource: { type } }]);
  });
});

describe('a finding in OCSF', () => {
  test('becomes a signal about its resource, with its control and its uid', () => {
    const [signal] = understood(ocsf).signals;

    expect(signal).toMatchObject({
      source: 'security-hub',
      resource: { type: 'AWS::S3::Bucket', id: 'claims-transcripts' },
      hints: {
        control: 'S3.8',
        hubFinding: { format: 'ocsf', uid: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      },
    });
  });

  test.each([
    [at('class_uid'), 2004, 'the finding is not about a control'],
    [at('activity_id'), 3, 'the finding is closed'],
    [at('status_id'), 3, 'the finding is suppressed: somebody or a rule has put it aside'],
    [at('status_id'), 5, 'the finding is archived'],
    [at('status_id'), 99, "the finding's status is none that asks for anything"],
    [at('compliance', 'status_id'), 1, 'the control has not failed ("Fail")'],
    [at('compliance', 'control'), 'a b', 'no remediation answers the control "a b"'],
    [at('metadata', 'product', 'uid'), undefined, 'the finding is of undefined, not of a control of Security Hub'],
    [
      at('cloud', 'account', 'uid'),
      '444455556666',
      'the finding is of account 444455556666, which gets an event of its own',
    ],
    [at('cloud', 'region'), 'us-east-1', 'the finding is of us-east-1, which gets an event of its own'],
  ])('with %j as %j is ignored', (path, value, reason) => {
    expect(reasonOf(altered(ocsf, path, value))).toEqual([reason]);
  });

  test.each([
    ['Fail', 1],
    ['FAILED', 1],
    ['Pass', 0],
    [undefined, 0],
  ])('says by the name %j that its control has failed, where it tells no number', (status, signals) => {
    const named = altered(altered(ocsf, at('compliance', 'status_id'), undefined), at('compliance', 'status'), status);

    expect(understood(named).signals).toHaveLength(signals);
  });

  test('that says nothing of its status and Region is new, and of here', () => {
    const bare = altered(altered(ocsf, at('status_id'), undefined), at('cloud', 'region'), undefined);

    expect(understood(bare).signals).toHaveLength(1);
  });

  test('without a uid can’t be resolved', () => {
    expect(understood(altered(ocsf, at('metadata', 'uid'), undefined)).signals[0]?.hints).toEqual({ control: 'S3.8' });
    expect(() => understood(altered(ocsf, at('metadata', 'uid'), 'a b'))).toThrow('the uid of a finding');
  });

  test.each([
    ['arn:aws:s3:::one', 'two', 'one'],
    ['two', 'arn:aws:s3:::one', 'one'],
    [undefined, 'one', 'one'],
    ['one', undefined, 'one'],
  ])('names its resource by uid_alt %j or uid %j', (uidAlt, uid, id) => {
    const named = altered(altered(ocsf, at('resources', '0', 'uid_alt'), uidAlt), at('resources', '0', 'uid'), uid);

    expect(understood(named).signals).toMatchObject([{ resource: { id } }]);
  });

  test('has to name its resource', () => {
    const unnamed = altered(
      altered(ocsf, at('resources', '0', 'uid_alt'), undefined),
      at('resources', '0', 'uid'),
      undefined,
    );

    expect(() => understood(unnamed)).toThrow('detail.findings.0.resources.0.uid');
  });

  test('comes with others at times', () => {
    const [one] = ocsf.detail['findings'] as object[];

    expect(understood(altered(ocsf, 'detail.findings', [one, { ...one, class_uid: 1 }]))).toMatchObject({
      signals: [{}],
      ignored: [{}],
    });
  });
});

test('an event of another name is none of the source’s', () => {
  expect(() => understood(altered(asff, 'detail-type', 'Security Hub Insight Results'))).toThrow(
    'Security Hub Findings',
  );
});

test('controls lead to remediators', () => {
  const controls = Object.values(routes).flatMap((own) => own.flatMap(({ control = [] }) => control));

  expect(controls).toEqual(
    expect.arrayContaining(['S3.2', 'SageMaker.1', 'SageMaker.25', 'BedrockAgentCore.7', 'Bedrock.1']),
  );
});
