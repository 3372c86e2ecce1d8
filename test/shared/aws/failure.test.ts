import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeout } from '../../../local/account/fault-errors.ts';
import { errorRecord, failureKind, orUndefined, printable } from '../../../shared/aws/failure.ts';
import type { FailureKind } from '../../../shared/aws/failure.ts';

function failure(name: string, status?: number, message = 'no', retryable?: object): Error {
  const metadata = status === undefined ? {} : { $metadata: { httpStatusCode: status } };
  return Object.assign(new Error(message), { name, ...metadata, ...retryable });
}

/** Everything that can be thrown, with members where an SDK error would have them. */
const thrown = fc.oneof(
  fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }),
  fc.record(
    { name: fc.anything(), message: fc.anything(), $metadata: fc.anything(), $retryable: fc.anything() },
    { requiredKeys: [], noNullPrototype: false },
  ),
);

describe('what a failed call means', () => {
  it.each<[FailureKind, string, Error]>([
    ['throttled', 'too many requests, by name', failure('ThrottlingException', 400)],
    ['throttled', 'S3 asking for less, with a status of 503', failure('SlowDown', 503)],
    ['throttled', 'a table at its limit', failure('ProvisionedThroughputExceededException', 400)],
    ['throttled', 'a status of 429, whatever its name', failure('Unheard', 429)],
    ['throttled', 'what the SDK took for one', failure('Unheard', 400, 'no', { $retryable: { throttling: true } })],
    ['denied', 'a role that may not', failure('AccessDeniedException', 400)],
    ['denied', 'S3 saying the same', failure('AccessDenied', 403)],
    ['denied', 'credentials that ran out', failure('ExpiredToken', 400)],
    ['gone', 'no such bucket', failure('NoSuchBucket', 404)],
    ['gone', 'no such trail', failure('TrailNotFoundException', 400)],
    ['gone', 'no such instance', failure('InvalidInstanceID.NotFound', 400)],
    ['gone', 'no such network interface', failure('InvalidNetworkInterfaceID.NotFound', 400)],
    ['gone', 'SageMaker not finding an endpoint', failure('ValidationException', 400, 'Could not find endpoint "x".')],
    ['gone', 'a record that is not there', failure('ValidationException', 400, 'RecordNotFound')],
    ['gone', 'a model that does not exist', failure('ValidationException', 400, 'Model "x" does not exist')],
    ['refused', 'invalid input', failure('ValidationException', 400, 'Cannot update an endpoint in Updating')],
    ['refused', 'a conflict', failure('OperationAborted', 409)],
    ['refused', 'a setting that is not there, which is no missing resource', failure('NoSuchTagSet', 404)],
    ['uncertain', 'a server’s error', failure('InternalFailure', 500)],
    ['uncertain', 'a time-out without any answer', timeout()],
    ['uncertain', 'a time-out with a status of 400', failure('RequestTimeout', 400)],
    ['uncertain', 'an answer that can’t be read', failure('SyntaxError', 200, 'Unexpected token <')],
    ['uncertain', 'an error without metadata', new Error('socket hang up')],
  ])('%s: %s', (kind, _, error) => {
    expect(failureKind(error)).toBe(kind);
  });

  it.each([undefined, null, 'AccessDenied', 42, [], {}, { name: 7 }, () => undefined])(
    'uncertain: %j, which is no SDK error',
    (value) => {
      expect(failureKind(value)).toBe('uncertain');
    },
  );

  it('never says that nothing happened unless the service did', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(undefined, 200, 301, 500, 502, 504), (name, status) => {
        fc.pre(failureKind(failure(name, 418)) === 'refused');
        expect(failureKind(failure(name, status))).toBe('uncertain');
      }),
    );
  });
});

describe('an error as evidence', () => {
  it('is its name and message, and nothing else that it carries', () => {
    const error = Object.assign(failure('NoSuchBucket', 404, 'The bucket is gone'), { BucketName: 'training-data' });

    expect(errorRecord(error)).toEqual({ name: 'NoSuchBucket', message: 'The bucket is gone' });
  });

  it('is made of whatever was thrown, in a length that no log line suffers from', () => {
    fc.assert(
      fc.property(thrown, (value) => {
        const { name, message } = errorRecord(value);

        expect(name.length).toBeLessThanOrEqual(100);
        expect(message.length).toBeLessThanOrEqual(500);
      }),
    );
  });

  it.each([
    ['connection reset', { name: 'Error', message: 'connection reset' }],
    [undefined, { name: 'Error', message: 'undefined' }],
    [Object.create(null), { name: 'Error', message: 'no message' }],
    [{ toString: 'none' }, { name: 'Error', message: 'no message' }],
  ])('tells what it can of %j', (value, record) => {
    expect(errorRecord(value)).toEqual(record);
  });

  it('is cut where a service writes a novel', () => {
    const { name, message } = errorRecord(failure('N'.repeat(3000), 400, 'm'.repeat(1_000_000)));

    expect([name.length, message.length]).toEqual([100, 500]);
    expect(message.endsWith('m…')).toBe(true);
  });
});

describe('text from outside', () => {
  it.each([
    ['colours of a terminal', '\u001b[31mred\u001b[0m', '[31mred [0m'],
    ['line breaks, so that it can’t pretend to be another line', 'one\r\n2026 INFO all well', 'one 2026 INFO all well'],
    ['direction marks, so that it reads as it is', 'abc\u202egpj.exe\u202c', 'abc gpj.exe'],
    ['characters without width', 'by\u200bpass\ufeff', 'by pass'],
    ['line separators of Unicode', 'a\u2028b\u2029c', 'a b c'],
    ['a NUL', 'a\0b', 'a b'],
    ['half a character', 'a\ud83d', 'a\ufffd'],
    ['nothing of other languages', 'Größe 大小 😀', 'Größe 大小 😀'],
  ])('loses %s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('is bounded, on one line and valid UTF-8, whatever came in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, length) => {
        const shown = printable(text, length);

        expect(shown.length).toBeLessThanOrEqual(length);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        expect(Buffer.from(shown).toString()).toBe(shown);
      }),
    );
  });

  it('shows that something was cut off, also in the middle of a character', () => {
    expect(printable('abcdef', 4)).toBe('abc…');
    expect(printable('abcd', 4)).toBe('abcd');
    expect(printable('ab😀cd', 4)).toBe('ab\ufffd…');
  });
});

describe('an answer that there may be none of', () => {
  it('is undefined where the service says so by the error’s name', async () => {
    await expect(orUndefined('NoSuchTagSet', Promise.reject(failure('NoSuchTagSet', 404)))).resolves.toBeUndefined();
  });

  it('is the answer where there is one', async () => {
    await expect(orUndefined('NoSuchTagSet', Promise.resolve({ TagSet: [] }))).resolves.toEqual({ TagSet: [] });
  });

  it('fails with any other error, for absence is not to be guessed at', async () => {
    const denied = failure('AccessDenied', 403);

    await expect(orUndefined('NoSuchTagSet', Promise.reject(denied))).rejects.toBe(denied);
  });
});
