import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHandler as cloudTrail } from '../../../functions/sources/cloudtrail-event.ts';
import { createHandler as config } from '../../../functions/sources/config-compliance.ts';
import { executionName } from '../../../functions/sources/dispatch.ts';
import { createHandler as guardDuty } from '../../../functions/sources/guardduty-finding.ts';
import { createHandler as inspector } from '../../../functions/sources/inspector-finding.ts';
import { createHandler as sageMaker } from '../../../functions/sources/sagemaker-state.ts';
import { createHandler as securityHub } from '../../../functions/sources/security-hub-finding.ts';
import { createHandler as trustedAdvisor } from '../../../functions/sources/trusted-advisor-check.ts';
import type { SourceHandler } from '../../../functions/sources/source.ts';
import { createSource } from '../../../functions/sources/source.ts';
import type { SourceEdge } from '../../../shared/edge.ts';
import { normaliseConfigCompliance } from '../../../shared/signals/config-compliance.ts';
import type { Routes } from '../../../shared/signals/route.ts';
import type { Kind } from '../../shared/signals/samples.ts';
import { altered, kinds, sample, sampleNames } from '../../shared/signals/samples.ts';
import type { Executions } from './edge.ts';
import { context, memoryEdge, outputOf } from './edge.ts';

const create: Readonly<Record<Kind, (edge: SourceEdge) => SourceHandler>> = {
  cloudtrail: cloudTrail,
  config,
  guardduty: guardDuty,
  inspector,
  sagemaker: sageMaker,
  'security-hub': securityHub,
  'trusted-advisor': trustedAdvisor,
};
const publicBucket = sample('config/01-public-training-bucket');

afterEach(() => {
  vi.unstubAllEnvs();
});

// Powertools then writes to the console that a test can listen to.
beforeEach(() => {
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
});

async function run(handler: SourceHandler, event: unknown) {
  let result: Awaited<ReturnType<SourceHandler>> | undefined;
  let error: unknown;
  const lines = await outputOf(async () => {
    try {
      result = await handler(event, context);
    } catch (thrown) {
      error = thrown;
    }
  });
  const metrics = lines.filter((line) => '_aws' in line);
  return { result, error, metrics, logs: lines.filter((line) => !('_aws' in line)) };
}

describe('a source that is sent an event', () => {
  test('starts the remediator that answers it, with the signal as its payload', async () => {
    const { edge, executions } = memoryEdge();

    const { result, error } = await run(config(edge), publicBucket);

    const [signal] = result?.dispatched.map((dispatched) => dispatched.signal) ?? [];
    expect(error).toBeUndefined();
    expect(result).toEqual({
      event: publicBucket['id'],
      source: 'config',
      ignored: [],
      dispatched: [{ remediator: 's3', executionName: `s3-${signal?.id}`, signal, result: 'started' }],
    });
    expect(executions).toEqual(new Map([[`s3-${signal?.id}`, { remediator: 's3', request: { signal } }]]));
  });

  test('starts nothing a second time for the same event', async () => {
    const { edge, executions } = memoryEdge();
    const handler = config(edge);

    await run(handler, publicBucket);
    const { result } = await run(handler, sample('config/01-public-training-bucket'));

    expect(result?.dispatched).toMatchObject([{ remediator: 's3', result: 'exists' }]);
    expect(executions.size).toBe(1);
  });

  test('starts nothing for an event that needs no look, and says why', async () => {
    const { edge, executions } = memoryEdge();

    const { result } = await run(config(edge), sample('config/11-compliant'));

    expect(result).toMatchObject({ dispatched: [], ignored: [{ reason: 'the resource is compliant (COMPLIANT)' }] });
    expect(executions.size).toBe(0);
  });

  test('starts nothing for a signal that nobody answers, and says about what', async () => {
    const { edge, executions } = memoryEdge();

    const { result } = await run(config(edge), sample('config/13-rule-nobody-answers'));

    expect(result?.ignored).toEqual([
      {
        reason: 'no remediation answers the Config rule s3-bucket-versioning-enabled on AWS::S3::Bucket',
        resource: { type: 'AWS::S3::Bucket', id: 'llm-corpus', arn: 'arn:aws:s3:::llm-corpus' },
      },
    ]);
    expect(executions.size).toBe(0);
  });

  test('treats the resources of one event each for itself', async () => {
    const { edge, executions } = memoryEdge();

    const { result } = await run(inspector(edge), sample('inspector/03-critical-in-image-and-function'));

    expect(result).toMatchObject({
      dispatched: [
        { remediator: 'sagemaker', signal: { resource: { type: 'AWS::ECR::ContainerImage' } } },
        { remediator: 'compute', signal: { resource: { type: 'AWS::Lambda::Function', id: 'fraud-features' } } },
      ],
      ignored: [],
    });
    expect([...executions.values()].map(({ remediator }) => remediator)).toEqual(['sagemaker', 'compute']);
  });

  test.each(kinds)('understands all samples of %s, each to the same result twice', async (kind) => {
    const first = memoryEdge();
    const second = memoryEdge();
    for (const name of sampleNames(kind)) {
      const once = await run(create[kind](first.edge), sample(name));
      const again = await run(create[kind](second.edge), sample(name));
      expect(once.error, name).toBeUndefined();
      expect(again.result).toEqual(once.result);
    }
    expect(second.executions).toEqual(first.executions);
  });
});

