import { at } from '../../shared/json.ts';

/** What a function URL hands on of a request. All of it but caller and origin is the client's word. */
export interface Request {
  readonly method: string;
  readonly query: URLSearchParams;
  /** By lower-case name, as Lambda delivers them. */
  readonly header: (name: string) => string | undefined;
  readonly body: string;
  /** ARN of whom IAM has recognised; undefined where the URL asks for no signature. */
  readonly caller: string | undefined;
  /** `https://<id>.lambda-url.<region>.on.aws`, as Lambda knows it, not as the client says. */
  readonly origin: string;
}

export interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer is a few hundred bytes; whatever is much longer is none. */
const mostBytes = 16_384;

/**
 * Reads the event of a function URL, payload format 2.0.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
 */
export function toRequest(event: unknown): Request {
  const headers = at(event, 'headers');
  const caller = text(at(event, 'requestContext.authorizer.iam.userArn'));
  return {
    method: text(at(event, 'requestContext.http.method')) ?? '',
    query: new URLSearchParams((text(at(event, 'rawQueryString')) ?? '').slice(0, 2048)),
    header: (name) => text(own(headers, name)),
    body: bodyOf(event),
    caller: caller === '' ? undefined : caller,
    origin: `https://${text(at(event, 'requestContext.domainName')) ?? ''}`,
  };
}

function bodyOf(event: unknown): string {
  const body = text(at(event, 'body')) ?? '';
  if (body.length > mostBytes) return '';
  return at(event, 'isBase64Encoded') === true ? Buffer.from(body, 'base64').toString('utf8') : body;
}

/** Header names have dots in them as little as paths have, but a client may say otherwise. */
function own(value: unknown, name: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Answers are about one moment and one person, and so are for nobody to keep. */
const always = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=31536000',
} as const;

export function json(statusCode: number, value: unknown): Response {
  return { statusCode, headers: { ...always, 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export function page(statusCode: number, headers: Readonly<Record<string, string>>, body: string): Response {
  return { statusCode, headers: { ...always, ...headers, 'content-type': 'text/html; charset=utf-8' }, body };
}

/** The same without the body, as HEAD asks for. */
export function headOf({ statusCode, headers }: Response): Response {
  return { statusCode, headers, body: '' };
}
