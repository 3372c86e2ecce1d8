import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openDesk, outcomesIn, redress, trailStopped } from './cli.ts';
import { unsafe } from '../../kit/unsafe.ts';

interface Report {
  readonly events: readonly {
    readonly file: string;
    readonly routedTo: readonly string[];
    readonly outcomes: readonly object[];
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

describe('redress replay', () => {
  it('prints one JSON object for programs, and everything else on standard error', async () => {
    const { files, write } = await openDesk();
    const broken = await write('broken.json', '{');

    const ran = await redress(['replay', trailStopped, broken, '--format', 'json', ...files]);

    const { events, summary } = JSON.parse(ran.out) as Report;
    expect(events).toMatchObject([
      { file: trailStopped, routedTo: ['cloudtrail-event'], outcomes: [{ status: 'remediated' }] },
    ]);
    expect(summary).toEqual({ remediated: 1, unreadable: 1 });
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/broken\.json: not JSON/);
  });

  it('shows people what was found, planned, done and found afterwards', async () => {
    const { files } = await openDesk();

    const ran = await redress(['replay', trailStopped, ...files]);

    expect(ran.code).toBe(0);
    for (const text of ['why', 'before', 'plan', 'undo by', 'do ', 'after', 'result', '1 event: ✔ 1 remediated']) {
      expect(ran.out).toContain(text);
    }
    expect(ran.out).not.toContain('\u001B');
  });

  it('exits with 3 where something is left to do, if asked to', async () => {
    const { files } = await openDesk();

    const reported = await redress(['replay', trailStopped, '--mode', 'report', '--exit-code', ...files]);
    const waiting = await redress(['replay', trailStopped, '--mode', 'approve', '--exit-code', ...files]);
    const done = await redress(['replay', trailStopped, '--exit-code', ...files]);

    expect([reported.code, waiting.code, done.code]).toEqual([3, 3, 0]);
  });

  it('begins with the initial account each time, whatever an earlier one has left', async () => {
    const { files } = await openDesk();

    for (let times = 0; times < 2; times++) {
      const ran = await redress(['replay', trailStopped, '--format', 'json', ...files]);
      expect(outcomesIn(ran)).toMatchObject([{ status: 'remediated' }]);
    }
  });

  it('keeps one world for all events, or with --fresh none for the next command', async () => {
    const { files, read } = await openDesk();
    const twice = [trailStopped, trailStopped];

    const one = await redress(['replay', ...twice, '--format', 'json', ...files]);
    expect(outcomesIn(one).map(({ status }) => status)).toEqual(['remediated', 'duplicate']);
    expect((await read()).at).toMatch(/^2026-/);
    const fresh = await redress(['replay', ...twice, '--fresh', '--format', 'json', ...files]);

    expect(outcomesIn(fresh).map(({ status }) => status)).toEqual(['remediated', 'remediated']);
    await expect(read()).rejects.toThrow('ENOENT');
  });

  it('reads JSON Lines from standard input', async () => {
    const { files } = await openDesk();
    const nobody =
      '{"version":"0","id":"1","detail-type":"x","source":"y","account":"111122223333","time":"2026-11-20T10:00:00Z","region":"eu-central-1","resources":[],"detail":{}}';

    const ran = await redress(['replay', '-', '--format', 'json', ...files], `${nobody}\n${nobody}\n`);

    expect(JSON.parse(ran.out)).toMatchObject({ summary: { ignored: 2 } });
  });

  it("knows Config rules by the account's own names, where the policy tells them", async () => {
    const { files, write } = await openDesk();
    const event = 'events/config/13-rule-nobody-answers.json';
    const { detail } = JSON.parse(await readFile(event, 'utf8')) as { detail: { configRuleName: string } };
    const policy = await write(
      'policy.yml',
      `version: 1\nconfig-rules:\n  ${detail.configRuleName}: s3-bucket-public-read-prohibited\n`,
    );

    const without = await redress(['replay', event, '--format', 'json', ...files]);
    const told = await redress(['replay', event, '--policy', policy, '--format', 'json', ...files]);

    expect(outcomesIn(without)).toMatchObject([{ status: 'ignored' }]);
    expect(outcomesIn(told)).toMatchObject([{ remediation: 's3-bucket-public-access-blocked' }]);
  });

  it('shows what is hostile in an event as text', async () => {
    const { files, write } = await openDesk();
    const text = '\u001B[2J\u001B]0;x\u0007\u202Egnp.exe\u0000<script>';
    const hostile = await write('hostile.json', {
      version: '0',
      id: text,
      'detail-type': text,
      source: text,
      account: text,
      time: text,
      region: text,
      resources: [text],
      detail: { [text]: text },
    });
    const known = await write('known.json', {
      version: '0',
      id: '11111111-2222-4333-8444-555555555555',
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.s3',
      account: '111122223333',
      time: '2026-11-20T10:00:00Z',
      region: 'eu-central-1',
      resources: [],
      detail: {
        eventSource: 's3.amazonaws.com',
        eventName: 'PutBucketPolicy',
        requestParameters: { bucketName: text },
      },
    });

    const ran = await redress(['replay', hostile, known, ...files]);

    expect(ran.out).toContain('rejected');
    expect(`${ran.out}${ran.err}`).not.toMatch(unsafe);
  });

  it.each([
    [['replay', '--mode', 'sometimes']],
    [['replay', '--endpoint', 'nowhere']],
    [['replay', '--endpoint', 'http://a', '--profile', 'b']],
    [['replay', '--profile', 'b', '--fresh']],
    [['replay', '--state', 'a', '--no-state']],
    [['replay', '--format', 'xml']],
  ])('is refused with the usage if it is asked for wrongly: %j', async (args) => {
    const ran = await redress(args);

    expect(ran.code).toBe(2);
    expect(ran.err).toContain('Usage: redress replay');
  });

  it.each([
    [['replay', '--policy', 'no-such.yml'], 'policy file no-such.yml'],
    [['replay', '--account', 'no-such.json'], 'account file no-such.json'],
    [['replay', '--account', 'package.json'], 'is not usable'],
    [['replay', '--policy', 'package.json'], 'is not a valid policy'],
  ])('fails with a sentence, and no stack: %j', async (args, message) => {
    const { files } = await openDesk();

    const ran = await redress([...args, ...files]);

    expect(ran.code).toBe(1);
    expect(ran.err).toContain(message);
    expect(ran.err).not.toContain('    at ');
  });
});
