import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lambdaTrustedAdvisorEdge } from '../../../functions/operations/lambda-trusted-advisor-edge.ts';
import { createHandler } from '../../../functions/operations/trusted-advisor.ts';
import type { Looked } from '../../../functions/operations/trusted-advisor.ts';
import type { TrustedAdvisorEdge } from '../../../functions/operations/trusted-advisor-edge.ts';
import { initialState } from '../../../local/account/initial.ts';
import type { AccountFile } from '../../../local/account/state.ts';
import { trustedAdvisor } from '../../../shared/aws/trusted-advisor.ts';
import type { RemediatorRequest } from '../../../shared/edge.ts';
import { parseRequest } from '../../../shared/pipeline/request.ts';
import { enforced, statuses } from '../../kit/drive.ts';
import { openQuickWorld } from '../../kit/quick-world.ts';
import { remediators } from '../../kit/world.ts';
import { createWorld } from '../../local/account/world.ts';
import { context, outputOf } from '../sources/edge.ts';

const event = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '111122223333',
  time: '2026-11-20T10:00:00Z',
  region: 'eu-central-1',
  resources: ['arn:aws:events:eu-central-1:111122223333:rule/redress-dev-trusted-advisor-look'],
  detail: {},
};

afterEach(() => {
  vi.unstubAllEnvs();
});
beforeEach(() => {
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
});

/** Trusted Advisor warns of a quota of SageMaker, and of one of another service. */
function limits(name: string) {
  const id = '3d4e5f60-7182-4394-a5b6-c7d8e9f00112';
  const [first] = trustedadvisor?.recommendations ?? [];
  if (first === undefined) throw new Error('nothing is recommended');
  const recommendation = { ...first.recommendation, id, pillars: ['service_limits' as const] };
  const resources = [
    { service: 'SageMaker', id: 'a' },
    { service: 'EC2', id: 'b' },
  ].map(({ service, ...rest }) => ({
    ...first.resources[0],
    ...rest,
    metadata: { 0: 'eu-central-1', 1: service, 2: name, 3: '50', 4: '46' },
  }));
  return { plan: true, recommendations: [{ recommendation, resources: resources as typeof first.resources }] };
}

type Started = Map<string, { readonly remediator: string; readonly request: RemediatorRequest }>;
const { trustedadvisor } = initialState().regions['us-east-1'] ?? {};

const quotas = { 'sagemaker/L-1194D53C': { name: 'ml.g5.xlarge for endpoint usage', value: 50 } };

function edgeOn(advisor: NonNullable<AccountFile['regions']>[string]['trustedadvisor']) {
  const regions = { 'us-east-1': { trustedadvisor: advisor }, 'eu-central-1': { servicequotas: { quotas } } };
  const world = createWorld({ regions });
  const started: Started = new Map();
  const edge: TrustedAdvisorEdge = {
    clientFor: world.account.clientFor,
    dispatch: async (remediator, name, request) => {
      if (started.has(name)) return 'exists';
      started.set(name, { remediator, request });
      return 'started';
    },
    logger: new Logger({ serviceName: 'test' }),
    metrics: new Metrics({ namespace: 'Test', serviceName: 'test' }),
  };
  return { edge, started, account: world.account };
}

async function look(edge: TrustedAdvisorEdge, of: unknown = event) {
  let looked: Looked | undefined;
  let error: unknown;
  const lines = await outputOf(async () => {
    try {
      looked = await createHandler(edge)(of, context);
    } catch (thrown) {
      error = thrown;
    }
  });
  return { looked, error, lines, metrics: lines.filter((line) => '_aws' in line) };
}

const idOf = ({ request }: { request: RemediatorRequest }) => ('signal' in request ? request.signal.resource.id : '');

