import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compileGlob, globsMeet } from '../../../shared/policy/glob.ts';

/** Another way to the same answer: a table of which prefixes match, filled cell by cell. */
function reference(pattern: string, text: string): boolean {
  const table = Array.from({ length: pattern.length + 1 }, () => Array.from({ length: text.length + 1 }, () => false));
  for (let i = 0; i <= pattern.length; i += 1) {
    for (let j = 0; j <= text.length; j += 1) {
      const cell = (a: number, b: number): boolean => table[a]?.[b] ?? false;
      const last = pattern[i - 1];
      let matches = i === 0 && j === 0;
      if (i > 0 && last === '*') matches = cell(i - 1, j) || (j > 0 && cell(i, j - 1));
      else if (i > 0 && j > 0) matches = cell(i - 1, j - 1) && (last === '?' || last === text[j - 1]);
      const row = table[i];
      if (row !== undefined) row[j] = matches;
    }
  }
  return table[pattern.length]?.[text.length] ?? false;
}

const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 12 });
const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 16 });

/** A pattern that matches the text: some of its characters replaced by ? or *, or followed by a *. */
function blurred(text: string): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom('same', '?', '*', 'more'), { minLength: text.length, maxLength: text.length })
    .map((how) => how.map((one, at) => (one === 'same' ? text[at] : one === 'more' ? `${text[at]}*` : one)).join(''));
}

test.each([
  ['fraud-data', 'fraud-data', true],
  ['fraud-data', 'fraud-data-2', false],
  ['fraud-data', 'my-fraud-data', false],
  ['fraud-*', 'fraud-', true],
  ['*-data', 'fraud-data', true],
  ['fraud-?', 'fraud-1', true],
  ['fraud-?', 'fraud-', false],
  ['*a*a*', 'a', false],
  ['ab*ba', 'aba', false],
  ['*?b*', 'b', false],
  ['arn:aws:s3:::*', 'arn:aws:s3:::llm-corpus', true],
  ['Fraud', 'fraud', false],
  ['', '', true],
  ['', 'a', false],
  ['a.c', 'abc', false],
  ['__proto__', '__proto__', true],
])('the pattern %j against %j gives %j', (pattern, text, expected) => {
  expect(compileGlob(pattern)(text)).toBe(expected);
});

describe('compileGlob', () => {
  it('agrees with a table-filling matcher on every pattern and text', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => compileGlob(pattern)(text) === reference(pattern, text)),
      { numRuns: 5_000 },
    );
  });

  it('answers patterns at once that make a backtracking matcher take for ever', () => {
    const matches = compileGlob(`${'a*'.repeat(500)}b`);

    expect(matches('a'.repeat(20_000))).toBe(false);
    expect(matches(`${'a'.repeat(20_000)}b`)).toBe(true);
  });
});

describe('globsMeet', () => {
  it('finds that two patterns meet whenever one text matches both', () => {
    fc.assert(
      fc.property(
        texts.chain((text) => fc.tuple(blurred(text), blurred(text))),
        ([one, other]) => globsMeet(one, other) && globsMeet(other, one),
      ),
      { numRuns: 2_000 },
    );
  });

  it('agrees with the matcher where one side is a plain text', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => globsMeet(pattern, text) === compileGlob(pattern)(text)),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['arn:*:endpoint/churn-*', 'arn:*:*:eu-central-1:*:*churn-scorer', true],
    ['arn:aws:s3:::logs', 'arn:*:*:eu-central-1:*:*churn-scorer', false],
    ['a*', '*b', true],
    ['a*', 'b*', false],
    ['?', '', false],
    ['*', '', true],
  ])('%j and %j: %j', (one, other, expected) => {
    expect(globsMeet(one, other)).toBe(expected);
  });
});
