import { mostRecordBytes } from './archive.ts';
import type { EvidenceArchive, Stored } from './archive.ts';
import { daysBetween, isRecordKey, plusDays, recordDay, recordPrefix } from './day.ts';
import { inParallel } from './in-parallel.ts';
import type { EvidenceRecord } from './parse-record.ts';
import { readRecord } from './read-record.ts';

export interface FoundRecord {
  readonly key: string;
  readonly record: EvidenceRecord;
}

export interface FoundRecords {
  /** By the time at which they ended, then by their key. */
  readonly records: readonly FoundRecord[];
  /** Keys of what lies among the records and is none. */
  readonly unreadable: readonly string[];
}

/** The days, both included, on which actions began; all by default. */
export interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** All records of some days, as they lie there. Whether they are as they were sealed is for `verifyLog` to say. */
export async function readRecords(archive: EvidenceArchive, span: Span): Promise<FoundRecords> {
  const stored = await listRecords(archive, span);
  const read = await inParallel(stored, async ({ key, size }) => {
    const record = isRecordKey(key) && size <= mostRecordBytes ? await readRecord(archive, key) : undefined;
    return { key, record };
  });
  return {
    records: read.filter((one): one is FoundRecord => one.record !== undefined).toSorted(byEnd),
    unreadable: read.filter(({ record }) => record === undefined).map(({ key }) => key),
  };
}

function byEnd(a: FoundRecord, b: FoundRecord): number {
  const later = Date.parse(a.record.endedAt) - Date.parse(b.record.endedAt);
  return later === 0 ? (a.key < b.key ? -1 : 1) : later;
}

async function listRecords(archive: EvidenceArchive, { from, to }: Span): Promise<readonly Stored[]> {
  // A few days have prefixes of their own; for many, or without an end, one listing takes fewer requests.
  const days = from !== undefined && to !== undefined && to <= plusDays(from, 31) ? daysBetween(from, to) : undefined;
  const found: Stored[] = [];
  for (const prefix of days?.map((day) => `${recordPrefix}${day}/`) ?? [recordPrefix]) {
    for await (const stored of archive.list(prefix)) {
      const day = recordDay(stored.key) ?? '';
      if ((from === undefined || day >= from) && (to === undefined || day <= to)) found.push(stored);
    }
  }
  return found;
}
