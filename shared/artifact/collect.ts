import { errorRecord, failureKind } from '../aws/failure.ts';
import type { Clock } from '../clock.ts';
import type { EvidenceArchive } from '../evidence/archive.ts';
import { canonical } from '../json.ts';
import { compileGlob } from '../policy/glob.ts';
import type { ArtifactApi } from './api.ts';
import type { ReportSummary } from './shapes.ts';

/** Which reports are wanted, by globs on their names; upper and lower case count. */
export interface ArtifactPolicy {
  readonly reports: readonly string[];
  /** Reports whose terms this organisation accepts without a person reading them first. None by default. */
  readonly acceptTerms: readonly string[];
}

export interface Collecting {
  readonly api: ArtifactApi;
  readonly archive: Pick<EvidenceArchive, 'list' | 'create' | 'fingerprint'>;
  readonly policy: ArtifactPolicy;
  readonly clock: Clock;
}

export type CollectedResult =
  | 'fetched' // now in the evidence
  | 'known' // was there before
  | 'not-wanted' // by the policy
  | 'terms-not-accepted' // a person has to read and accept them
  | 'not-ready' // AWS is still at it
  | 'failed'; // tried again by the next run

export interface Collected {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly result: CollectedResult;
  /** `true`: nobody has been told of this version yet. */
  readonly isNews: boolean;
  /** Of what was fetched its key, of what failed the reason; empty otherwise. */
  readonly detail: string;
}

export type Collection =
  | { readonly available: true; readonly reports: readonly Collected[] }
  /** Not to be had in this account: not permitted, or not there. Nothing else suffers. */
  | { readonly available: false; readonly reason: string };

export const artifactPrefix = 'artifact/';

/**
 * Fetches every wanted report's version that the evidence has not got yet. Each is looked at by itself: what fails is
 * told, and left to the next run. A version is complete once its `details.json` is there, which is written last.
 *
 * @throws what the archive throws; of Artifact only what says nothing about whether it is available
 */
export async function collectReports(collecting: Collecting): Promise<Collection> {
  const reports: ReportSummary[] = [];
  try {
    for await (const report of collecting.api.listReports()) reports.push(report);
  } catch (error) {
    const kind = failureKind(error);
    if (kind !== 'denied' && kind !== 'gone') throw error;
    const { name, message } = errorRecord(error);
    return { available: false, reason: `${name}: ${message}` };
  }
  const keys = new Set<string>();
  for await (const { key } of collecting.archive.list(artifactPrefix)) keys.add(key);
  const collected: Collected[] = [];
  for (const report of reports) {
    if (report.state !== 'UNPUBLISHED') collected.push(await collectOne(report, keys, collecting));
  }
  return { available: true, reports: collected };
}

async function collectOne(
  report: ReportSummary,
  keys: ReadonlySet<string>,
  collecting: Collecting,
): Promise<Collected> {
  const { id, name, version } = report;
  const folder = `${artifactPrefix}${id}/v${version}`;
  const say = (result: CollectedResult, more: Partial<Collected> = {}): Collected => ({
    id,
    name,
    version,
    result,
    isNews: false,
    detail: '',
    ...more,
  });
  if (keys.has(`${folder}/details.json`)) return say('known');
  if (!fits(collecting.policy.reports, name)) return say('not-wanted');
  if (report.uploadState !== undefined && report.uploadState !== 'COMPLETE') return say('not-ready');
  const isPassed = report.acceptanceType === 'PASSTHROUGH';
  if (!isPassed && !fits(collecting.policy.acceptTerms, name)) {
    const mark = canonical({ version: 1, noticedAt: collecting.clock.now().toISOString(), report });
    const made = await collecting.archive.create(`${folder}/noticed.json`, Buffer.from(mark));
    return say('terms-not-accepted', { isNews: made === 'created' });
  }
  try {
    return say('fetched', { isNews: true, detail: await fetchOne(report, folder, !isPassed, collecting) });
  } catch (error) {
    const { name: failure, message } = errorRecord(error);
    return say('failed', { isNews: true, detail: `${failure}: ${message}` });
  }
}

async function fetchOne(
  report: ReportSummary,
  folder: string,
  accepts: boolean,
  { api, archive, clock }: Collecting,
): Promise<string> {
  const { id, version } = report;
  const term = await api.termForReport(id, version);
  const terms = await api.download(term.url);
  const bytes = await api.download(await api.report(id, term.token, version));
  const key = `${folder}/report.${extensionOf(bytes)}`;
  const termsKey = `${folder}/terms.${extensionOf(terms)}`;
  await archive.create(termsKey, terms);
  await archive.create(key, bytes);
  const details = {
    version: 1,
    fetchedAt: clock.now().toISOString(),
    termsAcceptedByPolicy: accepts,
    report,
    // Of what is stored: each copy is watermarked anew, and a run before this one may have got as far as storing it.
    document: { key, ...(await archive.fingerprint(key)) },
    terms: { key: termsKey, ...(await archive.fingerprint(termsKey)) },
  };
  await archive.create(`${folder}/details.json`, Buffer.from(canonical(details)));
  return key;
}

/** By the first bytes: most reports are PDF, some are archives with several. */
export function extensionOf(bytes: Uint8Array): 'pdf' | 'zip' | 'bin' {
  const start = Buffer.from(bytes.subarray(0, 5)).toString('latin1');
  if (start === '%PDF-') return 'pdf';
  return start.startsWith('PK') ? 'zip' : 'bin';
}

function fits(globs: readonly string[], name: string): boolean {
  return globs.some((glob) => compileGlob(glob)(name));
}
