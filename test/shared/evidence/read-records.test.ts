import { describe, expect, it } from 'vitest';
import { mostRecordBytes, TooLargeError } from '../../../shared/evidence/archive.ts';
import { readRecords } from '../../../shared/evidence/read-records.ts';
import { memoryArchive } from '../../kit/evidence-log.ts';
import type { Files } from '../../kit/evidence-log.ts';
import { bytesOf, fullDocument } from '../../kit/evidence-records.ts';

function filesOf(ends: Readonly<Record<string, string>>): Files {
  return new Map(
    Object.entries(ends).map(([key, endedAt]) => [`actions/${key}.json`, bytesOf({ ...fullDocument, endedAt })]),
  );
}

const files = filesOf({
  '2026-11-20/b': '2026-11-21T10:00:00.000Z',
  '2026-11-20/a': '2026-11-21T10:00:00.000Z',
  '2026-11-21/c': '2026-11-21T09:00:00.000Z',
  '2026-12-31/d': '2026-12-31T09:00:00.000Z',
});

async function keysOf(span: { readonly from?: string; readonly to?: string }): Promise<string[]> {
  const { records } = await readRecords(memoryArchive(files), span);
  return records.map(({ key }) => key.slice('actions/'.length, -'.json'.length));
}

describe('the records of an archive', () => {
  it('come by the time at which they ended, then by their key', async () => {
    expect(await keysOf({})).toEqual(['2026-11-21/c', '2026-11-20/a', '2026-11-20/b', '2026-12-31/d']);
  });

  it('come for the days that are asked for, few or many', async () => {
    expect(await keysOf({ from: '2026-11-21', to: '2026-11-22' })).toEqual(['2026-11-21/c']);
    expect(await keysOf({ from: '2026-11-21', to: '2027-11-22' })).toEqual(['2026-11-21/c', '2026-12-31/d']);
    expect(await keysOf({ from: '2026-12-01' })).toEqual(['2026-12-31/d']);
    expect(await keysOf({ to: '2026-11-20' })).toEqual(['2026-11-20/a', '2026-11-20/b']);
  });

  it('do not include what is too large, of another name, or no record, which is named', async () => {
    const archive = memoryArchive(
      new Map([
        ['actions/2026-11-20/grows.json', bytesOf({})],
        ['actions/2026-11-20/x.txt', bytesOf(fullDocument)],
        ['actions/2026-11-20/y.json', bytesOf({})],
      ]),
    );
    const growing = {
      ...archive,
      async *list(prefix: string) {
        yield* archive.list(prefix);
        yield { key: 'actions/2026-11-20/huge.json', size: mostRecordBytes + 1 };
      },
      get: async (key: string, most: number) => {
        if (key.includes('grows')) throw new TooLargeError('more');
        return archive.get(key, most);
      },
    };

    const { records, unreadable } = await readRecords(growing, {});

    expect(records).toEqual([]);
    expect(unreadable.map((key) => key.slice('actions/2026-11-20/'.length)).toSorted()).toEqual([
      'grows.json',
      'huge.json',
      'x.txt',
      'y.json',
    ]);
  });

  it('are not fewer because the archive can’t be reached', async () => {
    const archive = {
      ...memoryArchive(files),
      get: async () => {
        throw new Error('SlowDown');
      },
    };

    await expect(readRecords(archive, {})).rejects.toThrow('SlowDown');
  });
});
