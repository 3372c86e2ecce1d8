import { generateKeyPairSync, sign } from 'node:crypto';
import { fingerprintOf, gather } from '../../shared/evidence/archive.ts';
import type { EvidenceArchive } from '../../shared/evidence/archive.ts';
import { plusDays } from '../../shared/evidence/day.ts';
import type { LogReport } from '../../shared/evidence/finding.ts';
import { sealUntil } from '../../shared/evidence/seal.ts';
import { trusted } from '../../shared/evidence/signer.ts';
import type { Signer, TrustedKeys } from '../../shared/evidence/signer.ts';
import { verifyLog } from '../../shared/evidence/verify-log.ts';
import { canonical } from '../../shared/json.ts';

export type Files = Map<string, Uint8Array>;

/** A bucket in memory. */
export function memoryArchive(files: Files): EvidenceArchive {
  return {
    async *list(prefix) {
      for (const [key, bytes] of files) if (key.startsWith(prefix)) yield { key, size: bytes.byteLength };
    },
    get: async (key, most) => {
      const bytes = files.get(key);
      return bytes === undefined ? undefined : gather(parts(bytes), most);
    },
    fingerprint: async (key) => {
      const bytes = files.get(key);
      return bytes === undefined ? undefined : fingerprintOf(parts(bytes));
    },
    create: async (key, bytes) => {
      if (files.has(key)) return 'exists';
      files.set(key, bytes);
      return 'created';
    },
  };
}

async function* parts(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 100);
  yield bytes.subarray(100);
}

/** A key pair, and who signs with it. */
export function newSigner(id = 'arn:aws:kms:eu-central-1:111122223333:key/a1b2c3d4-5678-90ab-cdef-1111ee22ff33'): {
  readonly signer: Signer;
  readonly keys: TrustedKeys;
} {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return {
    signer: { key: async () => ({ id, publicKey: der }), sign: async (message) => sign('sha256', message, privateKey) },
    keys: trusted([der]),
  };
}

export interface Written {
  readonly key: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** A record as the pipeline stores it, reduced to what matters here. */
export function recordOf(day: string, name: string, endedAt: string, more: object = {}): Written {
  const key = `actions/${day}/${day.replaceAll('-', '')}T100000-${name}.json`;
  return {
    key,
    document: { version: 1, id: name, status: 'remediated', startedAt: `${day}T10:00:00.000Z`, endedAt, ...more },
  };
}

export function write(files: Files, { key, document }: Written): void {
  files.set(key, Buffer.from(canonical(document)));
}

/** A quarter to one in the night after a day: a quarter of an hour late. */
export function nightAfter(day: string): Date {
  return new Date(`${plusDays(day, 1)}T00:45:00.000Z`);
}

export async function sealDay(files: Files, day: string, signer: Signer, at = nightAfter(day)) {
  return sealUntil(day, { archive: memoryArchive(files), signer, clock: { now: () => at } });
}

export async function check(
  files: Files,
  keys: TrustedKeys,
  at: string,
  span: { readonly from?: string; readonly to?: string } = {},
): Promise<LogReport> {
  return verifyLog({ archive: memoryArchive(files), keys, clock: { now: () => new Date(at) }, ...span });
}
