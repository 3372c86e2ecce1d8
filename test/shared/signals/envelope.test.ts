import { describe, expect, test } from 'vitest';
import { parseEnvelope } from '../../../shared/signals/envelope.ts';
import { EventError } from '../../../shared/signals/event-error.ts';
import { altered, sample } from './samples.ts';

const event = sample('config/01-public-training-bucket');

function problem(of: unknown): EventError {
  try {
    parseEnvelope(of);
  } catch (error) {
    if (error instanceof EventError) return error;
    throw error;
  }
  throw new Error('it was understood');
}

describe('an envelope', () => {
  test('is told in our words, with its time in ISO 8601 to the millisecond', () => {
    expect(parseEnvelope(event)).toStrictEqual({
      id: event['id'],
      detailType: 'Config Rules Compliance Change',
      source: 'aws.config',
      account: '111122223333',
      time: '2026-11-20T09:01:44.000Z',
      region: 'eu-central-1',
      resources: [],
      detail: event.detail,
    });
  });

  test.each([
    ['2026-11-20T10:01:44+01:00', '2026-11-20T09:01:44.000Z'],
    ['2026-11-20T09:01:44.123456Z', '2026-11-20T09:01:44.123Z'],
    [1_795_165_304_000, '2026-11-20T09:01:44.000Z'],
    ['1795165304000', '2026-11-20T09:01:44.000Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    [253_402_300_799_999, '9999-12-31T23:59:59.999Z'],
  ])('with the time %j happened at %s', (time, expected) => {
    expect(parseEnvelope(altered(event, 'time', time)).time).toBe(expected);
  });

  test('without resources has none', () => {
    expect(parseEnvelope(altered(event, 'resources', undefined)).resources).toEqual([]);
  });

  test('from an archive names the replay', () => {
    expect(parseEnvelope(altered(event, 'replay-name', 'again')).replayName).toBe('again');
  });

  test.each(['us-gov-west-1', 'ap-southeast-5', 'us-iso-east-1', 'eusc-de-east-1', 'cn-northwest-1'])(
    'may come from %s',
    (region) => {
      expect(parseEnvelope(altered(event, 'region', region)).region).toBe(region);
    },
  );
});

describe('what is no envelope', () => {
  test.each([
    ['a text', 'hello', 'event: expected object, received string'],
    ['nothing', undefined, 'event: expected object, received undefined'],
    ['null', null, 'event: expected object, received null'],
    ['a list', [event], 'event: expected object, received array'],
    ['an empty object', {}, 'version: expected string, received undefined'],
    ['one without an id', altered(event, 'id', undefined), 'id: expected string, received undefined'],
    ['one with an id that is a command', altered(event, 'id', '$(id)'), 'id: expected an event id, received "$(id)"'],
    [
      'one with a numeric account',
      altered(event, 'account', 111122223333),
      'account: expected string, received number',
    ],
    [
      'one with an account of eleven digits',
      altered(event, 'account', '11112222333'),
      'account: expected an account id of twelve digits, received "11112222333"',
    ],
    ['one from nowhere', altered(event, 'region', 'Mars'), 'region: expected a Region, received "Mars"'],
    ['one with a detail in text', altered(event, 'detail', '{}'), 'detail: expected object, received "{}"'],
    ['one with a detail in a list', altered(event, 'detail', []), 'detail: expected object, received array'],
    ['one without detail', altered(event, 'detail', undefined), 'detail: expected object, received undefined'],
    [
      'one with a resource that is no text',
      altered(event, 'resources', ['a', 1]),
      'resources.1: expected string, received number',
    ],
    ['one without time', altered(event, 'time', undefined), 'time: expected a time in ISO 8601, received undefined'],
    [
      "one with a time in Inspector's form",
      altered(event, 'time', 'Wed Sep 04 16:55:38.411 UTC 2024'),
      'time: expected a time in ISO 8601, received "Wed Sep 04 16:55:38.411 UTC 2024"',
    ],
    ['one with a day that no month has', altered(event, 'time', '2026-13-45T09:01:44Z'), /^time: expected a time/],
    [
      'one with a time in a list',
      altered(event, 'time', ['2026-11-20T09:01:44Z']),
      /^time: expected .*received array$/,
    ],
    ['one with more than a time', altered(event, 'time', '1795165304000 s'), /^time: expected a time/],
    ['one with less than a time', altered(event, 'time', 't1795165304000'), /^time: expected a time/],
    ['one from before 1970', altered(event, 'time', -1), 'time: expected a time in ISO 8601, received number'],
    ['one from after 9999', altered(event, 'time', 8.64e15), 'time: expected a time in ISO 8601, received number'],
  ])('%s is refused, with what is wrong and where', (_what, value, message) => {
    expect(problem(value)).toMatchObject({
      name: 'EventError',
      code: 'malformed',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  test('does not spread its escape sequences or its length into the message', () => {
    const { message } = problem(altered(event, 'region', `\u001B[2J${'x'.repeat(1_000_000)}`));

    expect(message).toBe(`region: expected a Region, received "${'x'.repeat(60)}…"`);
  });

  test('cannot borrow a member from its prototype', () => {
    const hostile: unknown = JSON.parse(`{"__proto__": ${JSON.stringify(event)}}`);

    expect(problem(hostile).message).toBe('version: expected string, received undefined');
    expect(Object.prototype).not.toHaveProperty('version');
  });
});
