import { describe, expect, it } from 'vitest';
import { collectReports } from '../../../shared/artifact/collect.ts';
import type { ArtifactPolicy, Collection } from '../../../shared/artifact/collect.ts';
import { apiOf, iso, now, old, soc } from '../../kit/artifact.ts';
import { serveArtifact } from '../../kit/artifact-server.ts';
import type { ArtifactServer } from '../../kit/artifact-server.ts';
import { memoryArchive } from '../../kit/evidence-log.ts';
import type { Files } from '../../kit/evidence-log.ts';

const everything = { reports: ['*'], acceptTerms: ['SOC *'] };

async function collect(
  { endpoint }: ArtifactServer,
  files: Files,
  policy: ArtifactPolicy = everything,
): Promise<Collection> {
  const { api } = apiOf(endpoint);
  return collectReports({ api, archive: memoryArchive(files), policy, clock: { now: () => now } });
}

function results(collection: Collection): (readonly [string, string, boolean])[] {
  return collection.available ? collection.reports.map(({ name, result, isNews }) => [name, result, isNews]) : [];
}

describe('collecting reports', () => {
  it('fetches what needs no acceptance or may be accepted, with its terms and what it was', async () => {
    const files: Files = new Map();

    const collection = await collect(await serveArtifact([soc, iso, old]), files);

    expect(results(collection)).toEqual([
      [soc.name, 'fetched', true],
      [iso.name, 'fetched', true],
      [old.name, 'terms-not-accepted', true],
    ]);
    expect([...files.keys()].toSorted()).toEqual(
      [
        `artifact/${soc.id}/v3/details.json`,
        `artifact/${soc.id}/v3/report.pdf`,
        `artifact/${soc.id}/v3/terms.pdf`,
        `artifact/${iso.id}/v1/details.json`,
        `artifact/${iso.id}/v1/report.pdf`,
        `artifact/${iso.id}/v1/terms.pdf`,
        `artifact/${old.id}/v7/noticed.json`,
      ].toSorted(),
    );
    const details = JSON.parse(String(files.get(`artifact/${soc.id}/v3/details.json`))) as unknown;
    expect(details).toMatchObject({
      termsAcceptedByPolicy: true,
      fetchedAt: now.toISOString(),
      document: { size: 15 },
    });
  });

  it('tells of a version once, and of the next one again', async () => {
    const files: Files = new Map();
    await collect(await serveArtifact([soc, old]), files);

    const again = await collect(await serveArtifact([soc, old]), files);
    const newer = await collect(
      await serveArtifact([
        { ...soc, version: 4 },
        { ...old, version: 8 },
      ]),
      files,
    );

    expect(results(again)).toEqual([
      [soc.name, 'known', false],
      [old.name, 'terms-not-accepted', false],
    ]);
    expect(results(newer)).toEqual([
      [soc.name, 'fetched', true],
      [old.name, 'terms-not-accepted', true],
    ]);
  });

  it('accepts no terms that the policy does not accept, and does not even ask for them', async () => {
    const server = await serveArtifact([soc]);

    const collection = await collect(server, new Map(), { reports: ['*'], acceptTerms: [] });

    expect(results(collection)).toEqual([[soc.name, 'terms-not-accepted', true]]);
    expect(server.asked).toEqual(['/v1/report/list']);
  });

  it('leaves alone what nobody wants, what is withdrawn and what is not ready', async () => {
    const reports = [{ ...soc, uploadState: 'PROCESSING' }, { ...iso, state: 'UNPUBLISHED' }, old];

    const collection = await collect(await serveArtifact(reports), new Map(), {
      reports: ['SOC*', 'ISO*'],
      acceptTerms: ['*'],
    });

    expect(results(collection)).toEqual([
      [soc.name, 'not-ready', false],
      [old.name, 'not-wanted', false],
    ]);
  });

  it('goes on with the others when one fails, and fetches that one with the next run', async () => {
    const files: Files = new Map();
    const refused = { status: 409, name: 'ConflictException' };
    const server = await serveArtifact([soc, iso], { '/v1/report/get': [refused] });

    const first = await collect(server, files);
    const second = await collect(server, files);

    expect(results(first)).toEqual([
      [soc.name, 'failed', true],
      [iso.name, 'fetched', true],
    ]);
    expect(first.available && first.reports[0]?.detail).toContain('ConflictException');
    expect(results(second)).toEqual([
      [soc.name, 'fetched', true],
      [iso.name, 'known', false],
    ]);
  });

  it('completes what a run before it has left half done, with the digest of what is stored', async () => {
    const files: Files = new Map([[`artifact/${iso.id}/v1/report.pdf`, Buffer.from('%PDF- of another minute')]]);

    await collect(await serveArtifact([iso]), files);

    const details = JSON.parse(String(files.get(`artifact/${iso.id}/v1/details.json`))) as {
      document: { size: number };
    };
    expect(details.document.size).toBe(23);
  });

  it('keeps archives and what it does not know under names that say so', async () => {
    const files: Files = new Map();
    const reports = [
      { ...iso, document: 'PK\u0003\u0004' },
      { ...soc, document: 'plain' },
    ];

    await collect(await serveArtifact(reports), files);

    expect(files.has(`artifact/${iso.id}/v1/report.zip`)).toBe(true);
    expect(files.has(`artifact/${soc.id}/v3/report.bin`)).toBe(true);
  });

  it('is not available where it is denied, which is an outcome and no failure', async () => {
    const denied = { status: 403, name: 'AccessDeniedException' };

    const collection = await collect(await serveArtifact([soc], { '/v1/report/list': [denied] }), new Map());

    expect(collection).toEqual({ available: false, reason: 'AccessDeniedException: AccessDeniedException.' });
  });

  it('throws where it can’t tell, so that the run is made again', async () => {
    const throttled = Array.from({ length: 5 }, () => ({ status: 429, name: 'ThrottlingException' }));

    await expect(collect(await serveArtifact([soc], { '/v1/report/list': throttled }), new Map())).rejects.toThrow(
      'ThrottlingException',
    );
  });
});
