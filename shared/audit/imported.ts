import * as z from 'zod';
import type { EvidenceArchive } from '../evidence/archive.ts';
import { mostRecordBytes, sha256 } from '../evidence/archive.ts';
import { daysBetween, plusDays } from '../evidence/day.ts';
import { inParallel } from '../evidence/in-parallel.ts';
import { canonical } from '../json.ts';
import type { ImportTarget } from './assessments.ts';

type Place = Pick<ImportTarget, 'assessmentId' | 'controlId'>;

/** What a control was given before. */
export interface Imported {
  readonly keys: ReadonlySet<string>;
  /** How many pieces of evidence today. */
  readonly today: number;
}

/** Beside the records, in objects that are written once: under Object Lock there is no cursor to move on. */
export const importedPrefix = 'audit-manager/';

const note = z.object({ assessmentId: z.string(), controlId: z.string(), records: z.array(z.string()) });

/** Notes that these records have been handed over to a control. */
export async function remember(
  archive: Pick<EvidenceArchive, 'create'>,
  day: string,
  { assessmentId, controlId }: Place,
  records: readonly string[],
): Promise<void> {
  const name = sha256(canonical(records)).slice('sha256:'.length, 'sha256:'.length + 16);
  const key = `${importedPrefix}${day}/${assessmentId}/${controlId}/${name}.json`;
  await archive.create(key, Buffer.from(canonical({ version: 1, assessmentId, controlId, records })));
}

/** What was handed over today and on the days before. */
export async function importedBefore(
  archive: Pick<EvidenceArchive, 'list' | 'get'>,
  today: string,
  days: number,
): Promise<{ readonly of: (place: Place) => Imported }> {
  const found: { readonly key: string; readonly day: string }[] = [];
  for (const day of daysBetween(plusDays(today, -days), today)) {
    for await (const { key } of archive.list(`${importedPrefix}${day}/`)) found.push({ key, day });
  }
  const notes = await inParallel(found, async ({ key, day }) => ({
    day,
    note: parse(await archive.get(key, mostRecordBytes)),
  }));
  const nameOf = ({ assessmentId, controlId }: Place): string => `${assessmentId}/${controlId}`;
  const known = Map.groupBy(
    notes.flatMap(({ day, note: one }) => (one === undefined ? [] : [{ day, ...one }])),
    nameOf,
  );
  return {
    of: (place) => {
      const own = known.get(nameOf(place)) ?? [];
      return {
        keys: new Set(own.flatMap(({ records }) => records)),
        today: own.filter(({ day }) => day === today).reduce((sum, { records }) => sum + records.length, 0),
      };
    },
  };
}

/** A note that can't be read is none: what it stood for is handed over again. */
function parse(bytes: Uint8Array | undefined): z.output<typeof note> | undefined {
  try {
    return note.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
}
