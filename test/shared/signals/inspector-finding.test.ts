import { describe, expect, test } from 'vitest';
import { altered, sample, understand } from './samples.ts';

const event = sample('inspector/01-critical-in-model-image');
const understood = (of: unknown) => understand('inspector', of);

const digest = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const findingArn = `arn:aws:inspector2:eu-central-1:111122223333:finding/${'1'.repeat(32)}`;
const found = 'detail.resources.0';
const details = `${found}.details.awsEcrContainerImage`;

describe('an active finding', () => {
  test('in an image is a signal about the image, with the finding to be read again', () => {
    expect(understood(event)).toEqual({
      signals: [
        {
          id: expect.stringMatching(/^[0-9a-f]{32}$/),
          source: 'inspector',
          at: '2026-11-20T10:01:38.000Z',
          event: event['id'],
          account: '111122223333',
          region: 'eu-central-1',
          resource: {
            type: 'AWS::ECR::ContainerImage',
            id: `fraud-inference@${digest}`,
            arn: `arn:aws:ecr:eu-central-1:111122223333:repository/fraud-inference/${digest}`,
          },
          hints: {
            findingArn,
            image: { registry: '111122223333', repository: 'fraud-inference', digest, tags: ['2026-10'] },
          },
        },
      ],
      ignored: [],
    });
  });

  test('happened when the envelope says: dates inside are not ISO 8601', () => {
    expect(event.detail['updatedAt']).toBe('Fri Nov 20 10:01:38.411 UTC 2026');
    expect(understood(altered(event, 'detail.updatedAt', 'gestern'))).toEqual(understood(event));
  });

  test('about several resources is a signal for each', () => {
    const { signals } = understood(sample('inspector/03-critical-in-image-and-function'));

    expect(signals).toMatchObject([
      { resource: { type: 'AWS::ECR::ContainerImage' }, hints: { findingArn } },
      {
        resource: {
          type: 'AWS::Lambda::Function',
          id: 'fraud-features',
          arn: 'arn:aws:lambda:eu-central-1:111122223333:function:fraud-features',
        },
        hints: { findingArn },
      },
    ]);
    expect(signals[0]?.id).not.toBe(signals[1]?.id);
    expect(signals[1]?.hints).not.toHaveProperty('image');
  });

  test('that lists a resource twice is one signal', () => {
    const resources = event.detail['resources'] as never[];

    expect(understood(altered(event, 'detail.resources', [...resources, ...resources]))).toEqual(understood(event));
  });

  test('about an instance in EC2 names it by its id', () => {
    const instance = { type: 'AWS_EC2_INSTANCE', id: 'i-0123456789abcdef0', provider: 'AWS' };

    expect(understood(altered(event, 'detail.resources', [instance])).signals).toMatchObject([
      { resource: { type: 'AWS::EC2::Instance', id: 'i-0123456789abcdef0' } },
    ]);
  });

  test.each(['PACKAGE_VULNERABILITY', 'CODE_VULNERABILITY', 'NETWORK_REACHABILITY'])('may be a %s', (type) => {
    expect(understood(altered(event, 'detail.type', type))).toEqual(understood(event));
  });

  test('may be of any severity: each remediation has a threshold of its own', () => {
    expect(understood(sample('inspector/04-medium-in-model-image')).signals).toHaveLength(1);
  });

  test('from before there were other providers is about AWS', () => {
    expect(understood(altered(event, `${found}.provider`, undefined))).toEqual(understood(event));
  });

  test('without details tells the image by its ARN, with no tags', () => {
    expect(understood(altered(event, `${found}.details`, undefined)).signals).toMatchObject([
      { hints: { image: { registry: '111122223333', repository: 'fraud-inference', digest, tags: [] } } },
    ]);
  });

  test('may have its details in the words that fit every provider alone', () => {
    expect(understood(altered(event, details, undefined))).toEqual(understood(event));
  });

  test.each([undefined, null, []])('of an image with the tags %j is one without tags', (tags) => {
    expect(understood(altered(event, `${details}.imageTags`, tags)).signals).toMatchObject([
      { hints: { image: { tags: [] } } },
    ]);
  });
});

