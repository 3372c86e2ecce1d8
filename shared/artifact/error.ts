import { printable } from '../aws/failure.ts';
import { at } from '../json.ts';

/** What Artifact, or the way to it, has said no with; named as the service names it. Shaped as the SDK's errors are. */
export class ArtifactError extends Error {
  override readonly name: string;
  readonly $metadata: { readonly httpStatusCode?: number };
  constructor(name: string, status: number, message: string) {
    super(message);
    this.name = name;
    this.$metadata = status === 0 ? {} : { httpStatusCode: status };
  }
}

export function artifactError(name: string, status: number, message: string): ArtifactError {
  return new ArtifactError(printable(name, 100), status, printable(message, 500));
}

export type Answered =
  | { readonly answer: Response }
  | {
      readonly error: ArtifactError;
      /** Whether the same request may do better later. */
      readonly again: boolean;
      /** Milliseconds to wait, where the service says so. */
      readonly after: number | undefined;
    };

/** No longer than a Lambda function can wait. */
const mostSeconds = 30;

/** Tells an answer from a failure. */
export async function failureOf(answer: Response): Promise<Answered> {
  if (answer.ok) return { answer };
  const body = await answer.text().then(parsed, () => undefined);
  const name =
    answer.headers.get('x-amzn-errortype') ?? textOf(at(body, '__type')) ?? textOf(at(body, 'code')) ?? 'Unknown';
  const message = textOf(at(body, 'message')) ?? `HTTP ${answer.status}`;
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return {
    // `ThrottlingException:http://internal.amazon.com/…`, or with a name space before a `#`.
    error: artifactError(name.replace(/^.*#/, '').replace(/:.*$/, ''), answer.status, message),
    again: answer.status === 429 || answer.status >= 500,
    after: seconds >= 0 ? Math.min(seconds, mostSeconds) * 1000 : undefined,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
