/** What is not as it was sealed. */
export interface Finding {
  readonly kind: FindingKind;
  readonly what: 'record' | 'seal';
  readonly key: string;
  /** The day that the key names; undefined for a key that names none. */
  readonly day?: string | undefined;
  /** One sentence for a person. It may quote keys: make it safe before it is shown. */
  readonly detail: string;
}

/**
 * - `changed`: other bytes than were sealed, or a seal that its key has not signed
 * - `missing`: sealed, or to be expected, and not there
 * - `added`: there, and in no seal, though it claims to be older than one that should have it
 * - `reordered`: a seal whose records are not in their order, or whose chain does not hold
 * - `unreadable`: not what a document of this key can be
 * - `unproven`: may be right, but no seal that can be trusted says so
 */
export type FindingKind = 'changed' | 'missing' | 'added' | 'reordered' | 'unreadable' | 'unproven';

/** What the check of a log has found. */
export interface LogReport {
  /** ISO 8601, UTC. */
  readonly checkedAt: string;
  /** Days that were asked for; undefined: from the first, to the last. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Seals that are as they were made. */
  readonly seals: number;
  /** Records that are as they were sealed. */
  readonly records: number;
  /** Records that are newer than the last seal. */
  readonly unsealed: number;
  /** The last good seal. Its digest, noted elsewhere, vouches for all days up to it. */
  readonly head: { readonly day: string; readonly digest: string } | undefined;
  readonly findings: readonly Finding[];
}
