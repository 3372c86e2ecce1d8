import { LambdaClient } from '@aws-sdk/client-lambda';
import { HttpRequest } from '@smithy/core/transport';
import { at } from '../../shared/json.ts';
import type { PersonsAnswer } from '../../shared/pipeline/decide.ts';
import type { Answered } from '../print/answered.ts';
import { safe } from '../print/style.ts';
import { CommandError, UsageError } from '../run.ts';
import type { Arguments } from '../run.ts';
import { text } from './options.ts';

/** Lambda answers within its time-out of 30 s, or not at all. */
const patience = 35_000;

/**
 * Gives an answer to a deployment's approvals function. The request is signed with the caller's own
 * credentials, and their identity is what the answer is recorded under.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export async function answerAtUrl(
  id: string,
  decision: PersonsAnswer['decision'],
  given: Arguments,
): Promise<Answered> {
  for (const option of ['state', 'as', 'endpoint', 'policy', 'evidence']) {
    if (given.values[option] !== undefined) throw new UsageError(`--${option} does not go with --url`);
  }
  const url = functionUrl(text(given, 'url') ?? '');
  const send = signedFetch(url, text(given, 'profile'));
  const planDigest = text(given, 'plan') ?? (await planOf(id, send));
  const answer = await send('POST', {}, JSON.stringify({ id, decision, planDigest }));
  return {
    id,
    decision: at(answer, 'status') === 'rejected' ? 'rejected' : 'approved',
    by: String(at(answer, 'decidedBy')),
    planDigest,
    repeated: at(answer, 'repeated') === true,
  };
}

/** @throws UsageError for anything but https, or http on this machine */
function functionUrl(given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const here = url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname);
  if (url === undefined || (url.protocol !== 'https:' && !here)) throw new UsageError('--url takes an https URL');
  return url;
}

async function planOf(id: string, send: Send): Promise<string> {
  const request = await send('GET', { id });
  const digest = at(request, 'planDigest');
  if (typeof digest !== 'string') throw new CommandError('the answer of the URL is not that of an approvals function');
  return digest;
}

type Send = (method: 'GET' | 'POST', query: Readonly<Record<string, string>>, body?: string) => Promise<unknown>;

/** Function URLs are signed as calls of the service `lambda`, which is what its client's signer does. */
function signedFetch(url: URL, profile: string | undefined): Send {
  const region = /\.lambda-url\.([a-z0-9-]+)\.on\.aws$/.exec(url.hostname)?.[1];
  const client = new LambdaClient({
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
  });
  return async (method, query, body) => {
    const request = new HttpRequest({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port !== '' && { port: Number(url.port) }),
      path: url.pathname,
      query: { ...query },
      headers: { host: url.host, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body }),
    });
    const { host: _, ...headers } = (await sign(client, request)).headers;
    const target = new URL(`${url.pathname}?${new URLSearchParams(query).toString()}`, url);
    return answerOf(
      fetch(target, {
        method,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(patience),
        ...(body !== undefined && { body }),
      }),
      url,
    );
  };
}

async function sign(client: LambdaClient, request: HttpRequest): Promise<Pick<HttpRequest, 'headers'>> {
  try {
    return await (await client.config.signer()).sign(request);
  } catch (error) {
    throw new CommandError(`the request can't be signed: ${safe((error as Error).message, 300)}`, { cause: error });
  }
}

async function answerOf(asked: Promise<Response>, url: URL): Promise<unknown> {
  let response: Response;
  let body: unknown;
  try {
    response = await asked;
    body = await response.json().catch(() => undefined);
  } catch (error) {
    const cause = (error as { readonly cause?: { readonly message?: string } }).cause?.message ?? '';
    const why = safe(`${(error as Error).message} ${cause}`, 300);
    throw new CommandError(`${url.host} does not answer: ${why}`, { cause: error });
  }
  if (response.ok) return body;
  // Lambda's own refusals, before the function is asked, have `Message`; the function's have `code` and `reason`.
  const [code = String(response.status)] = textsAt(body, ['code']);
  const [why = response.statusText] = textsAt(body, ['reason', 'Message', 'message']);
  throw new CommandError(`the answer was not taken (${safe(code, 40)}). ${safe(why, 500)}`);
}

function textsAt(body: unknown, names: readonly string[]): string[] {
  return names.map((name) => at(body, name)).filter((value) => typeof value === 'string');
}
