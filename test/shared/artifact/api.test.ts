import { describe, expect, it } from 'vitest';
import type { ArtifactApi } from '../../../shared/artifact/api.ts';
import { failureKind } from '../../../shared/aws/failure.ts';
import { apiOf, iso, old, soc } from '../../kit/artifact.ts';
import { serveArtifact } from '../../kit/artifact-server.ts';

async function names(api: ArtifactApi): Promise<string[]> {
  const all: string[] = [];
  for await (const { name } of api.listReports()) all.push(name);
  return all;
}

const throttled = { status: 429, name: 'ThrottlingException', headers: { 'retry-after': '7' } };

describe('Artifact’s API', () => {
  it('lists all pages, with requests that are signed as AWS asks for', async () => {
    const { endpoint, asked } = await serveArtifact([
      soc,
      iso,
      old,
      { ...soc, id: 'report-0000000000000000', name: 'Last' },
    ]);

    expect(await names(apiOf(endpoint).api)).toEqual([soc.name, iso.name, old.name, 'Last']);
    expect(asked).toEqual(['/v1/report/list', '/v1/report/list']);
  });

  it('leaves out what is no report, and reads times in both forms', async () => {
    const { endpoint } = await serveArtifact([{ ...soc, id: '../../etc/passwd' }, iso]);

    const reports = [];
    for await (const report of apiOf(endpoint).api.listReports()) reports.push(report);

    expect(reports).toMatchObject([{ id: iso.id, periodEnd: '2027-12-28T13:20:00.000Z' }]);
  });

  it('goes from terms to token to document, the token encoded as it was signed', async () => {
    const { endpoint } = await serveArtifact([soc]);
    const { api } = apiOf(endpoint);

    const details = await api.reportMetadata(soc.id);
    const term = await api.termForReport(soc.id, 3);
    const url = await api.report(soc.id, term.token, 3);

    expect(details).toMatchObject({ name: soc.name, version: 3, acceptanceType: 'EXPLICIT' });
    expect(Buffer.from(await api.download(term.url)).toString()).toBe('%PDF-1.7 terms');
    expect(Buffer.from(await api.download(url)).toString()).toBe('%PDF-1.7 report');
  });

  it('says that a report does not exist in the words of the service', async () => {
    const { endpoint } = await serveArtifact([soc]);

    const failed = await apiOf(endpoint)
      .api.reportMetadata('report-doesnotexist0000')
      .catch((error: unknown) => error);

    expect(failed).toMatchObject({ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } });
    expect(failureKind(failed)).toBe('gone');
  });

  it('waits as long as it is told when throttled, or twice as long each time, and then goes on', async () => {
    const { endpoint } = await serveArtifact([soc], {
      '/v1/report/list': [throttled, { status: 500, name: 'InternalServerException' }, { status: 503, name: '' }],
    });
    const { api, waits } = apiOf(endpoint);

    expect(await names(api)).toEqual([soc.name]);
    expect(waits).toEqual([7000, 2000, 4000]);
  });

  it('gives up after five tries, and says with what', async () => {
    const { endpoint, asked } = await serveArtifact([soc], {
      '/v1/report/list': Array.from({ length: 9 }, () => throttled),
    });
    const { api, waits } = apiOf(endpoint);

    await expect(names(api)).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect([asked.length, waits.length]).toEqual([5, 4]);
  });

  it('does not repeat what was refused', async () => {
    const denied = { status: 403, name: 'AccessDeniedException' };
    const { endpoint, asked } = await serveArtifact([soc], { '/v1/report/list': [denied] });

    await expect(names(apiOf(endpoint).api)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(asked).toHaveLength(1);
  });

  it('takes a lost connection for something that may do better', async () => {
    let count = 0;
    const lost = apiOf('https://artifact.example.com', {
      fetch: async () => {
        count += 1;
        throw new Error(`socket hang up ${count}`);
      },
    });

    await expect(names(lost.api)).rejects.toMatchObject({ name: 'ConnectionError', message: 'socket hang up 5' });
    expect(lost.waits).toEqual([1000, 2000, 4000, 8000]);
  });

  it('says why the connection was lost, where that is known', async () => {
    const cause = new Error('getaddrinfo ENOTFOUND artifact.example.com');
    const lost = apiOf('https://artifact.example.com', {
      fetch: async () => {
        throw new TypeError('fetch failed', { cause });
      },
    });

    await expect(names(lost.api)).rejects.toThrow('fetch failed (getaddrinfo ENOTFOUND artifact.example.com)');
  });

  it.each([
    ['a list that is none', '{"reports":1}'],
    ['a number', '7'],
  ])('says so where the answer is %s', async (_, body) => {
    const { api } = apiOf('https://artifact.example.com', { fetch: async () => new Response(body) });

    await expect(names(api)).rejects.toMatchObject({ name: 'UnreadableAnswer' });
    await expect(api.report(soc.id, 'token')).rejects.toMatchObject({ name: 'UnreadableAnswer' });
    await expect(api.termForReport(soc.id)).rejects.toMatchObject({ name: 'UnreadableAnswer' });
  });

  it.each([
    ['{"__type":"com.amazonaws.artifact#ValidationException","message":"no"}', 'ValidationException', 'no'],
    ['{"code":"ConflictException"}', 'ConflictException', 'HTTP 409'],
    ['<html>', 'Unknown', 'HTTP 409'],
  ])('finds the error’s name in %s', async (body, name, message) => {
    const { api } = apiOf('https://artifact.example.com', { fetch: async () => new Response(body, { status: 409 }) });

    await expect(api.reportMetadata(soc.id)).rejects.toMatchObject({ name, message });
  });

  it.each(['file:///etc/passwd', 'http://elsewhere.example.com/x', 'not a url'])(
    'fetches no document from %s',
    async (url) => {
      const { endpoint, asked } = await serveArtifact([soc]);

      await expect(apiOf(endpoint).api.download(url)).rejects.toMatchObject({ name: 'InvalidUrl' });
      expect(asked).toEqual([]);
    },
  );
});
