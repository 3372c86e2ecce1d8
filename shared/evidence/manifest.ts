import { canonical } from '../json.ts';
import { sha256 } from './archive.ts';

/** A record in a manifest. */
export interface SealedRecord {
  readonly key: string;
  /** Digest of the record's bytes. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Digest of all that is before it in the chain, and of it. */
  readonly chain: string;
}

/** What a seal says of a day: every record that no earlier manifest holds, in the order of their keys. */
export interface Manifest {
  readonly version: 1;
  readonly day: string;
  /** The day of the first seal of all: from it on, there is one for every day. */
  readonly first: string;
  /** The seal of the day before, by the digest of its bytes; null in the first one. */
  readonly previous: { readonly day: string; readonly digest: string } | null;
  /** ISO 8601, UTC. Records that were complete then are in this manifest or an earlier one. */
  readonly sealedAt: string;
  /** The key that signs it. `publicKey` is the digest of its DER form, by which an auditor knows it. */
  readonly key: { readonly id: string; readonly algorithm: 'ECDSA_SHA_256'; readonly publicKey: string };
  readonly records: readonly SealedRecord[];
  /** The chain's last link. */
  readonly head: string;
}

/** What is stored: canonical JSON, byte for byte. */
export interface Seal {
  readonly manifest: Manifest;
  /** `value` is the signature over the manifest's canonical JSON, DER in base64. */
  readonly signature: { readonly keyId: string; readonly algorithm: 'ECDSA_SHA_256'; readonly value: string };
}

/** What the chain of the first seal rests on. */
const beginning = `sha256:${'0'.repeat(64)}`;

/** Each record with its link. The first one rests on the seal of the day before. */
export function chained(
  records: readonly Omit<SealedRecord, 'chain'>[],
  previous: Manifest['previous'],
): { readonly records: readonly SealedRecord[]; readonly head: string } {
  let head = previous?.digest ?? beginning;
  const linked = records.map((record) => {
    head = link(head, record);
    return { ...record, chain: head };
  });
  return { records: linked, head };
}

/** Both ends are of fixed length, so that no two different pairs of key and digest make the same text. */
function link(before: string, { key, sha256: digest }: Pick<SealedRecord, 'key' | 'sha256'>): string {
  return sha256(`${before}${key}${digest}`);
}

/** The first place at which the chain is not what it should be; undefined if it holds to its head. */
export function brokenAt({ records, previous, head }: Manifest): number | undefined {
  let before = previous?.digest ?? beginning;
  for (const [index, record] of records.entries()) {
    before = link(before, record);
    if (record.chain !== before) return index;
  }
  return before === head ? undefined : records.length;
}

/** The first place at which a record is not after the one before it. */
export function disorderedAt({ records }: Manifest): number | undefined {
  const found = records.findIndex(({ key }, index) => index > 0 && key <= (records[index - 1]?.key ?? ''));
  return found === -1 ? undefined : found;
}

/** What is signed. */
export function signedBytes(manifest: Manifest): Uint8Array {
  return new TextEncoder().encode(canonical(manifest));
}

/** What is stored. */
export function sealBytes(seal: Seal): Uint8Array {
  return new TextEncoder().encode(canonical(seal));
}
