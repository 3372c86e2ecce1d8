import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A report as the server keeps it. */
export interface ServedReport {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly document?: string;
  readonly [member: string]: unknown;
}

export interface Trouble {
  readonly status: number;
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ArtifactServer {
  readonly endpoint: string;
  /** Paths that were asked for, in order; documents are told by their path alone. */
  readonly asked: readonly string[];
}

export const artifactKeys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not/really/a/secret' };

/**
 * A server that speaks Artifact's API as it is documented, checks every signature by a calculation of its own, and hands
 * documents out unsigned, as S3 does for presigned addresses.
 *
 * @param troubles what the next requests to a path are answered with instead
 */
export async function serveArtifact(
  reports: readonly ServedReport[],
  troubles: Readonly<Record<string, Trouble[]>> = {},
): Promise<ArtifactServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(url.pathname);
    const trouble = troubles[url.pathname]?.shift();
    const { status, body, headers } =
      trouble === undefined ? answer(request, url) : refusal(trouble.status, trouble.name, trouble.headers);
    response.writeHead(status, headers).end(body);
  });
  const answer = (request: IncomingMessage, url: URL): Answer => {
    if (url.pathname.startsWith('/documents/')) {
      if (request.headers.authorization !== undefined) return refusal(400, 'InvalidArgument');
      const found = reports.find(({ id }) => url.pathname.endsWith(id));
      return {
        status: 200,
        body: url.pathname.includes('/terms/') ? '%PDF-1.7 terms' : (found?.document ?? '%PDF-1.7 report'),
        headers: {},
      };
    }
    if (!isSigned(request, url)) return refusal(403, 'AccessDeniedException');
    return served(url);
  };
  const served = (url: URL): Answer => {
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const id = url.searchParams.get('reportId');
    const version = url.searchParams.get('reportVersion');
    const found = reports.find((one) => one.id === id && (version === null || Number(version) === one.version));
    if (url.pathname === '/v1/report/list') {
      const from = Number(url.searchParams.get('nextToken') ?? 0);
      const page = reports.slice(from, from + 2).map(({ document: _, ...report }) => report);
      return json({ reports: page, ...(from + 2 < reports.length ? { nextToken: String(from + 2) } : {}) });
    }
    if (found === undefined) return refusal(404, 'ResourceNotFoundException');
    if (url.pathname === '/v1/report/getMetadata') return json({ reportDetails: found });
    if (url.pathname === '/v1/report/getTermForReport')
      return json({ documentPresignedUrl: `${origin}/documents/terms/${id}`, termToken: `token!(${id})` });
    if (url.pathname === '/v1/report/get' && url.searchParams.get('termToken') === `token!(${id})`)
      return json({ documentPresignedUrl: `${origin}/documents/${id}` });
    return refusal(400, 'ValidationException');
  };
  await new Promise<void>((done) => void server.listen(0, 'localhost', done));
  onTestFinished(() => void server.close());
  return { endpoint: `http://localhost:${(server.address() as AddressInfo).port}`, asked };
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

function json(value: unknown): Answer {
  return { status: 200, body: JSON.stringify(value), headers: { 'content-type': 'application/json' } };
}

function refusal(status: number, name: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    body: JSON.stringify({ message: `${name}.` }),
    headers: { 'x-amzn-errortype': `${name}:http://internal.amazon.com/`, ...headers },
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function isSigned(request: IncomingMessage, url: URL): boolean {
  const { authorization = '' } = request.headers;
  const parts =
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/(\d{8})\/([\w-]+)\/artifact\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(
      authorization,
    );
  if (parts === null) return false;
  const [, day = '', region = '', names = '', signature] = parts;
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
  const query = (url.search.slice(1) === '' ? [] : url.search.slice(1).split('&')).toSorted().join('&');
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = ['GET', url.pathname, query, headers.join(''), names, sha('')].join('\n');
  const scope = `${day}/${region}/artifact/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha(canonical)].join('\n');
  const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const key = [day, region, 'artifact', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${artifactKeys.secretAccessKey}`,
  );
  return hmac(key, toSign).toString('hex') === signature;
}
