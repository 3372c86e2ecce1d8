import type { Clock } from '../clock.ts';
import { mostSealBytes, sha256 } from './archive.ts';
import type { EvidenceArchive } from './archive.ts';
import { daysBetween, openDays, plusDays, recordPrefix, sealedDay, sealKey, sealPrefix } from './day.ts';
import { inParallel } from './in-parallel.ts';
import { chained, sealBytes } from './manifest.ts';
import type { Manifest, Seal } from './manifest.ts';
import { parseSeal } from './parse-seal.ts';
import { isSigned, signManifest, trusted } from './signer.ts';
import type { Signer } from './signer.ts';

export interface Sealing {
  readonly archive: EvidenceArchive;
  readonly signer: Signer;
  readonly clock: Clock;
}

/** A day that was sealed, or had been before. */
export interface SealedDay {
  readonly day: string;
  readonly key: string;
  readonly records: number;
  /** Digest of the seal: noted elsewhere, it vouches for all days up to this one. */
  readonly digest: string;
  readonly result: 'sealed' | 'exists';
}

/** The seals that are there are not as they were made, so that nothing can rest on them. A person has to look. */
export class BrokenSealsError extends Error {
  override readonly name = 'BrokenSealsError';
}

/**
 * Seals a day's records, and those of the days before that are not sealed yet, one manifest for each day. The first
 * seal of all takes everything that is older, too. Safe to repeat, and to run twice at the same time: a seal is written
 * once, and whoever comes second goes on from the one that is there.
 *
 * @param until the last day to seal
 * @throws {RangeError} if that day is not over
 * @throws {BrokenSealsError} if the seals of the last weeks are not what they were; nothing is sealed then
 */
export async function sealUntil(until: string, { archive, signer, clock }: Sealing): Promise<readonly SealedDay[]> {
  // Before the listings: what was complete then is in them.
  const sealedAt = clock.now().toISOString();
  if (until >= sealedAt.slice(0, 10)) throw new RangeError('A day can be sealed when it is over');
  const days = await sealedDays(archive);
  const [first = until] = days;
  const last = days.at(-1);
  if (last !== undefined && last >= until) return [await existing(until, archive, signer)];

  const since = last === undefined ? undefined : plusDays(last, 1 - openDays);
  const chain = await readChain(since, days, archive, signer);
  const found = await recordsBetween(since, until, archive);
  const done: SealedDay[] = [];
  for (const day of daysBetween(last === undefined ? until : plusDays(last, 1), until)) {
    const before = done.at(-1);
    const previous = before === undefined ? chain.previous : { day: before.day, digest: before.digest };
    const keys = found.filter((key) => isDue(key, day, previous === null) && !chain.sealed.has(key));
    const seal = await makeSeal({ day, first, previous, sealedAt, keys }, archive, signer);
    const stored = await store(seal, archive, signer);
    for (const { key } of stored.seal.manifest.records) chain.sealed.add(key);
    done.push(sealedAs(stored.seal, stored.result));
  }
  return done;
}

/** Days that have a seal, in order. */
export async function sealedDays(archive: EvidenceArchive): Promise<readonly string[]> {
  const days: string[] = [];
  for await (const { key } of archive.list(sealPrefix)) {
    const day = sealedDay(key);
    if (day !== undefined) days.push(day);
  }
  return days.toSorted();
}

/** Whether a record belongs into a day's seal, unless an earlier one has it. By text: any key may lie there. */
function isDue(key: string, day: string, isFirst: boolean): boolean {
  const from = `${recordPrefix}${plusDays(day, 1 - openDays)}/`;
  return key < `${recordPrefix}${plusDays(day, 1)}/` && (isFirst || key >= from);
}

/** Keys of records of the days from `since`, of all if it is undefined, up to and including `until`. In order. */
async function recordsBetween(since: string | undefined, until: string, archive: EvidenceArchive): Promise<string[]> {
  const prefixes = since === undefined ? [''] : daysBetween(since, until).map((day) => `${day}/`);
  const listed = await inParallel(prefixes, async (prefix) => {
    const keys: string[] = [];
    for await (const { key } of archive.list(`${recordPrefix}${prefix}`)) keys.push(key);
    return keys;
  });
  return listed.flat().toSorted((a, b) => (a < b ? -1 : 1));
}

