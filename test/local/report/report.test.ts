import { describe, expect, it } from 'vitest';
import { exceptions, openItems } from '../../../local/report/open.ts';
import { readRecords } from '../../../local/report/records.ts';
import type { KeptRecord } from '../../../local/report/records.ts';
import { buildReport } from '../../../local/report/report.ts';
import type { Report } from '../../../local/report/report.ts';
import { toAction } from '../../../local/report/action.ts';
import { duration } from '../../../local/report/words.ts';
import { memoryArchive } from '../../kit/evidence-log.ts';
import { keptRecord } from '../../kit/report-records.ts';

const bucket = 's3-bucket-public-access-blocked';
const remediations = [
  { id: bucket, controls: { securityHub: ['S3.8'] } },
  { id: 'sagemaker-endpoint-encrypted', controls: {} },
];
const frameworks = [
  {
    id: 'f',
    name: 'F',
    source: 'https://example.com/f',
    note: 'Some of it.',
    controls: [
      { id: 'F.1', title: 'boundaries', themes: ['boundaries'] },
      { id: 'F.2', title: 'encryption', themes: ['encryption'] },
      { id: 'F.3', title: 'policies' },
    ],
  },
] as const;

function report(records: readonly KeptRecord[], unreadable: readonly string[] = []): Report {
  const now = new Date('2026-11-21T06:00:00Z');
  const span = { from: undefined, to: undefined };
  return buildReport({ kept: { records, unreadable }, span, remediations, frameworks, now, product: '1.2.3' });
}

describe('what is open', () => {
  const open = (records: readonly KeptRecord[]) => openItems(records.map(toAction));

  it('is what was last seen wrong, since it was last right', () => {
    const items = open([
      keptRecord('a', { status: 'reported' }, { end: 1 }),
      keptRecord('b', {}, { event: 2, end: 3 }),
      keptRecord('c', { status: 'reported', todo: ['Ask the owner.'] }, { event: 4, end: 5 }),
      keptRecord('d', { status: 'refused', guard: 'rate' }, { event: 6, end: 7 }),
    ]);

    expect(items).toMatchObject([
      { status: 'refused', since: '2026-11-20T00:04:00.000Z', evidence: 'actions/2026-11-20/d.json' },
    ]);
  });

  it.each(['remediated', 'compliant', 'gone', 'exempted'] as const)('is nothing once it is %s', (status) => {
    expect(open([keptRecord('a', { status: 'reported' }), keptRecord('b', { status }, { end: 2 })])).toEqual([]);
  });

  it('is not changed by a duplicate, and not by another resource’s fix', () => {
    const items = open([
      keptRecord('a', { status: 'failed' }),
      keptRecord('b', { resource: { type: 'AWS::S3::Bucket', id: 'other' } }),
      keptRecord('c', { status: 'duplicate' }),
    ]);

    expect(items.map(({ resource, status }) => [resource, status])).toEqual([['training-data', 'failed']]);
  });

  it('tells the worst first, and of these the oldest', () => {
    const of = (id: string, severity: 'low' | 'critical' | undefined, event: number) => {
      const resource = { type: 'AWS::S3::Bucket', id };
      const kept = keptRecord(id, { status: 'reported', resource }, { event, end: event + 1 });
      const { severity: _, ...record } = kept.record;
      return { ...kept, record: severity === undefined ? record : { ...record, severity } };
    };
    const items = open([
      of('unknown', undefined, 0),
      of('low', 'low', 1),
      of('late', 'critical', 9),
      of('early', 'critical', 2),
    ]);

    expect(items.map(({ resource }) => resource)).toEqual(['early', 'late', 'low', 'unknown']);
  });
});

describe('what is exempted', () => {
  const exempt = (records: readonly KeptRecord[]) => exceptions(records.map(toAction));

  it('is what was last seen so, since it has been', () => {
    const items = exempt([
      keptRecord('a', { status: 'reported' }),
      keptRecord('b', { status: 'exempted', reason: 'first' }, { event: 2, end: 3 }),
      keptRecord('c', { status: 'exempted', reason: 'On purpose', why: ['It is public'] }, { event: 4, end: 5 }),
      keptRecord('d', { status: 'duplicate' }, { event: 6, end: 7 }),
    ]);

    expect(items).toMatchObject([
      { since: '2026-11-20T00:02:00.000Z', reason: 'On purpose', why: ['It is public'], severity: 'high' },
    ]);
  });

  it('is nothing once it is right, gone or reported again', () => {
    for (const status of ['compliant', 'gone', 'reported'] as const)
      expect(exempt([keptRecord('a', { status: 'exempted' }), keptRecord('b', { status }, { end: 2 })])).toEqual([]);
  });
});

