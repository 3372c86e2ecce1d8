import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gates } from '../../../shared/pipeline/guard.ts';
import type { Explained } from '../../../local/print/explained.ts';
import { openDesk, outcomesIn, redress, trail, trailStopped } from './cli.ts';
import { unsafe } from '../../kit/unsafe.ts';
import type { Ran } from './cli.ts';

const bucket = 'arn:aws:s3:::fraud-training-data';

function explained({ out }: Ran): Explained {
  return JSON.parse(out) as Explained;
}

function gateOf(ran: Ran, name: string): Explained['considered'][number]['gates'][number] | undefined {
  return explained(ran).considered[0]?.gates.find((gate) => gate.name === name);
}

describe('redress explain EVENT', () => {
  it('shows the rule, the source, the signal, the remediation, and every gate', async () => {
    const ran = await redress(['explain', trailStopped, '--no-state', '--format', 'json']);

    expect(ran.code).toBe(0);
    const { rules, sources, considered } = explained(ran);
    expect(rules?.filter(({ matches }) => matches)).toEqual([
      { rule: 'redress-dev-cloudtrail-audit', function: 'cloudtrail-event', matches: true },
    ]);
    expect(sources).toMatchObject([{ function: 'cloudtrail-event', ignored: [], signals: [{ remediator: 'audit' }] }]);
    expect(considered).toMatchObject([
      { remediation: 'cloudtrail-trail-logging', resource: { id: trail }, state: 'wrong', verdict: 'it is put right' },
    ]);
    expect(considered[0]?.gates.map(({ name }) => name)).toEqual([
      'claim',
      ...gates.map(({ name }) => name),
      'rate-limit',
    ]);
    expect(considered[0]?.gates.every(({ open }) => open)).toBe(true);
  });

  it('says the same as what then happens', async () => {
    for (const [event, mode] of [
      [trailStopped, 'report'],
      [trailStopped, 'enforce'],
      ['events/cloudtrail/15-our-own-undo.json', 'enforce'],
      ['events/cloudtrail/06-public-mirror-policy-replaced.json', undefined],
    ] as const) {
      const options = mode === undefined ? [] : ['--mode', mode];
      const { files } = await openDesk();

      const before = explained(await redress(['explain', event, '--no-state', '--format', 'json', ...options]));
      const [outcome] = outcomesIn(await redress(['replay', event, '--format', 'json', ...options, ...files]));

      const shut = before.considered[0]?.gates.find(({ open }) => !open)?.name;
      expect(outcome?.guard, event).toBe(shut);
    }
  });

  it('reads an event as a replay does, one alone', async () => {
    const { folder } = await openDesk();
    const event = await readFile(trailStopped);
    const [packed, both, none] = ['a.json.gz', 'b.jsonl', 'c.json'].map((name) => join(folder, name));
    await writeFile(packed ?? '', gzipSync(event));
    await writeFile(both ?? '', `${JSON.stringify(JSON.parse(event.toString()))}\n`.repeat(2));
    await writeFile(none ?? '', '[]');

    const ran = await redress(['explain', packed ?? '', '--no-state', '--format', 'json']);

    expect(explained(ran).considered).toHaveLength(1);
    for (const [file, told] of [
      [both, 'holds several events, and one at a time is explained'],
      [none, 'holds no event'],
      [join(folder, 'nowhere'), "can't be explained: no such file or folder"],
    ] as const) {
      const refused = await redress(['explain', file ?? '', '--no-state']);
      expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining(told) });
    }
  });

  it('names the rules that were asked where none takes the event', async () => {
    const ran = await redress(['explain', 'events/cloudtrail/14-denied-call.json', '--no-state']);

    expect(ran.out).toContain('no rule takes this event');
    expect(ran.out).toContain('redress-dev-cloudtrail-s3');
  });

  it('shows why a source ignores an event, or rejects it', async () => {
    const { write, files } = await openDesk();
    const rejected = await write('forged.json', {
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
        awsRegion: 'eu-central-1',
        requestParameters: { bucketName: '\u001B[31m../../etc' },
      },
    });

    const azure = await redress(['explain', 'events/inspector/07-azure-virtual-machine.json', ...files.slice(0, 2)]);
    const forged = await redress(['explain', rejected, ...files.slice(0, 2)]);

    expect(azure.out).toContain('ignored, the finding is about a resource of "AZURE"');
    expect(forged.out).toContain('rejected, detail.requestParameters: expected a bucket name');
    expect(forged.out).not.toMatch(unsafe);
  });

  it('leaves no trace in the state', async () => {
    const { files, read } = await openDesk();
    await redress(['replay', trailStopped, '--mode', 'approve', ...files]);
    const before = await read();

    await redress(['explain', trailStopped, ...files.slice(0, 2)]);
    await redress(['explain', trail, ...files.slice(0, 2)]);

    expect(await read()).toEqual(before);
  });

  it('shows who is at work on the resource', async () => {
    const { files } = await openDesk();
    await redress(['replay', trailStopped, '--mode', 'approve', ...files]);

    const ran = await redress(['explain', trail, '--format', 'json', ...files.slice(0, 2)]);

    expect(gateOf(ran, 'claim')).toMatchObject({
      open: false,
      reason: expect.stringContaining('at work on this resource'),
    });
    expect(explained(ran).considered[0]?.verdict).toContain('duplicate');
  });
});

