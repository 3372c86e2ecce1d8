import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, excerpt } from '../../../shared/signals/text.ts';

describe('a text of an event, cleaned for people', () => {
  test.each([
    ['colours', '\u001B[31mred\u001B[0m', 'red'],
    ['a title for the terminal', '\u001B]0;owned\u0007ok', 'ok'],
    ['the one-character introducer of escape sequences', '\u009B31mred', 'red'],
    ['line breaks and other control characters', 'a\r\nb\u0000c\u007Fd', 'abcd'],
    ['marks that turn the direction of reading', 'role/\u202Enimda\u202C\u2066x\u2069', 'role/nimdax'],
    ['characters without width', 'red\u200Bress\uFEFF', 'redress'],
    ['invisible tag characters', 'ok\u{E0041}\u{E0042}', 'ok'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'abc'],
    ['halves of surrogate pairs', 'a\uD800b\uDC00c', 'abc'],
  ])('loses %s', (_what, text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  test('keeps letters of every script, and signs outside the basic plane', () => {
    expect(cleanText('Müller 東京 🚂')).toBe('Müller 東京 🚂');
  });

  test('is cut at 256 characters, and never through a pair of surrogates', () => {
    expect(cleanText('x'.repeat(10_000_000))).toBe('x'.repeat(256));
    expect(cleanText(`${'x'.repeat(255)}🚂`)).toBe('x'.repeat(255));
  });

  test('is one line of well-formed text, whatever came in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0x10_ff_ff }), { maxLength: 300 }), (points) => {
        const clean = cleanText(String.fromCodePoint(...points));

        expect(clean.length).toBeLessThanOrEqual(256);
        expect(clean).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]*$/u);
        expect(clean.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('an excerpt for an error message', () => {
  test('quotes the beginning of a text', () => {
    expect(excerpt('short')).toBe('"short"');
    expect(excerpt('long '.repeat(50))).toBe(`"${'long '.repeat(12).trim()}…"`);
  });

  test.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [[1], 'array'],
    [{ a: 1 }, 'object'],
    [7, 'number'],
  ])('of %j is its kind alone', (value, expected) => {
    expect(excerpt(value)).toBe(expected);
  });
});
