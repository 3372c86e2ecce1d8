import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { vi } from 'vitest';
import type { ApprovalEdge } from '../../../functions/operations/edge.ts';
import type { Response } from '../../../functions/operations/http.ts';
import type { Asked } from '../../kit/approving.ts';
import { context, outputOf } from '../sources/edge.ts';

export const domain = 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws';

export interface Asking {
  readonly method?: string;
  readonly query?: string;
  readonly body?: string;
  readonly base64?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whom IAM has recognised. */
  readonly caller?: string;
}

/** A request as Lambda delivers it to a function behind a URL, payload format 2.0. */
export function urlEvent({ method = 'GET', query = '', body, base64 = false, headers = {}, caller }: Asking): object {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: query,
    headers: { host: domain, 'user-agent': 'test', ...headers },
    requestContext: {
      accountId: '111122223333',
      domainName: domain,
      http: { method, path: '/', protocol: 'HTTP/1.1', sourceIp: '198.51.100.7', userAgent: 'test' },
      ...(caller !== undefined && { authorizer: { iam: { accountId: '111122223333', userArn: caller } } }),
    },
    ...(body !== undefined && {
      body: base64 ? Buffer.from(body).toString('base64') : body,
      isBase64Encoded: base64,
    }),
  };
}

/** An approval function's surroundings in a world where somebody has been asked. `heard`: it writes logs and metrics. */
export function edgeOf({ ledger, clock, backend }: Asked, { heard = false } = {}): ApprovalEdge {
  // Powertools then writes to the console of the test, where it can be listened to.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', String(!heard));
  return {
    ledger,
    clock,
    logger: new Logger({ serviceName: 'test', logLevel: heard ? 'INFO' : 'SILENT' }),
    metrics: new Metrics({ namespace: 'Test', serviceName: 'test' }),
    complete: async (callbackId) =>
      backend.sendCallbackSuccess(callbackId).then(
        () => 'woken' as const,
        () => 'closed' as const,
      ),
  };
}

type Handler = (event: unknown, lambda: typeof context) => Promise<Response>;

/** Calls a function as its URL would. */
export async function call(handler: Handler, asking: Asking): Promise<Response> {
  return handler(urlEvent(asking), context);
}

/** What a call writes: log lines and metrics. */
export async function listen(handler: Handler, asking: Asking): Promise<readonly Record<string, unknown>[]> {
  return outputOf(() => call(handler, asking));
}
