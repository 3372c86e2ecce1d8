import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { handler as cloudTrailHandler } from '../../../functions/sources/cloudtrail-event.ts';
import { handler as configHandler } from '../../../functions/sources/config-compliance.ts';
import { handler as inspectorHandler } from '../../../functions/sources/inspector-finding.ts';
import { handler as sageMakerHandler } from '../../../functions/sources/sagemaker-state.ts';
import { lambdaSourceEdge } from '../../../functions/sources/lambda-edge.ts';
import type { RemediationRequest } from '../../../shared/edge.ts';
import { canonical } from '../../../shared/json.ts';
import type { SignalSource } from '../../../shared/signals/signal.ts';

const ARN = 'arn:aws:lambda:eu-central-1:111122223333:function:redress-dev-remediate-s3:durable';

const request: RemediationRequest = {
  signal: {
    id: '0'.repeat(32),
    source: 'config' satisfies SignalSource,
    at: '2026-11-20T09:01:44.000Z',
    event: 'e1',
    account: '111122223333',
    region: 'eu-central-1',
    resource: { type: 'AWS::S3::Bucket', id: 'llm-corpus' },
    hints: { configRule: 's3-bucket-public-read-prohibited' },
  },
};

interface Received {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A service on this machine that the SDK takes for Lambda; it answers everything in the same way. */
async function lambda(status: number, error: string | undefined, work: () => Promise<void>): Promise<Received[]> {
  const received: Received[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      received.push({ path: incoming.url, headers: incoming.headers, body });
      response.writeHead(status, error === undefined ? {} : { 'x-amzn-errortype': error });
      response.end(error === undefined ? undefined : JSON.stringify({ Type: 'User', Message: 'no' }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    await work();
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
  return received;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
});

describe('a dispatch in Lambda', () => {
  test('invokes the remediator’s alias asynchronously under the execution name', async () => {
    const edge = lambdaSourceEdge({ REMEDIATOR_S3: ARN });

    const received = await lambda(202, undefined, async () => {
      expect(await edge.dispatch('s3', 's3-1', request)).toBe('started');
    });

    expect(received).toHaveLength(1);
    expect(received[0]?.path).toBe(`/2015-03-31/functions/${encodeURIComponent(ARN)}/invocations`);
    expect(received[0]?.headers).toMatchObject({
      'x-amz-invocation-type': 'Event',
      'x-amz-durable-execution-name': 's3-1',
    });
    expect(received[0]?.body).toBe(canonical(request));
  });

  test.each([
    ARN.replace('durable', '$LATEST'),
    ARN.replace('arn:aws:', 'arn:aws-us-gov:'),
    ARN.replace('durable', '7'),
  ])('takes %s', async (arn) => {
    const edge = lambdaSourceEdge({ REMEDIATOR_AGENT_CORE: arn });

    const received = await lambda(202, undefined, async () => {
      await edge.dispatch('agent-core', 'agent-core-1', request);
    });

    expect(received[0]?.path).toContain(encodeURIComponent(arn));
  });

  test('writes equal requests alike, in whatever order their members are', async () => {
    const edge = lambdaSourceEdge({ REMEDIATOR_S3: ARN });
    const { id, ...rest } = request.signal;

    const received = await lambda(202, undefined, async () => {
      await edge.dispatch('s3', 's3-1', request);
      await edge.dispatch('s3', 's3-1', { signal: { ...rest, id } });
    });

    expect(received[0]?.body).toBe(received[1]?.body);
  });

  test('finds the execution that another payload has started under the name', async () => {
    const edge = lambdaSourceEdge({ REMEDIATOR_S3: ARN });

    await lambda(409, 'DurableExecutionAlreadyStartedException', async () => {
      expect(await edge.dispatch('s3', 's3-1', request)).toBe('exists');
    });
  });

  test('fails as Lambda does', async () => {
    const edge = lambdaSourceEdge({ REMEDIATOR_S3: ARN });

    await lambda(403, 'AccessDeniedException', async () => {
      await expect(edge.dispatch('s3', 's3-1', request)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    });
  });

  test.each([
    ['s3', {}, 'REMEDIATOR_S3 is not set: it must hold the qualified ARN of the s3 remediator'],
    ['s3', { REMEDIATOR_S3: '' }, 'REMEDIATOR_S3 is not set'],
    ['agent-core', {}, 'REMEDIATOR_AGENT_CORE is not set'],
    ['s3', { REMEDIATOR_S3: ARN.replace(':durable', '') }, 'REMEDIATOR_S3 must be a Lambda function’s ARN'],
    ['s3', { REMEDIATOR_S3: 'redress-dev-remediate-s3:durable' }, 'REMEDIATOR_S3 must be a Lambda function’s ARN'],
    ['s3', { REMEDIATOR_S3: ` ${ARN}` }, 'REMEDIATOR_S3 must be a Lambda function’s ARN'],
    ['s3', { REMEDIATOR_S3: `${ARN} ` }, 'REMEDIATOR_S3 must be a Lambda function’s ARN'],
  ])('to %s with %j says which variable is wrong', async (remediator, environment, message) => {
    const { dispatch } = lambdaSourceEdge(environment);

    await expect(dispatch(remediator, 'x-1', request)).rejects.toThrow(message.replace('’', "'"));
  });

  test('that fails for want of a variable leaves the other remediators alone', async () => {
    const edge = lambdaSourceEdge({ REMEDIATOR_S3: ARN });

    await expect(edge.dispatch('audit', 'audit-1', request)).rejects.toThrow('REMEDIATOR_AUDIT');
    await lambda(202, undefined, async () => {
      expect(await edge.dispatch('s3', 's3-1', request)).toBe('started');
    });
  });
});

test('the handlers for Lambda are there as soon as they are imported, without any variable set', () => {
  for (const handler of [cloudTrailHandler, configHandler, inspectorHandler, sageMakerHandler])
    expect(handler).toBeTypeOf('function');
});
