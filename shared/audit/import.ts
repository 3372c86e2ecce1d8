import { errorRecord, failureKind } from '../aws/failure.ts';
import type { Clock } from '../clock.ts';
import type { EvidenceArchive } from '../evidence/archive.ts';
import { dayOf, plusDays, recordPrefix } from '../evidence/day.ts';
import { inParallel } from '../evidence/in-parallel.ts';
import type { EvidenceRecord } from '../evidence/parse-record.ts';
import { readRecord } from '../evidence/read-record.ts';
import { importTargets } from './assessments.ts';
import type { ImportTarget } from './assessments.ts';
import { importedBefore, remember } from './imported.ts';
import type { Imported } from './imported.ts';
import { isEvidenceFor } from './mapping.ts';
import type { Importer } from './service.ts';

export interface Importing {
  readonly audit: Importer;
  readonly archive: Pick<EvidenceArchive, 'list' | 'get' | 'create'>;
  /** The bucket that the archive reads: Audit Manager takes the records from there. */
  readonly bucket: string;
  readonly clock: Clock;
}

export type ImportOutcome =
  | {
      readonly available: true;
      readonly controls: number;
      readonly imported: number;
      /** Pieces of evidence that are left to the next run: throttled, refused, or beyond what a day takes. */
      readonly waiting: number;
      /** What was said no with, a few of them. */
      readonly problems: readonly string[];
    }
  /** Not set up, which no new customer can, or not permitted. The evidence lies where it lies, and nothing is missing. */
  | { readonly available: false; readonly reason: string };

/** https://docs.aws.amazon.com/audit-manager/latest/APIReference/API_BatchImportEvidenceToAssessmentControl.html */
const mostInCall = 50;
/** https://docs.aws.amazon.com/audit-manager/latest/userguide/service-quotas.html: manual evidence a control and day */
const mostInDay = 100;
/** For so many days what did not get through is tried again. */
export const importDays = 7;

/** What was looked at and found in order, or left to somebody else, is no evidence that a person wants to read. */
const told: readonly EvidenceRecord['status'][] = [
  'remediated',
  'rolled-back',
  'failed',
  'refused',
  'reported',
  'exempted',
  'awaiting-approval',
];

/**
 * Hands the last days' records to the controls of active assessments that they support evidence for: each as a reference
 * to the record in the bucket, so that the auditor sees what was sealed. What was handed over is written down beside the
 * records; a crash between the two hands a piece over twice, and none is lost.
 *
 * @throws what the archive throws, and of Audit Manager what may do better later
 */
export async function importEvidence(importing: Importing): Promise<ImportOutcome> {
  let targets: readonly ImportTarget[];
  try {
    targets = await importTargets(importing.audit);
  } catch (error) {
    if (failureKind(error) !== 'denied') throw error;
    return { available: false, reason: textOf(error) };
  }
  const today = dayOf(importing.clock.now());
  const records = await recentRecords(importing.archive, today);
  const imported = await importedBefore(importing.archive, today, importDays);
  const outcome = { controls: 0, imported: 0, waiting: 0, problems: [] as string[] };
  for (const target of targets) {
    const fitting = records.filter(({ record }) =>
      isEvidenceFor(target, { id: record.remediation, controls: record.controls ?? {} }),
    );
    if (fitting.length === 0) continue;
    const done = imported.of(target);
    const due = fitting.filter(({ key }) => !done.keys.has(key)).map(({ key }) => key);
    const count = await importInto(target, due, done, today, importing, outcome.problems);
    outcome.controls += 1;
    outcome.imported += count;
    outcome.waiting += due.length - count;
  }
  return { available: true, ...outcome, problems: outcome.problems.slice(0, 10) };
}

/** How many pieces got through. */
async function importInto(
  target: ImportTarget,
  due: readonly string[],
  done: Imported,
  today: string,
  { audit, archive, bucket }: Importing,
  problems: string[],
): Promise<number> {
  const { assessmentId, controlSetId, controlId } = target;
  const room = Math.max(0, mostInDay - done.today);
  let count = 0;
  for (let from = 0; from < Math.min(due.length, room); from += mostInCall) {
    const keys = due.slice(from, Math.min(from + mostInCall, room));
    try {
      const manualEvidence = keys.map((key) => ({ s3ResourcePath: `s3://${bucket}/${key}` }));
      const { errors = [] } = await audit.BatchImportEvidenceToAssessmentControl({
        assessmentId,
        controlSetId,
        controlId,
        manualEvidence,
      });
      const refused = new Set(errors.map((error) => error.manualEvidence?.s3ResourcePath));
      const through = keys.filter((key) => !refused.has(`s3://${bucket}/${key}`));
      problems.push(
        ...errors.map(
          ({ errorCode = 'refused', errorMessage = '' }) => `${target.name}: ${errorCode}: ${errorMessage}`,
        ),
      );
      if (through.length > 0) await remember(archive, today, target, through);
      count += through.length;
    } catch (error) {
      // The rest of this control waits; the others are tried, each on its own.
      problems.push(`${target.name}: ${textOf(error)}`);
      return count;
    }
  }
  return count;
}

async function recentRecords(archive: Importing['archive'], today: string) {
  const keys: string[] = [];
  for (let ago = 1; ago <= importDays; ago += 1) {
    for await (const { key } of archive.list(`${recordPrefix}${plusDays(today, -ago)}/`)) keys.push(key);
  }
  const read = await inParallel(keys.toSorted(), async (key) => ({ key, record: await readRecord(archive, key) }));
  return read.flatMap(({ key, record }) =>
    record !== undefined && told.includes(record.status) ? [{ key, record }] : [],
  );
}

function textOf(error: unknown): string {
  const { name, message } = errorRecord(error);
  return `${name}: ${message}`;
}