describe('a source that can’t start a remediator', () => {
  const both: Routes = {
    first: [{ remediation: 'one', resource: 'AWS::S3::Bucket', configRule: ['s3-bucket-public-read-prohibited'] }],
    second: [{ remediation: 'two', resource: 'AWS::S3::Bucket', configRule: ['s3-bucket-public-read-prohibited'] }],
  };
  const source = (edge: SourceEdge) =>
    createSource({ name: 'config', normalise: normaliseConfigCompliance }, edge, both);

  test('starts the others all the same, and fails, so that Lambda tries again and loses nothing', async () => {
    const { edge, executions } = memoryEdge(['first']);

    const { error, logs } = await run(source(edge), publicBucket);

    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toMatchObject({
      message: '1 of 2 remediators could not be started',
      errors: [{ message: 'first is out of order' }],
    });
    expect([...executions.values()].map(({ remediator }) => remediator)).toEqual(['second']);
    expect(logs).toMatchObject([
      { level: 'ERROR', message: 'Remediators not started', failures: ['Error: first is out of order'] },
    ]);
  });

  test('starts only what is still missing when Lambda tries again', async () => {
    const broken = ['first'];
    const { edge, executions } = memoryEdge(broken);
    await run(source(edge), publicBucket);

    broken.pop();
    const { result } = await run(source(edge), publicBucket);

    expect(result?.dispatched).toMatchObject([
      { remediator: 'first', result: 'started' },
      { remediator: 'second', result: 'exists' },
    ]);
    expect(executions.size).toBe(2);
  });

  test('fails with an error even if what was thrown is none', async () => {
    const { edge } = memoryEdge();
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- that is the point
    const odd: SourceEdge = { ...edge, dispatch: () => Promise.reject('no') };

    const { error } = await run(source(odd), publicBucket);

    expect(error).toMatchObject({ errors: [{ message: 'a dispatch failed without an error', cause: 'no' }, {}] });
  });
});

