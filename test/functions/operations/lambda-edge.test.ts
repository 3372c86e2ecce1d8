import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { HttpResponse } from '@smithy/core/transport';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { lambdaCallback } from '../../../functions/operations/lambda-callback.ts';
import { lambdaApprovalEdge } from '../../../functions/operations/lambda-edge.ts';

/** A Lambda client whose requests are answered here, by the real deserialiser. */
function clientThat(answer: { readonly status: number; readonly type?: string }): {
  client: LambdaClient;
  paths: string[];
} {
  const paths: string[] = [];
  const client = new LambdaClient({
    region: 'eu-central-1',
    maxAttempts: 1,
    requestHandler: {
      metadata: { handlerProtocol: 'test' },
      destroy: () => undefined,
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      handle: async ({ method, path }: { method: string; path: string }) => {
        paths.push(`${method} ${path}`);
        const headers = answer.type === undefined ? {} : { 'x-amzn-errortype': answer.type };
        const body = new TextEncoder().encode('{}');
        return {
          response: new HttpResponse({
            statusCode: answer.status,
            headers: { 'content-type': 'application/json', ...headers },
            body: new Blob([body]).stream(),
          }),
        };
      },
    },
  });
  return { client, paths };
}

describe('Waking an execution in Lambda', () => {
  it('completes its callback, without an answer in it', async () => {
    const { client, paths } = clientThat({ status: 200 });

    expect(await lambdaCallback(client)('Y2FsbGJhY2s=')).toBe('woken');

    expect(paths).toEqual([expect.stringMatching(/^POST .*\/durable-execution-callbacks\/Y2FsbGJhY2s.*\/succeed$/)]);
  });

  it.each(['CallbackTimeoutException', 'ResourceNotFoundException'])(
    'takes %s for a callback that is closed',
    async (type) => {
      const { client } = clientThat({ status: type === 'ResourceNotFoundException' ? 404 : 400, type });

      expect(await lambdaCallback(client)('Y2FsbGJhY2s=')).toBe('closed');
    },
  );

  it('hands on every other error, so that the answer is given again', async () => {
    const { client } = clientThat({ status: 403, type: 'AccessDeniedException' });

    await expect(lambdaCallback(client)('Y2FsbGJhY2s=')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('The surroundings of the approval functions in Lambda', () => {
  it('can be made without an environment, which is read when it is needed', async () => {
    const edge = lambdaApprovalEdge({});

    expect(edge.clock.now()).toBeInstanceOf(Date);
    expect(() => edge.ledger).toThrow('LEDGER_TABLE is not set');
    expect(lambdaApprovalEdge({ LEDGER_TABLE: 'ledger' }).ledger).toMatchObject({ approval: expect.any(Function) });
  });

  it('wakes executions by a Lambda client, which is made at the first answer', async () => {
    const paths: string[] = [];
    const server = createServer(({ url }, response) => {
      paths.push(url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { complete } = lambdaApprovalEdge({});
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);

    expect([await complete('Zmlyc3Q='), await complete('c2Vjb25k')]).toEqual(['woken', 'woken']);

    expect(paths.map((path) => path.split('/').at(-1))).toEqual(['succeed', 'succeed']);
    vi.unstubAllEnvs();
  });

  it('makes each client once', () => {
    const edge = lambdaApprovalEdge({ LEDGER_TABLE: 'ledger' });

    expect(edge.ledger).toBe(edge.ledger);
  });
});
