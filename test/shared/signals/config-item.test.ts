import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readStack } from '../../../local/stack/serverless-file.ts';
import { projectRoot } from '../../../local/root.ts';
import { join } from 'node:path';
import { createRouter } from '../../../local/router.ts';
import { EventError } from '../../../shared/signals/event-error.ts';
import { isIdentifiable } from '../../../shared/signals/identifiers.ts';
import { route, unanswered } from '../../../shared/signals/route.ts';
import { routes } from '../../../shared/signals/routes.ts';
import { at } from '../../../shared/json.ts';
import { signalAbout } from '../../kit/signal.ts';
import { altered, sample, understand } from './samples.ts';

const changed = sample('config/63-training-bucket-changed');
const oversized = sample('config/64-corpus-bucket-changed-oversized');
const understood = (event: unknown) => understand('config', event);
const bucket = { type: 'AWS::S3::Bucket', id: 'fraud-training-data', arn: 'arn:aws:s3:::fraud-training-data' };

describe('a configuration item', () => {
  it('is a signal about the resource, whatever of it has changed', () => {
    expect(understood(changed)).toMatchObject({
      signals: [{ source: 'config', at: '2026-11-20T09:58:12.000Z', resource: bucket, hints: { configItem: 'OK' } }],
      ignored: [],
    });
    const bare = altered(altered(changed, 'detail.configurationItemDiff', null), 'detail.messageType', undefined);
    expect(understood(bare).signals).toEqual(understood(changed).signals);
  });

  it('that is too large is one by its summary', () => {
    expect(understood(oversized).signals).toMatchObject([
      { resource: { id: 'llm-corpus' }, hints: { configItem: 'OK' } },
    ]);
  });

  it('of a resource that was found when recording began is one, too', () => {
    const found = altered(changed, 'detail.configurationItem.configurationItemStatus', 'ResourceDiscovered');

    expect(understood(found).signals).toMatchObject([{ hints: { configItem: 'ResourceDiscovered' } }]);
  });

  test.each([
    ['configurationItemStatus', 'ResourceDeleted', 'the resource was deleted (ResourceDeleted)'],
    ['configurationItemStatus', 'ResourceDeletedNotRecorded', 'the resource was deleted (ResourceDeletedNotRecorded)'],
    ['configurationItemStatus', 'ResourceNotRecorded', 'Config does not record the resource (ResourceNotRecorded)'],
    ['resourceType', 'AWS::EC2::Volume', 'no remediation takes "AWS::EC2::Volume"'],
  ])('with %s %s is ignored, and says why', (member, value, reason) => {
    expect(understood(altered(changed, `detail.configurationItem.${member}`, value))).toEqual({
      signals: [],
      ignored: [{ reason }],
    });
  });

  it('of an organisation’s trail is ignored in the accounts that it is not of', () => {
    const trail = altered(changed, 'detail.configurationItem.resourceType', 'AWS::CloudTrail::Trail');
    const id = 'arn:aws:cloudtrail:us-east-1:444455556666:trail/org-audit';

    expect(understood(altered(trail, 'detail.configurationItem.resourceId', id))).toEqual({
      signals: [],
      ignored: [{ reason: 'the trail is of account 444455556666 in us-east-1, where it can be looked at' }],
    });
  });

  test.each([
    ['configurationItem.awsAccountId', '444455556666'],
    ['configurationItem.awsRegion', 'us-east-1'],
    ['configurationItem.resourceType', 'bucket'],
    ['configurationItem.resourceId', 'Not A Bucket'],
    ['configurationItem.resourceId', undefined],
    ['configurationItem.configurationItemStatus', 'FINE'],
    ['configurationItem', null],
    ['configurationItem', undefined],
    ['configurationItemSummary', null],
  ] as const)('that contradicts itself or makes no sense is refused: %s = %j', (path, value) => {
    expect(() => understood(altered(changed, `detail.${path}`, value))).toThrow(EventError);
  });

  test.each(['my.config', 'aws.s3'])('from %s is refused', (source) => {
    expect(() => understood(altered(changed, 'source', source))).toThrow(EventError);
  });

  test('is understood or refused with an EventError, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('configurationItem', 'configurationItemSummary'), (value, member) => {
        const event = altered(changed, `detail.${member}`, value);
        try {
          const { signals, ignored } = understood(event);
          return signals.length + ignored.length > 0;
        } catch (error) {
          return error instanceof EventError;
        }
      }),
    );
  });
});

describe('a changed configuration', () => {
  it('leads to the remediations that look at configurations of the type, and to none that wait for a finding', () => {
    const led = (type: string) =>
      route(signalAbout({ type, id: 'x' }, { configItem: 'OK' }), routes).flatMap(({ remediations }) => remediations);

    expect(led('AWS::S3::Bucket')).toContain('s3-bucket-public-access-blocked');
    expect(led('AWS::SageMaker::NotebookInstance')).toContain('sagemaker-notebook-root-access-disabled');
    expect(led('AWS::ECR::ContainerImage')).toEqual([]);
  });

  it('that nobody answers is told as such', () => {
    expect(unanswered(signalAbout({ type: 'AWS::EC2::Instance', id: 'x' }, { configItem: 'OK' }))).toBe(
      'no remediation answers a changed configuration on AWS::EC2::Instance',
    );
  });
});

describe('the rule for configuration items', () => {
  const stack = readStack(join(projectRoot, 'serverless.yml'));
  const legs = stack.rules.find(({ name }) => name.endsWith('-config-item'))?.pattern;
  const typesOf = (index: number, member: string) =>
    at(legs, `detail.$or.${index}.${member}.resourceType`) as readonly string[];

  it('asks for types that remediations look at, in items and in summaries', () => {
    const types = typesOf(0, 'configurationItem');

    expect(types.length).toBeGreaterThan(10);
    expect(typesOf(1, 'configurationItemSummary')).toEqual(types);
    for (const type of types) {
      expect(isIdentifiable(type), type).toBe(true);
      expect(route(signalAbout({ type, id: 'x' }, { configItem: 'OK' }), routes), type).not.toEqual([]);
    }
  });

  it('delivers changes, and leaves deletions out', () => {
    const delivered = (name: string) => createRouter(stack)(sample(name));

    expect(delivered('config/63-training-bucket-changed')).toEqual(['config-compliance']);
    expect(delivered('config/64-corpus-bucket-changed-oversized')).toEqual(['config-compliance']);
    expect(delivered('config/65-notebook-deleted')).toEqual([]);
  });
});
