import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../../local/report/page.ts';
import type { KeptRecord } from '../../../local/report/records.ts';
import { buildReport } from '../../../local/report/report.ts';
import type { LogReport } from '../../../shared/evidence/finding.ts';
import { frameworks } from '../../../shared/governance/frameworks.ts';
import { keptRecord } from '../../kit/report-records.ts';

function pageOf(records: readonly KeptRecord[], unreadable: readonly string[] = [], integrity?: LogReport): string {
  const now = new Date('2026-11-21T06:00:00Z');
  const span = { from: undefined, to: undefined };
  const remediations = [{ id: 's3-bucket-public-access-blocked', controls: {} }];
  return reportPage(
    buildReport({
      kept: { records, unreadable },
      span,
      remediations,
      frameworks,
      now,
      product: '1.2.3',
      ...(integrity === undefined ? {} : { integrity }),
    }),
  );
}

/** What `verify-log` says of a log. */
function checked(more: Partial<LogReport> = {}): LogReport {
  return {
    checkedAt: '2026-11-21T06:00:00.000Z',
    from: undefined,
    to: undefined,
    seals: 1,
    records: 3,
    unsealed: 0,
    head: { day: '2026-11-20', digest: 'sha256:0a1b' },
    findings: [],
    ...more,
  };
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
    keptRecord('d', { ...texts, status: 'exempted', resource: { type: 'x', id: `exempt ${text}` } }, { end: 4 }),
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
    expect(page.match(/<svg\s/g)).toHaveLength(5);
    expect(page.match(/<svg\s[^>]*role="img"[^>]*aria-label="[^"]{20,}"/g)).toHaveLength(5);
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

  it('says of each open item what is wrong, and folds the steps that it takes', () => {
    const page = pageOf([
      keptRecord('a', {
        status: 'reported',
        why: ['The policy is public'],
        todo: ['Ask the owner.', 'Then close it.'],
      }),
    ]);

    expect(page).toContain('<b>The policy is public</b>');
    expect(page).toContain('2 steps for a person');
    expect(page).toContain('1 high.');
  });

  it('says who undid what, and who answered', () => {
    const page = pageOf([
      keptRecord('a', { answeredBy: 'arn:of:ada' }),
      keptRecord('b', { status: 'rolled-back', rollsBack: 'a', actor: { arn: 'arn:of:bob' } }, { end: 2 }),
      keptRecord('c', { status: 'awaiting-approval' }, { end: 3 }),
    ]);

    expect(page).toContain('answered by arn:of:ada');
    expect(page).toContain('undoes a</span>');
    expect(page).toContain('undone at the wish of arn:of:bob');
    expect(page).toContain('waits for a yes');
  });

  it('lists what is exempted apart, with the reason for which it may stay', () => {
    const page = pageOf([keptRecord('a', { status: 'exempted', reason: 'Public on purpose (open-data@example.com)' })]);

    expect(page).toContain('Exceptions (1)');
    expect(page).toContain('Public on purpose (open-data@example.com)');
    expect(page).toContain('Open items (0)');
  });

  it.each([
    [undefined, 'whether that is as it was written was not asked', 'Not asked when this report was made.'],
    [checked(), 'which is as it was sealed.', '1 seal and 3 records are as'],
    [checked({ seals: 0, records: 0, head: undefined, unsealed: 1 }), 'not sealed yet.', '1 record is not sealed yet'],
    [
      checked({ findings: [{ kind: 'changed', what: 'record', key: 'actions/<x>.json', detail: 'Other bytes.' }] }),
      'which is NOT as it was sealed: 1 finding.',
      '<b>changed record</b> <code>actions/&lt;x&gt;.json</code>: Other bytes.',
    ],
  ])('says whether the evidence is what was sealed: %j', (integrity, top, section) => {
    const page = pageOf([keptRecord('a')], [], integrity).replaceAll(/\s+/g, ' ');

    expect(page).toContain(top);
    expect(page).toContain(section);
  });

  it('counts findings where there are too many to read', () => {
    const findings = Array.from({ length: 130 }, (_, index) => ({
      kind: 'unproven' as const,
      what: 'record' as const,
      key: `actions/${index}`,
      detail: 'x',
    }));

    expect(pageOf([], [], checked({ findings }))).toContain('And 30 more; the JSON file has all.');
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
