import { describe, expect, it } from 'vitest';
import { trailSelectorsKept } from '../../../../functions/remediators/audit/trail-selectors-kept.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { bind } from '../../../../shared/aws/service.ts';
import type { Json, JsonObject } from '../../../../shared/json.ts';
import { looking } from '../looking.ts';

const region = 'eu-central-1';
const id = `arn:aws:cloudtrail:${region}:111122223333:trail/audit`;
const target = { type: 'AWS::CloudTrail::Trail', id, arn: id };
const management = { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
const dataOf = (type: string, ...more: JsonObject[]) => ({
  FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }, { Field: 'resources.type', Equals: [type] }, ...more],
});
const agents = dataOf('AWS::Bedrock::AgentAlias');

function account(own: object, others: readonly object[] = []): AccountFile {
  const trails = [own, ...others].map((trail) => ({ name: 'audit', bucket: 'logs', ...trail }));
  return { s3: { buckets: { logs: {} } }, cloudtrail: { trails } };
}

async function assess(file: AccountFile, { snapshot, ...parameters }: JsonObject & { snapshot?: Json } = {}) {
  const { account: local } = looking(trailSelectorsKept, file);
  const aws = bind(trailSelectorsKept.uses, local.clientFor, region);
  const scope = { account: '111122223333', region, ...(snapshot !== undefined && { snapshot }) };
  return trailSelectorsKept.assess(target, aws, trailSelectorsKept.parameters.parse(parameters), scope);
}

it('knows the account’s own trails at home, and their tags', async () => {
  const tags = [{ Key: 'team', Value: 'security' }];
  const { list, tags: tagsOf } = looking(trailSelectorsKept, account({ tags }, [{ name: 'far', region: 'us-east-1' }]));

  expect(await list()).toEqual([{ resource: target }]);
  expect(await tagsOf(target)).toEqual({ team: 'security' });
});

it('keeps what a trail logs', async () => {
  const { account: local } = looking(trailSelectorsKept, account({ advancedEventSelectors: [management, agents] }));

  expect(await trailSelectorsKept.snapshot?.(target, bind(trailSelectorsKept.uses, local.clientFor, region))).toEqual({
    AdvancedEventSelectors: [management, agents],
  });
});

describe('a trail that logs all management events', () => {
  it('is right, and its reason names the data events of AI resources that it does not log', async () => {
    const found = await assess(account({ advancedEventSelectors: [management, agents] }));

    expect(found).toMatchObject({ state: 'compliant', why: expect.stringContaining('AWS::SageMaker::Endpoint') });
    expect(found.why).not.toContain('AgentAlias');
    expect(await assess(account({}), { 'data-events': [] })).toMatchObject({ why: 'It logs what it has to.' });
  });

  it('gets data events where the policy wants them added', async () => {
    const found = await assess(account({}), { 'add-data-events': true, 'data-events': ['AWS::SageMaker::Endpoint'] });

    expect(found).toMatchObject({
      state: 'wrong',
      why: ['The trail does not log data events of AWS::SageMaker::Endpoint'],
      before: { wanted: { AdvancedEventSelectors: [management, dataOf('AWS::SageMaker::Endpoint')] } },
    });
  });

  it('may leave out services that the policy lets it leave out', async () => {
    const file = account({ eventSelectors: [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }] });

    expect((await assess(file, { 'excluded-sources': ['kms.amazonaws.com'] })).state).toBe('compliant');
    expect((await assess(file)).state).toBe('wrong');
  });
});

describe('a trail of data events alone', () => {
  const own = { advancedEventSelectors: [agents] };

  it.each<[string, object, string]>([
    ['logs in all Regions', { multiRegion: true, logging: true }, 'compliant'],
    ['is stopped', { multiRegion: true }, 'wrong'],
    ['is of one Region', { logging: true }, 'wrong'],
    ['logs no more', { multiRegion: true, logging: true, advancedEventSelectors: [agents] }, 'wrong'],
  ])('beside another that %s: %j, is %s', async (_, other, state) => {
    expect((await assess(account(own, [{ name: 'org', ...other }]))).state).toBe(state);
  });

  it('is put back to all that it logged, whatever others log', async () => {
    const others = [{ name: 'org', multiRegion: true, logging: true }];
    const snapshot = { AdvancedEventSelectors: [management, agents] };

    expect(await assess(account(own, others), { snapshot })).toMatchObject({
      state: 'wrong',
      why: ['The trail no longer logs management events'],
      before: { wanted: snapshot },
    });
  });

  it('takes no notice of one that is deleted while it looks', async () => {
    const file = account(own, [{ name: 'org', multiRegion: true, logging: true }]);
    const { account: local, assess: look } = looking(trailSelectorsKept, file);
    local.fault({ service: 'CloudTrail', operation: 'GetTrailStatus', kind: 'not-found' });

    expect((await look(target)).state).toBe('wrong');
  });
});

it('leaves to a person what CloudTrail would not take', async () => {
  const Equals = Array.from({ length: 498 }, (_, index) => `arn:aws:bedrock:${index}`);
  const full = dataOf('AWS::Bedrock::Model', { Field: 'resources.ARN', Equals });
  const found = await assess(account({ advancedEventSelectors: [full] }));

  expect(found).toMatchObject({ state: 'manual', why: ['The trail does not log management events'] });
  expect(found).toHaveProperty('steps.2', 'Add selectors for management events.');
});

it('says what data events cost only where there are some', async () => {
  const { plan } = looking(trailSelectorsKept, account({ eventSelectors: [{ ReadWriteType: 'ReadOnly' }] }));

  expect(await plan(target)).not.toHaveProperty('notes');
  expect(await plan(target, { 'add-data-events': true })).toHaveProperty('notes');
});
