import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { managedConfigRule } from '../../../shared/policy/config-rules.ts';
import type { PreparedPolicy } from '../../../shared/policy/lines.ts';
import { bundledPolicySource } from '../../../shared/policy/source.ts';
import { preparePolicy } from '../../../shared/policy/yaml.ts';
import { bucket, known, now } from './fixture.ts';

describe('the bundled policy', () => {
  it('is read once', async () => {
    const source = bundledPolicySource(preparePolicy('version: 1\ndefaults: { mode: approve }\n'), known);

    const state = await source.load();

    expect(state.ok && state.policy.decide(bucket, now).mode).toBe('approve');
    expect(await source.load()).toBe(state);
  });

  it('that is invalid is an answer with the reason', async () => {
    const source = bundledPolicySource(preparePolicy('version: 1\ndefaults: { mode: enfroce }\n'), known);

    expect(await source.load()).toEqual({ ok: false, error: expect.stringContaining('Did you mean "enforce"?') });
  });

  it.each([
    ['plain YAML that nobody prepared', { version: 1, defaults: { mode: 'enforce' } }],
    ['nothing', undefined],
    ['a text', 'version: 1'],
  ])('that is %s is an answer too', async (_what, prepared) => {
    const source = bundledPolicySource(prepared as unknown as PreparedPolicy, known);

    expect(await source.load()).toMatchObject({ ok: false, error: expect.any(String) });
  });
});

describe('parameters whose schema throws', () => {
  it('make the policy unusable, and nothing else', async () => {
    const parameters = z.object({ a: z.string().transform(hurl) });
    const prepared = preparePolicy('version: 1\nremediations: { own: { parameters: { a: b } } }\n');

    expect(await bundledPolicySource(prepared, [{ id: 'own', parameters }]).load()).toEqual({ ok: false, error: 'b' });
  });
});

function hurl(value: string): never {
  // oxlint-disable-next-line only-throw-error -- what a foreign schema may do
  throw value;
}

describe('managedConfigRule', () => {
  const policy = { version: 1, 'config-rules': { 'our-buckets': 's3-bucket-public-read-prohibited', odd: 7 } };

  it.each([
    ['our-buckets', 's3-bucket-public-read-prohibited'],
    ['other', 'other'],
    ['odd', 'odd'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
  ])('takes %s for %s', (name, managed) => {
    expect(managedConfigRule(policy, name)).toBe(managed);
  });

  it.each([undefined, null, 'text', [], { 'config-rules': null }])('leaves the name alone for the policy %j', (odd) => {
    expect(managedConfigRule(odd, 'our-buckets')).toBe('our-buckets');
  });
});