describe('a source that can’t understand an event', () => {
  test.each<[string, Kind, unknown, string]>([
    ['that is none', 'config', 'hello', 'malformed'],
    ['cut short', 'config', JSON.stringify(publicBucket).slice(0, 400), 'malformed'],
    ['that lacks its end', 'config', altered(publicBucket, 'detail', undefined), 'malformed'],
    ['of another source', 'config', sample('inspector/01-critical-in-model-image'), 'unexpected-event'],
    ['of another source', 'cloudtrail', publicBucket, 'unexpected-event'],
    ['of another source', 'inspector', sample('cloudtrail/12-audit-trail-stopped'), 'unexpected-event'],
    ['of another source', 'sagemaker', sample('config/11-compliant'), 'unexpected-event'],
    ['of another kind', 'config', altered(publicBucket, 'detail-type', 'Config Snapshot Delivery'), 'unexpected-event'],
    ['of another account', 'config', altered(publicBucket, 'account', '444455556666'), 'contradiction'],
    ['with an impossible name', 'config', altered(publicBucket, 'detail.resourceId', 'x y'), 'invalid-identifier'],
  ])('%s refuses it (%s), starts nothing, and logs what is wrong', async (_what, kind, event, code) => {
    const { edge, executions } = memoryEdge();

    const { error, logs, metrics } = await run(create[kind](edge), event);

    expect(error).toMatchObject({ name: 'EventError', code });
    expect(executions.size).toBe(0);
    expect(logs).toMatchObject([
      { level: 'ERROR', message: 'Event not understood', source: kind, code, problem: (error as Error).message },
    ]);
    expect(metrics).toMatchObject([{ Rejected: 1, source: kind }]);
  });

  test('lets an error of our own through, and counts it', async () => {
    const { edge } = memoryEdge();
    const faulty = createSource(
      {
        name: 'config',
        normalise: () => {
          throw new TypeError('a bug');
        },
      },
      edge,
    );

    const { error, metrics } = await run(faulty, publicBucket);

    expect(error).toBeInstanceOf(TypeError);
    expect(metrics).toMatchObject([{ Rejected: 1 }]);
  });
});

describe('what a source tells', () => {
  test('is one log line an event with what came of it, and never the event', async () => {
    const { edge } = memoryEdge();
    vi.stubEnv('POWERTOOLS_LOGGER_LOG_EVENT', 'true');

    const { logs } = await run(config(edge), altered(publicBucket, 'detail.secret', 'do-not-log'));

    expect(logs).toMatchObject([
      {
        level: 'INFO',
        message: 'Event handled',
        event: publicBucket['id'],
        source: 'config',
        ignored: [],
        dispatched: [{ remediator: 's3', result: 'started', resource: { id: 'fraud-training-data' } }],
        function_request_id: 'request-1',
      },
    ]);
    expect(JSON.stringify(logs)).not.toContain('do-not-log');
  });

  test('is one line of metrics an event, by source', async () => {
    const { edge } = memoryEdge();
    const handler = inspector(edge);
    const event = sample('inspector/03-critical-in-image-and-function');

    const first = await run(handler, event);
    const second = await run(handler, event);

    const counts = { source: 'inspector', Signals: 2, Ignored: 0 };
    expect(first.metrics).toMatchObject([{ ...counts, Dispatched: 2, Duplicates: 0 }]);
    expect(second.metrics).toMatchObject([{ ...counts, Dispatched: 0, Duplicates: 2 }]);
  });
});

describe('the name of an execution', () => {
  const names = (executions: Executions) => [...executions.keys()];

  test('fits Lambda’s grammar for every sample', async () => {
    const { edge, executions } = memoryEdge();
    for (const kind of kinds) {
      for (const name of sampleNames(kind)) await run(create[kind](edge), sample(name));
    }

    expect(executions.size).toBeGreaterThan(20);
    for (const name of names(executions)) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
  });

  test('is refused if a remediator’s name makes it too long', async () => {
    const { edge, executions } = memoryEdge();
    await run(config(edge), publicBucket);
    const [{ request } = { request: undefined }] = [...executions.values()];

    expect(() => executionName('x'.repeat(32), request!.signal)).toThrow(RangeError);
    expect(() => executionName('a b', request!.signal)).toThrow(RangeError);
    expect(executionName('x'.repeat(31), request!.signal)).toHaveLength(64);
  });
});