describe('redress explain ARN', () => {
  it('shows the policy entry and its line for every gate that the policy decides', async () => {
    const { write, files } = await openDesk();
    const policy = await write(
      'policy.yml',
      [
        'version: 1',
        'remediations:',
        '  s3-bucket-public-access-blocked:',
        '    mode: enforce',
        'exemptions:',
        '  - resources: [fraud-training-data]',
        '    reason: On purpose',
        '    owner: data@example.com',
        '    expires: 2099-01-01',
        'protected:',
        '  - resources: [fraud-*]',
        '    reason: Legal hold',
      ].join('\n'),
    );

    const ran = await redress(['explain', bucket, '--policy', policy, '--format', 'json', ...files.slice(0, 2)]);
    const text = await redress(['explain', bucket, '--policy', policy, ...files.slice(0, 2)]);

    expect(gateOf(ran, 'mode')).toMatchObject({ open: true, entry: { line: 3 } });
    expect(gateOf(ran, 'exemption')).toMatchObject({ open: false, entry: { path: 'exemptions[0]', line: 6 } });
    expect(gateOf(ran, 'protected')).toMatchObject({ open: false, entry: { path: 'protected[0]', line: 11 } });
    expect(explained(ran).considered[0]?.verdict).toBe('nothing is written: exemption says no');
    expect(text.out).toMatch(/✘ exemption +On purpose .*\(exemptions\[0\], line 6\)/);
    expect(text.out).toMatch(/✘ protected +The resource is protected: Legal hold \(protected\[0\], line 11\)/);
  });

  it('shows quarantine and used-up attempts after a rollback', async () => {
    const { files } = await openDesk();
    const [action] = outcomesIn(
      await redress(['replay', trailStopped, '--mode', 'enforce', '--format', 'json', ...files]),
    );
    await redress(['rollback', action?.id ?? '', ...files]);

    const ran = await redress(['explain', trail, '--format', 'json', ...files.slice(0, 2)]);

    expect(gateOf(ran, 'quarantine')).toMatchObject({ open: false, reason: expect.stringContaining('rolled back') });
    expect(gateOf(ran, 'attempt-budget')).toMatchObject({ open: true, reason: expect.stringMatching(/^1 of \d+/) });
  });

  it('shows an account that is not served, and a resource that is not there', async () => {
    const elsewhere = await redress([
      'explain',
      'arn:aws:sagemaker:eu-central-1:444455556666:endpoint/fraud-detector',
      '--no-state',
      '--format',
      'json',
    ]);
    const gone = await redress(['explain', 'arn:aws:s3:::nobody-has-this', '--no-state', '--format', 'json']);

    expect(gateOf(elsewhere, 'account')).toMatchObject({ open: false });
    expect(explained(gone).considered[0]?.gates.length).toBeGreaterThan(0);
    expect(explained(gone).considered[0]).toMatchObject({ state: 'gone', verdict: 'gone: there is nothing to do' });
  });

  it('is about one remediation if one is asked for', async () => {
    const one = await redress(['explain', bucket, '--remediation', 's3-bucket-public-access-blocked', '--no-state']);
    const none = await redress(['explain', bucket, '--remediation', 's3-bucket-public-access-blokked', '--no-state']);

    expect(one.out).toContain('s3-bucket-public-access-blocked');
    expect(none.code).toBe(2);
    expect(none.err).toContain('Did you mean s3-bucket-public-access-blocked?');
  });

  it.each([
    ['arn:aws:dynamodb:eu-central-1:111122223333:table/x'],
    ['arn:'],
    ['arn:aws:s3:::\u001B[31m\u202E<script>'],
    [`arn:aws:s3:::${'x'.repeat(10_000)}`],
  ])('says which resources there is something to say about, instead of %j', async (arn) => {
    const ran = await redress(['explain', arn, '--no-state']);

    expect(ran.code).toBe(2);
    expect(ran.err).toContain('AWS::S3::Bucket');
    expect(ran.err).not.toMatch(unsafe);
    expect(ran.err.length).toBeLessThan(5000);
  });

  it.each([
    [['explain', 'no-such-file.json'], 1],
    [['explain', 'package.json'], 1],
    [['explain', 'README.md'], 1],
    [['explain'], 2],
    [['explain', 'a', 'b'], 2],
  ] as const)('fails clearly: %j', async (args, code) => {
    const ran = await redress(args);

    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(/^redress explain: /);
    expect(ran.err).not.toContain('    at ');
  });
});
