import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bedrockModels, isBedrockModel } from '../../../shared/signals/bedrock-model.ts';
import { EventError } from '../../../shared/signals/event-error.ts';
import { altered, sample, understand } from './samples.ts';

const ofRole = sample('guardduty/01-model-invocations-of-a-role');
const caller = 'detail.resource.accessKeyDetails';

function signalOf(event: unknown) {
  return understand('guardduty', event).signals[0];
}

function ignoredFor(event: unknown): string | undefined {
  const { signals, ignored } = understand('guardduty', event);
  expect(signals).toEqual([]);
  return ignored[0]?.reason;
}

describe('a GuardDuty finding on AI', () => {
  test('leads to the role of the session that invoked models, and names the models', () => {
    expect(signalOf(ofRole)).toMatchObject({
      source: 'guardduty',
      resource: { type: 'AWS::IAM::Role', id: 'support-assistant' },
      hints: {
        findingType: 'Impact:IAMUser/AnomalousModelInvocation',
        models: ['amazon.nova-pro-v1:0', 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0'],
      },
      actor: {
        arn: 'arn:aws:iam::111122223333:role/support-assistant',
        roleArn: 'arn:aws:iam::111122223333:role/support-assistant',
        sourceIp: '198.51.100.77',
      },
    });
  });

  test.each([
    ['Role', 'analyst', 'AWS::IAM::Role', 'analyst'],
    ['AssumedRole', 'arn:aws:sts::111122223333:assumed-role/analyst/session-1', 'AWS::IAM::Role', 'analyst'],
    ['IAMUser', 'alice', 'AWS::IAM::User', 'alice'],
    ['Root', 'anything', 'AWS::IAM::RootUser', '111122223333'],
  ])('by a %s called %s leads to %s %s', (userType, userName, type, id) => {
    const event = altered(altered(ofRole, `${caller}.userType`, userType), `${caller}.userName`, userName);

    expect(signalOf(event)?.resource).toEqual({ type, id });
  });

  test('that names no model says so, and one about other models names none', () => {
    expect(signalOf(sample('guardduty/03-prompts-injected-by-a-role'))?.hints).not.toHaveProperty('models');
    expect(signalOf(altered(ofRole, 'detail.resource.modelDetails', []))?.hints).not.toHaveProperty('models');
    const endpoint = [{ modelId: 'my-endpoint' }, { modelId: null }, {}];
    expect(signalOf(altered(ofRole, 'detail.resource.modelDetails', endpoint))?.hints.models).toEqual([]);
  });

  test('has an actor without address where none is told', () => {
    expect(signalOf(altered(ofRole, 'detail.service', undefined))?.actor).not.toHaveProperty('sourceIp');
  });

  test.each([
    ['detail.accountId', '444455556666', /of account 444455556666/],
    ['detail.title', '[SAMPLE] x', /samples/],
    [caller, null, /names no caller/],
    [caller, undefined, /names no caller/],
    [`${caller}.userType`, 'AWSService', /"AWSService"/],
    ['detail.type', 'Policy:S3/BucketPublicAccessGranted', /no remediation takes/],
  ])('is ignored where %s is %j', (path, value, reason) => {
    expect(ignoredFor(altered(ofRole, path, value))).toMatch(reason);
  });

  test.each([
    ['source', 'aws.inspector2'],
    ['detail.region', 'us-east-1'],
    ['detail.arn', 'arn:aws:guardduty:eu-central-1:111122223333:detector/x'],
    ['detail.arn', 'arn:aws:guardduty:us-east-1:111122223333:detector/x'],
    [`${caller}.userName`, '../analyst'],
    [`${caller}.userName`, undefined],
    ['detail.resource', undefined],
  ])('is refused where %s is %j', (path, value) => {
    expect(() => understand('guardduty', altered(ofRole, path, value))).toThrow(EventError);
  });
});

describe('the name of a model', () => {
  test.each([
    'amazon.titan-embed-text-v2:0',
    'anthropic.claude-3-haiku-20240307-v1:0:200k',
    'global.anthropic.claude-opus-4-6-v1:0',
    'arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-1-8b-instruct-v1:0',
    'arn:aws:bedrock:eu-central-1:111122223333:application-inference-profile/abc123def456',
  ])('%s is one of Bedrock', (text) => {
    expect(isBedrockModel(text)).toBe(true);
  });

  test.each(['', '*', 'my-endpoint', 'arn:aws:bedrock:*:*:*', 'a.b*', `${'a'.repeat(63)}.`.repeat(5)])(
    '%j is none',
    (text) => {
      expect(isBedrockModel(text)).toBe(false);
    },
  );

  test('never holds what a policy would take for a wildcard, a variable or another member', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        const models = bedrockModels([...texts, 'a.b', 'a.b']);
        expect(models.every((model) => /^[\w.:/-]+$/.test(model))).toBe(true);
        expect(new Set(models).size).toBe(models.length);
        expect(models.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
