import { describe, expect, it } from 'vitest';
import { trailRestored } from '../../../../functions/remediators/audit/trail-restored.ts';
import { bind } from '../../../../shared/aws/service.ts';
import type { Json } from '../../../../shared/json.ts';
import { undoOf } from '../../../../shared/plan.ts';
import type { Target } from '../../../../shared/remediation.ts';
import { looking } from '../looking.ts';

const region = 'eu-central-1';
const id = `arn:aws:cloudtrail:${region}:111122223333:trail/audit`;
const target = { type: 'AWS::CloudTrail::Trail', id, arn: id };
const policyFor = (service: string, action: Json) =>
  JSON.stringify({
    Statement: [
      { Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::logs/*' },
      { Effect: 'Allow', Principal: { Service: service }, Action: action, Resource: 'arn:aws:s3:::logs/*' },
    ],
  });
const policy = policyFor('cloudtrail.amazonaws.com', ['s3:GetBucketAcl', 's3:PutObject']);
const management = { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
const agents = {
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: ['AWS::Bedrock::AgentAlias'] },
  ],
};
const insights = [{ InsightType: 'ApiCallRateInsight' }];
const settings = { Name: 'audit', S3BucketName: 'logs' };
const started = '2026-11-01T00:00:00.000Z';
const snapshot = {
  trail: settings,
  started,
  selectors: { AdvancedEventSelectors: [management, agents] },
  insights,
  tags: [],
};
const plain = { ...snapshot, selectors: null, insights: [] };

interface World {
  readonly trail?: object;
  readonly bucket?: object | null | undefined;
  readonly kept?: Json;
}

function open({ trail, bucket = { policy } }: World) {
  const trails = trail === undefined ? [] : [{ name: 'audit', bucket: 'logs', ...trail }];
  const buckets = bucket === null ? {} : { logs: bucket };
  const { account } = looking(trailRestored, { s3: { buckets }, cloudtrail: { trails } });
  return { account, aws: bind(trailRestored.uses, account.clientFor, region) };
}

async function assess(world: World, on: Target = target) {
  const { kept } = world;
  const scope = { account: '111122223333', region, ...(kept !== undefined && { snapshot: kept }) };
  return trailRestored.assess(on, open(world).aws, {}, scope);
}

const stepsOf = (before: Json) => trailRestored.plan(before, {}, target, { account: '111122223333', region }).steps;

describe('a trail that is there', () => {
  it.each<[string, World]>([
    ['of which nothing was kept', { trail: {} }],
    ['that logs', { trail: { logging: true, started }, kept: plain }],
    ['that somebody has stopped', { trail: { started }, kept: plain }],
    ['whose data events somebody no longer wants', { trail: { logging: true, started }, kept: snapshot }],
    [
      'that somebody has made again in another way',
      { trail: { started: '2026-11-20T00:00:00Z', advancedEventSelectors: [agents] }, kept: snapshot },
    ],
    [
      'that somebody has started anew',
      {
        trail: {
          started: '2026-11-20T00:00:00Z',
          advancedEventSelectors: [management, agents],
          insightSelectors: insights,
        },
        kept: snapshot,
      },
    ],
    ['that was started anew', { trail: { started: '2026-11-20T00:00:00Z' }, kept: plain }],
  ])('%s is right', async (_, world) => {
    expect((await assess(world)).state).toBe('compliant');
  });

  it.each<[string, World, string[]]>([
    ['never logged', { trail: {}, kept: plain }, ['logging']],
    ['never logged', { trail: {}, kept: snapshot }, ['logging', 'selectors', 'insights']],
    ['has Insights already', { trail: { insightSelectors: insights }, kept: snapshot }, ['logging', 'selectors']],
    [
      'logs what a new one logs',
      { trail: { logging: true, started: '2026-11-20T00:00:00Z' }, kept: snapshot },
      ['selectors', 'insights'],
    ],
    [
      'logs what it should',
      { trail: { advancedEventSelectors: [management, agents] }, kept: snapshot },
      ['logging', 'insights'],
    ],
  ])('and was only half restored, for it %s, lacks the rest', async (_, world, missing) => {
    const found = await assess(world);

    expect(found).toMatchObject({ state: 'wrong', why: ['The trail is only half restored'], before: { missing } });
    // Nothing of that is final: only that a trail is there is.
    expect(stepsOf({ snapshot: world.kept ?? null, missing }).every((step) => undoOf(step).length > 0)).toBe(true);
  });

  it('and that the look-up does not find yet is looked for again', async () => {
    const { account, aws } = open({ trail: {} });
    account.fault({ service: 'CloudTrail', operation: 'GetTrail', kind: 'not-found' });

    const found = await trailRestored.assess(target, aws, {}, { account: '111122223333', region });

    expect(found.state).toBe('busy');
  });
});

describe('a trail that is gone', () => {
  it('is made again as it was', async () => {
    const found = await assess({ kept: snapshot });

    expect(found).toMatchObject({
      state: 'wrong',
      why: ['The trail was deleted'],
      before: { missing: ['trail', 'logging', 'selectors', 'insights'] },
    });
    expect(await assess({ kept: plain })).toMatchObject({ before: { missing: ['trail', 'logging'] } });
  });

  it('gets its tags as it is made, and its basic selectors back in their form', () => {
    const basic = { EventSelectors: [{ ReadWriteType: 'WriteOnly' }] };
    const kept = { ...snapshot, selectors: basic, tags: [{ Key: 'team', Value: 'a' }] };
    const [create, put] = stepsOf({ snapshot: kept, missing: ['trail', 'selectors'] });

    expect(create?.call.input).toEqual({ ...settings, TagsList: [{ Key: 'team', Value: 'a' }] });
    expect(create?.final).toContain('DeleteTrail');
    expect(put?.call.input).toEqual({ TrailName: id, ...basic });
    // By a condition nobody could tell one basic selector from another.
    expect(undoOf(put ?? {})).toMatchObject([{ call: { operation: 'PutEventSelectors' } }]);
    expect(undoOf(put ?? {})[0]).not.toHaveProperty('done');
  });

  it.each<[string, World['bucket'], string]>([
    ['its bucket is gone', null, 'does not exist'],
    ['its bucket has no policy', {}, 'has no policy'],
    ['the policy lets another service write', { policy: policyFor('config.amazonaws.com', 's3:PutObject') }, 'not let'],
    ['the policy lets CloudTrail read', { policy: policyFor('cloudtrail.amazonaws.com', 's3:GetObject') }, 'not let'],
  ])('is left to a person where %s', async (_, bucket, why) => {
    const found = await assess({ bucket, kept: snapshot });

    expect(found).toMatchObject({ state: 'manual', why: ['The trail was deleted', expect.stringContaining(why)] });
    expect(found).toHaveProperty('steps.1', expect.stringContaining('next sweep'));
  });

  it.each(['s3:Put*', 's3:*', '*'])('may rest on a policy that allows %s', async (action) => {
    const bucket = { policy: policyFor('cloudtrail.amazonaws.com', action) };

    expect((await assess({ bucket, kept: snapshot })).state).toBe('wrong');
  });

  it('is made again where nothing can be seen of its bucket, which lies elsewhere', async () => {
    expect((await assess({ bucket: { region: 'us-east-1' }, kept: snapshot })).state).toBe('wrong');

    const { account, aws } = open({});
    const scope = { account: '111122223333', region, snapshot };
    account.fault({ service: 'S3', operation: 'GetBucketPolicy', kind: 'access-denied' });
    expect((await trailRestored.assess(target, aws, {}, scope)).state).toBe('wrong');
    account.fault({ service: 'S3', operation: 'GetBucketPolicy', kind: 'server-error' });
    await expect(trailRestored.assess(target, aws, {}, scope)).rejects.toMatchObject({ name: 'InternalError' });
  });

  it('is left to the management account where it was the organization’s', async () => {
    const kept = { ...snapshot, trail: { ...settings, IsOrganizationTrail: true } };

    expect(await assess({ kept })).toMatchObject({
      state: 'manual',
      steps: [expect.any(String), expect.stringContaining('management account')],
    });
  });

  it('of which nothing was kept is gone, but for whoever was told of its deletion', async () => {
    const locate = async (apiCall: string) => {
      const located = await looking(trailRestored).locate(target, { apiCall });
      return 'targets' in located ? located.targets : [];
    };
    const [begun = target] = await locate('cloudtrail:StartLogging');
    const [deleted = target] = await locate('cloudtrail:DeleteTrail');

    expect((await assess({}, begun)).state).toBe('gone');
    expect(await assess({}, deleted)).toMatchObject({
      state: 'manual',
      steps: expect.arrayContaining([expect.stringContaining('create-trail --name audit')]),
    });
  });
});

describe('what is kept of a trail', () => {
  const snapshotOf = async (trail: World['trail']) =>
    trailRestored.snapshot?.(target, open({ ...(trail && { trail }) }).aws);

  it('is everything that makes it again, but for tags of AWS’s own', async () => {
    const tags = [
      { Key: 'team', Value: 'a' },
      { Key: 'aws:cloudformation:stack-name', Value: 'audit' },
    ];
    const topic = `arn:aws:sns:${region}:111122223333:logs`;
    const trail = {
      logging: true,
      tags,
      snsTopicArn: topic,
      advancedEventSelectors: [management, agents],
      insightSelectors: insights,
    };

    expect(await snapshotOf(trail)).toMatchObject({
      trail: { ...settings, SnsTopicName: topic, IsMultiRegionTrail: false },
      selectors: snapshot.selectors,
      insights,
      tags: [{ Key: 'team', Value: 'a' }],
    });
    expect(await snapshotOf({ logging: true })).toMatchObject({ selectors: null, insights: [], tags: [] });
  });

  it('is nothing while it is stopped or gone', async () => {
    expect(await snapshotOf({})).toBeUndefined();
    expect(await snapshotOf(undefined)).toBeUndefined();
  });
});

it('knows the account’s own trails, and their tags', async () => {
  const file = { s3: { buckets: { logs: {} } }, cloudtrail: { trails: [{ name: 'audit', bucket: 'logs' }] } };
  const { list, tags } = looking(trailRestored, file);

  expect(await list()).toEqual([{ resource: target }]);
  expect(await tags(target)).toEqual({});
});
