import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ParseArgsOptionsConfig } from 'node:util';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import type { EvidenceArchive } from '../shared/evidence/archive.ts';
import { isDay } from '../shared/evidence/day.ts';
import { kmsPublicKey } from '../shared/evidence/kms-signer.ts';
import { s3EvidenceArchive } from '../shared/evidence/s3-archive.ts';
import { trusted } from '../shared/evidence/signer.ts';
import type { TrustedKeys } from '../shared/evidence/signer.ts';
import { text } from './commands/options.ts';
import { folderEvidenceArchive } from './evidence-archive.ts';
import { toldByAws } from './elsewhere.ts';
import { defaultPublicKey, publicKeysFrom } from './evidence-key.ts';
import { safe } from './print/style.ts';
import { projectRoot } from './root.ts';
import { CommandError, UsageError } from './run.ts';
import type { Arguments } from './run.ts';

/** Options of every command that reads evidence. */
export const evidenceOptions = {
  evidence: { type: 'string' },
  bucket: { type: 'string' },
  profile: { type: 'string' },
  region: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

export const evidenceHelp = `  --evidence FOLDER      evidence in a folder; .redress/evidence by default
  --bucket NAME          evidence in a bucket, read only
  --profile NAME         credentials that may read the bucket
  --region NAME          the bucket's Region; the profile's by default
  --from DAY, --to DAY   days in UTC, as 2026-11-21, both included; all by default`;

export const defaultEvidence = join(projectRoot, '.redress', 'evidence');

/** The evidence that a command is to read. @throws UsageError @throws CommandError if there is no such folder */
export function openArchive(given: Arguments): EvidenceArchive {
  const bucket = text(given, 'bucket');
  const folder = text(given, 'evidence');
  if (bucket !== undefined && folder !== undefined) throw new UsageError('--bucket and --evidence exclude each other');
  if (bucket !== undefined) return s3EvidenceArchive(new S3Client(awsOf(given)), bucket);
  for (const option of ['profile', 'region']) {
    if (text(given, option) !== undefined) throw new UsageError(`--${option} goes with --bucket`);
  }
  return openFolder(folder ?? defaultEvidence);
}

/** Evidence in a folder. @throws CommandError if there is no such folder */
export function openFolder(folder: string): EvidenceArchive {
  if (!existsSync(folder)) throw new CommandError(`there is no evidence in ${safe(folder)}. Make some: redress replay`);
  return folderEvidenceArchive(folder);
}

/** The keys that seals may be signed with. In a bucket's case they have to be named: what it says itself proves nothing. */
export async function openKeys(given: Arguments): Promise<TrustedKeys> {
  const file = text(given, 'public-key');
  const key = text(given, 'key');
  if (file !== undefined && key !== undefined) throw new UsageError('--public-key and --key exclude each other');
  if (key !== undefined) {
    if (text(given, 'bucket') === undefined) throw new UsageError('--key goes with --bucket');
    return trusted([(await kmsPublicKey(new KMSClient(awsOf(given)), key)).publicKey]);
  }
  if (file === undefined && text(given, 'bucket') !== undefined)
    throw new UsageError('a bucket is verified with --key KEY (output SealKey of the stack) or --public-key FILE');
  return publicKeysFrom(file ?? defaultPublicKey);
}

/** What AWS refuses is the caller's business, and no failure of this program. @throws CommandError instead */
export async function fromAws<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { name, message, $metadata } = error as Error & { readonly $metadata?: unknown };
    // Neither a Region nor credentials: the SDK asks for nothing then, and its errors are no answers.
    const noRegion = message === 'Region is missing';
    if ($metadata === undefined && !/^(?:Credentials|Token)ProviderError$/.test(name) && !noRegion) throw error;
    const hint = noRegion ? '. Name it: --region NAME' : '';
    throw new CommandError(`AWS does not give what is asked for: ${safe(toldByAws(error), 500)}${hint}`, {
      cause: error,
    });
  }
}

/** @throws UsageError for what is no day */
export function dayOption(given: Arguments, name: string): string | undefined {
  const day = text(given, name);
  if (day !== undefined && !isDay(day)) throw new UsageError(`--${name} takes a day, as 2026-11-21`);
  return day;
}

/** The days that a command is to look at. @throws UsageError for days in the wrong order */
export function spanOf(given: Arguments): { readonly from: string | undefined; readonly to: string | undefined } {
  const [from, to] = [dayOption(given, 'from'), dayOption(given, 'to')];
  if (from !== undefined && to !== undefined && from > to) throw new UsageError('--from is after --to');
  return { from, to };
}

function awsOf(given: Arguments): { readonly profile?: string; readonly region?: string } {
  const [profile, region] = [text(given, 'profile'), text(given, 'region')];
  return { ...(profile === undefined ? {} : { profile }), ...(region === undefined ? {} : { region }) };
}
