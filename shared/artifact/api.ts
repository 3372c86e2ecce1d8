import type { HttpRequest } from '@smithy/types';
import { errorRecord } from '../aws/failure.ts';
import { gather } from '../evidence/archive.ts';
import { artifactError, failureOf } from './error.ts';
import { parseDetails, parsePage, parseReport, parseTerm } from './shapes.ts';
import type { ReportDetails, ReportSummary, Term } from './shapes.ts';

/**
 * AWS Artifact, as far as reports go. Its client is in no registry that every user can reach, and it takes five GET
 * requests, so they are made here.
 *
 * https://docs.aws.amazon.com/artifact/latest/APIReference/
 */
export interface ArtifactApi {
  /** @throws {ArtifactError} as all of them */
  listReports(): AsyncIterable<ReportSummary>;
  reportMetadata(id: string, version?: number): Promise<ReportDetails>;
  /** The terms under which AWS hands the report out. Whoever goes on with the token has accepted them. */
  termForReport(id: string, version?: number): Promise<Term>;
  /** Where the report is to be fetched from, for a few minutes. */
  report(id: string, termToken: string, version?: number): Promise<string>;
  /** What lies behind such an address. */
  download(url: string): Promise<Uint8Array>;
}

export interface ArtifactEdge {
  /** `https://artifact.us-east-1.amazonaws.com`; http only for a server on this machine. */
  readonly endpoint: string;
  readonly sign: (request: HttpRequest) => Promise<HttpRequest>;
  readonly fetch: (url: string, init: { readonly headers: Record<string, string> }) => Promise<Response>;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Reports have up to some ten megabytes. */
export const mostReportBytes = 200_000_000;
const mostTries = 5;

export function artifactApi(edge: ArtifactEdge): ArtifactApi {
  return {
    async *listReports() {
      let nextToken: string | undefined;
      do {
        const page = parsePage(await call(edge, '/v1/report/list', { maxResults: '300', nextToken }));
        yield* page.reports;
        ({ nextToken } = page);
      } while (nextToken !== undefined);
    },
    async reportMetadata(reportId, version) {
      return parseDetails(await call(edge, '/v1/report/getMetadata', { reportId, ...versionOf(version) }));
    },
    async termForReport(reportId, version) {
      return parseTerm(await call(edge, '/v1/report/getTermForReport', { reportId, ...versionOf(version) }));
    },
    async report(reportId, termToken, version) {
      return parseReport(await call(edge, '/v1/report/get', { reportId, termToken, ...versionOf(version) }));
    },
    download: async (url) => {
      // The address is its own permission, so it is not signed; and it must not lead off to just anywhere.
      if (!isAllowed(url, edge.endpoint))
        throw artifactError('InvalidUrl', 0, 'The address of the document is not https.');
      const answer = await retried(edge, async () => edge.fetch(url, { headers: {} }));
      return gather(answer.body as unknown as AsyncIterable<Uint8Array>, mostReportBytes);
    },
  };
}

async function call(
  edge: ArtifactEdge,
  path: string,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<unknown> {
  const { protocol, hostname, port, host, origin } = new URL(edge.endpoint);
  const query = Object.fromEntries(
    Object.entries(parameters).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  // Once for all tries: a signature is good for five minutes, and they take two at most.
  const { headers } = await edge.sign({
    method: 'GET',
    protocol,
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path,
    query,
    headers: { host },
  });
  const answer = await retried(edge, async () => edge.fetch(`${origin}${path}?${queryText(query)}`, { headers }));
  return answer.json();
}

/** As it is signed: `encodeURIComponent`, and what that leaves alone and RFC 3986 does not. */
function queryText(query: Readonly<Record<string, string>>): string {
  const encode = (text: string): string =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return Object.entries(query)
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .join('&');
}

/** Throttled, failed or unanswered requests are made again: all of them only read. */
async function retried(edge: ArtifactEdge, request: () => Promise<Response>): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await request().then(failureOf, (error: unknown) => ({
      error: lost(error),
      again: true,
      after: undefined,
    }));
    if ('answer' in outcome) return outcome.answer;
    if (!outcome.again || tries === mostTries) throw outcome.error;
    await edge.sleep(outcome.after ?? 500 * 2 ** tries);
  }
}

/** `fetch failed` alone says nothing; why is in its cause. */
function lost(error: unknown): Error {
  const { message } = errorRecord(error);
  const cause = (error as { readonly cause?: unknown } | undefined)?.cause;
  return artifactError(
    'ConnectionError',
    0,
    cause === undefined ? message : `${message} (${errorRecord(cause).message})`,
  );
}

function versionOf(version: number | undefined): { readonly reportVersion?: string } {
  return version === undefined ? {} : { reportVersion: String(version) };
}

function isAllowed(url: string, endpoint: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && hostname === new URL(endpoint).hostname);
}
