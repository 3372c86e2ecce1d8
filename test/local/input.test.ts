import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readEvents } from '../../local/input.ts';

const event = { version: '0', id: 'e-1', 'detail-type': 'Prüfung', source: 'aws.config', detail: { a: 1 } };
const json = JSON.stringify(event);
const call = {
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', accountId: '111122223333' },
  eventTime: '2026-11-20T09:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketAcl',
  awsRegion: 'eu-central-1',
  eventID: '5f0e1d2c-0000-4000-8000-000000000001',
  recipientAccountId: '111122223333',
};

async function read(...parts: readonly (Buffer | string)[]) {
  const items = [];
  for await (const item of readEvents(['-'], () => Readable.from(parts.map((part) => Buffer.from(part)))))
    items.push(item);
  return items;
}

const events = async (...parts: readonly (Buffer | string)[]) =>
  (await read(...parts)).map((item) => ('event' in item ? item.event : item.problem));

function utf16be(text: string): Buffer {
  return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
}

describe('events are read', () => {
  it.each<[string, Buffer | string]>([
    ['in UTF-8', json],
    ['over several lines', JSON.stringify(event, null, 2)],
    ['with the line ends of Windows', JSON.stringify(event, null, 2).replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${json}`],
    ['in UTF-16, as PowerShell writes it', Buffer.from(`\uFEFF${json}`, 'utf16le')],
    ['in UTF-16, the other way round', utf16be(json)],
    ['compressed', gzipSync(json)],
    ['compressed, with a byte order mark', gzipSync(utf16be(json))],
    ['as an array', `[${json}]`],
  ])('%s', async (_how, bytes) => {
    expect(await events(bytes)).toEqual([event]);
  });

  it.each<[string, Buffer | string]>([
    ['line by line', `${json}\n${json}\n`],
    ['line by line, after a byte order mark', `\uFEFF${json}\n${json}\n`],
    ['line by line, compressed', gzipSync(`${json}\n\n${json}`)],
    ['line by line, in UTF-16', utf16be(`${json}\r\n${json}`)],
  ])('%s', async (_how, bytes) => {
    expect(await events(bytes)).toEqual([event, event]);
  });

  it('however a pipe cuts them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(Buffer.from(json), utf16be(json), gzipSync(json)),
        fc.array(fc.nat({ max: 200 }), { maxLength: 5 }),
        async (bytes, cuts) => {
          const at = [0, ...cuts.map((cut) => cut % bytes.length).toSorted((a, b) => a - b), bytes.length];
          expect(await events(...at.slice(1).map((end, index) => bytes.subarray(at[index], end)))).toEqual([event]);
        },
      ),
    );
  });

  it('from a folder, whatever else lies there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redress-input-'));
    onTestFinished(async () => rm(folder, { recursive: true }));
    await mkdir(join(folder, 'more'));
    await writeFile(join(folder, 'a.json.gz'), gzipSync(json));
    await writeFile(join(folder, 'more', 'B.JSON'), json);
    await writeFile(join(folder, 'more', 'c.jsonl'), `${json}\n`);
    await writeFile(join(folder, 'readme.md'), '# no event');

    const items = [];
    for await (const item of readEvents([folder], () => Readable.from([]))) items.push(item);

    expect(items.map((item) => 'event' in item)).toEqual([true, true, true]);
  });
});

describe('what events were delivered in is taken off', () => {
  const notification = { Type: 'Notification', MessageId: 'm', Message: json };
  it.each<[string, unknown]>([
    ['a message of SNS', notification],
    ['messages that SQS gave a function', { Records: [{ messageId: 'm', eventSource: 'aws:sqs', body: json }] }],
    ['a message of SNS in one of SQS', { Records: [{ body: JSON.stringify(notification) }] }],
    ['messages that SNS gave a function', { Records: [{ EventSource: 'aws:sns', Sns: notification }] }],
    ['what aws sqs receive-message prints', { Messages: [{ MessageId: 'm', Body: json }] }],
    ['a message by itself', { MessageId: 'm', Body: json }],
    ['an invocation that Lambda gave up', { version: '1.0', requestContext: {}, requestPayload: event }],
    [
      'one in a dead-letter queue',
      { Messages: [{ Body: JSON.stringify({ requestPayload: event, responsePayload: {} }) }] },
    ],
  ])('%s', async (_what, wrapping) => {
    expect(await events(JSON.stringify(wrapping))).toEqual([event]);
  });

  it('a log file of CloudTrail, whose calls become the events that EventBridge makes of them', async () => {
    const { recipientAccountId: _left, ...without } = call;

    expect(await events(gzipSync(JSON.stringify({ Records: [call, without] })))).toEqual(
      [call, without].map((detail) => ({
        version: '0',
        id: call.eventID,
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.s3',
        account: '111122223333',
        time: call.eventTime,
        region: 'eu-central-1',
        resources: [],
        detail,
      })),
    );
  });

  it('and each is told where it was', async () => {
    const items = await read(JSON.stringify({ Records: [{ body: json }, { body: json }] }));

    expect(items.map(({ file }) => file)).toEqual(['standard input[0]', 'standard input[1]']);
  });

  it('an empty delivery holds no event, and is no problem', async () => {
    expect(await events('{"Records":[]}')).toEqual([]);
  });
});

describe('what is no event is told of', () => {
  it.each<[string, Buffer | string, string]>([
    ['nothing', '', 'empty'],
    ['a byte', ' ', 'empty'],
    ['blank lines', '\n \n\n', 'empty'],
    ['a text', '"event"', 'not an event: expected a JSON object'],
    [
      'another object',
      '{"configurationItems":[]}',
      'not an event: it has no "detail-type", as every EventBridge event has',
    ],
    ['a message about something else', '{"Type":"Notification","Message":"hello"}', 'not an event: it has no'],
    ['messages of which one is no event', JSON.stringify({ Records: [{ body: json }, { body: '7' }] }), 'not an event'],
    ['a half', json.slice(0, 40), 'not JSON'],
    ['a half of what was compressed', gzipSync(json).subarray(0, 40), 'unexpected end of file'],
  ])('%s', async (_what, bytes, problem) => {
    expect(await read(bytes)).toEqual([{ file: 'standard input', problem: expect.stringContaining(problem) }]);
  });

  it('however deep it is wrapped', async () => {
    const wrapped = Array.from({ length: 8 }).reduce<string>((Body) => JSON.stringify({ Body }), json);

    expect(await events(wrapped)).toEqual([expect.stringContaining('not an event')]);
  });

  it('whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (bytes) => {
        for (const item of await read(Buffer.from(bytes))) expect(item).toHaveProperty('problem');
      }),
    );
  });
});
