import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../shared/evidence/redact.ts';
import type { Json } from '../../../shared/json.ts';
import { digest } from '../../../shared/plan.ts';

const secret = 'planted-secret-5f1c9a';

/** Where secrets are kept, by the names that AWS and its users give such places. */
const places: readonly [string, Json][] = [
  ['an environment variable of a container', { Environment: { FEATURE_STORE: secret } }],
  ['environment variables as a list', { environment: [{ name: 'FEATURE_STORE', value: secret }] }],
  ['environment variables of a Lambda function', { Environment: { Variables: { FEATURE_STORE: secret } } }],
  ['a hyperparameter', { HyperParameters: { 'api-base': secret } }],
  ['a member called so', { ClientSecret: secret }],
  ['a password in any spelling', { dbPassWord: secret }],
  ['a token inside of something else', { Source: { Auth: { session_token: secret } } }],
  ['a list of API keys', { ApiKeys: [secret, secret] }],
  ['members of credentials', { Credentials: { User: 'ci', Material: { Blob: secret } } }],
  ['a tag whose key says so', { Tags: [{ Key: 'registry-password', Value: secret }] }],
  ['a parameter whose name says so', { Parameters: [{ Name: 'ApiToken', Value: { Text: secret } }] }],
];

describe('a copy for logs and evidence', () => {
  it.each(places)('shows nothing of %s', (_, document) => {
    expect(JSON.stringify(redact(document))).not.toContain(secret);
  });

  it('shows nothing of them at any depth', () => {
    const nested = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(...places.map(([, document]) => document)),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(nested, (document) => {
        expect(JSON.stringify(redact(document))).not.toContain(secret);
      }),
    );
  });

  it('shows whether a secret has changed', () => {
    const shown = (Environment: Json) => redact({ Environment });

    expect(shown({ TOKEN: secret })).toEqual(shown({ TOKEN: secret }));
    expect(shown({ TOKEN: secret })).not.toEqual(shown({ TOKEN: 'another' }));
    expect(shown({ TOKEN: secret })).toEqual({ Environment: { TOKEN: `redacted ${digest(secret)}` } });
  });

  it('keeps the names of variables, which an auditor asks about', () => {
    expect(Object.keys((redact({ Environment: { A: '1', B: '2' } }) as { Environment: object }).Environment)).toEqual([
      'A',
      'B',
    ]);
  });

  it.each<[string, Json]>([
    ['numbers and switches, secret as their name may sound', { MaxTokens: 512, TokenRequired: true, Secret: null }],
    ['ordinary settings', { KmsKeyId: 'alias/fraud', ProductionVariants: [{ InstanceType: 'ml.m5.large' }] }],
    ['ordinary tags', { Tags: [{ Key: 'team', Value: 'fraud' }] }],
    ['texts, numbers and nothing by themselves', ['a', 1, null, true]],
  ])('leaves %s as they are', (_, document) => {
    expect(redact(document)).toEqual(document);
  });

  it('is null of nothing, and leaves out members that are undefined', () => {
    expect(redact(undefined)).toBeNull();
    expect(redact({ a: undefined, b: 1 })).toEqual({ b: 1 });
  });

  it('keeps a member called __proto__ as any other', () => {
    const hostile = JSON.parse('{"__proto__":{"Password":"planted-secret-5f1c9a"}}') as Json;
    const copy = redact(hostile) as object;

    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(JSON.stringify(copy)).toBe(`{"__proto__":{"Password":"redacted ${digest(secret)}"}}`);
  });

  it('does not touch its original', () => {
    const document = { Environment: { TOKEN: secret } };

    redact(document);

    expect(document).toEqual({ Environment: { TOKEN: secret } });
  });
});
