import { zstdCompressSync } from 'node:zlib';
import { ByteWriter, parquetWriteRows } from 'hyparquet-writer';
import { dayOf } from '../shared/evidence/day.ts';
import type { OcsfEvent } from '../shared/evidence/ocsf.ts';
import { fields, longs, schema } from './evidence-parquet-schema.ts';

/**
 * Bytes of a row group before compression; Security Lake takes 256 MB.
 * https://docs.aws.amazon.com/security-lake/latest/userguide/custom-sources.html
 */
const rowGroupBytes = 64_000_000;

/** Bytes at which a page is ended; Security Lake takes 1 MB, and a page ends only after a whole row. */
const pageBytes = 256_000;

/** A file for Security Lake, and where it belongs in its bucket. */
export interface LakeFile {
  readonly path: string;
  readonly events: readonly OcsfEvent[];
}

/**
 * Events by source, Region, account and day (UTC), which is how Security Lake partitions its data. Their order is kept:
 * sorted by time they stay so.
 *
 * @param source as the custom source was created, at most 20 characters
 */
export function lakeFiles(events: readonly OcsfEvent[], source: string): readonly LakeFile[] {
  const files = Map.groupBy(events, ({ cloud, time }) => {
    const day = dayOf(new Date(time)).replaceAll('-', '');
    return `ext/${source}/region=${cloud.region}/accountId=${cloud.account.uid}/eventDay=${day}/redress-${day}.parquet`;
  });
  return [...files].map(([path, of]) => ({ path, events: of }));
}

/** Events as a Parquet file, compressed with Zstandard. */
export async function toParquet(events: readonly OcsfEvent[]): Promise<Uint8Array> {
  const writer = new ByteWriter();
  await parquetWriteRows({
    writer,
    rows: events.map(toRow),
    columns: fields.flatMap(([field]) => (field === undefined ? [] : [{ name: field.name }])),
    schema,
    codec: 'ZSTD',
    compressors: { ZSTD: (page) => new Uint8Array(zstdCompressSync(page)) },
    rowGroupSize: groupSizes(events),
    pageSize: pageBytes,
    createdBy: 'redress',
  });
  return new Uint8Array(writer.getBuffer());
}

function toRow(event: OcsfEvent): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      longs.has(name) ? BigInt(value as number) : (value as unknown),
    ]),
  );
}

/** Rows of each group, by what they take as JSON: as Parquet they take less. */
function groupSizes(events: readonly OcsfEvent[]): number[] {
  const sizes: number[] = [];
  let [rows, bytes] = [0, 0];
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event));
    if (rows > 0 && bytes + size > rowGroupBytes) {
      sizes.push(rows);
      [rows, bytes] = [0, 0];
    }
    rows += 1;
    bytes += size;
  }
  return [...sizes, Math.max(rows, 1)];
}
