import { errorRecord } from '../aws/failure.ts';
import type { EvidenceArchive } from '../evidence/archive.ts';
import type { ImportTarget } from './assessments.ts';
import { remember } from './imported.ts';
import type { Importer } from './service.ts';

/** https://docs.aws.amazon.com/audit-manager/latest/APIReference/API_BatchImportEvidenceToAssessmentControl.html */
const mostInCall = 50;
/** https://docs.aws.amazon.com/audit-manager/latest/userguide/service-quotas.html: manual evidence a control and day */
const mostInDay = 100;

interface Destination {
  readonly audit: Pick<Importer, 'BatchImportEvidenceToAssessmentControl'>;
  readonly archive: Pick<EvidenceArchive, 'create'>;
  readonly bucket: string;
}

/**
 * Gives records to one control, as many as a day takes. A call that fails ends it for this control; what was not taken
 * is the next run's.
 *
 * @param doneToday pieces that the control was given today by earlier runs
 * @throws what the archive throws
 */
export async function handOver(
  target: ImportTarget,
  due: readonly string[],
  doneToday: number,
  today: string,
  destination: Destination,
): Promise<{ readonly through: ReadonlySet<string>; readonly problems: readonly string[] }> {
  const room = Math.max(0, mostInDay - doneToday);
  const through = new Set<string>();
  const problems: string[] = [];
  for (let from = 0; from < Math.min(due.length, room); from += mostInCall) {
    const keys = due.slice(from, Math.min(from + mostInCall, room));
    const taken = await oneCall(target, keys, destination).catch((error: unknown) => {
      const { name, message } = errorRecord(error);
      return { keys: undefined, problems: [`${name}: ${message}`] };
    });
    problems.push(...taken.problems.map((problem) => `${target.name}: ${problem}`));
    if (taken.keys === undefined) break;
    if (taken.keys.length > 0) await remember(destination.archive, today, target, taken.keys);
    for (const key of taken.keys) through.add(key);
  }
  return { through, problems };
}

async function oneCall(
  { assessmentId, controlSetId, controlId }: ImportTarget,
  keys: readonly string[],
  { audit, bucket }: Destination,
): Promise<{ readonly keys: readonly string[]; readonly problems: readonly string[] }> {
  const pathOf = (key: string): string => `s3://${bucket}/${key}`;
  const { errors = [] } = await audit.BatchImportEvidenceToAssessmentControl({
    assessmentId,
    controlSetId,
    controlId,
    manualEvidence: keys.map((key) => ({ s3ResourcePath: pathOf(key) })),
  });
  const refused = errors.map(({ manualEvidence }) => manualEvidence?.s3ResourcePath);
  return {
    // An error that does not say what it is about may be about any: handed over again rather than lost.
    keys: refused.includes(undefined) ? [] : keys.filter((key) => !refused.includes(pathOf(key))),
    problems: errors.map(({ errorCode = 'refused', errorMessage = '' }) => `${errorCode}: ${errorMessage}`),
  };
}
