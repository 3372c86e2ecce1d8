import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { sha256 } from './archive.ts';
import { isOnlySpelling, withSmallerS } from './ecdsa.ts';
import { signedBytes } from './manifest.ts';
import type { Manifest, Seal } from './manifest.ts';

/** Signs seals with an ECDSA key on the curve P-256. */
export interface Signer {
  /** Who signs: an id that people know the key by, and the public key as DER (SubjectPublicKeyInfo). */
  key(): Promise<{ readonly id: string; readonly publicKey: Uint8Array }>;
  /** @returns the signature (ECDSA over the message's SHA-256), DER */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** Public keys that a seal may be signed with, by the digest of their DER form. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

/** A signature over a manifest, made and then checked: a seal that can't be verified must not be stored. */
export async function signManifest(manifest: Manifest, signer: Signer): Promise<Seal> {
  const value = withSmallerS(await signer.sign(signedBytes(manifest)));
  const { id, algorithm } = manifest.key;
  const seal: Seal = {
    manifest,
    signature: { keyId: id, algorithm, value: Buffer.from(value).toString('base64') },
  };
  const { publicKey } = await signer.key();
  if (!isSigned(seal, trusted([publicKey]))) throw new Error('The signature that was made does not fit the public key');
  return seal;
}

/** Whether one of the keys has signed exactly this manifest, and the manifest says so itself. */
export function isSigned({ manifest, signature }: Seal, keys: TrustedKeys): boolean {
  const { key } = manifest;
  const publicKey = keys.get(key.publicKey);
  if (publicKey === undefined || signature.keyId !== key.id || signature.algorithm !== key.algorithm) return false;
  const value = Buffer.from(signature.value, 'base64');
  return isOnlySpelling(value) && verify('sha256', signedBytes(manifest), publicKey, value);
}

/** @throws TypeError for what is no public key on the curve P-256 */
export function trusted(publicKeys: readonly Uint8Array[]): TrustedKeys {
  return new Map(
    publicKeys.map((der) => {
      const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
      if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new TypeError('not a key on the curve P-256');
      return [sha256(der), key];
    }),
  );
}
