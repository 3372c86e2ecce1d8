import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { expect, it, onTestFinished, vi } from 'vitest';
import { commands } from '../../../local/commands/index.ts';
import { run } from '../../../local/run.ts';
import type { Streams } from '../../../local/run.ts';
import { openDesk, redress } from './cli.ts';

const image = 'fraud-inference:2026-10';

it('a vulnerability at or above the threshold makes a bad verdict, with what to upgrade', async () => {
  const { code, out, err } = await redress(['gate', image]);

  expect([code, err]).toEqual([3, 'redress gate: asking the local sample account; --region or --profile asks AWS.\n']);
  expect(out).toContain('openssl 3.0.13 → 3.0.19  (CVE-2026-11111)');
  expect(out).toContain('✘ fails: 2 at or above critical,high+exploited, 0 ignored, 1 below');
});

it('what is ignored by an option or a file does not', async () => {
  const desk = await openDesk();
  const file = await desk.write('ignore', '# accepted by the platform team\nCVE-2026-22222:not reachable:2999-12-31\n');

  const ran = await redress(['gate', image, '--ignore', 'CVE-2026-11111:no TLS:2999-12-31', '--ignore-file', file]);

  expect([ran.code, ran.out]).toEqual([0, expect.stringContaining('✔ passes: 0 at or above')]);
});

it.each([
  [['claims-inference:2026-09'], 0],
  [['claims-inference:2026-11'], 3],
  [[`111122223333.dkr.ecr.eu-central-1.amazonaws.com/claims-inference@sha256:${'bad0'.repeat(16)}`], 3],
  [['claims-inference:2026-11', '--fail-on', 'low+fixable'], 3],
  [[image, '--fail-on', 'exploited', '--ignore', 'CVE-2026-22222:why:2020-01-01'], 3],
])('gate %j ends with %i', async (args, code) => {
  expect((await redress(['gate', ...args])).code).toBe(code);
});

it('tells programs in their own formats', async () => {
  const out = async (format: string) => (await redress(['gate', image, '--format', format])).out;

  expect(JSON.parse(await out('json'))).toMatchObject({ passes: false, image: { repository: 'fraud-inference' } });
  expect(JSON.parse(await out('sarif'))).toMatchObject({ version: '2.1.0', runs: [{ results: { length: 3 } }] });
  expect(await out('junit')).toMatch(/^<\?xml .*\n<testsuites .*tests="3" failures="2"/);
});

it.each([
  [['churn-inference:2026-08'], 'does not scan it (INACTIVE, SCAN_ELIGIBILITY_EXPIRED); push it again'],
  [['churn-inference:2026-09', '--wait', '20'], 'scanning of Amazon ECR on?'],
  [[image, '--ignore-file', '/nowhere/ignore'], "can't be read"],
  [[image, '--account', '/nowhere/account.json'], "can't be read"],
])('gate %j has no verdict, and says why', async (args, why) => {
  const { code, out, err } = await redress(['gate', ...args]);

  expect([code, out, err]).toEqual([1, '', expect.stringContaining(why)]);
});

it('shows on a terminal how far it is, on one line that goes away again', async () => {
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
  const desk = await openDesk();
  const written: string[] = [];
  const out: string[] = [];
  const collect = (parts: string[]) =>
    new Writable({ write: (chunk: Buffer, _, done) => (parts.push(chunk.toString('utf8')), done()) });
  const stderr = Object.assign(collect(written), { isTTY: true });
  const streams = { stdin: process.stdin, stdout: collect(out), stderr, env: {} } as unknown as Streams;
  const account = await desk.write('account.json', {});

  const verdict = await run(commands, ['gate', image], streams);
  const none = await run(commands, ['gate', 'nothing:1', '--wait', '20', '--account', account], streams);

  expect([verdict, none]).toEqual([3, 1]);
  expect(written).toContain('3 findings read');
  expect(written).toContain('waiting, Inspector does not know it …');
  expect(written[written.indexOf('3 findings read') + 1]).toBe('\r\u001B[K');
  // One line for each finding, so that any number of them can be written.
  expect(out.filter((part) => part.includes('CVE-')).length).toBeGreaterThan(2);
});

