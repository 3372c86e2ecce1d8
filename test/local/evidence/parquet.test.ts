import { zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { readParquet, writeParquet } from 'parquet-wasm/node';
import { describe, expect, it } from 'vitest';
import { lakeFiles, toParquet } from '../../../local/evidence-parquet.ts';
import { toOcsf } from '../../../shared/evidence/ocsf.ts';
import type { OcsfEvent } from '../../../shared/evidence/ocsf.ts';
import { parseRecord } from '../../../shared/evidence/parse-record.ts';
import { bytesOf, evidenceDocument, fullDocument } from '../../kit/evidence-records.ts';

function eventOf(document: unknown): OcsfEvent {
  const record = parseRecord(bytesOf(document));
  if (record === undefined) throw new Error('no record');
  return toOcsf(record, 'actions/2026-11-20/x.json', '0.1.0');
}

/**
 * Rows as another implementation sees them: parquet-wasm is Apache Arrow's Rust one. It decodes the file and writes it
 * anew without compression; what has come through it is read back.
 */
async function readElsewhere(file: Uint8Array): Promise<unknown[]> {
  const again = writeParquet(readParquet(file));
  const compressors = { ZSTD: (page: Uint8Array) => new Uint8Array(zstdDecompressSync(page)) };
  const rows = await parquetReadObjects({ file: Uint8Array.from(again).buffer, compressors });
  return rows.map(plain);
}

/** Longs come as bigint; what is not there, as null. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .map(([name, member]) => [name, plain(member)]),
  );
}

describe('a Parquet file for Security Lake', () => {
  it('holds in an independent reader what the events hold', async () => {
    const events = [eventOf(fullDocument), eventOf({ ...fullDocument, plan: { steps: [] }, status: 'compliant' })];

    expect(await readElsewhere(await toParquet(events))).toEqual(JSON.parse(JSON.stringify(events)));
  });

  it('does so whatever the records hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(evidenceDocument, { minLength: 1, maxLength: 6 }), async (documents) => {
        const events = documents.map(eventOf);
        expect(await readElsewhere(await toParquet(events))).toEqual(JSON.parse(JSON.stringify(events)));
      }),
      { numRuns: 40 },
    );
  });

  it('is compressed with Zstandard, in row groups of no more than the service takes', async () => {
    const events = Array.from({ length: 5000 }, (_, index) =>
      eventOf({ ...fullDocument, endedAt: new Date(Date.parse('2026-11-20T00:00:00Z') + index * 1000).toISOString() }),
    );
    const { row_groups: groups } = parquetMetadata(Uint8Array.from(await toParquet(events)).buffer);

    expect(groups.reduce((rows, group) => rows + Number(group.num_rows), 0)).toBe(5000);
    for (const group of groups) {
      expect(Number(group.total_byte_size)).toBeLessThan(256_000_000);
      expect(new Set(group.columns.map(({ meta_data: column }) => column?.codec))).toEqual(new Set(['ZSTD']));
    }
  });

  it('lies where its source, Region, account and day say, sorted by time', () => {
    const at = (endedAt: string, changes: object = {}): OcsfEvent => eventOf({ ...fullDocument, endedAt, ...changes });
    const files = lakeFiles(
      [
        at('2026-11-20T23:59:59.999Z'),
        at('2026-11-21T00:00:00.000Z'),
        at('2026-11-21T00:00:01.000Z', { region: 'us-east-1', account: '444455556666' }),
        at('2026-11-21T00:00:02.000Z'),
      ],
      'redress',
    );

    expect(files.map(({ path, events }) => [path, events.length])).toEqual([
      ['ext/redress/region=eu-central-1/accountId=111122223333/eventDay=20261120/redress-20261120.parquet', 1],
      ['ext/redress/region=eu-central-1/accountId=111122223333/eventDay=20261121/redress-20261121.parquet', 2],
      ['ext/redress/region=us-east-1/accountId=444455556666/eventDay=20261121/redress-20261121.parquet', 1],
    ]);
    for (const { events } of files)
      expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).toSorted((a, b) => a - b));
  });
});
