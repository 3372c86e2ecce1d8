import { describe, expect, it, test } from 'vitest';
import { durationSchema, parseDuration } from '../../../shared/policy/duration.ts';

test.each([
  ['30s', 30],
  ['15m', 900],
  ['24h', 86_400],
  ['7d', 604_800],
  ['0h', Number.NaN],
  ['1.5h', Number.NaN],
  ['24', Number.NaN],
  ['24 h', Number.NaN],
  ['-1h', Number.NaN],
  ['24H', Number.NaN],
  ['1h30m', Number.NaN],
  ['123456789d', Number.NaN],
])('%j is %j seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

describe('durationSchema', () => {
  const schema = durationSchema('1m', '6d');

  it.each([
    ['24h', 86_400],
    [90, 90],
    ['60s', 60],
    ['6d', 518_400],
  ])('takes %j as %j seconds', (written, seconds) => {
    expect(schema.parse(written)).toBe(seconds);
  });

  it.each([['59s'], [59], ['7d'], [518_401], [90.5], [-90], ['soon'], [true], [null]])('refuses %j', (written) => {
    const result = schema.safeParse(written);

    expect(result.error?.issues.map(({ message }) => message)).toEqual([
      'expected a duration from 1m to 6d, such as 15m, 24h or 7d, or a number of seconds',
    ]);
  });
});