describe('a finding that needs no look', () => {
  test.each([
    ['closed', 'inspector/05-closed', 'the finding is closed: the vulnerability is gone'],
    ['suppressed', 'inspector/06-suppressed', 'the finding is suppressed by a rule in Inspector'],
    ['in Azure', 'inspector/07-azure-virtual-machine', 'the finding is about a resource of "AZURE", not of AWS'],
  ])('is one %s', (_how, name, reason) => {
    expect(understood(sample(name))).toEqual({ signals: [], ignored: [{ reason }] });
  });

  test('is one of a provider that the finding as a whole names', () => {
    expect(understood(altered(event, 'detail.provider', 'GCP'))).toEqual({
      signals: [],
      ignored: [{ reason: 'the finding is about a resource of "GCP", not of AWS' }],
    });
  });

  test('is one of an unknown type', () => {
    expect(understood(altered(event, 'detail.type', 'HAUNTED'))).toEqual({
      signals: [],
      ignored: [{ reason: 'no remediation takes findings of type "HAUNTED"' }],
    });
  });

  test('is one that Inspector tells its delegated administrator of', () => {
    expect(understood(altered(event, 'detail.awsAccountId', '444455556666'))).toEqual({
      signals: [],
      ignored: [{ reason: 'the finding is of account 444455556666, which gets an event of its own' }],
    });
  });

  test('may be so for one of its resources alone', () => {
    const [image] = event.detail['resources'] as never[];
    const azure = { type: 'Microsoft.Compute/virtualMachines', id: '/x', provider: 'AZURE', region: undefined };
    const repository = { type: 'AWS_ECR_REPOSITORY', id: 'x', provider: 'AWS' };

    expect(understood(altered(event, 'detail.resources', [azure, image, repository]))).toEqual({
      signals: understood(event).signals,
      ignored: [
        { reason: 'the finding is about a resource of "AZURE", not of AWS' },
        { reason: 'no remediation takes findings about "AWS_ECR_REPOSITORY"' },
      ],
    });
  });
});

describe('a finding that contradicts itself or makes no sense is refused', () => {
  const other = `sha256:${'0'.repeat(64)}`;
  test.each([
    ['detail.status', 'FORGOTTEN', 'expected ACTIVE, SUPPRESSED, CLOSED, received "FORGOTTEN"'],
    ['detail.findingArn', 'x', 'expected the ARN of an Inspector finding, received "x"'],
    ['detail.findingArn', findingArn.replace('1111', 'ZZZZ'), 'expected the ARN of an Inspector finding'],
    ['detail.findingArn', findingArn.replace('eu-central-1', 'us-east-1'), 'expected "eu-central-1" as elsewhere'],
    ['detail.findingArn', findingArn.replace('111122223333', '444455556666'), 'expected "111122223333" as elsewhere'],
    ['detail.resources', [], 'expected 1 to 10 resources, received array'],
    ['detail.resources', Array.from({ length: 11 }, () => ({ type: 'x', id: 'y' })), 'expected 1 to 10 resources'],
    ['detail.resources', undefined, 'expected array, received undefined'],
    [`${found}.id`, 'fraud-inference', 'expected an ARN of ecr, received "fraud-inference"'],
    [`${found}.region`, 'us-east-1', 'expected "eu-central-1" as elsewhere in the event, received "us-east-1"'],
    [`${details}.repositoryName`, 'other', 'expected "fraud-inference" as elsewhere in the event, received "other"'],
    [`${details}.imageHash`, other, `expected "${digest}" as elsewhere`],
    [`${details}.registry`, '444455556666', 'expected "111122223333" as elsewhere'],
  ])('%s = %j', (path, value, problem) => {
    expect(() => understood(altered(event, path, value))).toThrow(`${path}: ${problem}`);
  });

  test('tags that are none', () => {
    expect(() => understood(altered(event, `${details}.imageTags`, ['ok', 'not ok\n']))).toThrow(
      `${details}.imageTags.1: expected an image tag, received "not ok…"`,
    );
    expect(() => understood(altered(event, `${details}.imageTags`, Array.from({ length: 1001 }, String)))).toThrow(
      'expected at most 1,000 tags',
    );
  });

  test('a digest that is another one in the words that fit every provider', () => {
    const told = altered(event, details, undefined);

    expect(() => understood(altered(told, `${found}.details.image.imageDigest`, other))).toThrow(
      `${found}.details.image.imageDigest: expected "${digest}"`,
    );
  });

  test.each([
    ['detail-type', 'Inspector2 Scan'],
    ['source', 'aws.inspector'],
    ['source', 'not.aws.inspector2'],
    ['source', 'aws.inspector2.not'],
  ])('%s = %s', (path, value) => {
    expect(() => understood(altered(event, path, value))).toThrow(
      expect.objectContaining({ code: 'unexpected-event', path }),
    );
  });
});
