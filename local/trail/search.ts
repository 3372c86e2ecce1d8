import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { errorRecord } from '../../shared/aws/failure.ts';
import type { LogFile } from './log-files.ts';
import { newestFirst } from './lookup.ts';
import { recordsIn } from './records.ts';
import { rowOf } from './row.ts';
import type { TrailRow } from './row.ts';

/** How far a search has come. */
export interface Searched {
  files: number;
  records: number;
  /** Files that could not be read, the first few with the reason. */
  unread: number;
  readonly reasons: string[];
  /** There is more than `most` records. */
  isCut: boolean;
}

export interface Search {
  readonly matches: (record: unknown, row: TrailRow) => boolean;
  /** Records to look at before the search is given up. */
  readonly most: number;
  /** Told of the search after each file. */
  readonly tell: (searched: Readonly<Searched>) => void;
}

/**
 * The rows in log files, file by file: as the files are ordered, and within one the newest first. A file that can't be
 * read is counted, and the search goes on.
 */
export async function* searched(
  files: AsyncIterable<LogFile>,
  { matches, most, tell }: Search,
  so: Searched,
): AsyncGenerator<TrailRow> {
  const isNew = createMemory();
  for await (const file of files) {
    const rows: TrailRow[] = [];
    try {
      for await (const record of recordsIn(await bytesOf(file))) {
        if (so.records >= most) {
          so.isCut = true;
          break;
        }
        so.records += 1;
        const row = rowOf(record);
        if (row !== undefined && matches(record, row) && isNew(row)) rows.push(row);
      }
    } catch (error) {
      if (!isOfTheFile(error)) throw error;
      so.unread += 1;
      const { name, message } = errorRecord(error);
      if (so.reasons.length < 3) so.reasons.push(`${file.name}: ${name}: ${message}`);
    }
    so.files += 1;
    tell(so);
    yield* rows.toSorted(newestFirst);
    if (so.isCut) return;
  }
}

export function notSearched(): Searched {
  return { files: 0, records: 0, unread: 0, reasons: [], isCut: false };
}

async function bytesOf(file: LogFile): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> {
  const bytes = await file.open();
  if (!file.name.endsWith('.gz')) return bytes;
  const unzipped = createGunzip();
  // Whoever reads is told of errors by the reading, and the source is closed with whoever reads it.
  pipeline(Readable.from(bytes), unzipped, () => undefined);
  return unzipped;
}

/** Two trails may deliver the same record to a bucket, soon after each other. */
function createMemory(): (row: TrailRow) => boolean {
  const known = new Set<string>();
  return ({ region, id }) => {
    const key = `${region} ${id}`;
    if (id === '' || !known.has(key)) {
      // What was seen long ago does not come again, and must not fill the memory.
      if (known.size >= 100_000) known.clear();
      known.add(key);
      return true;
    }
    return false;
  };
}

/** What S3 says of one object: encrypted with a key that may not be used, archived, or gone since it was listed. */
const objectErrors = new Set(['AccessDenied', 'InvalidObjectState', 'KMS.DisabledException', 'NoSuchKey']);

function isOfTheFile(error: unknown): boolean {
  const { name, code = '' } = error as Error & { readonly code?: string };
  if (name === 'SyntaxError' || objectErrors.has(name)) return true;
  return (
    code.startsWith('Z_') || code === 'ERR_ENCODING_INVALID_ENCODED_DATA' || code === 'EACCES' || code === 'ENOENT'
  );
}
