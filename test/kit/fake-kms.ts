import { createHash, generateKeyPairSync } from 'node:crypto';
import type { SdkClient } from '../../shared/aws/service.ts';

/**
 * KMS with one asymmetric key. Node can't sign a digest that somebody else has made, which is what KMS does, so that the
 * curve's arithmetic (FIPS 186-5, P-256) is done here; what it makes is verified by Node.
 */
export function fakeKms(): { readonly client: SdkClient; readonly arn: string; readonly calls: string[] } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const secret = BigInt(`0x${Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url').toString('hex')}`);
  const arn = 'arn:aws:kms:eu-central-1:111122223333:key/a1b2c3d4-5678-90ab-cdef-1111ee22ff33';
  const calls: string[] = [];
  const client: SdkClient = {
    async send(command) {
      const { input, constructor } = command as { input: Record<string, unknown>; constructor: { name: string } };
      calls.push(constructor.name);
      if (constructor.name === 'GetPublicKeyCommand')
        return { KeyId: arn, PublicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })) };
      const { Message: message, MessageType: type, SigningAlgorithm: algorithm } = input;
      if (type !== 'DIGEST' || algorithm !== 'ECDSA_SHA_256' || (message as Uint8Array).length !== 32)
        throw new Error('ValidationException');
      return { KeyId: arn, Signature: ecdsa(message as Uint8Array, secret) };
    },
  };
  return { client, arn, calls };
}

const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const generator: Point = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
];

type Point = readonly [bigint, bigint] | undefined;

function mod(a: bigint, m: bigint): bigint {
  return ((a % m) + m) % m;
}

function inverse(a: bigint, m: bigint): bigint {
  let [low, high, x, y] = [mod(a, m), m, 1n, 0n];
  while (low > 1n) {
    const ratio = high / low;
    [low, high, x, y] = [high - ratio * low, low, y - ratio * x, x];
  }
  return mod(x, m);
}

function add(a: Point, b: Point): Point {
  if (a === undefined) return b;
  if (b === undefined) return a;
  if (a[0] === b[0] && mod(a[1] + b[1], p) === 0n) return undefined;
  const slope =
    a[0] === b[0]
      ? mod((3n * a[0] * a[0] - 3n) * inverse(2n * a[1], p), p)
      : mod((b[1] - a[1]) * inverse(b[0] - a[0], p), p);
  const x = mod(slope * slope - a[0] - b[0], p);
  return [x, mod(slope * (a[0] - x) - a[1], p)];
}

function times(scalar: bigint, point: Point): Point {
  let [rest, double, sum]: [bigint, Point, Point] = [scalar, point, undefined];
  for (; rest > 0n; rest >>= 1n, double = add(double, double)) if (rest % 2n === 1n) sum = add(sum, double);
  return sum;
}

function ecdsa(digest: Uint8Array, secret: bigint): Uint8Array {
  const e = BigInt(`0x${Buffer.from(digest).toString('hex')}`);
  // Good enough for a test: the nonce depends on the key and the message, as in RFC 6979.
  const nonce = createHash('sha256').update(digest).update(secret.toString(16)).digest('hex');
  const k = mod(BigInt(`0x${nonce}`), n - 1n) + 1n;
  const r = mod((times(k, generator) ?? [0n])[0], n);
  const s = mod(inverse(k, n) * (e + r * secret), n);
  const body = Buffer.concat([integer(r), integer(s)]);
  return new Uint8Array(Buffer.concat([Buffer.from([0x30, body.length]), body]));
}

function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex');
  const positive = (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([2, positive.length]), positive]);
}
