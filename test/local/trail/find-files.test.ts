import { expect, it } from 'vitest';
import { daysOf } from '../../../local/trail/days.ts';
import { logFiles } from '../../../local/trail/find-files.ts';
import type { WantedFiles } from '../../../local/trail/find-files.ts';

const own = 'AWSLogs/111122223333/CloudTrail/eu-central-1';
const organization = 'AWSLogs/o-exampleorgid/444455556666/CloudTrail/us-east-1';

/** A store over names, which counts how often it is asked. */
function storeOf(names: readonly string[]) {
  let asked = 0;
  return {
    asked: () => asked,
    async list(folder: string) {
      asked += 1;
      const below = names.filter((name) => name.startsWith(folder)).map((name) => name.slice(folder.length));
      const entries = below.map((rest) => (rest.includes('/') ? rest.slice(0, rest.indexOf('/') + 1) : rest));
      return [...new Set(entries)].toSorted().map((entry) => `${folder}${entry}`);
    },
    open: async (name: string) => [new TextEncoder().encode(name)],
  };
}

async function found(names: readonly string[], wanted: Partial<WantedFiles> = {}) {
  const store = storeOf(names);
  const span = { since: new Date('2026-11-19T12:00:00Z'), until: new Date('2026-11-20T10:00:00Z'), ...wanted };
  const files: string[] = [];
  for await (const { name } of logFiles(store, span)) files.push(name);
  return { files, asked: store.asked() };
}

it('are those of the days, the newest first, of all accounts and Regions', async () => {
  const { files } = await found([
    `${own}/2026/11/18/a.json.gz`,
    `${own}/2026/11/19/b.json.gz`,
    `${own}/2026/11/20/c.json.gz`,
    `${own}/2026/11/20/d.json.gz`,
    `${own}/2026/11/21/e.json.gz`,
    `${organization}/2026/11/20/f.json.gz`,
  ]);

  expect(files).toEqual([
    `${own}/2026/11/20/d.json.gz`,
    `${own}/2026/11/20/c.json.gz`,
    `${organization}/2026/11/20/f.json.gz`,
    `${own}/2026/11/19/b.json.gz`,
  ]);
});

it('leave out digests, other services’ logs, and what is no log file', async () => {
  const { files } = await found([
    'AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/11/20/a.json.gz',
    'AWSLogs/111122223333/Config/eu-central-1/2026/11/20/b.json.gz',
    'AWSLogs/444455556666/Config/eu-central-1/2026/11/20/b.json.gz',
    'AWSLogs/readme.json',
    'AWSLogs/111122223333/CloudTrail/stray.json.gz',
    `${own}/2026/11/20/readme.txt`,
    `${own}/2026/11/20/c.json`,
  ]);

  expect(files).toEqual([`${own}/2026/11/20/c.json`]);
});

it('are of one Region where one is asked for', async () => {
  const names = [`${own}/2026/11/20/a.json.gz`, `${organization}/2026/11/20/b.json.gz`];

  expect((await found(names, { region: 'us-east-1' })).files).toEqual([`${organization}/2026/11/20/b.json.gz`]);
});

it('take no listing for each day of a long time', async () => {
  const { files, asked } = await found([`${own}/2026/11/20/a.json.gz`], { since: new Date('2020-01-01') });

  expect(files).toHaveLength(1);
  expect(asked).toBeLessThan(12);
});

it('are missing with a hint where there is no AWSLogs folder', async () => {
  await expect(found(['sagemaker/AWSLogs/111122223333/x'])).rejects.toThrow('s3://BUCKET/PREFIX');
});

it('of calls shortly before midnight may lie in the next day’s folder', () => {
  const days = [...daysOf({ since: new Date('2026-12-31T10:00:00Z'), until: new Date('2026-12-31T23:30:00Z') })];

  expect(days).toEqual(['2027/01/01', '2026/12/31']);
});
