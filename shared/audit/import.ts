import { errorRecord, failureKind } from '../aws/failure.ts';
import type { Clock } from '../clock.ts';
import type { EvidenceArchive } from '../evidence/archive.ts';
import { dayOf, plusDays, recordPrefix } from '../evidence/day.ts';
import { inParallel } from '../evidence/in-parallel.ts';
import type { EvidenceRecord } from '../evidence/parse-record.ts';
import { readRecord } from '../evidence/read-record.ts';
import type { Mappable } from '../governance/framework.ts';
import type { AuditMapping } from '../policy/audit-manager.ts';
import { importTargets } from './assessments.ts';
import type { ImportTarget } from './assessments.ts';
import { handOver } from './hand-over.ts';
import { importedBefore } from './imported.ts';
import { entriesFor, evidenceFor } from './mapping.ts';
import type { Importer } from './service.ts';

export interface Importing {
  readonly audit: Importer;
  readonly archive: Pick<EvidenceArchive, 'list' | 'get' | 'create'>;
  /** The bucket that the archive reads: Audit Manager takes the records from there. */
  readonly bucket: string;
  /** What the policy says; it is asked for once. @throws PolicyError for a policy that can't be read */
  readonly mapping: () => Promise<AuditMapping>;
  readonly clock: Clock;
}

export interface Imported {
  readonly available: true;
  /** Controls that there is evidence for. */
  readonly controls: number;
  readonly imported: number;
  /** Pieces of evidence that are left to the next run: throttled, refused, or beyond what a day takes. */
  readonly waiting: number;
  /** Of these, what the next run will be too late for. It stays in the bucket, and a person has to hand it over. */
  readonly lapsing: number;
  /** Remediations whose records no control of any active assessment gets, and how many records of theirs there are. */
  readonly unmapped: Readonly<Record<string, number>>;
  /** Entries of the policy that fit no control of any active assessment. */
  readonly unused: readonly string[];
  /** What was said no with, a few of them. */
  readonly problems: readonly string[];
}

export type ImportOutcome =
  | Imported
  /** Not set up, which no new customer can, or not permitted. The evidence lies where it lies, and nothing is missing. */
  | { readonly available: false; readonly reason: string };

/**
 * Days whose records are looked at. A record lies under the day on which its action began, and an execution takes up to
 * seven days (`durable.executionTimeout` in serverless.yml); what does not get through is tried on seven more.
 */
export const importDays = 14;

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
  const mapping = await importing.mapping();
  let found: Awaited<ReturnType<typeof importTargets>>;
  try {
    found = await importTargets(importing.audit);
  } catch (error) {
    if (failureKind(error) !== 'denied') throw error;
    const { name, message } = errorRecord(error);
    return { available: false, reason: `${name}: ${message}` };
  }
  const today = dayOf(importing.clock.now());
  const records = await recentRecords(importing.archive, today);
  const imported = await importAll(found.targets, records, mapping, today, importing);
  return {
    available: true,
    ...imported,
    unmapped: unmappedOf(found.targets, records, mapping),
    unused: unusedOf(found.targets, mapping),
    problems: [...found.problems, ...imported.problems].slice(0, 10),
  };
}

type Sums = Pick<Imported, 'controls' | 'imported' | 'waiting' | 'lapsing' | 'problems'>;

async function importAll(
  targets: readonly ImportTarget[],
  records: readonly RecentRecord[],
  mapping: AuditMapping,
  today: string,
  importing: Importing,
): Promise<Sums> {
  const before = await importedBefore(importing.archive, today, importDays);
  const sums = { controls: 0, imported: 0, waiting: 0, lapsing: 0, problems: [] as string[] };
  const oldest = `${recordPrefix}${plusDays(today, -importDays)}/`;
  for (const target of targets) {
    const fits = evidenceFor(target, mapping);
    const fitting = records.filter(({ about }) => fits(about));
    if (fitting.length === 0) continue;
    const done = before.of(target);
    const due = fitting.filter(({ key }) => !done.keys.has(key)).map(({ key }) => key);
    const { through, problems } = await handOver(target, due, done.today, today, importing);
    const left = due.filter((key) => !through.has(key));
    sums.controls += 1;
    sums.imported += through.size;
    sums.waiting += left.length;
    sums.lapsing += left.filter((key) => key.startsWith(oldest)).length;
    sums.problems.push(...problems);
  }
  return sums;
}

/** As much of a record as is needed: two weeks of whole ones would not fit into memory. */
interface RecentRecord {
  readonly key: string;
  readonly about: Mappable;
}

async function recentRecords(archive: Importing['archive'], today: string): Promise<readonly RecentRecord[]> {
  const keys: string[] = [];
  for (let ago = 1; ago <= importDays; ago += 1) {
    for await (const { key } of archive.list(`${recordPrefix}${plusDays(today, -ago)}/`)) keys.push(key);
  }
  const read = await inParallel(keys.toSorted(), async (key) => {
    const record = await readRecord(archive, key);
    if (record === undefined || !told.includes(record.status)) return [];
    return [{ key, about: { id: record.remediation, controls: { securityHub: record.controls?.securityHub ?? [] } } }];
  });
  return read.flat();
}

function unmappedOf(
  targets: readonly ImportTarget[],
  records: readonly RecentRecord[],
  mapping: AuditMapping,
): Readonly<Record<string, number>> {
  const fits = targets.map((target) => evidenceFor(target, mapping));
  const rest = records.filter(({ about }) => !fits.some((is) => is(about)));
  const counts = new Map<string, number>();
  for (const { about } of rest) counts.set(about.id, (counts.get(about.id) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function unusedOf(targets: readonly ImportTarget[], mapping: AuditMapping): readonly string[] {
  const used = new Set(targets.flatMap((target) => entriesFor(target, mapping)));
  return mapping.controls.filter((entry) => !used.has(entry)).map(({ path }) => path);
}
