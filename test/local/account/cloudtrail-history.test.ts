import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

function record(eventID: string, eventName: string, eventTime: string) {
  return { eventID, eventName, eventTime, eventSource: 'sagemaker.amazonaws.com', readOnly: false };
}

const history = [
  record('1', 'UpdateEndpoint', '2026-11-01T10:00:00Z'),
  record('2', 'CreateEndpoint', '2026-11-02T10:00:00Z'),
  record('3', 'UpdateEndpoint', '2026-11-03T10:00:00Z'),
  record('4', 'UpdateEndpoint', '2026-08-01T10:00:00Z'),
  record('5', 'UpdateEndpoint', '2026-12-01T10:00:00Z'),
];
const world = () => createWorld({ regions: { [here]: { cloudtrail: { history } } } });
const byName = [{ AttributeKey: 'EventName' as const, AttributeValue: 'UpdateEndpoint' }];

describe('the event history', () => {
  it('tells what has happened in the last 90 days, newest first', async () => {
    const { Events } = await world().cloudtrail.LookupEvents({});

    expect(Events?.map(({ EventId }) => EventId)).toEqual(['3', '2', '1']);
    expect(Events?.[0]).toMatchObject({
      EventName: 'UpdateEndpoint',
      EventSource: 'sagemaker.amazonaws.com',
      EventTime: new Date('2026-11-03T10:00:00Z'),
      ReadOnly: 'false',
    });
    expect(JSON.parse(Events?.[0]?.CloudTrailEvent ?? '')).toEqual(history[2]);
  });

  it('is searched by an attribute and by time, page by page', async () => {
    const { cloudtrail } = world();

    const first = await cloudtrail.LookupEvents({ LookupAttributes: byName, MaxResults: 1 });
    const second = await cloudtrail.LookupEvents({
      LookupAttributes: byName,
      MaxResults: 1,
      ...(first.NextToken === undefined ? {} : { NextToken: first.NextToken }),
    });
    const between = await cloudtrail.LookupEvents({
      StartTime: new Date('2026-11-02T00:00:00Z'),
      EndTime: new Date('2026-11-02T23:00:00Z'),
    });

    expect([first, second, between].map(({ Events }) => Events?.map(({ EventId }) => EventId))).toEqual([
      ['3'],
      ['1'],
      ['2'],
    ]);
    expect(second.NextToken).toBeUndefined();
  });

  it('is a Region’s own, and empty where nothing is known', async () => {
    const { inVirginia } = world();

    expect(await inVirginia.cloudtrail.LookupEvents({})).toMatchObject({ Events: [] });
  });

  it.each([
    ['two attributes', { LookupAttributes: [...byName, ...byName] }, 'InvalidLookupAttributesException'],
    ['too large a page', { MaxResults: 51 }, 'InvalidMaxResultsException'],
    ['no page', { MaxResults: 0 }, 'InvalidMaxResultsException'],
    ['a token of another search', { NextToken: 'bm9uZQ' }, 'InvalidNextTokenException'],
    [
      'an end before the beginning',
      { StartTime: new Date('2026-11-02T00:00:00Z'), EndTime: new Date('2026-11-01T00:00:00Z') },
      'InvalidTimeRangeException',
    ],
    ['insights', { EventCategory: 'insight' as const }, 'LocalAccountUnsupportedOperation'],
    [
      'an attribute that the account does not search by',
      { LookupAttributes: [{ AttributeKey: 'ResourceName' as const, AttributeValue: 'fraud-scoring' }] },
      'LocalAccountUnsupportedOperation',
    ],
  ])('refuses %s', async (_, request, name) => {
    await expect(world().cloudtrail.LookupEvents(request)).rejects.toMatchObject({ name });
  });
});
