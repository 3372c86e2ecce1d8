import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { findingsOf } from '../../../shared/policy/explain.ts';
import { excerpt } from '../../../shared/policy/problem.ts';

/** Schemas as authors of remediations may write them, beyond what the project's own do. */
const parameters = z.object({
  key: z.union([z.literal('aws'), z.object({ alias: z.string() }), z.object({ arn: z.string() })]).optional(),
  hours: z
    .array(z.object({ from: z.int() }))
    .readonly()
    .default([]),
  ports: z
    .union([z.int(), z.array(z.object({ port: z.int() }))])
    .nullable()
    .optional(),
  owners: z.record(z.string().regex(/^[a-z]+$/), z.object({ mail: z.string() })).optional(),
  either: z.intersection(z.strictObject({ a: z.int() }), z.strictObject({ b: z.int() })).optional(),
  rest: z.looseObject({ known: z.int().optional() }).optional(),
  limit: z.coerce.number().catch(1).optional(),
  ratio: z
    .number()
    .meta({ description: 'Share of what may stop', examples: [0.5] })
    .optional(),
  words: z
    .array(z.string())
    .meta({ examples: [['yes: no', '7 days']], description: 'Words' })
    .optional(),
});

function told(value: unknown): string[] {
  return findingsOf(parameters, value).map(({ path, what, todo }) => `${path.join('.')}: ${what}. ${todo}`.trim());
}

describe('findings', () => {
  it.each([
    { key: 'aws' },
    { key: { alias: 'x' } },
    { hours: [{ from: 1 }], ports: [{ port: 1 }], owners: { me: { mail: 'x' } } },
    { ports: null, either: { a: 1, b: 2 }, rest: { anything: 1 } },
  ])('there are none for %j', (value) => {
    expect(told(value)).toEqual([]);
  });

  it.each([
    [{ key: { alias: 'x', arm: 'y' } }, 'key.arm: unknown key "arm". Did you mean "arn"?'],
    [{ hours: [{ from: 1, form: 2 }] }, 'hours.0.form: unknown key "form". Did you mean "from"?'],
    [{ ports: [{ port: 1, prot: 2 }] }, 'ports.0.prot: unknown key "prot". Did you mean "port"?'],
    [{ owners: { me: { mail: 'x', male: 'y' } } }, 'owners.me.male: unknown key "male". Choose from: mail.'],
    [{ either: { a: 1, b: 2, c: 3 } }, 'either.c: unknown key "c".'],
    [{ owners: { ME: { mail: 'x' } } }, 'owners.ME: Invalid string: must match pattern /^[a-z]+$/; found a mapping.'],
    [{ key: 7 }, 'key: Invalid input: expected "aws", or expected object; found 7.'],
    [{ ratio: 'half' }, 'ratio: expected number; found "half". Write for example: 0.5'],
    [{ words: 'yes' }, "words: expected array; found \"yes\". Write for example: ['yes: no', '7 days']"],
    [{ hours: [[]] }, 'hours.0: expected object; found an empty list.'],
  ])('for %j: %s', (value, expected) => {
    expect(told(value)).toEqual([expected]);
  });
});

describe('an excerpt', () => {
  it.each([
    [{ a: 1 }, 'a mapping'],
    [[1], 'a list'],
    [[], 'an empty list'],
    [null, 'nothing'],
    [undefined, 'nothing'],
    [true, 'true'],
    [1.5, '1.5'],
    [() => 1, 'a function'],
    ['x'.repeat(100), `"${'x'.repeat(60)}…"`],
    ['a"b\u001b\u202e', '"a\\"b\\u001b\\u{202e}"'],
    ['\ud800', '"\\ud800"'],
  ])('of %j is %s', (value, expected) => {
    expect(excerpt(value)).toBe(expected);
  });
});
