import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, toText } from '../../../functions/operations/html.ts';
import type { Html } from '../../../functions/operations/html.ts';

describe('A template of HTML', () => {
  it('leaves its own markup alone, and escapes what is put in', () => {
    const page = html`<p title="${'a"b'}">${'<b>'} &amp; ${5}${[html`<i>${"'"}</i>`, '<']}</p>`;

    expect(toText(page)).toBe('<p title="a&quot;b">&lt;b&gt; &amp; 5<i>&#39;</i>&lt;</p>');
  });

  it('takes nothing for markup but what a template has made', () => {
    const forged = JSON.parse('{"html":"<script>","Symbol(html)":"<script>"}') as Html;

    expect(() => toText(html`${forged}`)).toThrow(TypeError);
  });

  it('lets no text out of the place that it was put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const inside = toText(html`<p title="${text}">${text}</p>`).slice('<p title="'.length, -'</p>'.length);
        const [attribute, content] = inside.split('">');

        expect(attribute).toBe(content);
        expect(inside.replace('">', '')).not.toMatch(/[<>"'`=]/);
        expect(inside.replaceAll('\uFFFD', '')).not.toMatch(/[^\P{C}\n]/u);
      }),
      { numRuns: 2_000 },
    );
  });

  it('says what was put in, for whoever reads it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = toText(html`${text}`);
        const read = escaped.replaceAll(/&(amp|lt|gt|quot|#39|#96|#61);/g, (_, name: string) => signs[name] ?? '');
        expect(read).toBe(text.replaceAll(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, '\uFFFD'));
      }),
    );
  });
});

const signs: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#96': '`',
  '#61': '=',
};
