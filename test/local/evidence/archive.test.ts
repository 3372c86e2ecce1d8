import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folderEvidenceArchive } from '../../../local/evidence-archive.ts';
import { folderEvidenceStore } from '../../../local/evidence-folder.ts';
import { fileSigner, publicKeyBeside, publicKeysFrom } from '../../../local/evidence-key.ts';
import { fromAws } from '../../../local/evidence-options.ts';
import { sha256, TooLargeError } from '../../../shared/evidence/archive.ts';
import { sealUntil } from '../../../shared/evidence/seal.ts';
import { CommandError } from '../../../local/run.ts';
import { nightAfter, recordOf } from '../../kit/evidence-log.ts';

async function folderWith(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const outer = await mkdtemp(join(tmpdir(), 'redress-evidence-'));
  onTestFinished(() => rm(outer, { recursive: true, force: true }));
  const folder = join(outer, 'evidence');
  await mkdir(folder);
  await writeFile(join(outer, 'secret.json'), 'secret');
  for (const [key, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, key)), { recursive: true });
    await writeFile(join(folder, key), content);
  }
  return folder;
}

async function listed(folder: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of folderEvidenceArchive(folder).list(prefix)) keys.push(key);
  return keys;
}

describe('evidence in a folder', () => {
  it('is listed by prefix, read whole or as a fingerprint, and created once', async () => {
    const folder = await folderWith({ 'actions/2026-11-20/a.json': 'äa', 'actions/2026-11-21/b.json': 'b', 'x/y': '' });
    const archive = folderEvidenceArchive(folder);

    expect(await listed(folder, 'actions/')).toEqual(['actions/2026-11-20/a.json', 'actions/2026-11-21/b.json']);
    expect(await listed(folder, 'actions/2026-11-21/')).toEqual(['actions/2026-11-21/b.json']);
    expect(await listed(folder, 'seals/')).toEqual([]);
    expect(Buffer.from((await archive.get('actions/2026-11-20/a.json', 3)) ?? []).toString()).toBe('äa');
    expect(await archive.fingerprint('actions/2026-11-20/a.json')).toEqual({ sha256: sha256('äa'), size: 3 });
    expect(await archive.get('actions/2026-11-20/none.json', 10)).toBeUndefined();
    expect(await archive.create('seals/2026-11-20.json', Buffer.from('1'))).toBe('created');
    expect(await archive.create('seals/2026-11-20.json', Buffer.from('2'))).toBe('exists');
    expect(Buffer.from((await archive.get('seals/2026-11-20.json', 10)) ?? []).toString()).toBe('1');
  });

  it('is not read where it is larger than was asked for', async () => {
    const folder = await folderWith({ 'actions/2026-11-20/a.json': 'x'.repeat(11) });

    await expect(folderEvidenceArchive(folder).get('actions/2026-11-20/a.json', 10)).rejects.toThrow(TooLargeError);
  });

  it.each([
    '../secret.json',
    'actions/../../secret.json',
    '/etc/passwd',
    'actions//a.json',
    'actions/./a.json',
    String.raw`..\secret.json`,
    'actions/a\0.json',
    '',
    `actions/${'x'.repeat(300)}`,
  ])('does not lead out of the folder by a key: %j', async (key) => {
    const archive = folderEvidenceArchive(await folderWith({ 'actions/a.json': 'a' }));

    expect(await archive.get(key, 100)).toBeUndefined();
    expect(await archive.fingerprint(key)).toBeUndefined();
    if (key.length < 300) await expect(archive.create(key, new Uint8Array())).rejects.toThrow(TypeError);
  });

  it('does not lead out of the folder by a link, neither of a file nor of a folder', async () => {
    const folder = await folderWith({ 'actions/2026-11-20/a.json': 'a' });
    await symlink(join(folder, '..', 'secret.json'), join(folder, 'actions/2026-11-20/link.json'));
    await symlink(join(folder, '..'), join(folder, 'actions/2026-11-21'));
    const archive = folderEvidenceArchive(folder);

    expect(await archive.get('actions/2026-11-20/link.json', 100)).toBeUndefined();
    expect(await archive.get('actions/2026-11-21/secret.json', 100)).toBeUndefined();
    expect(await listed(folder, 'actions/')).toEqual([
      'actions/2026-11-20/a.json',
      'actions/2026-11-20/link.json',
      'actions/2026-11-21',
    ]);
  });

  it('keeps what was sealed when a later replay stores the same action again', async () => {
    const folder = await folderWith();
    const { key } = recordOf('2026-11-20', 'a', '');
    await folderEvidenceStore(folder).put(key, { run: 1 });
    await folderEvidenceStore(folder).put(key, { run: 2 });
    const archive = folderEvidenceArchive(folder);
    const signer = await fileSigner(join(folder, '..', 'key.pem'));
    const before = await archive.fingerprint(key);
    await sealUntil('2026-11-20', { archive, signer, clock: { now: () => nightAfter('2026-11-20') } });

    await folderEvidenceStore(folder).put(key, { run: 3 });
    await folderEvidenceStore(folder).put('actions/2026-11-20/new.json', { run: 3 });

    expect(JSON.parse(Buffer.from((await archive.get(key, 100)) ?? []).toString())).toEqual({ run: 2 });
    expect(await archive.fingerprint(key)).toEqual(before);
    expect(await archive.get('actions/2026-11-20/new.json', 100)).toBeDefined();
  });
});

