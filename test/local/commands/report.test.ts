import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Report } from '../../../local/report/report.ts';
import { keptRecord } from '../../kit/report-records.ts';
import { redress } from './cli.ts';

async function evidence(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'redress-report-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const records = [
    keptRecord('fixed', {}, { day: '2026-11-19' }),
    keptRecord('open', { status: 'failed', severity: 'critical' }, { day: '2026-11-20' }),
  ];
  for (const { key, record } of records) {
    const file = join(folder, key);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(record));
  }
  return folder;
}

it('writes a page, and beside it the same as JSON', async () => {
  const folder = await evidence();
  const out = join(folder, 'out', 'november.html');

  const { code, out: said } = await redress(['report', '--evidence', folder, '--out', out]);

  expect(code).toBe(0);
  expect(said).toContain('2 records: 1 put right, 0 reported, 0 refused, 1 failed, 0 undone; 1 open.');
  expect(await readFile(out, 'utf8')).toMatch(/^<!doctype html>/);
  const report = JSON.parse(await readFile(join(folder, 'out', 'november.json'), 'utf8')) as Report;
  expect(report.frameworks.map(({ id }) => id)).toEqual([
    'ai-security-best-practices',
    'aws-generative-ai-v2',
    'iso-iec-42001',
    'nist-ai-rmf',
    'eu-ai-act',
    'soc-2',
    'hipaa',
    'gdpr',
  ]);
  expect(report.frameworks[0]?.controls).toHaveLength(31);
});

it('reports the days asked for, to standard output where JSON is wanted', async () => {
  const folder = await evidence();

  const { code, out } = await redress(['report', '--evidence', folder, '--to', '2026-11-19', '--format', 'json']);

  expect(code).toBe(0);
  expect((JSON.parse(out) as Report).actions.map(({ id }) => id)).toEqual(['fixed']);
});

it('writes JSON alone to a file, on request', async () => {
  const folder = await evidence();
  const file = join(folder, 'report.json');

  expect(await redress(['report', '--evidence', folder, '--format', 'json', '--out', file])).toMatchObject({
    code: 0,
    out: '',
  });
  expect((JSON.parse(await readFile(file, 'utf8')) as Report).counts).toMatchObject({ fixed: 1, failed: 1 });
});

it('says whether the evidence is as it was sealed, where it is given a key', async () => {
  const folder = await evidence();
  const [key, out] = [join(folder, 'key.pem'), join(folder, 'report.html')];
  await redress(['seal', '--evidence', folder, '--private-key', key]);
  const make = async () =>
    redress(['report', '--evidence', folder, '--public-key', join(folder, 'key.pub.pem'), '--out', out]);

  const sealed = await make();
  await appendFile(join(folder, 'actions', '2026-11-19', 'fixed.json'), ' ');
  const changed = await make();

  expect([sealed.code, changed.code]).toEqual([0, 3]);
  expect(sealed.out).toContain('Nothing was changed');
  expect(changed.out).toContain('changed record  actions/2026-11-19/fixed.json');
  expect(await readFile(out, 'utf8')).toContain('NOT as it was sealed: 1 finding');
});

it.each([
  ['a format that it does not know', ['--format', 'pdf'], 2],
  ['days in the wrong order', ['--from', '2026-11-20', '--to', '2026-11-19'], 2],
  ['a folder that is not there', ['--evidence', '/nowhere/at/all'], 1],
  ['an argument', ['november'], 2],
  ['a key of KMS without a bucket', ['--key', 'alias/x', '--evidence', '.'], 2],
])('says no to %s', async (_, args, code) => {
  const ran = await redress(['report', ...args]);

  expect(ran).toMatchObject({ code, out: '' });
  expect(ran.err).toContain('redress report:');
});

it('says so where the file can’t be written', async () => {
  const folder = await evidence();
  await writeFile(join(folder, 'file'), '');

  const ran = await redress(['report', '--evidence', folder, '--out', join(folder, 'file', 'report.html')]);

  expect(ran.code).toBe(1);
  expect(ran.err).toContain("can't be written");
});
