import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { LogFile } from '../../../local/trail/log-files.ts';
import { notSearched, searched } from '../../../local/trail/search.ts';

const record = (eventID: string, minute = 0) => ({
  eventID,
  eventName: 'InvokeEndpoint',
  eventSource: 'sagemaker.amazonaws.com',
  awsRegion: 'eu-central-1',
  eventTime: `2026-11-20T08:${String(minute).padStart(2, '0')}:00Z`,
});
const bytes = (...Records: object[]) => gzipSync(JSON.stringify({ Records }));

function file(name: string, content: Uint8Array | Error): LogFile {
  return {
    name,
    async open() {
      if (content instanceof Error) throw content;
      return [content.subarray(0, 20), content.subarray(20)];
    },
  };
}

async function search(files: readonly LogFile[], most = 1000) {
  const so = notSearched();
  const told: number[] = [];
  const all = (async function* () {
    yield* files;
  })();
  const ids: string[] = [];
  const asked = { matches: () => true, most, tell: ({ files: count }: { readonly files: number }) => told.push(count) };
  for await (const { id } of searched(all, asked, so)) ids.push(id);
  return { ids, so, told };
}

it('goes through files in their order, and through a file from its newest record', async () => {
  const { ids, so, told } = await search([
    file('b.json.gz', bytes(record('1', 1), record('2', 2))),
    file('a.json', new TextEncoder().encode(JSON.stringify({ Records: [record('3', 3)] }))),
  ]);

  expect(ids).toEqual(['2', '1', '3']);
  expect(so).toMatchObject({ files: 2, records: 3, unread: 0, isCut: false });
  expect(told).toEqual([1, 2]);
});

it('takes a record that two trails have delivered once, and one without id as often as it comes', async () => {
  const { eventID: _, ...nameless } = record('');
  const { ids } = await search([
    file('b.json.gz', bytes(record('1'), nameless)),
    file('a.json.gz', bytes(record('1'), nameless)),
  ]);

  expect(ids.toSorted()).toEqual(['', '', '1']);
});

it('stops where it was told to, and says so', async () => {
  const { ids, so } = await search([file('b.json.gz', bytes(record('1'), record('2'))), file('a', bytes())], 1);

  expect(ids).toEqual(['1']);
  expect(so).toMatchObject({ files: 1, isCut: true });
});

it('goes on after files that can’t be read, and counts them', async () => {
  const denied = Object.assign(new Error('kms:Decrypt'), { name: 'AccessDenied' });
  const whole = bytes(record('1'), record('2'));
  const { ids, so } = await search([
    file('e.json.gz', denied),
    file('d.json.gz', whole.subarray(0, whole.length - 12)),
    file('c.json.gz', new TextEncoder().encode('no gzip')),
    file('b.json', new TextEncoder().encode('{"Records":[{a}]}')),
    file('a.json.gz', bytes(record('3'))),
  ]);

  expect(ids).toContain('3');
  expect(so).toMatchObject({ files: 5, unread: 4 });
  expect(so.reasons).toHaveLength(3);
  expect(so.reasons[0]).toBe('e.json.gz: AccessDenied: kms:Decrypt');
});

it('stops at what is not the file’s fault', async () => {
  const expired = Object.assign(new Error('expired'), { name: 'ExpiredToken' });

  await expect(search([file('a.json.gz', expired)])).rejects.toThrow('expired');
});