interface Chain {
  readonly sealed: Set<string>;
  readonly previous: Manifest['previous'];
}

/** The seals whose records may still be in reach, checked: nothing new rests on what somebody has changed. */
async function readChain(
  since: string | undefined,
  days: readonly string[],
  archive: EvidenceArchive,
  signer: Signer,
): Promise<Chain> {
  const sealed = new Set<string>();
  let previous: Manifest['previous'] = null;
  const [first] = days;
  const last = days.at(-1);
  if (since === undefined || first === undefined || last === undefined) return { sealed, previous };
  for (const day of daysBetween(first > since ? first : since, last)) {
    const { seal, digest } = await readSeal(day, archive, signer);
    const { manifest } = seal;
    if (manifest.first !== first) throw broken(manifest.first, 'it is the first one, and is missing');
    const linked = previous === null ? day !== first || manifest.previous === null : isLink(manifest, previous);
    if (!linked) throw broken(day, 'it does not rest on the one before it');
    for (const { key } of manifest.records) sealed.add(key);
    previous = { day, digest };
  }
  return { sealed, previous };
}

function isLink({ previous }: Manifest, before: NonNullable<Manifest['previous']>): boolean {
  return previous?.day === before.day && previous.digest === before.digest;
}

async function readSeal(
  day: string,
  archive: EvidenceArchive,
  signer: Signer,
): Promise<{ readonly seal: Seal; readonly digest: string }> {
  const bytes = await archive.get(sealKey(day), mostSealBytes);
  if (bytes === undefined) throw broken(day, 'it is missing');
  const parsed = parseSeal(bytes);
  if (!parsed.ok) throw broken(day, parsed.error);
  const { seal } = parsed;
  if (seal.manifest.day !== day) throw broken(day, 'it is of another day');
  const { publicKey } = await signer.key();
  if (!isSigned(seal, trusted([publicKey]))) throw broken(day, 'this key has not signed it');
  return { seal, digest: sha256(bytes) };
}

function broken(day: string, why: string): BrokenSealsError {
  return new BrokenSealsError(
    `The seal of ${day} is not as it was made: ${why}. Find out who changed it and put it back, then seal again.`,
  );
}

async function makeSeal(
  { keys, ...about }: Pick<Manifest, 'day' | 'first' | 'previous' | 'sealedAt'> & { readonly keys: readonly string[] },
  archive: EvidenceArchive,
  signer: Signer,
): Promise<Seal> {
  const records = await inParallel(keys, async (key) => {
    const found = await archive.fingerprint(key);
    return found === undefined ? [] : [{ key, ...found }];
  });
  const { id, publicKey } = await signer.key();
  const key = { id, algorithm: 'ECDSA_SHA_256', publicKey: sha256(publicKey) } as const;
  return signManifest({ version: 1, ...about, key, ...chained(records.flat(), about.previous) }, signer);
}

async function store(
  seal: Seal,
  archive: EvidenceArchive,
  signer: Signer,
): Promise<{ readonly seal: Seal; readonly result: SealedDay['result'] }> {
  const { day } = seal.manifest;
  const result = await archive.create(sealKey(day), sealBytes(seal));
  if (result === 'created') return { seal, result: 'sealed' };
  return { seal: (await readSeal(day, archive, signer)).seal, result: 'exists' };
}

async function existing(day: string, archive: EvidenceArchive, signer: Signer): Promise<SealedDay> {
  return sealedAs((await readSeal(day, archive, signer)).seal, 'exists');
}

function sealedAs(seal: Seal, result: SealedDay['result']): SealedDay {
  const { day, records } = seal.manifest;
  return { day, key: sealKey(day), records: records.length, digest: sha256(sealBytes(seal)), result };
}
