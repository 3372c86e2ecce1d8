import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHandler } from '../../../functions/operations/approvals.ts';
import { openAsked } from '../../kit/approving.ts';
import type { Asked } from '../../kit/approving.ts';
import { fixture } from '../../remediations/cloudtrail-trail-logging.ts';
import { edgeOf, urlEvent } from '../../functions/operations/url.ts';
import { context } from '../../functions/sources/edge.ts';
import { redress } from './cli.ts';
import { unsafe } from '../../kit/unsafe.ts';

const caller = 'arn:aws:iam::111122223333:user/olga';

interface Deployed {
  readonly world: Asked;
  readonly url: string;
  readonly requests: readonly { readonly method: string; readonly authorization: string; readonly signed: string }[];
}

/** The approvals function behind a URL on this machine; whoever signs is recognised. */
async function deploy(answer?: { readonly status: number; readonly body: string }): Promise<Deployed> {
  const world = await openAsked(fixture);
  const handler = createHandler(edgeOf(world));
  const requests: Deployed['requests'][number][] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request);
      const { authorization = '', 'x-amz-date': date = '' } = request.headers;
      requests.push({ method: request.method ?? '', authorization, signed: String(date) });
      const [, query = ''] = (request.url ?? '').split('?');
      const event = urlEvent({ method: request.method ?? '', query, body, ...(authorization !== '' && { caller }) });
      const { statusCode, headers, body: text } = await handler(event, context);
      response.writeHead(answer?.status ?? statusCode, headers).end(answer?.body ?? text);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return { world, url: `http://127.0.0.1:${port}/`, requests };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

describe('redress approve --url', () => {
  it('gives the answer to the deployment, signed, for the plan that is asked about', async () => {
    const { world, url, requests } = await deploy();

    const ran = await redress(['approve', world.request.id, '--url', url, '--format', 'json']);
    await world.settle();

    expect(ran).toMatchObject({ code: 0, err: '' });
    const { id, planDigest } = world.request;
    expect(JSON.parse(ran.out)).toEqual({ id, decision: 'approved', by: caller, planDigest, repeated: false });
    expect(world.outcomes()).toMatchObject([{ status: 'remediated' }]);
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
    for (const { authorization } of requests) {
      expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/[a-z0-9-]+\/lambda\/aws4_request, /);
      expect(authorization).toMatch(/SignedHeaders=[^,]*host[^,]*, Signature=[0-9a-f]{64}$/);
    }
  });

  it('can be bound to the plan that somebody has seen', async () => {
    const { world, url, requests } = await deploy();
    const other = `sha256:${'0'.repeat(64)}`;

    const ran = await redress(['approve', world.request.id, '--url', url, '--plan', other]);

    expect(ran.code).toBe(1);
    expect(ran.err).toContain('(other-plan)');
    expect(requests.map(({ method }) => method)).toEqual(['POST']);
  });

  it('rejects as well, and tells where to hear what comes of it', async () => {
    const { world, url } = await deploy();

    const ran = await redress(['reject', world.request.id, '--url', url]);
    await world.settle();

    expect(ran.out).toContain(`rejected by ${caller}`);
    expect(ran.out).toContain('lifecycle bus');
    expect(world.outcomes()).toMatchObject([{ status: 'refused' }]);
  });

  it('hands on why an answer was not taken', async () => {
    const { world, url } = await deploy();
    await redress(['reject', world.request.id, '--url', url]);

    const late = await redress(['approve', world.request.id, '--url', url]);
    const unknown = await redress(['approve', '20261120T100000-0123456789', '--url', url]);

    expect([late.code, unknown.code]).toEqual([1, 1]);
    expect(late.err).toContain('(decided)');
    expect(unknown.err).toContain('(unknown)');
  });

  it.each([
    ["Lambda's own refusal", { status: 403, body: '{"Message":"Forbidden"}' }, '(403). Forbidden'],
    ['another page', { status: 200, body: '<html>' }, 'not that of an approvals function'],
    ['a broken function', { status: 502, body: 'Internal Server Error' }, '(502)'],
    ['hostile text', { status: 400, body: '{"code":"\\u001b[31m","reason":"\\u202e\\u0007x"}' }, 'was not taken'],
  ])('shows %s as an error of a line', async (_, answer, expected) => {
    const { world, url } = await deploy(answer);

    const ran = await redress(['approve', world.request.id, '--url', url]);

    expect(ran.code).toBe(1);
    expect(ran.err).toContain(expected);
    expect(ran.err).not.toMatch(unsafe);
    expect(ran.err.trim().split('\n')).toHaveLength(1);
  });

  it('says that nobody is there', async () => {
    const ran = await redress(['approve', '20261120T100000-0123456789', '--url', 'http://127.0.0.1:1/']);

    expect(ran.code).toBe(1);
    expect(ran.err).toContain('127.0.0.1:1 does not answer');
  });
});