describe('The daily look at Trusted Advisor', () => {
  it('starts a remediator for each open bucket and each other recommendation, and none for what is settled', async () => {
    const { edge, started } = edgeOn({ ...trustedadvisor });

    const { looked, metrics } = await look(edge);

    expect([...started.values()].map((one) => [one.remediator, idOf(one)])).toEqual([
      ['audit', '0a1b2c3d-4e5f-4061-8273-94a5b6c7d8e9'],
      ['s3', 'claims-photos'],
    ]);
    expect(looked).toMatchObject({ available: true, ignored: [] });
    expect(metrics).toMatchObject([{ Recommendations: 2 }]);
    for (const { request } of started.values()) expect(parseRequest(structuredClone(request))).toEqual(request);
  });

  it('starts nothing twice where it is tried again', async () => {
    const { edge, started } = edgeOn({ ...trustedadvisor });

    await look(edge);
    const { looked } = await look(edge);

    expect(looked).toMatchObject({ dispatched: [{ result: 'exists' }, { result: 'exists' }] });
    expect(started.size).toBe(2);
  });

  it('ends in open buckets closed, and in reports', async () => {
    const world = openQuickWorld({ account: initialState(), policy: enforced });
    const { edge } = edgeOn({ ...trustedadvisor });
    const names: string[] = [];
    const dispatch: TrustedAdvisorEdge['dispatch'] = async (remediator, name, request) => {
      names.push(name);
      const own = remediators.find((one) => one.name === remediator);
      return world.backend.start(own?.functionName ?? '', name, request);
    };

    await look({ ...edge, clientFor: world.account.clientFor, dispatch });
    await world.backend.runUntilIdle();

    expect(names.flatMap((name) => statuses(world.outcomesOf(name)))).toEqual(['reported', 'remediated']);
    expect(world.account.snapshot().s3.buckets['claims-photos']?.publicAccessBlock?.BlockPublicPolicy).toBe(true);
  });

  it('reads all pages, and leaves out resources that somebody has excluded or that are fine', async () => {
    const buckets = trustedadvisor?.recommendations.find(({ recommendation }) => recommendation.name?.includes('S3'));
    const [resource] = buckets?.resources ?? [];
    if (buckets === undefined || resource === undefined) throw new Error('the account has no open buckets');
    const many = Array.from({ length: 250 }, (_, index) => ({
      ...resource,
      id: `r-${String(index).padStart(3, '0')}`,
      awsResourceId: `bucket-${index}`,
      regionCode: index === 1 ? '-' : 'eu-central-1',
      status: index === 2 ? ('ok' as const) : ('error' as const),
      exclusionStatus: index === 3 ? ('excluded' as const) : ('included' as const),
    }));
    const { checkArn: _, ...unnamed } = buckets.recommendation;
    const { edge, started } = edgeOn({ plan: true, recommendations: [{ recommendation: unnamed, resources: many }] });

    await look(edge);

    const ids = [...started.values()].map(idOf);
    expect(ids).toHaveLength(248);
    expect(ids).not.toContain('bucket-2');
    expect(ids).not.toContain('bucket-3');
  });

  it.each([
    ['priority', 1, true],
    ['priority', 2, false],
    ['standard', 1, false],
  ] as const)('says of a %s recommendation about %i buckets whether it is to be resolved', async (kind, count, is) => {
    const buckets = trustedadvisor?.recommendations.find(({ recommendation }) => recommendation.name?.includes('S3'));
    const [resource] = buckets?.resources ?? [];
    if (buckets === undefined || resource === undefined) throw new Error('the account has no open buckets');
    const resources = Array.from({ length: count }, (_, index) => ({
      ...resource,
      id: `r-${index}`,
      awsResourceId: `bucket-${index}`,
    }));
    const recommendation = { ...buckets.recommendation, type: kind };
    const { edge, started } = edgeOn({ plan: true, recommendations: [{ recommendation, resources }] });

    await look(edge);

    expect(started.size).toBe(count);
    for (const { request } of started.values()) {
      const { recommendation: arn } = 'signal' in request ? request.signal.hints : {};
      expect(arn).toBe(is ? buckets.recommendation.arn : undefined);
      expect(parseRequest(structuredClone(request))).toEqual(request);
    }
  });

  it('has more of a quota requested that is nearly used up, by the code that Service Quotas tells', async () => {
    const { edge, started } = edgeOn(limits('ml.g5.xlarge for endpoint usage'));

    const { looked } = await look(edge);

    expect(looked).toMatchObject({ available: true, ignored: [] });
    expect([...started.values()].map((one) => [one.remediator, idOf(one)])).toEqual([
      ['audit', '3d4e5f60-7182-4394-a5b6-c7d8e9f00112'],
      ['audit', 'sagemaker/L-1194D53C/50'],
    ]);
    for (const { request } of started.values()) expect(parseRequest(structuredClone(request))).toEqual(request);
  });

  it('says whose quota’s code is not to be had, and reports the recommendation', async () => {
    const { edge, started } = edgeOn(limits('no such quota'));
    const denied = edgeOn(limits('ml.g5.xlarge for endpoint usage'));
    denied.account.fault({ operation: 'ListServiceQuotas', times: Infinity, kind: 'access-denied' });

    expect((await look(edge)).looked).toMatchObject({
      ignored: [{ reason: 'the code of "no such quota" is not to be had: no such quota' }],
    });
    expect((await look(denied.edge)).looked).toMatchObject({
      ignored: [{ reason: expect.stringContaining('is not to be had: AccessDenied') as string }],
    });
    expect([...started.values(), ...denied.started.values()].map(idOf)).toEqual([
      '3d4e5f60-7182-4394-a5b6-c7d8e9f00112',
      '3d4e5f60-7182-4394-a5b6-c7d8e9f00112',
    ]);
  });

  it('passes over what can’t be a bucket, and says so', async () => {
    const buckets = trustedadvisor?.recommendations.find(({ recommendation }) => recommendation.name?.includes('S3'));
    const resources = buckets?.resources.map((resource) => ({ ...resource, awsResourceId: '../etc' })) ?? [];
    const { edge } = edgeOn({ plan: true, recommendations: buckets === undefined ? [] : [{ ...buckets, resources }] });

    const { looked } = await look(edge);

    expect(looked).toMatchObject({
      dispatched: [],
      ignored: [{ reason: expect.stringContaining('a bucket name') as string }],
    });
  });

  it('says where the account has no support plan for it, and breaks nothing', async () => {
    const { edge, started } = edgeOn({});

    const { looked, error, lines, metrics } = await look(edge);

    expect(error).toBeUndefined();
    expect(looked).toEqual({
      available: false,
      reason: 'AccessDeniedException: The account has no support plan with AWS Trusted Advisor',
    });
    expect(metrics).toMatchObject([{ TrustedAdvisorUnavailable: 1 }]);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'WARN' }));
    expect(started.size).toBe(0);
  });

  it('fails for what may pass, so that it is tried again', async () => {
    const { edge, account, started } = edgeOn({ ...trustedadvisor });
    account.fault({ operation: 'ListRecommendations', times: Infinity, kind: 'throttle' });

    expect((await look(edge)).error).toMatchObject({ name: expect.stringContaining('Throttl') as string });
    expect(started.size).toBe(0);
  });

  it('fails where a remediator could not be started, once the others were', async () => {
    const { edge, started } = edgeOn({ ...trustedadvisor });
    const dispatch: TrustedAdvisorEdge['dispatch'] = async (remediator, ...rest) => {
      if (remediator === 'audit') throw new Error('no answer');
      return edge.dispatch(remediator, ...rest);
    };

    expect((await look({ ...edge, dispatch })).error).toMatchObject({
      message: '1 of 2 remediators could not be started',
    });
    expect(started.size).toBe(1);
  });

  it('takes no other event for its schedule', async () => {
    const { edge } = edgeOn({});

    expect((await look(edge, { ...event, source: 'aws.s3' })).error).toMatchObject({ name: 'EventError' });
    expect((await look(edge, {})).error).toMatchObject({ name: 'EventError' });
  });

  it('makes one client for each Region that is asked', async () => {
    const { clientFor, dispatch } = lambdaTrustedAdvisorEdge({ AWS_REGION: 'eu-central-1' });

    expect(clientFor(trustedAdvisor, 'us-east-1')).toBe(clientFor(trustedAdvisor, 'us-east-1'));
    expect(clientFor(trustedAdvisor, 'us-east-1')).not.toBe(clientFor(trustedAdvisor, 'us-west-2'));
    await expect(dispatch('s3', 'name', {} as never)).rejects.toThrow('REMEDIATOR_S3');
  });
});
