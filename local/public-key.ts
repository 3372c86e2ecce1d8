import { createPublicKey } from 'node:crypto';
import { at } from '../shared/json.ts';
import { trusted } from '../shared/evidence/signer.ts';
import type { TrustedKeys } from '../shared/evidence/signer.ts';
import { safe } from './print/style.ts';
import { CommandError } from './run.ts';

const PEM = /-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/g;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Public keys on the curve P-256 from a file's content, in any form in which people have them:
 *
 * - PEM, one or several, for a log that was signed with more than one
 * - what `aws kms get-public-key` prints: JSON with the key in base64 as `PublicKey`
 * - what it prints with `--output text --query PublicKey`: the base64 alone; or that decoded, DER
 *
 * https://docs.aws.amazon.com/cli/latest/reference/kms/get-public-key.html
 *
 * @param file for messages
 * @throws CommandError for anything else, and says what it is
 */
export function publicKeysOf(content: Uint8Array, file: string): TrustedKeys {
  const text = Buffer.from(content).toString('latin1');
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    throw new CommandError(`${safe(file)} holds a private key, which is for signing; name the public one`);
  try {
    return trusted(dersOf(content, text.trim(), file));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(
      `${safe(file)} holds no public key on the curve P-256: neither as PEM or DER, nor as aws kms get-public-key prints one`,
    );
  }
}

function dersOf(content: Uint8Array, text: string, file: string): readonly Uint8Array[] {
  const pems = text.match(PEM);
  if (pems !== null) return pems.map((pem) => createPublicKey(pem).export({ type: 'spki', format: 'der' }));
  if (text.startsWith('{')) return [fromJson(text, file)];
  const unquoted = text.replaceAll(/\s+/g, '').replace(/^"(.*)"$/, '$1');
  return [BASE64.test(unquoted) ? Buffer.from(unquoted, 'base64') : content];
}

function fromJson(text: string, file: string): Uint8Array {
  const answer: unknown = JSON.parse(text);
  const key = at(answer, 'PublicKey');
  if (typeof key !== 'string' || !BASE64.test(key))
    throw new CommandError(`${safe(file)} is JSON, but has no PublicKey as aws kms get-public-key prints it`);
  return Buffer.from(key, 'base64');
}
