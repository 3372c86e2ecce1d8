import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../../local/report/page.ts';
import type { KeptRecord } from '../../../local/report/records.ts';
import { buildReport } from '../../../local/report/report.ts';
import { frameworks } from '../../../shared/governance/frameworks.ts';
import { keptRecord } from '../../kit/report-records.ts';

function pageOf(records: readonly KeptRecord[], unreadable: readonly string[] = []): string {
  const now = new Date('2026-11-21T06:00:00Z');
  const span = { from: undefined, to: undefined };
  const remediations = [{ id: 's3-bucket-public-access-blocked', controls: {} }];
  return reportPage(
    buildReport({ kept: { records, unreadable }, span, remediations, frameworks, now, product: '1.2.3' }),
  );
}

/** Tags with their attributes' names: what the page is made of, without any text. */
function skeleton(page: string): string[] {
  return [...page.matchAll(/<(\/?[a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, tag = '', attributes = '']) =>
      `${tag} ${[...attributes.matchAll(/([\w:-]+)(?:="[^"]*")?/g)].map(([, name]) => name).join(' ')}`,
  );
}

const hostile = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>';

function named(text: string): KeptRecord[] {
  const texts = { reason: text, why: [text], todo: [text], guard: text, answeredBy: text, actor: { arn: text } };
  return [
    keptRecord('a', { ...texts, resource: { type: 'AWS::S3::Bucket', id: text } }),
    keptRecord('b', { ...texts, status: 'reported' }, { end: 2 }),
    keptRecord('c', { ...texts, status: 'rolled-back', rollsBack: text }, { end: 3 }),
  ];
}

describe('the page', () => {
  it('allows nothing but its own style, which it knows by its hash', () => {
    const page = pageOf([keptRecord('a')]);
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');

    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash.replaceAll('=', '&#61;')}&#39;`,
    );
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|\sstyle=|javascript:|url\(/i);
    expect(page.match(/<style>/g)).toHaveLength(1);
  });

  it('is light and dark, prints, and gives every drawing a text', () => {
    const page = pageOf([keptRecord('a')]);

    expect(page).toContain('prefers-color-scheme:dark');
    expect(page).toContain('@media print');
    expect(page.match(/<svg /g)).toHaveLength(3);
    expect(page.match(/<svg [^>]*role="img"[^>]*aria-label="[^"]{20,}"/g)).toHaveLength(3);
  });

  it('says supports evidence for, and never that anything complies', () => {
    const page = pageOf(named('name'));

    expect(page).toContain('supports evidence for');
    expect(page).not.toMatch(/\bcompl(?:y|ies|iant)\b/i);
  });

  it('says so where there is nothing', () => {
    const page = pageOf([]);

    expect(page).toContain('no records');
    expect(page).toContain('Nobody: nothing drifted.');
  });

  it('names what could not be read', () => {
    expect(pageOf([], ['actions/2026-11-20/<b>.json'])).toContain('<code>actions/2026-11-20/&lt;b&gt;.json</code>');
  });

  it('has the same tags whatever names and texts are like', () => {
    const expected = skeleton(pageOf(named('harmless')));

    expect(skeleton(pageOf(named(hostile)))).toEqual(expected);
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== ''),
        (text) => {
          // An actor's name decides who is who; all else is text.
          expect(skeleton(pageOf(named(`x${text}`)))).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});
