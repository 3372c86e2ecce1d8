import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { iso, old, soc } from '../../kit/artifact.ts';
import { artifactKeys, serveArtifact } from '../../kit/artifact-server.ts';
import { redress } from './cli.ts';

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', artifactKeys.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', artifactKeys.secretAccessKey);
});

async function desk() {
  const folder = await mkdtemp(join(tmpdir(), 'redress-artifact-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const { endpoint } = await serveArtifact([soc, iso, old]);
  return { folder, artifact: async (...args: string[]) => redress(['artifact', ...args, '--endpoint', endpoint]) };
}

it('lists what AWS holds, for people and for programs', async () => {
  const { artifact } = await desk();

  const table = await artifact('list');
  const json = await artifact('list', '--format', 'json');

  expect(table.out).toMatch(/report-0123456789abcdeF\s+3\s+2026-04-01 – 2027-03-31\s+yes\s+SOC 2 Type 2 Report/);
  expect((JSON.parse(json.out) as unknown[]).length).toBe(3);
});

it('fetches a report that comes without terms to accept', async () => {
  const { artifact, folder } = await desk();
  const file = join(folder, 'iso.pdf');

  const { code, out } = await artifact('get', iso.id, '--out', file);

  expect([code, out]).toEqual([0, `${iso.name}, version 1: ${file}\n`]);
  expect(await readFile(file, 'utf8')).toBe('%PDF-1.7 report');
});

it('fetches the terms alone until somebody accepts them', async () => {
  const { artifact, folder } = await desk();
  const file = join(folder, 'soc.pdf');

  const first = await artifact('get', soc.id, '--out', file);
  const second = await artifact('get', soc.id, '--accept-terms', '--out', file);

  expect(first.code).toBe(1);
  expect(first.err).toContain('--accept-terms');
  expect(await readFile(`${file}-terms.pdf`, 'utf8')).toBe('%PDF-1.7 terms');
  expect(second.code).toBe(0);
  expect(await readFile(file, 'utf8')).toBe('%PDF-1.7 report');
});

it.each([
  [['--standard', 'ISO 42001', '--service', 'bedrock'], 0, 'It names bedrock.'],
  [['--standard', 'SOC 2', '--service', 'bedrock'], 0, 'No report names bedrock'],
  [['--standard', 'PCI DSS'], 3, 'the period of each is over'],
  [['--standard', 'HITRUST'], 3, 'AWS holds no report on HITRUST.'],
  [['--standard', 'SOC 2', '--format', 'json'], 0, '"verdict": "current"'],
])('answers %j with %i', async (args, code, said) => {
  const { artifact } = await desk();

  const ran = await artifact('check', ...args);

  expect(ran.code).toBe(code);
  expect(ran.out).toContain(said);
});

it('answers the same from a list that was kept, without asking anybody', async () => {
  const { artifact, folder } = await desk();
  const file = join(folder, 'reports.json');
  await writeFile(file, (await artifact('list', '--format', 'json')).out);
  const kept = async (...args: string[]) => redress(['artifact', ...args, '--reports', file]);

  const found = await kept('check', '--service', 'bedrock', '--standard', 'ISO 42001');
  const none = await kept('check', '--service', 'bedrock', '--standard', 'HITRUST');

  expect([found.code, none.code]).toEqual([0, 3]);
  expect(found.out).toContain('AWS holds a current report on ISO 42001.\nIt names bedrock.\n');
  expect(none.out).toBe('AWS holds no report on HITRUST.\n');
  expect((await kept('list')).out).toContain(soc.name);
});

it.each(['{', '{"reports":[]}', ''])('takes no list that is none: %j', async (content) => {
  const { folder } = await desk();
  const file = join(folder, 'reports.json');
  await writeFile(file, content);

  const ran = await redress(['artifact', 'list', '--reports', file]);

  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toContain('is not what list --format json prints');
});

it('asks the server that the environment names', async () => {
  const { endpoint } = await serveArtifact([iso]);
  vi.stubEnv('AWS_ENDPOINT_URL_ARTIFACT', endpoint);

  const ran = await redress(['artifact', 'check', '--service', 'bedrock', '--standard', 'ISO 42001']);

  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toContain('AWS holds a current report on ISO 42001.');
});

it.each([
  ['AccessDeniedException', 403, 'AWSArtifactReportsReadOnlyAccess'],
  ['ConflictException', 409, 'ConflictException'],
])('says what is missing where it is refused: %s', async (name, status, hint) => {
  const { endpoint } = await serveArtifact([iso], { '/v1/report/list': [{ status, name }] });

  const ran = await redress(['artifact', 'list', '--endpoint', endpoint]);

  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toContain(hint);
});

it('says in AWS’s words what it said no with', async () => {
  const { artifact } = await desk();

  const ran = await artifact('get', 'report-unknownunknown01');

  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toContain('Artifact: ResourceNotFoundException');
  expect(ran.err).toContain('redress artifact list');
});

it('can’t be led to put a file where none can be', async () => {
  const { artifact, folder } = await desk();

  const ran = await artifact('get', iso.id, '--out', join(folder, 'no', 'such', 'folder'));

  expect(ran.code).toBe(1);
  expect(ran.err).toContain("can't be written");
});

it.each([
  [[]],
  [['constructor']],
  [['list', 'x']],
  [['get']],
  [['get', '../x']],
  [['check']],
  [['list', '--region', 'a/b']],
])('is not to be called as %j', async (args) => {
  expect((await redress(['artifact', ...args])).code).toBe(2);
});
