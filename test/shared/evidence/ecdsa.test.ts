import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOnlySpelling, withSmallerS } from '../../../shared/evidence/ecdsa.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKey = createPublicKey(privateKey);
const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** The two signatures that there are for each: by another way than the module's own, through the 64 bytes of r and s. */
function twins(message: Uint8Array): readonly [smaller: Buffer, larger: Buffer] {
  const pair = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const [r, s] = [pair.subarray(0, 32), BigInt(`0x${pair.subarray(32).toString('hex')}`)];
  const other = Buffer.concat([r, Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')]);
  return s < order - s ? [pair, other] : [other, pair];
}

/** As DER, written down by hand. */
function der(pair: Buffer): Buffer {
  const integer = (bytes: Buffer): Buffer => {
    const first = bytes.findIndex((byte) => byte !== 0);
    const short = bytes.subarray(first);
    const whole = short[0]! < 0x80 ? short : Buffer.concat([Buffer.alloc(1), short]);
    return Buffer.concat([Buffer.from([2, whole.length]), whole]);
  };
  const body = Buffer.concat([integer(pair.subarray(0, 32)), integer(pair.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

describe('a signature', () => {
  it('has a twin that fits as well, and only one of them is taken', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (message) => {
        const [smaller, larger] = twins(message).map(der) as [Buffer, Buffer];

        for (const one of [smaller, larger]) {
          expect(verify('sha256', message, publicKey, one)).toBe(true);
          expect(Buffer.from(withSmallerS(one))).toEqual(smaller);
        }
        expect([smaller, larger].map(isOnlySpelling)).toEqual([true, false]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['nothing', ''],
    ['no sequence', '3106020101020101'],
    ['another length', '3007020101020101'],
    ['no integer', '3006030101020101'],
    ['one integer', '3003020101'],
    ['an integer of no bytes', '300502010102 00'.replace(' ', '')],
    ['an integer that is cut off', '3006020101020501'],
    ['three integers', '3009020101020101020101'],
    ['zero', '3006020100020101'],
    ['a number that is negative', `3026020101022 1ff${'ff'.repeat(32)}`.replace(' ', '')],
    ['more than 72 bytes', `3047${'00'.repeat(71)}`],
  ])('is none that is %s', (_, hex) => {
    const bytes = Buffer.from(hex, 'hex');

    expect(isOnlySpelling(bytes)).toBe(false);
    expect(() => withSmallerS(bytes)).toThrow(TypeError);
  });

  it('with a zero too many is another spelling', () => {
    const plain = Buffer.from('3006020101020101', 'hex');
    const padded = Buffer.from('300702020001020101', 'hex');

    expect([plain, padded].map(isOnlySpelling)).toEqual([true, false]);
    expect(Buffer.from(withSmallerS(padded))).toEqual(plain);
  });
});
