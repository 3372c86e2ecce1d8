import type { Clock } from '../clock.ts';
import type { EvidenceArchive, Stored } from './archive.ts';
import { openDays, plusDays, recordDay, recordPrefix } from './day.ts';
import type { Finding, FindingKind, LogReport } from './finding.ts';
import { inParallel } from './in-parallel.ts';
import type { SealedRecord } from './manifest.ts';
import type { TrustedKeys } from './signer.ts';
import { checkLinks, checkSeal, lastDueDay, listSeals, sealFinding } from './verify-seals.ts';
import type { CheckedSeal } from './verify-seals.ts';
import { judgeUnsealed } from './verify-unsealed.ts';
import type { SealedUpTo } from './verify-unsealed.ts';

export interface LogCheck {
  readonly archive: EvidenceArchive;
  /** Keys that seals may be signed with. They must not come from the archive itself. */
  readonly keys: TrustedKeys;
  readonly clock: Clock;
  /** Days to check, both included; all by default. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Digest of a seal, noted when it was made, and kept where nobody could change it together with the log. */
  readonly noted?: string | undefined;
}

interface Span {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/**
 * Compares the log with its seals: every record with the manifest that holds it, every manifest with its signature and
 * the one before it, and what lies in no manifest with the time at which it should have come into one. Reads all that
 * is stored, trusts none of it, and writes nothing.
 */
export async function verifyLog({ archive, keys, clock, from, to, noted }: LogCheck): Promise<LogReport> {
  const now = clock.now();
  const span: Span = { from, to };
  const { there, expected, strangers } = await listSeals(archive, keys, now);
  const walk = await walkSeals(expected, new Set(there), span, archive, keys);
  const rest = await unsealedRecords(span, walk.known, archive);
  const never = there.length === 0 ? neverSealed(rest, now) : [];
  const sealed: readonly SealedUpTo[] = [
    ...walk.sealed,
    ...never.map(({ day = '' }) => ({ day, state: 'missing' as const })),
  ];
  const judged = await inParallel(rest, (stored) => judgeUnsealed(stored, sealed, archive, now));
  const inSpan = strangers.filter(({ day }) => within(day, span));
  return {
    checkedAt: now.toISOString(),
    from,
    to,
    seals: walk.seals,
    records: walk.records,
    unsealed: judged.filter((one) => one === undefined).length,
    head: walk.head,
    findings: unique([
      ...inSpan,
      ...never,
      ...checkNoted(noted, walk.digests),
      ...walk.findings,
      ...judged.filter((one) => one !== undefined),
    ]),
  };
}

/** A log that was begun anew, by somebody who has the key, holds in itself; what was noted of the old one is not in it. */
function checkNoted(noted: string | undefined, digests: ReadonlySet<string>): readonly Finding[] {
  if (noted === undefined || digests.has(noted)) return [];
  const detail = 'No good seal has the digest that was noted: the log up to it is another one than it was then.';
  return [{ kind: 'missing', what: 'seal', key: noted, detail }];
}

interface Walk extends Pick<LogReport, 'seals' | 'records' | 'head' | 'findings'> {
  /** Keys of records that some manifest has. */
  readonly known: ReadonlySet<string>;
  /** Of good seals. */
  readonly digests: ReadonlySet<string>;
  readonly sealed: readonly SealedUpTo[];
}

/** From seal to seal, with the records of each. One manifest at a time: years of them would not fit into memory. */
async function walkSeals(
  days: readonly string[],
  there: ReadonlySet<string>,
  span: Span,
  archive: EvidenceArchive,
  keys: TrustedKeys,
): Promise<Walk> {
  const findings: Finding[] = [];
  const known = new Set<string>();
  const digests = new Set<string>();
  const sealed: SealedUpTo[] = [];
  let [records, seals] = [0, 0];
  let head: LogReport['head'];
  let before: CheckedSeal | undefined;
  for (const day of days.filter((one) => isNear(one, span))) {
    const seal = await checkSeal(day, there.has(day), archive, keys);
    findings.push(...[...seal.findings, ...checkLinks(seal, before)].filter((one) => within(one.day, span)));
    if (seal.state === 'good') digests.add(seal.digest ?? '');
    if (seal.state === 'good' && seal.findings.length === 0 && within(day, span)) {
      seals += 1;
      head = { day, digest: seal.digest ?? '' };
    }
    const checked = await checkRecords(seal, span, archive);
    findings.push(...checked.findings);
    records += checked.good;
    for (const key of checked.listed) known.add(key);
    sealed.push({ day, state: seal.state, sealedAt: seal.manifest?.sealedAt });
    before = seal;
  }
  return { findings, known, digests, sealed, records, seals, head };
}

/** The seal before a span is needed for its digest; those after it, since a record may be sealed weeks after its day. */
function isNear(day: string, { from, to }: Span): boolean {
  return (from === undefined || day >= plusDays(from, -1)) && (to === undefined || day <= plusDays(to, openDays));
}

/** Without any seal nothing is proven: that is a finding as soon as there is something that should have been sealed. */
function neverSealed(records: readonly Stored[], now: Date): readonly Finding[] {
  const due = lastDueDay(now);
  const some = records.some(({ key }) => (recordDay(key) ?? due) <= due);
  return some ? [sealFinding('missing', due, 'Nothing has ever been sealed here.')] : [];
}

/** Records as one manifest has them. A manifest that can't be trusted proves none, but tells what to look for. */
async function checkRecords(
  seal: CheckedSeal,
  span: Span,
  archive: EvidenceArchive,
): Promise<{ readonly listed: readonly string[]; readonly good: number; readonly findings: readonly Finding[] }> {
  const records = (seal.manifest?.records ?? []).filter(({ key }) => within(recordDay(key) ?? seal.day, span));
  const found = await inParallel(records, async (record) => {
    const detail = await difference(record, archive);
    const doubt = seal.state === 'good' ? '' : ', and is itself changed';
    if (detail === 'missing') return finding('missing', record.key, `The seal of ${seal.day} has it${doubt}.`);
    if (seal.state !== 'good')
      return finding('unproven', record.key, `It rests on the seal of ${seal.day}, which is changed.`);
    return detail === undefined ? undefined : finding('changed', record.key, detail);
  });
  return {
    listed: records.map(({ key }) => key),
    good: found.filter((one) => one === undefined).length,
    findings: found.filter((one) => one !== undefined),
  };
}

async function difference({ key, size, sha256 }: SealedRecord, archive: EvidenceArchive): Promise<string | undefined> {
  const found = await archive.fingerprint(key);
  if (found === undefined) return 'missing';
  if (found.size !== size) return `It has ${found.size} bytes, and had ${size} when it was sealed.`;
  return found.sha256 === sha256 ? undefined : 'It has other bytes than when it was sealed.';
}

/** What lies among the records and in no manifest. What lies under no day is looked at with all days only. */
async function unsealedRecords(
  span: Span,
  known: ReadonlySet<string>,
  archive: EvidenceArchive,
): Promise<readonly Stored[]> {
  const all = span.from === undefined && span.to === undefined;
  const rest: Stored[] = [];
  for await (const stored of archive.list(recordPrefix)) {
    if (known.has(stored.key)) continue;
    const day = recordDay(stored.key);
    if (day === undefined ? all : within(day, span)) rest.push(stored);
  }
  return rest;
}

function within(day: string | undefined, { from, to }: Span): boolean {
  return day === undefined || ((from === undefined || day >= from) && (to === undefined || day <= to));
}

function finding(kind: FindingKind, key: string, detail: string): Finding {
  return { kind, what: 'record', key, day: recordDay(key), detail };
}

/** Of one thing, one finding of each kind is enough. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.toReversed().map((one) => [`${one.kind} ${one.key}`, one])).values()].toReversed();
}