describe('a key in a file', () => {
  it('is made once, for its owner alone, with the public key beside it', async () => {
    const file = join(await folderWith(), 'keys', 'seal.pem');

    const [first, second] = [await fileSigner(file), await fileSigner(file)];

    expect((await first.key()).id).toBe((await second.key()).id);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect([...(await publicKeysFrom(publicKeyBeside(file))).keys()]).toEqual([sha256((await first.key()).publicKey)]);
  });

  it('is read as PEM, one or several, or as DER', async () => {
    const folder = await folderWith();
    const signers = await Promise.all(['a.pem', 'b.pem'].map((name) => fileSigner(join(folder, name))));
    const ders = await Promise.all(signers.map(async (signer) => (await signer.key()).publicKey));
    const pems = await Promise.all(['a.pub.pem', 'b.pub.pem'].map((name) => readFile(join(folder, name), 'utf8')));
    await writeFile(join(folder, 'both.pem'), pems.join('\n'));
    await writeFile(join(folder, 'a.der'), ders[0]!);

    expect([...(await publicKeysFrom(join(folder, 'both.pem'))).keys()]).toEqual(ders.map((der) => sha256(der)));
    expect([...(await publicKeysFrom(join(folder, 'a.der'))).keys()]).toEqual([sha256(ders[0]!)]);
  });

  it.each([
    ['the CLI’s JSON', (key: string) => JSON.stringify({ KeyId: 'arn', PublicKey: key, KeySpec: 'ECC_NIST_P256' })],
    ['the CLI’s JSON over several lines', (key: string) => `\n${JSON.stringify({ PublicKey: key }, null, 4)}\n`],
    ['the CLI’s text with --query PublicKey', (key: string) => `${key}\n`],
    ['its JSON with --query PublicKey', (key: string) => `"${key}"\n`],
    ['base64 in lines of 76', (key: string) => key.replaceAll(/.{76}/g, '$&\n')],
  ])('is read from what AWS prints: %s', async (_, print) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const der = publicKey.export({ type: 'spki', format: 'der' });
    const folder = await folderWith({ key: print(der.toString('base64')) });

    expect([...(await publicKeysFrom(join(folder, 'key'))).keys()]).toEqual([sha256(der)]);
  });

  it.each([
    ['{"KeyId":"arn"}', 'has no PublicKey'],
    ['{"PublicKey":{"__proto__":"x"}}', 'has no PublicKey'],
    ['{"PublicKey":"AAAA"}', 'no public key on the curve P-256'],
    ['{', 'nor as aws kms get-public-key prints one'],
    ['AAAA', 'no public key on the curve P-256'],
    ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', 'holds a private key'],
    ['-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n', 'holds a private key'],
  ])('is told from what is none: %j', async (content, message) => {
    const folder = await folderWith({ key: content });

    await expect(publicKeysFrom(join(folder, 'key'))).rejects.toThrow(message);
    await expect(publicKeysFrom(join(folder, 'key'))).rejects.toThrow(CommandError);
  });

  it.each(['', 'x', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'])(
    'is not taken from a file that holds none: %j',
    async (content) => {
      const folder = await folderWith({ 'key.pem': content });

      await expect(publicKeysFrom(join(folder, 'key.pem'))).rejects.toThrow(CommandError);
      await expect(fileSigner(join(folder, 'key.pem'))).rejects.toThrow(CommandError);
    },
  );

  it('of another curve is not taken', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const folder = await folderWith({
      'key.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      'key.pub.pem': publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    });

    await expect(fileSigner(join(folder, 'key.pem'))).rejects.toThrow('no private key on the curve P-256');
    await expect(publicKeysFrom(join(folder, 'key.pub.pem'))).rejects.toThrow('no public key on the curve P-256');
    await expect(publicKeysFrom(join(folder, 'none.pem'))).rejects.toThrow('Seal first');
  });
});

describe('what AWS refuses', () => {
  it('is told as such, and everything else as it is', async () => {
    const refused = Object.assign(new Error('no\u001b[2J'), {
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });

    await expect(fromAws(() => Promise.reject(refused))).rejects.toThrow(CommandError);
    await expect(fromAws(() => Promise.reject(refused))).rejects.toThrow(/AccessDenied: no \[2J$/);
    await expect(fromAws(() => Promise.reject(new TypeError('bug')))).rejects.toThrow(TypeError);
    await expect(fromAws(async () => 1)).resolves.toBe(1);
  });
});