describe('the figures', () => {
  it('tell median, nine of ten and the slowest, each a time that occurred', () => {
    const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000];
    const { timeToFix } = report(minutes.map((end, index) => keptRecord(`r${index}`, {}, { end })));

    expect(timeToFix).toMatchObject({ count: 10, median: 300, p90: 540 });
    expect(timeToFix?.slowest[0]).toEqual({ id: 'r9', resource: 'training-data', seconds: 60_000 });
    expect(timeToFix?.spread.reduce((sum, { count }) => sum + count, 0)).toBe(10);
  });

  it('count no time for what was only found, refused or undone', () => {
    const records = [
      keptRecord('a', { status: 'reported' }),
      keptRecord('b', { status: 'refused' }),
      keptRecord('c', { status: 'rolled-back', rollsBack: 'x' }),
    ];

    expect(report(records).timeToFix).toBeUndefined();
  });

  it('show days without gaps, and months where days would be too many', () => {
    const near = report([keptRecord('a', {}, { day: '2026-11-18' }), keptRecord('b', {}, { day: '2026-11-20' })]);
    const far = report([keptRecord('a', {}, { day: '2025-12-31' }), keptRecord('b', {}, { day: '2026-11-20' })]);

    expect(near.timeline.map(({ period, fixed }) => [period, fixed])).toEqual([
      ['2026-11-18', 1],
      ['2026-11-19', 0],
      ['2026-11-20', 1],
    ]);
    expect(far.timeline).toHaveLength(12);
    expect(far.timeline[1]?.period).toBe('2026-01');
  });

  it('show hours where there are one or two days, over midnight, too', () => {
    const { timeline } = report([
      keptRecord('a', { startedAt: '2026-11-19T22:30:00Z' }),
      keptRecord('b', { startedAt: '2026-11-20T01:00:00.000Z' }),
      keptRecord('c', { startedAt: '2026-11-20T01:59:59.999Z', status: 'reported' }),
    ]);

    expect(timeline.map(({ period, fixed, found }) => [period, fixed, found])).toEqual([
      ['2026-11-19 22:00', 1, 0],
      ['2026-11-19 23:00', 0, 0],
      ['2026-11-20 00:00', 0, 0],
      ['2026-11-20 01:00', 1, 1],
    ]);
  });

  it('say who answered, and what was then carried out', () => {
    const { answerers } = report([
      keptRecord('a', { answeredBy: 'ada' }),
      keptRecord('b', { answeredBy: 'ada', status: 'refused', guard: 'approval' }),
      keptRecord('c', { answeredBy: 'bob', status: 'failed' }),
      keptRecord('d', {}),
    ]);

    expect(answerers).toEqual([
      { by: 'ada', answered: 2, carriedOut: 1 },
      { by: 'bob', answered: 1, carriedOut: 1 },
    ]);
  });

  it('say what drifted most, and leave out what was in order', () => {
    const other = 'sagemaker-endpoint-encrypted';
    const { drifts } = report([
      keptRecord('a', { status: 'compliant' }),
      keptRecord('b', { remediation: other }),
      keptRecord('c', { remediation: other, status: 'reported' }),
      keptRecord('d', {}),
    ]);

    expect(drifts.map(({ remediation, all, fixed }) => [remediation, all, fixed])).toEqual([
      [other, 2, 1],
      [bucket, 1, 1],
    ]);
  });

  it('say by whose change it came about, or by whose wish it was undone', () => {
    const bob = { arn: 'arn:aws:sts::111122223333:assumed-role/MlPlatform/bob' };
    const { people } = report([
      keptRecord('a', { actor: bob }),
      keptRecord('b', { actor: bob, status: 'rolled-back', rollsBack: 'a' }),
      keptRecord('c', {}),
      keptRecord('d', { status: 'compliant', actor: { arn: 'arn:of:nobody-to-blame' } }),
    ]);

    expect(people.map(({ by, fixed, undone }) => [by, fixed, undone])).toEqual([
      [bob.arn, 1, 1],
      ['', 1, 0],
    ]);
  });

  it('give durations in two units', () => {
    expect([0, 59.6, 61, 3600, 3661, 90_000, 864_000].map(duration)).toEqual([
      '0 s',
      '1 min',
      '1 min 1 s',
      '1 h',
      '1 h 1 min',
      '1 d 1 h',
      '10 d',
    ]);
  });
});

describe('a control', () => {
  const states = (records: readonly KeptRecord[]) => report(records).frameworks[0]?.controls.map(({ state }) => state);

  it('is open, in order, quiet, or not from here', () => {
    expect(states([])).toEqual(['quiet', 'quiet', 'elsewhere']);
    expect(states([keptRecord('a')])).toEqual(['in-order', 'quiet', 'elsewhere']);
    expect(states([keptRecord('a'), keptRecord('b', { status: 'failed' }, { end: 5 })])).toEqual([
      'open',
      'quiet',
      'elsewhere',
    ]);
  });

  it('names the remediations whose records support evidence for it, with their numbers', () => {
    const [framework] = report([keptRecord('a'), keptRecord('b', { status: 'compliant' })]).frameworks;

    expect(framework?.controls[0]).toMatchObject({ remediations: [bucket], records: 2, fixed: 1, open: 0 });
  });
});

describe('reading the evidence', () => {
  const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

  it('takes the days asked for, oldest action first, and names what can’t be read', async () => {
    const kept = [
      keptRecord('late', {}, { day: '2026-11-20', end: 9 }),
      keptRecord('early', {}, { day: '2026-11-20', end: 2 }),
      keptRecord('before', {}, { day: '2026-11-18' }),
      keptRecord('after', {}, { day: '2026-11-22' }),
    ];
    const files = new Map<string, Uint8Array>(kept.map(({ key, record }) => [key, bytes(record)]));
    files.set('actions/2026-11-20/broken.json', Buffer.from('{'));
    files.set('actions/nowhere.json', bytes({}));
    files.set('seals/2026-11-20.json', bytes({}));

    const read = await readRecords(memoryArchive(files), { from: '2026-11-19', to: '2026-11-21' });

    expect(read.records.map(({ record }) => record.id)).toEqual(['early', 'late']);
    expect(read.unreadable).toEqual(['actions/2026-11-20/broken.json', 'actions/nowhere.json']);
  });

  it('takes what is too large to be a record for unreadable, and does not hold it', async () => {
    const files = new Map([['actions/2026-11-20/huge.json', new Uint8Array(16_000_001)]]);

    const read = await readRecords(memoryArchive(files), { from: undefined, to: undefined });

    expect(read).toEqual({ records: [], unreadable: ['actions/2026-11-20/huge.json'] });
  });
});
