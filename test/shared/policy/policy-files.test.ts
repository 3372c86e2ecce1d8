import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parsePolicy } from '../../../shared/policy/parse.ts';
import { jsonSchema } from '../../../shared/policy/json-schema.ts';
import type { Subject } from '../../../shared/policy/policy.ts';
import { preparePolicy, readPolicyText } from '../../../shared/policy/yaml.ts';
import { bucket, endpoint, known, now, problemsOf } from './fixture.ts';

function text(file: string): string {
  return readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
}

/** What remains of policy.yml once its examples are uncommented, as its head tells people to. */
function uncommented(yaml: string): string {
  const [, ...lines] = yaml.split('\n');
  return lines.map((line) => (/^\s*##/.test(line) ? line : line.replace(/^(\s*)# /, '$1'))).join('\n');
}

function named(subject: Subject, id: string): Subject {
  return { ...subject, resource: { type: subject.resource.type, id } };
}

describe('policy.yml', () => {
  it('writes nothing to anything', () => {
    const policy = readPolicyText(text('policy.yml'), 'policy.yml');

    for (const remediation of ['s3-bucket-public-access-blocked', 'cloudtrail-trail-logging', 'what-comes-later']) {
      expect(policy.decide({ ...bucket, remediation }, now).mode).toBe('report');
    }
  });

  it('has examples that are valid, and decide as they say', () => {
    const policy = readPolicyText(uncommented(text('policy.yml')), 'policy.yml');
    const research = { ...bucket, account: '444455556666', tags: {} };

    expect(policy.decide(research, now).mode).toBe('enforce');
    expect(policy.decide(bucket, now)).toMatchObject({ mode: 'approve', approvalExpiry: 14_400 });
    expect(policy.decide(bucket, now).limits).toMatchObject({ maxResources: 2, maxResourcesPercent: 5 });
    expect(policy.decide(named(bucket, 'published-benchmark-1'), now).exemption?.owner).toBe(
      'research-data@example.com',
    );
    expect(policy.decide(named(endpoint, 'claims-triage'), now).protection).toBeDefined();
    expect(policy.configRules).toEqual({ 'my-own-rule-name': 's3-bucket-public-read-prohibited' });
    expect(policy.auditManager).toMatchObject({
      standardFrameworks: true,
      controls: [{ assessment: 'AI governance *', controlSet: 'Data', control: '4.2 *' }],
    });
  });

  it.each(['policy.yml', 'local/account-policy.yml'])('%s tells editors its schema in the first line', (file) => {
    const path = file.includes('/') ? '../policy.schema.json' : './policy.schema.json';

    expect(text(file).split('\n')[0]).toBe(`# yaml-language-server: $schema=${path}`);
  });
});

describe('the local account', () => {
  const policy = readPolicyText(text('local/account-policy.yml'), 'local/account-policy.yml');

  it('puts right what the samples show', () => {
    for (const remediation of [
      's3-bucket-public-access-blocked',
      'sagemaker-endpoint-encrypted',
      'sagemaker-model-package-not-vulnerable',
      'cloudtrail-trail-logging',
    ]) {
      expect(policy.decide({ ...bucket, remediation }, now).mode).toBe('enforce');
    }
  });

  it('reports on one bucket, exempts another, and protects an endpoint', () => {
    expect(policy.decide(named(bucket, 'partner-exchange'), now).mode).toBe('report');
    expect(policy.decide(named(bucket, 'open-images-mirror'), now).exemption?.expires).toBe('2027-06-30');
    expect(policy.decide(named(endpoint, 'churn-scorer'), now).protection).toBeDefined();
    expect(policy.decide(named(endpoint, 'fraud-detector'), now).protection).toBeUndefined();
    expect(policy.decide(bucket, now).exemption).toBeUndefined();
  });
});

describe('the JSON Schema for editors', () => {
  const schema = jsonSchema(known);
  const validator = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)));

  it.each([
    'version: 1',
    'version: 1\ndefaults: { mode: approve, limits: { max-age: 90, max-resources-percent: 2.5 } }',
    'version: 1\nremediations: { sagemaker-endpoint-encrypted: { parameters: { action: stop } } }',
    'version: 1\nrules: [{ name: one, remediations: ["s3-*"], tags: { a: [b, c] }, mode: off }]',
    'version: 1\nexemptions: [{ resources: [a], reason: because I say so, owner: me, expires: 2027-01-01 }]',
    'version: 1\naudit-manager: { controls: [{ control: "4.2 *", remediations: ["s3-*"] }] }',
    'version: 1\naudit-manager: { standard-frameworks: false }',
  ])('takes %j, as the checks do', (yaml) => {
    const { policy } = preparePolicy(yaml);

    expect(validator.safeParse(policy).error).toBeUndefined();
    expect(problemsOf(() => parsePolicy(policy, { remediations: known }))).toEqual([]);
  });

  it.each([
    'version: 2',
    'version: 1\ndefault: {}',
    'version: 1\ndefaults: { mode: on }',
    'version: 1\ndefaults: { limits: { max-age: soon } }',
    'version: 1\nremediations: { s3-bucket-public-acess-blocked: {} }',
    'version: 1\nremediations: { sagemaker-endpoint-encrypted: { parameters: { kmsKey: x } } }',
    'version: 1\nrules: [{ name: one, remediations: [s3-bucket], mode: off }]',
    'version: 1\nrules: [{ name: one, accounts: [111122223333], mode: off }]',
    'version: 1\nexemptions: [{ resources: [a], reason: because I say so, owner: me }]',
    'version: 1\nprotected: [{ resources: [a], reason: short }]',
    'version: 1\naudit-manager: { controls: [{ control: "4.2 *" }] }',
    'version: 1\naudit-manager: { controls: [{ control: "4.2 *", remediations: [s3-bucket] }] }',
    'version: 1\naudit-manager: { standard-framework: false }',
  ])('refuses %j, as the checks do', (yaml) => {
    const { policy } = preparePolicy(yaml);

    expect(validator.safeParse(policy).success).toBe(false);
    expect(problemsOf(() => parsePolicy(policy, { remediations: known }))).not.toEqual([]);
  });

  it('describes remediations and their parameters', () => {
    expect(schema).toMatchObject({
      properties: {
        remediations: {
          properties: {
            'sagemaker-endpoint-encrypted': {
              description: 'Move an endpoint to encrypted storage',
              properties: {
                parameters: {
                  properties: {
                    'kms-key': { description: 'Key of new configurations', default: 'alias/aws/sagemaker' },
                  },
                },
              },
            },
          },
        },
      },
    });
  });

  it('does without remediations', () => {
    expect(() => z.fromJSONSchema(JSON.parse(JSON.stringify(jsonSchema())))).not.toThrow();
  });
});
