import { expect, it } from 'vitest';
import { keptRecords, recordsOf, withRecords } from '../../../local/account/cloudtrail-record.ts';
import { createAccount } from '../../../local/account/account.ts';
import { createSimulatedClock } from '../../../local/simulated-clock.ts';

const at = new Date('2026-11-20T10:00:00Z');
const state = () => createAccount({ clock: createSimulatedClock(at) }).snapshot();

function event(eventID: string, more: object = {}) {
  const detail = { eventID, eventName: 'CreateModel', awsRegion: 'eu-central-1', managementEvent: true, ...more };
  return { 'detail-type': 'AWS API Call via CloudTrail', detail };
}

function historyAfter(...events: object[]) {
  const changed = withRecords(state(), recordsOf([], events), '111122223333', at);
  return changed.regions['eu-central-1']?.cloudtrail.history?.map(({ eventID }) => eventID) ?? [];
}

it('takes a record once', () => {
  expect(historyAfter(event('1'), event('2'), event('1'))).toEqual(['1', '2']);
});

it('takes neither data events nor what is no record nor what has no Region', () => {
  const others = [
    event('2', { managementEvent: false }),
    event('3', { awsRegion: '__proto__' }),
    { 'detail-type': 'Inspector2 Finding', detail: { eventID: '4', awsRegion: 'eu-central-1' } },
    { 'detail-type': 'AWS API Call via CloudTrail', detail: 'a text' },
  ];

  expect(historyAfter(event('1'), ...others)).toEqual(['1']);
});

it('keeps the newest', () => {
  const events = Array.from({ length: keptRecords + 2 }, (_, number) => event(String(number)));

  const kept = historyAfter(...events);

  expect([kept.length, kept[0]]).toEqual([keptRecords, '2']);
});
