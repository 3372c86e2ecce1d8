import { mostRecordBytes, TooLargeError } from './archive.ts';
import type { EvidenceArchive } from './archive.ts';
import { parseRecord } from './parse-record.ts';
import type { EvidenceRecord } from './parse-record.ts';

/** A record from the evidence; undefined where what lies there is none, or too large to be one. */
export async function readRecord(
  archive: Pick<EvidenceArchive, 'get'>,
  key: string,
): Promise<EvidenceRecord | undefined> {
  try {
    const bytes = await archive.get(key, mostRecordBytes);
    return bytes === undefined ? undefined : parseRecord(bytes);
  } catch (error) {
    if (error instanceof TooLargeError) return undefined;
    throw error;
  }
}