it('an image that is not scanned yet, and one that two registries have, are no verdict either', async () => {
  const desk = await openDesk();
  const covered = (account: string, repository: string, reason: string) => ({
    resourceId: `arn:aws:ecr:eu-central-1:${account}:repository/${repository}/sha256:${'ab'.repeat(32)}`,
    resourceType: 'AWS_ECR_CONTAINER_IMAGE',
    accountId: account,
    scanType: 'PACKAGE',
    scanStatus: { statusCode: reason === 'SCAN_FREQUENCY_SCAN_ON_PUSH' ? 'INACTIVE' : 'ACTIVE', reason },
    lastScannedAt: '2026-11-20T09:00:00.000Z',
    resourceMetadata: { ecrImage: { tags: ['v1'] } },
  });
  const coverage = [
    covered('111122223333', 'new', 'PENDING_INITIAL_SCAN'),
    covered('111122223333', 'both', 'SUCCESSFUL'),
    covered('444455556666', 'both', 'SUCCESSFUL'),
    covered('111122223333', 'once', 'SCAN_FREQUENCY_SCAN_ON_PUSH'),
  ];
  const account = await desk.write('account.json', { regions: { 'eu-central-1': { inspector2: { coverage } } } });

  const waited = await redress(['gate', 'new:v1', '--account', account, '--wait', '30']);
  const twice = await redress(['gate', 'both:v1', '--account', account]);
  const once = await redress(['gate', 'once:v1', '--account', account]);

  expect([waited.code, waited.err]).toEqual([1, expect.stringContaining('Wait longer with --wait SECONDS')]);
  expect(waited.err.match(/waiting/g)).toHaveLength(2);
  expect([twice.code, twice.err]).toEqual([1, expect.stringContaining('Name one by its URI')]);
  expect([once.code, once.out]).toEqual([0, expect.stringContaining('not again')]);
});

it.each([
  [[]],
  [['Not An Image']],
  [[image, '--fail-on', 'severe']],
  [[image, '--format', 'xml']],
  [[image, '--wait', '7201']],
  [[image, '--wait', '-1']],
  [[image, '--ignore', 'CVE-2026-11111']],
  [[image, '--region', 'Frankfurt']],
  [[image, '--endpoint', 'nowhere']],
  [[image, '--endpoint', 'http://localhost:1', '--profile', 'x']],
  [[image, '--profile', 'x']],
  [[image, '--region', 'eu-central-1', '--account', 'x.json']],
  [['111122223333.dkr.ecr.eu-central-1.amazonaws.com/scorer:1', '--region', 'us-east-1']],
])('gate %j means nothing', async (args) => {
  expect(await redress(['gate', ...args])).toMatchObject({ code: 2, out: '' });
});

/** Inspector's REST API, as far as a gate goes. */
async function server(allowed: boolean): Promise<string> {
  const answers: Readonly<Record<string, object>> = {
    '/coverage/list': {
      coveredResources: [
        {
          resourceId: `arn:aws:ecr:eu-central-1:111122223333:repository/scorer/sha256:${'ab'.repeat(32)}`,
          resourceType: 'AWS_ECR_CONTAINER_IMAGE',
          accountId: '111122223333',
          scanType: 'PACKAGE',
          scanStatus: { statusCode: 'ACTIVE', reason: 'SUCCESSFUL' },
        },
      ],
    },
    '/findings/list': { findings: [] },
  };
  const http = createServer((request, response) => {
    const known = answers[request.url ?? ''];
    if (!allowed) response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' });
    response.end(JSON.stringify(allowed ? known : { message: 'not authorized' }));
  });
  await new Promise<void>((done) => void http.listen(0, 'localhost', done));
  onTestFinished(() => void http.close());
  return `http://localhost:${(http.address() as AddressInfo).port}`;
}

it('asks an AWS elsewhere, and says what it takes where that refuses', async () => {
  const clean = await redress(['gate', 'scorer:1', '--endpoint', await server(true)]);
  const denied = await redress(['gate', 'scorer:1', '--endpoint', await server(false)]);

  expect([clean.code, clean.out]).toEqual([0, expect.stringContaining('✔ passes')]);
  expect([denied.code, denied.err]).toEqual([1, expect.stringContaining('Allow inspector2:ListCoverage')]);
});
