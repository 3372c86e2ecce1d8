/**
 * For every ECDSA signature (r, s) there is a second one, (r, n − s), that fits just as well, and anybody can make it: a
 * seal could be changed without being wrong. Of the two only the one with the smaller s is written, and taken.
 */

/** The order n of the curve P-256: FIPS 186-5 and SP 800-186, section 3.2.1.3. */
const order = 0xff_ff_ff_ff_00_00_00_00_ff_ff_ff_ff_ff_ff_ff_ff_bc_e6_fa_ad_a7_17_9e_84_f3_b9_ca_c2_fc_63_25_51n;

interface Signature {
  readonly r: bigint;
  readonly s: bigint;
}

/** The same signature with the smaller s, DER. @throws TypeError for what is no signature */
export function withSmallerS(der: Uint8Array): Uint8Array {
  const signature = parse(der);
  if (signature === undefined) throw new TypeError('not an ECDSA signature on the curve P-256');
  const { r, s } = signature;
  return encode({ r, s: isSmaller(s) ? s : order - s });
}

/** Whether these bytes are the one spelling of a signature that is taken. */
export function isOnlySpelling(der: Uint8Array): boolean {
  const signature = parse(der);
  return signature !== undefined && isSmaller(signature.s) && Buffer.compare(encode(signature), der) === 0;
}

function isSmaller(s: bigint): boolean {
  return s <= order / 2n;
}

/** `SEQUENCE { r INTEGER, s INTEGER }`, which for this curve never takes more than 72 bytes: RFC 3279, section 2.2.3. */
function parse(der: Uint8Array): Signature | undefined {
  if (der.length > 72 || der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const r = integerAt(der, 2);
  const s = r === undefined ? undefined : integerAt(der, r.end);
  if (r === undefined || s?.end !== der.length) return undefined;
  return { r: r.value, s: s.value };
}

function integerAt(der: Uint8Array, at: number): { readonly value: bigint; readonly end: number } | undefined {
  const length = der[at + 1] ?? 0;
  const bytes = der.subarray(at + 2, at + 2 + length);
  if (der[at] !== 0x02 || length === 0 || bytes.length !== length) return undefined;
  const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return value > 0n && value < order ? { value, end: at + 2 + length } : undefined;
}

function encode({ r, s }: Signature): Uint8Array {
  const body = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

function integer(value: bigint): Uint8Array {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  // Two's complement: a first bit that is set would make it negative.
  const whole = (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]);
  return Buffer.concat([Buffer.from([0x02, whole.length]), whole]);
}
