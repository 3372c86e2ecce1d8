import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { describe, expect, it, vi } from 'vitest';
import type { SweepEdge } from '../../../functions/operations/edge.ts';
import { lambdaSweepEdge } from '../../../functions/operations/lambda-sweep-edge.ts';
import { createHandler } from '../../../functions/operations/sweep.ts';
import type { RemediatorRequest } from '../../../shared/edge.ts';
import { canonical } from '../../../shared/json.ts';
import { parseRequest } from '../../../shared/pipeline/request.ts';
import { atRest } from '../../kit/at-rest.ts';
import { openTestWorld, remediators } from '../../kit/world.ts';
import { fixture } from '../../remediations/sagemaker-endpoint-encrypted.ts';
import { context, outputOf } from '../sources/edge.ts';

/** As EventBridge delivers a schedule: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
const event = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '111122223333',
  time: '2026-11-20T10:00:00Z',
  region: 'eu-central-1',
  resources: ['arn:aws:events:eu-central-1:111122223333:rule/redress-dev-sweep'],
  detail: {},
};

type Started = Map<string, { readonly remediator: string; readonly request: RemediatorRequest }>;

function edgeWith(changes: Partial<SweepEdge> = {}): { edge: SweepEdge; started: Started } {
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  const started: Started = new Map();
  const edge: SweepEdge = {
    remediators: ['audit', 's3'],
    accounts: ['111122223333'],
    region: 'eu-central-1',
    logger: new Logger({ serviceName: 'test' }),
    metrics: new Metrics({ namespace: 'Test', serviceName: 'test' }),
    start: async (remediator, name, request) => {
      const former = started.get(name);
      if (former === undefined) started.set(name, { remediator, request });
      else if (canonical(former.request) !== canonical(request)) throw new Error('same name, other payload');
      return former === undefined ? 'started' : 'exists';
    },
    ...changes,
  };
  return { edge, started };
}

describe('The scheduled sweep', () => {
  it('starts every remediator once, named after the time that it stands for', async () => {
    const { edge, started } = edgeWith();

    const lines = await outputOf(() => createHandler(edge)(event, context));

    const sweep = { account: '111122223333', region: 'eu-central-1', at: '2026-11-20T10:00:00Z' };
    expect([...started]).toEqual([
      ['sweep-audit-20261120T100000Z', { remediator: 'audit', request: { sweep } }],
      ['sweep-s3-20261120T100000Z', { remediator: 's3', request: { sweep } }],
    ]);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'Sweeps started' }));
    expect(lines).toContainEqual(expect.objectContaining({ SweepsStarted: 2 }));
  });

  it('starts nothing twice when Lambda tries again', async () => {
    const { edge, started } = edgeWith();
    await outputOf(() => createHandler(edge)(event, context));

    let again: unknown;
    await outputOf(async () => {
      again = await createHandler(edge)(event, context);
    });

    expect(started.size).toBe(2);
    expect(again).toMatchObject([{ result: 'exists' }, { result: 'exists' }]);
  });

  it('sweeps every account of the deployment, each under a name of its own', async () => {
    const { edge, started } = edgeWith({ accounts: ['111122223333', '444455556666'], remediators: ['s3'] });

    await outputOf(() => createHandler(edge)(event, context));

    expect([...started.keys()]).toEqual(['sweep-s3-20261120T100000Z', 'sweep-s3-20261120T100000Z-444455556666']);
  });

  it('starts the others where one can not be started, and then fails, so that Lambda tries again', async () => {
    const { edge, started } = edgeWith();
    const broken: SweepEdge = {
      ...edge,
      start: async (remediator, ...rest) => {
        if (remediator === 'audit') throw new Error('audit is out of order');
        return edge.start(remediator, ...rest);
      },
    };

    const lines = await outputOf(() =>
      expect(createHandler(broken)(event, context)).rejects.toThrow('1 of 2 sweeps could not be started'),
    );

    expect([...started.keys()]).toEqual(['sweep-s3-20261120T100000Z']);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'Sweeps not started' }));
  });

  it.each([
    [{}],
    [null],
    [{ time: 5 }],
    [{ time: 'now' }],
    [{ time: '2026-13-45T10:00:00Z' }],
    ['2026-11-20T10:00:00Z'],
  ])('refuses what is no schedule: %j', async (other) => {
    const { edge, started } = edgeWith();

    await expect(outputOf(() => createHandler(edge)(other, context))).rejects.toThrow("expected a schedule's event");

    expect(started.size).toBe(0);
  });

  it('names executions as Lambda allows, and sends what remediators take', async () => {
    const names = remediators.map(({ name }) => name);
    const { edge, started } = edgeWith({ accounts: ['111122223333', '444455556666'], remediators: names });

    await outputOf(() => createHandler(edge)(event, context));

    expect(started.size).toBe(2 * names.length);
    for (const [name, { request }] of started) {
      expect(name).toMatch(/^[\w-]{1,64}$/);
      expect(parseRequest(request)).toEqual(request);
    }
  });

  it('finds what no event has told of', async () => {
    const world = await openTestWorld({ account: fixture.wrong[0].account });
    const { edge } = edgeWith({ remediators: ['sagemaker'], start: world.start });

    await outputOf(async () => {
      await createHandler(edge)(event, context);
      await world.backend.runUntilIdle();
    });

    expect(world.account.calls.some(({ operation }) => operation === 'UpdateEndpoint')).toBe(true);
    expect(fixture.isRight(atRest(world))).toBe(true);
  });
});

describe("The sweep's surroundings in Lambda", () => {
  it('are read from the environment, when they are needed', () => {
    const edge = lambdaSweepEdge({
      REMEDIATOR_S3: 'arn:aws:lambda:eu-central-1:111122223333:function:redress-dev-remediate-s3:durable',
      REMEDIATOR_AGENT_CORE:
        'arn:aws:lambda:eu-central-1:111122223333:function:redress-dev-remediate-agent-core:durable',
      ACCOUNTS: '111122223333,444455556666',
      AWS_REGION: 'eu-central-1',
      OTHER: 'x',
    });

    expect(edge.remediators).toEqual(['agent-core', 's3']);
    expect(edge.accounts).toEqual(['111122223333', '444455556666']);
    expect(edge.region).toBe('eu-central-1');
    expect(() => lambdaSweepEdge({}).accounts).toThrow('ACCOUNTS is not set');
  });

  it('know no remediator that the environment does not name', async () => {
    const edge = lambdaSweepEdge({});

    await expect(edge.start('s3', 'sweep-s3', { sweep: { account: '1', region: 'r', at: 't' } })).rejects.toThrow(
      'REMEDIATOR_S3 is not set',
    );
  });
});
