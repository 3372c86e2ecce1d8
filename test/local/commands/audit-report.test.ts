import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { redress } from './cli.ts';

/** Audit Manager's REST API, as far as a report goes. */
async function server(signatureValid: boolean, isSetUp = true): Promise<string> {
  const http = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const origin = `http://localhost:${(http.address() as AddressInfo).port}`;
    const answers: Readonly<Record<string, unknown>> = {
      '/assessments': { assessmentMetadata: [{ id: 'two', name: 'AI 2026' }] },
      '/assessments/two/reports': { assessmentReport: { id: 'r' } },
      '/assessmentReports': { assessmentReports: [{ id: 'r', status: 'COMPLETE' }] },
      '/assessments/two/reports/r/url': { preSignedUrl: { link: `${origin}/bucket/report.zip` } },
      '/assessmentReports/integrity': {
        signatureValid,
        validationErrors: signatureValid ? [] : ['digest.txt is not as signed'],
      },
    };
    if (!isSetUp) {
      response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' });
      response.end('{"message":"Please complete AWS Audit Manager setup from home page"}');
    } else if (pathname === '/bucket/report.zip') response.end('PK report');
    else {
      response.writeHead(pathname in answers ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answers[pathname] ?? {}));
    }
  });
  await new Promise<void>((done) => void http.listen(0, 'localhost', done));
  onTestFinished(() => void http.close());
  return `http://localhost:${(http.address() as AddressInfo).port}`;
}

async function fetched(endpoint: string, assessment = 'AI 2026') {
  const folder = await mkdtemp(join(tmpdir(), 'redress-audit-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'report.zip');
  const ran = await redress([
    'audit-report',
    assessment,
    '--out',
    file,
    '--region',
    'eu-central-1',
    '--endpoint',
    endpoint,
  ]);
  return { ...ran, file };
}

it('fetches a report, and says that it is as it was signed', async () => {
  const { code, out, file } = await fetched(await server(true));

  expect(code).toBe(0);
  expect(out).toContain('as Audit Manager signed it');
  expect(await readFile(file, 'utf8')).toBe('PK report');
});

it('ends with a bad verdict where it is not', async () => {
  const { code, out } = await fetched(await server(false));

  expect(code).toBe(3);
  expect(out).toContain('NOT shown to be as it was signed\n  digest.txt is not as signed');
});

it('says that there is no Audit Manager, or no such assessment', async () => {
  const absent = await fetched(await server(true, false));
  const unknown = await fetched(await server(true), 'AI 2025');

  expect([absent.code, absent.err]).toEqual([1, expect.stringContaining('complete AWS Audit Manager setup')]);
  expect(absent.err).toContain('redress report');
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('No active assessment')]);
});

it('says what the way to Audit Manager has failed with', async () => {
  const { code, err } = await fetched('http://localhost:9');

  expect([code, err]).toEqual([1, expect.stringContaining('Audit Manager: ')]);
});

it('says which Region is missing', async () => {
  vi.stubEnv('AWS_REGION', '');
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');

  const { code, err } = await redress(['audit-report', 'AI 2026']);

  expect([code, err]).toEqual([1, expect.stringContaining('--region NAME')]);
});

it('wants to know which assessment', async () => {
  expect((await redress(['audit-report'])).code).toBe(2);
});
