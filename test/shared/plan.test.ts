import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest, planDigest, shortDigest } from '../../shared/plan.ts';
import type { Plan, Step } from '../../shared/plan.ts';

const step: Step = {
  id: 'block-public-access',
  title: 'Block public access to training-data',
  call: { service: 'S3', operation: 'PutPublicAccessBlock', input: { Bucket: 'training-data' } },
  undo: { call: { service: 'S3', operation: 'DeletePublicAccessBlock', input: { Bucket: 'training-data' } } },
  semantics: 'at-least-once',
};
const plan: Plan = { steps: [step], expect: 'compliant' };

describe('the digest of a plan', () => {
  it('is SHA-256 of the canonical text, and stays what it is from release to release', () => {
    // printf '{"a":1,"b":[true,null]}' | sha256sum
    expect(digest({ b: [true, null], a: 1 })).toBe(
      'sha256:1cc69c7fa23616ca2ec3ee70d24390a6225c8832db8a4c814c7e0e7f942f8668',
    );
  });

  it('does not depend on the order in which members were written', () => {
    const reordered: Plan = {
      expect: 'compliant',
      steps: [Object.fromEntries(Object.entries(step).toReversed()) as unknown as Step],
    };

    expect(planDigest(reordered)).toBe(planDigest(plan));
  });

  it.each<[string, Plan]>([
    ['another input', { ...plan, steps: [{ ...step, call: { ...step.call, input: { Bucket: 'other-data' } } }] }],
    ['another undo', { ...plan, steps: [{ ...step, undo: { call: step.call } }] }],
    ['no undo', { ...plan, steps: [{ ...step, undo: undefined } as unknown as Step] }],
    ['another title', { ...plan, steps: [{ ...step, title: 'Something harmless' }] }],
    ['another step behind it', { ...plan, steps: [step, { ...step, id: 'again' }] }],
    ['no steps', { ...plan, steps: [] }],
    ['another end', { ...plan, expect: 'gone' }],
    ['a note', { ...plan, notes: ['Callers get errors.'] }],
    ['another impact', { ...plan, impact: 'destructive' }],
  ])('is another one for a plan with %s', (_, changed) => {
    expect(planDigest(changed)).not.toBe(planDigest(plan));
  });

  it('tells the order of steps apart', () => {
    const second = { ...step, id: 'second' };

    expect(planDigest({ ...plan, steps: [step, second] })).not.toBe(planDigest({ ...plan, steps: [second, step] }));
  });
});

describe('a short digest', () => {
  it('is the beginning of the long one, without its prefix', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 64 }), (value, length) => {
        const short = shortDigest(value, length);

        expect(short).toMatch(new RegExp(`^[0-9a-f]{${length}}$`));
        expect(digest(value).startsWith(`sha256:${short}`)).toBe(true);
      }),
    );
  });

  it('has ten digits unless asked for another number', () => {
    expect(shortDigest('fraud-detector')).toHaveLength(10);
  });
});
