import type { PutEventSelectorsRequest } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const TrailARN = `arn:aws:cloudtrail:${here}:111122223333:trail/audit`;
const withTrail = () =>
  createWorld({
    s3: { buckets: { logs: {} } },
    cloudtrail: { trails: [{ name: 'audit', bucket: 'logs', multiRegion: true }] },
  });
const management = { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
const agents = {
  Name: 'agents',
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: ['AWS::Bedrock::AgentAlias'] },
  ],
};
const usual = {
  ReadWriteType: 'All' as const,
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
};

describe('event selectors', () => {
  it('of a trail that nobody has told otherwise are all management events', async () => {
    const { cloudtrail, inVirginia } = withTrail();

    expect(await cloudtrail.GetEventSelectors({ TrailName: 'audit' })).toMatchObject({
      TrailARN,
      EventSelectors: [usual],
    });
    expect((await inVirginia.cloudtrail.GetEventSelectors({ TrailName: TrailARN })).EventSelectors).toHaveLength(1);
    expect((await cloudtrail.GetTrail({ Name: 'audit' })).Trail?.HasCustomEventSelectors).toBe(false);
  });

  it('replace each other, the advanced the basic ones and back', async () => {
    const { cloudtrail } = withTrail();
    const advanced = [management, agents];

    await cloudtrail.PutEventSelectors({ TrailName: 'audit', AdvancedEventSelectors: advanced });

    const after = await cloudtrail.GetEventSelectors({ TrailName: 'audit' });
    expect([after.AdvancedEventSelectors, after.EventSelectors]).toEqual([advanced, undefined]);
    expect((await cloudtrail.GetTrail({ Name: 'audit' })).Trail?.HasCustomEventSelectors).toBe(true);
    await cloudtrail.PutEventSelectors({ TrailName: 'audit', EventSelectors: [{ ReadWriteType: 'WriteOnly' }] });
    const back = await cloudtrail.GetEventSelectors({ TrailName: 'audit' });
    expect([back.AdvancedEventSelectors, back.EventSelectors]).toEqual([
      undefined,
      [{ ...usual, ReadWriteType: 'WriteOnly' }],
    ]);
  });

  const data = (Type: string, Values: string[]) => ({ DataResources: [{ Type, Values }] });
  const field = (name: string, values: string[]) => ({ FieldSelectors: [{ Field: name, Equals: values }] });
  it.each<[string, Omit<PutEventSelectorsRequest, 'TrailName'>]>([
    ['none', {}],
    ['both forms', { EventSelectors: [usual], AdvancedEventSelectors: [management] }],
    ['no basic one', { EventSelectors: [] }],
    ['six basic ones', { EventSelectors: Array.from({ length: 6 }, () => usual) }],
    ['a type that only advanced ones know', { EventSelectors: [data('AWS::Bedrock::Model', ['x'])] }],
    [
      '251 resources',
      {
        EventSelectors: [
          data(
            'AWS::S3::Object',
            Array.from({ length: 251 }, () => 'x'),
          ),
        ],
      },
    ],
    ['an unknown read/write type', { EventSelectors: [{ ReadWriteType: 'read-only' as 'All' }] }],
    ['a source that can’t be left out', { EventSelectors: [{ ExcludeManagementEventSources: ['s3.amazonaws.com'] }] }],
    ['no advanced one', { AdvancedEventSelectors: [] }],
    [
      '501 values',
      {
        AdvancedEventSelectors: [
          field(
            'eventName',
            Array.from({ length: 501 }, () => 'x'),
          ),
        ],
      },
    ],
    ['no category', { AdvancedEventSelectors: [field('readOnly', ['true'])] }],
    ['two categories', { AdvancedEventSelectors: [field('eventCategory', ['Data', 'Management'])] }],
    ['data events of no type', { AdvancedEventSelectors: [field('eventCategory', ['Data'])] }],
    [
      'a field without value',
      { AdvancedEventSelectors: [{ FieldSelectors: [...management.FieldSelectors, { Field: 'eventName' }] }] },
    ],
  ])('are refused where there are %s', async (_, input) => {
    const { cloudtrail, account } = withTrail();
    const before = account.snapshot();

    await expect(cloudtrail.PutEventSelectors({ TrailName: 'audit', ...input })).rejects.toMatchObject({
      name: 'InvalidEventSelectorsException',
    });
    expect(account.snapshot()).toEqual(before);
  });

  it('are changed at the trail’s home only', async () => {
    const { inVirginia } = withTrail();
    const put = inVirginia.cloudtrail.PutEventSelectors({ TrailName: TrailARN, AdvancedEventSelectors: [management] });

    await expect(put).rejects.toMatchObject({ name: 'InvalidHomeRegionException' });
  });
});

describe('Insights', () => {
  it('are an error to ask for where they are off, and are switched on and off', async () => {
    const { cloudtrail } = withTrail();
    const get = async () => cloudtrail.GetInsightSelectors({ TrailName: 'audit' });
    const selectors = [{ InsightType: 'ApiErrorRateInsight' as const }];

    await expect(get()).rejects.toMatchObject({ name: 'InsightNotEnabledException' });
    await cloudtrail.PutInsightSelectors({ TrailName: 'audit', InsightSelectors: selectors });
    expect(await get()).toMatchObject({ TrailARN, InsightSelectors: selectors });
    expect((await cloudtrail.GetTrail({ Name: 'audit' })).Trail?.HasInsightSelectors).toBe(true);
    await cloudtrail.PutInsightSelectors({ TrailName: 'audit', InsightSelectors: [] });
    await expect(get()).rejects.toMatchObject({ name: 'InsightNotEnabledException' });
  });

  it('are of known types, and of trails', async () => {
    const { cloudtrail } = withTrail();
    const InsightSelectors = [{ InsightType: 'Everything' as 'ApiCallRateInsight' }];
    const EventDataStore = `arn:aws:cloudtrail:${here}:111122223333:eventdatastore/x`;

    await expect(cloudtrail.PutInsightSelectors({ TrailName: 'audit', InsightSelectors })).rejects.toMatchObject({
      name: 'InvalidInsightSelectorsException',
    });
    await expect(cloudtrail.GetInsightSelectors({ EventDataStore })).rejects.toThrow('event data store');
    await expect(cloudtrail.PutInsightSelectors({ EventDataStore, InsightSelectors: [] })).rejects.toThrow(
      'event data store',
    );
  });
});
