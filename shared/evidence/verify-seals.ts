import { mostSealBytes, sha256, TooLargeError } from './archive.ts';
import type { EvidenceArchive } from './archive.ts';
import { daysBetween, dayOf, openDays, plusDays, sealedDay, sealKey, sealPrefix } from './day.ts';
import type { Finding, FindingKind } from './finding.ts';
import { brokenAt, disorderedAt } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { parseSeal } from './parse-seal.ts';
import { isSigned } from './signer.ts';
import type { TrustedKeys } from './signer.ts';

/** Hours after midnight UTC by which a day is sealed. It is done at half past midnight, and tried again if need be. */
const dueHours = 3;

/** What became of one day's seal. */
export interface CheckedSeal {
  readonly day: string;
  /** `bad`: it is there, and its content may be anything. */
  readonly state: 'good' | 'bad' | 'missing';
  /** Of a bad seal only if it can be read at all: a hint, no proof. */
  readonly manifest?: Manifest;
  /** Digest of its bytes, where it is there. */
  readonly digest?: string;
  readonly findings: readonly Finding[];
}

/** The last day whose seal must be there. */
export function lastDueDay(now: Date): string {
  return plusDays(dayOf(new Date(now.getTime() - dueHours * 3_600_000)), -1);
}

/** What lies among the seals. */
export interface ListedSeals {
  /** Days that have one, in order. */
  readonly there: readonly string[];
  /** Days that must have one, in order: from the first to the last that is due or there. */
  readonly expected: readonly string[];
  /** What should not be there. */
  readonly strangers: readonly Finding[];
}

/**
 * Which seals there are, and which there must be. The first day is what the last good seal says it is: a name in the
 * listing is nobody's word, and one of the year 1 would make a million days missing.
 */
export async function listSeals(archive: EvidenceArchive, keys: TrustedKeys, now: Date): Promise<ListedSeals> {
  const found: string[] = [];
  const strangers: Finding[] = [];
  const stranger = (key: string, day: string | undefined, detail: string): void =>
    void strangers.push({ kind: 'added', what: 'seal', key, day, detail });
  for await (const { key } of archive.list(sealPrefix)) {
    const day = sealedDay(key);
    if (day === undefined) stranger(key, day, 'No seal has a name like this.');
    else if (day >= dayOf(now)) stranger(key, day, 'Its day is not over.');
    else found.push(day);
  }
  const there = found.toSorted();
  const first = await firstDay(there, archive, keys);
  const due = lastDueDay(now);
  if (first === undefined) return { there, expected: withoutWord(there, due), strangers };
  for (const day of there.filter((one) => one < first)) stranger(sealKey(day), day, `The first seal is of ${first}.`);
  const last = there.at(-1) ?? due;
  return {
    there: there.filter((day) => day >= first),
    expected: daysBetween(first, last > due ? last : due),
    strangers,
  };
}

/** Where no seal can be trusted, nobody says when they began; the last weeks' must be there at least. */
function withoutWord(there: readonly string[], due: string): readonly string[] {
  const [first] = there;
  if (first === undefined) return [];
  const recent = plusDays(due, -openDays);
  return [...new Set([...there, ...daysBetween(first > recent ? first : recent, due)])].toSorted();
}

async function firstDay(
  there: readonly string[],
  archive: EvidenceArchive,
  keys: TrustedKeys,
): Promise<string | undefined> {
  for (const day of there.toReversed()) {
    const { state, manifest } = await checkSeal(day, true, archive, keys);
    if (state === 'good' && manifest !== undefined && manifest.first <= day) return manifest.first;
  }
  return undefined;
}

/** One day's seal, by itself: whether it is one, of this day, and signed. */
export async function checkSeal(
  day: string,
  isThere: boolean,
  archive: EvidenceArchive,
  keys: TrustedKeys,
): Promise<CheckedSeal> {
  const missing = 'There is no seal of this day.';
  if (!isThere) return { day, state: 'missing', findings: [sealFinding('missing', day, missing)] };
  const bytes = await readSealBytes(day, archive);
  if (bytes === undefined) return bad(day, 'unreadable', 'It is too large, or is no file.');
  const digest = sha256(bytes);
  const parsed = parseSeal(bytes);
  if (!parsed.ok) return { ...bad(day, 'changed', `It can't be read as a seal: ${parsed.error}.`), digest };
  const { manifest } = parsed.seal;
  if (manifest.day !== day) return { ...bad(day, 'changed', `It is the seal of ${manifest.day}.`), digest };
  const order = disorder(manifest);
  if (!keys.has(manifest.key.publicKey)) {
    return { ...bad(day, 'changed', `It is signed with another key (${manifest.key.publicKey}).`), digest, manifest };
  }
  if (!isSigned(parsed.seal, keys)) {
    const why = order === undefined ? '' : ` ${order}`;
    return { ...bad(day, 'changed', `Its signature is wrong.${why}`), digest, manifest };
  }
  const findings = order === undefined ? [] : [sealFinding('reordered', day, order)];
  return { day, state: 'good', digest, manifest, findings };
}

/**
 * What a good seal says of the days before it: there must be a first seal where it says, and the one before it must be
 * the one that it rests on.
 */
export function checkLinks(seal: CheckedSeal, before: CheckedSeal | undefined): readonly Finding[] {
  if (seal.state !== 'good' || seal.manifest === undefined) return [];
  const { previous, first } = seal.manifest;
  if (previous === null) {
    if (first === seal.day && before === undefined) return [];
    return [sealFinding('reordered', seal.day, 'It calls itself the first, and is not.')];
  }
  if (before === undefined) return [];
  if (previous.day !== before.day)
    return [sealFinding('reordered', seal.day, `It rests on ${previous.day}, not on ${before.day}.`)];
  // Those that are bad or missing have been told of.
  if (before.state !== 'good' || previous.digest === before.digest) return [];
  return [sealFinding('changed', before.day, `The seal of ${seal.day} rests on another one of this day.`)];
}

export function sealFinding(kind: FindingKind, day: string, detail: string): Finding {
  return { kind, what: 'seal', key: sealKey(day), day, detail };
}

function bad(day: string, kind: FindingKind, detail: string): CheckedSeal {
  return { day, state: 'bad', findings: [sealFinding(kind, day, detail)] };
}

function disorder(manifest: Manifest): string | undefined {
  const { records } = manifest;
  const unordered = disorderedAt(manifest);
  if (unordered !== undefined) return `Record ${unordered + 1}, ${records[unordered]?.key}, is out of order.`;
  const unlinked = brokenAt(manifest);
  if (unlinked === undefined) return undefined;
  return unlinked === records.length
    ? 'The chain does not end as it says.'
    : `The chain breaks at record ${unlinked + 1}, ${records[unlinked]?.key}.`;
}

async function readSealBytes(day: string, archive: EvidenceArchive): Promise<Uint8Array | undefined> {
  try {
    return await archive.get(sealKey(day), mostSealBytes);
  } catch (error) {
    if (error instanceof TooLargeError) return undefined;
    throw error;
  }
}
