import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RemediatorRequest } from '../../../shared/edge.ts';
import { parseRequest } from '../../../shared/pipeline/request.ts';
import type { Signal } from '../../../shared/signals/signal.ts';

const signal: Signal = {
  id: '0123456789abcdef0123456789abcdef',
  source: 'cloudtrail',
  at: '2026-11-20T10:00:00.000Z',
  event: '11111111-2222-4333-8444-555555555555',
  account: '111122223333',
  region: 'eu-central-1',
  resource: { type: 'AWS::S3::Bucket', id: 'training-data', arn: 'arn:aws:s3:::training-data' },
  hints: {
    apiCall: 's3:PutBucketPolicy',
    stateChange: 'InProgress',
    findingArn: 'arn:aws:inspector2:eu-central-1:111122223333:finding/1',
    image: {
      registry: '111122223333',
      repository: 'fraud/inference',
      digest: `sha256:${'a'.repeat(64)}`,
      tags: ['v1'],
    },
    access: 'denied',
    caller: 'me@example.com',
    record: '11111111-2222-4333-8444-555555555555',
    requested: 'sweep',
  },
  actor: { arn: 'arn:aws:iam::111122223333:user/eve', userAgent: 'aws-cli/2.0', sourceIp: '192.0.2.1' },
};
const rollback = {
  action: '20261120T100000-0123456789',
  force: false,
  by: 'arn:aws:iam::111122223333:user/ops',
  at: '2026-11-20T10:00:00Z',
};
const sweep = { account: '111122223333', region: 'us-east-1', at: '2026-11-20T10:00:00Z' };

const requests: readonly RemediatorRequest[] = [
  { signal },
  { signal: { ...signal, resource: { type: 'AWS::SageMaker::Endpoint', id: 'e' }, hints: {} } },
  { rollback },
  { sweep },
  { sweep: { ...sweep, remediations: ['s3-bucket-public-access-blocked'] } },
];

/** A value for any place: what hostile events are made of. */
const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    0,
    -1,
    Number.NaN,
    [],
    {},
    '__proto__',
    'x'.repeat(100_000),
    '\u001b[2J',
    '\u202e',
    '111122223333\n',
    '../../etc/passwd',
    '${jndi:ldap://example.com}',
  ),
  fc.jsonValue().filter((value) => value !== null),
);

/** Every place in a value, as a path. */
function places(value: unknown, path: readonly string[] = []): string[][] {
  const here = [[...path]];
  if (value === null || typeof value !== 'object') return here;
  return [...here, ...Object.entries(value).flatMap(([key, member]) => places(member, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? replaced(item, rest, by) : item));
  const members = value as Record<string, unknown>;
  return { ...members, [key]: replaced(members[key], rest, by) };
}

/** Sound requests with one place changed. */
const mutated = fc
  .constantFrom(...requests)
  .chain((sound) => fc.tuple(fc.constantFrom(...places(sound)), nasty).map(([path, by]) => replaced(sound, path, by)));

/** The request, or the TypeError that says what is wrong; anything else fails the test. */
function outcomeOf(event: unknown): RemediatorRequest | string {
  try {
    return parseRequest(event);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as TypeError).message;
  }
}

describe('a request to a remediator', () => {
  it.each(requests)('is taken as it is: %j', (request) => {
    expect(parseRequest(request)).toEqual(request);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'request: Invalid input: expected object'],
    ['a text', 'signal', 'request: Invalid input: expected object'],
    ['no kind', {}, 'signal: Invalid input'],
    ['two kinds at once', { signal, rollback }, 'Unrecognized key: "signal"'],
    ['an account with a line break', { signal: { ...signal, account: '111122223333\n' } }, 'signal.account:'],
    ['a Region that is none', { signal: { ...signal, region: 'eu-central-1.example.com' } }, 'signal.region:'],
    ['a source that is none', { signal: { ...signal, source: 'rumour' } }, 'signal.source:'],
    ['a time without a zone', { signal: { ...signal, at: '2026-11-20T10:00:00' } }, 'signal.at:'],
    ['an id with a space', { signal: { ...signal, resource: { type: 'A::B::C', id: 'a b' } } }, 'signal.resource.id:'],
    [
      'a type without end',
      { signal: { ...signal, resource: { type: `A::B::${'C'.repeat(65)}`, id: 'a' } } },
      'signal.resource.type:',
    ],
    [
      'an ARN that is none',
      { signal: { ...signal, resource: { ...signal.resource, arn: 'x' } } },
      'signal.resource.arn:',
    ],
    [
      'a hint that nobody knows',
      { signal: { ...signal, hints: { mode: 'enforce' } } },
      'signal.hints: Unrecognized key',
    ],
    ['access of a kind that is none', { signal: { ...signal, hints: { access: 'all' } } }, 'signal.hints.access:'],
    ['a caller with a space', { signal: { ...signal, hints: { caller: 'a b' } } }, 'signal.hints.caller:'],
    ['a record without an id', { signal: { ...signal, hints: { record: '*' } } }, 'signal.hints.record:'],
    ['an action that is none', { rollback: { ...rollback, action: '../x' } }, 'rollback.action:'],
    ['force as a text', { rollback: { ...rollback, force: 'true' } }, 'rollback.force:'],
    ['a sweep of everything', { sweep: { ...sweep, account: '*' } }, 'sweep.account:'],
  ])('is none with %s, and is told where', (_, event, where) => {
    expect(outcomeOf(event)).toContain(where);
  });

  it('is a TypeError or a sound request, whatever comes in', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, fc.jsonValue(), nasty), (event) => {
        const parsed = outcomeOf(event);

        if (typeof parsed !== 'string') expect(parseRequest(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused in a message that suits a log line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 3000 }), fc.jsonValue(), (key, value) => {
        const message = outcomeOf({ [key]: value, signal: { [key]: value } });

        expect(typeof message === 'string' && message.length < 2000).toBe(true);
        expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });

  it('can’t bring a prototype', () => {
    const hostile: unknown = JSON.parse('{"signal":{"__proto__":{"account":"111122223333"}},"__proto__":{"x":1}}');

    expect(outcomeOf(hostile)).toContain('Not a request to a remediator');
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});
