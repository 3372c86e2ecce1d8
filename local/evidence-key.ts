import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from '../shared/evidence/archive.ts';
import type { Signer, TrustedKeys } from '../shared/evidence/signer.ts';
import { safe } from './print/style.ts';
import { publicKeysOf } from './public-key.ts';
import { projectRoot } from './root.ts';
import { CommandError } from './run.ts';

/** Stands for the KMS key on a laptop. Only its owner can read it. */
export const defaultPrivateKey = join(projectRoot, '.redress', 'seal-key.pem');
export const defaultPublicKey = publicKeyBeside(defaultPrivateKey);

/** `seal-key.pem` → `seal-key.pub.pem` */
export function publicKeyBeside(file: string): string {
  return `${file.replace(/\.pem$/, '')}.pub.pem`;
}

/**
 * Signs with a P-256 key in a file, which is made if there is none; the public key is put beside it.
 *
 * @throws CommandError for a file that holds something else
 */
export async function fileSigner(file: string): Promise<Signer> {
  const privateKey = privateKeyFrom((await readIfThere(file)) ?? (await newPrivateKey(file)), file);
  const publicKey = createPublicKey(privateKey);
  await writeFile(publicKeyBeside(file), publicKey.export({ type: 'spki', format: 'pem' }));
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const id = `local:${sha256(der)}`;
  return { key: async () => ({ id, publicKey: der }), sign: async (message) => sign('sha256', message, privateKey) };
}

async function newPrivateKey(file: string): Promise<Buffer> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another command was faster; its key is as good.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFile(file);
}

function privateKeyFrom(content: Buffer, file: string): KeyObject {
  try {
    const key = createPrivateKey(content);
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch {
    // The reason may quote the key; what it is to be says enough.
  }
  throw new CommandError(`${safe(file)} holds no private key on the curve P-256, as PEM`);
}

/** Public keys from a file, in the forms of `publicKeysOf`. @throws CommandError for a file that holds something else */
export async function publicKeysFrom(file: string): Promise<TrustedKeys> {
  const content = await readIfThere(file);
  if (content === undefined)
    throw new CommandError(
      `there is no public key in ${safe(file)}. Seal first (redress seal), or name one: --public-key FILE`,
    );
  return publicKeysOf(content, file);
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new CommandError(`${safe(file)} can't be read: ${safe(message)}`, { cause: error });
  }
}
