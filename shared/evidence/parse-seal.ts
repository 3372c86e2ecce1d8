import * as z from 'zod';
import { canonical } from '../json.ts';
import { isDay, recordPrefix } from './day.ts';
import type { Manifest, Seal } from './manifest.ts';

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const day = z.string().refine(isDay);
const text = z.string().min(1).max(2048);
const algorithm = z.literal('ECDSA_SHA_256');

const record = z.strictObject({
  // Any key that S3 takes: what lies under `actions/` is sealed, whatever it is called.
  key: z.string().max(1024).startsWith(recordPrefix),
  sha256: digest,
  size: z.int().nonnegative(),
  chain: digest,
});

const manifest = z.strictObject({
  version: z.literal(1),
  day,
  first: day,
  previous: z.strictObject({ day, digest }).nullable(),
  sealedAt: z.iso.datetime(),
  key: z.strictObject({ id: text, algorithm, publicKey: digest }),
  records: z.array(record),
  head: digest,
});

const seal = z.strictObject({
  manifest,
  // One spelling for one signature: base64 has spare bits in its last sign.
  signature: z.strictObject({ keyId: text, algorithm, value: text.refine(isExactBase64) }),
});

function isExactBase64(value: string): boolean {
  return Buffer.from(value, 'base64').toString('base64') === value;
}

export type ParsedSeal = { readonly ok: true; readonly seal: Seal } | { readonly ok: false; readonly error: string };

/** A seal from its bytes. They must be its canonical JSON: nothing may be different and mean the same. */
export function parseSeal(bytes: Uint8Array): ParsedSeal {
  let value: unknown;
  let content: string;
  try {
    content = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(content);
  } catch {
    return { ok: false, error: 'it is no JSON document' };
  }
  const parsed = seal.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, error: `it is no seal (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})` };
  }
  if (canonical(parsed.data) !== content) return { ok: false, error: 'it is not spelled as a seal is' };
  return { ok: true, seal: parsed.data satisfies { readonly manifest: Manifest } };
}
