import { mostRecordBytes, TooLargeError } from './archive.ts';
import type { EvidenceArchive, Stored } from './archive.ts';
import { dayOf, isRecordKey, plusDays, recordDay } from './day.ts';
import type { Finding, FindingKind } from './finding.ts';
import { endOf } from './record-times.ts';

/** One day's seal, as far as it matters for a record that is in none. */
export interface SealedUpTo {
  readonly day: string;
  readonly state: 'good' | 'bad' | 'missing';
  readonly sealedAt?: string | undefined;
}

/**
 * From the end of an action to its record in the store: clocks differ by seconds, and whoever can't store it tries again
 * for ten minutes.
 */
const graceMilliseconds = 15 * 60_000;

/** What a record means that no seal has: undefined if it is only newer than the last one. */
export async function judgeUnsealed(
  stored: Stored,
  sealed: readonly SealedUpTo[],
  archive: EvidenceArchive,
  now: Date,
): Promise<Finding | undefined> {
  const { key } = stored;
  const day = recordDay(key);
  if (day === undefined || !isRecordKey(key)) return finding('added', key, 'No record has a name like this.');
  if (day > dayOf(now)) return finding('added', key, 'Its day is yet to come.');
  const ended = await endedAt(stored, archive);
  if (ended === undefined) return finding('unreadable', key, 'It can’t be read as a record, and is in no seal.');
  if (ended > now.getTime() + graceMilliseconds) return finding('added', key, 'It ends at a time that is yet to come.');
  const complete = new Date(ended + graceMilliseconds).toISOString();
  const due = sealed.find((seal) => seal.day >= day && sealedAtOf(seal) >= complete);
  if (due === undefined) return undefined;
  return due.state === 'good'
    ? finding('added', key, `By its own word it was there when ${due.day} was sealed, and no seal has it.`)
    : finding(
        'unproven',
        key,
        `The seal of ${due.day} should have it, and is ${due.state === 'bad' ? 'changed' : 'missing'}.`,
      );
}

/** Of a seal that can't be trusted: when it should have been made. */
function sealedAtOf({ day, state, sealedAt }: SealedUpTo): string {
  return state === 'good' && sealedAt !== undefined ? sealedAt : `${plusDays(day, 1)}T00:30:00.000Z`;
}

/** Milliseconds since 1970, from the document; undefined if it is none. */
async function endedAt({ key, size }: Stored, archive: EvidenceArchive): Promise<number | undefined> {
  if (size > mostRecordBytes) return undefined;
  try {
    const bytes = await archive.get(key, mostRecordBytes);
    return bytes === undefined ? undefined : endOf(bytes);
  } catch (error) {
    if (error instanceof TooLargeError) return undefined;
    throw error;
  }
}

function finding(kind: FindingKind, key: string, detail: string): Finding {
  return { kind, what: 'record', key, day: recordDay(key), detail };
}
