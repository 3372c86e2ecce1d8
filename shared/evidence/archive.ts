import { createHash } from 'node:crypto';

/** An object as a listing tells of it. */
export interface Stored {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

/** What a whole object is known by. */
export interface Fingerprint {
  /** `sha256:` and 64 hexadecimal digits, of the bytes as they are stored. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** The reading side of the evidence, and the one write that sealing needs. Keys are as in the bucket. */
export interface EvidenceArchive {
  /** All objects whose keys begin with the prefix, as they are now. In no order that anybody may rely on. */
  list(prefix: string): AsyncIterable<Stored>;
  /**
   * An object's bytes; undefined where there is none.
   *
   * @throws {TooLargeError} if it has more bytes than `most`
   */
  get(key: string, most: number): Promise<Uint8Array | undefined>;
  /** The same for objects of any size, of which only the digest is wanted. They are never held as a whole. */
  fingerprint(key: string): Promise<Fingerprint | undefined>;
  /** Stores an object under a key that has none. `exists`: somebody was first, and theirs is left as it is. */
  create(key: string, bytes: Uint8Array): Promise<'created' | 'exists'>;
}

/** An object that is too large to be what its key says. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/** No record that was written here comes near it: plans and before-images are counted in kilobytes. */
export const mostRecordBytes = 16_000_000;

/** About half a million records in one seal. */
export const mostSealBytes = 128_000_000;

export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Digest and length of what comes in parts. */
export async function fingerprintOf(parts: AsyncIterable<Uint8Array>): Promise<Fingerprint> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const part of parts) {
    hash.update(part);
    size += part.byteLength;
  }
  return { sha256: `sha256:${hash.digest('hex')}`, size };
}

/** All parts as one. @throws {TooLargeError} as soon as there are more bytes than `most` */
export async function gather(parts: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const part of parts) {
    size += part.byteLength;
    if (size > most) throw new TooLargeError(`more than ${most} bytes`);
    kept.push(part);
  }
  return Buffer.concat(kept);
}
