import type { EvidenceArchive } from '../../shared/evidence/archive.ts';
import { recordDay, recordPrefix } from '../../shared/evidence/day.ts';
import { inParallel } from '../../shared/evidence/in-parallel.ts';
import type { EvidenceRecord } from '../../shared/evidence/parse-record.ts';
import { readRecord } from '../../shared/evidence/read-record.ts';

/** Days in UTC, both included. */
export interface Span {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface KeptRecord {
  /** Where the evidence document lies. */
  readonly key: string;
  readonly record: EvidenceRecord;
}

export interface KeptRecords {
  readonly records: readonly KeptRecord[];
  /** Keys of what lies among the records and can't be read as one. Never left out in silence. */
  readonly unreadable: readonly string[];
}

/** All records whose actions began in the span, oldest first. */
export async function readRecords(archive: EvidenceArchive, { from, to }: Span): Promise<KeptRecords> {
  const keys: string[] = [];
  for await (const { key } of archive.list(recordPrefix)) {
    const day = recordDay(key);
    const isOutside = day !== undefined && ((from !== undefined && day < from) || (to !== undefined && day > to));
    if (!isOutside) keys.push(key);
  }
  const read = await inParallel(keys.toSorted(), async (key) => ({ key, record: await readRecord(archive, key) }));
  const records = read.flatMap(({ key, record }) => (record === undefined ? [] : [{ key, record }]));
  return {
    records: records.toSorted((a, b) => Date.parse(a.record.endedAt) - Date.parse(b.record.endedAt)),
    unreadable: read.flatMap(({ key, record }) => (record === undefined ? [key] : [])),
  };
}
