import { describe, expect, it } from 'vitest';
import { keptEvents } from '../../../local/account/eventbridge.ts';
import { createWorld, here } from './world.ts';

const entry = { Source: 'redress', DetailType: 'Remediated', Detail: '{"id":"1"}', EventBusName: 'lifecycle' };

function withBus() {
  const world = createWorld({ regions: { [here]: { eventbridge: { buses: { lifecycle: {} } } } } });
  const bus = (name: string) => world.account.snapshot().regions[here]?.eventbridge.buses[name];
  return { ...world, bus };
}

describe('putting events', () => {
  it('keeps them on the bus that they name, by name or ARN, or on the default bus', async () => {
    const { eventbridge, bus } = withBus();

    const { Entries, FailedEntryCount } = await eventbridge.PutEvents({
      Entries: [
        { ...entry, Resources: ['arn:aws:s3:::data'] },
        {
          ...entry,
          EventBusName: `arn:aws:events:${here}:111122223333:event-bus/lifecycle`,
          Time: new Date('2026-11-01T00:00:00Z'),
        },
        { ...entry, EventBusName: undefined },
      ],
    });

    expect(FailedEntryCount).toBe(0);
    expect(bus('lifecycle')).toEqual({
      received: 2,
      events: [
        {
          id: Entries?.[0]?.EventId,
          time: '2026-11-20T10:00:00.000Z',
          source: 'redress',
          detailType: 'Remediated',
          detail: '{"id":"1"}',
          resources: ['arn:aws:s3:::data'],
        },
        expect.objectContaining({ id: Entries?.[1]?.EventId, time: '2026-11-01T00:00:00.000Z', resources: [] }),
      ],
    });
    expect(bus('default')?.received).toBe(1);
    expect(new Set(Entries?.map(({ EventId }) => EventId)).size).toBe(3);
  });

  it.each([['nope'], [`arn:aws:events:${here}:444455556666:event-bus/lifecycle`], ['__proto__']])(
    'onto %s succeeds and goes nowhere, as on AWS',
    async (EventBusName) => {
      const { eventbridge, account } = withBus();
      const before = account.snapshot();

      const { FailedEntryCount, Entries } = await eventbridge.PutEvents({ Entries: [{ ...entry, EventBusName }] });

      expect(FailedEntryCount).toBe(0);
      expect(Entries?.[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
      expect(account.snapshot()).toEqual(before);
    },
  );

  it.each([
    [{ Source: undefined }, 'InvalidArgument'],
    [{ DetailType: '' }, 'InvalidArgument'],
    [{ Detail: undefined }, 'InvalidArgument'],
    [{ Detail: 'text' }, 'MalformedDetail'],
    [{ Detail: '[]' }, 'MalformedDetail'],
    [{ Source: 'aws.s3' }, 'NotAuthorizedForSource'],
  ])('refuses an entry with %j, and puts the others', async (change, ErrorCode) => {
    const { eventbridge, bus } = withBus();

    const result = await eventbridge.PutEvents({ Entries: [{ ...entry, ...change }, entry] });

    expect(result.FailedEntryCount).toBe(1);
    expect(result.Entries).toMatchObject([{ ErrorCode }, { EventId: expect.any(String) as string }]);
    expect(bus('lifecycle')?.received).toBe(1);
  });

  it.each([
    ['no entries', []],
    ['eleven entries', Array.from({ length: 11 }, () => entry)],
    ['more than a megabyte', [{ ...entry, Detail: JSON.stringify({ x: 'x'.repeat(1_048_576) }) }]],
  ])('refuses a request with %s as a whole', async (_, Entries) => {
    const { eventbridge, bus } = withBus();

    await expect(eventbridge.PutEvents({ Entries })).rejects.toMatchObject({ name: 'ValidationException' });
    expect(bus('lifecycle')?.received).toBe(0);
  });

  it('remembers the newest events only, so that a long replay does not grow', async () => {
    const { eventbridge, bus } = withBus();
    const rounds = keptEvents / 10 + 1;
    for (let round = 0; round < rounds; round++) {
      await eventbridge.PutEvents({
        Entries: Array.from({ length: 10 }, () => ({ ...entry, DetailType: `${round}` })),
      });
    }

    expect(bus('lifecycle')?.received).toBe(keptEvents + 10);
    expect(bus('lifecycle')?.events).toHaveLength(keptEvents);
    expect(bus('lifecycle')?.events.at(-1)?.detailType).toBe(`${rounds - 1}`);
  });
});
