import { expect, it } from 'vitest';
import { createAccount } from '../../../local/account/account.ts';
import { accountFile } from '../../../local/account/state.ts';
import { createSimulatedClock } from '../../../local/simulated-clock.ts';
import { trailOf } from '../../../local/trail/lookup.ts';

const now = new Date('2026-11-20T12:00:00Z');
const query = { since: new Date('2026-11-20T00:00:00Z'), until: now, denied: false };

function openHistory(count: number) {
  const history = Array.from({ length: count }, (_, number) => ({
    eventID: `e${number}`,
    eventName: 'CreateTrainingJob',
    eventSource: 'sagemaker.amazonaws.com',
    awsRegion: 'eu-central-1',
    eventTime: '2026-11-20T08:00:00Z',
  }));
  const state = accountFile.parse({ regions: { 'eu-central-1': { cloudtrail: { history } } } });
  return createAccount({ clock: createSimulatedClock(now), state });
}

it('reads all pages, and pauses between calls as AWS wants it', async () => {
  const account = openHistory(120);
  let pauses = 0;
  const pause = async (): Promise<void> => void (pauses += 1);

  const { rows, looked, cut } = await trailOf(
    { ...query, event: 'CreateTrainingJob' },
    { clientFor: account.clientFor, region: 'eu-central-1', pause, most: 1000 },
  );

  // Three pages here and one, empty, in us-east-1.
  expect([rows.length, looked, cut, account.calls.length, pauses]).toEqual([120, 120, [], 4, 3]);
});

it('takes no answer for what it is: a denied look-up is an error, not an empty history', async () => {
  const account = openHistory(1);
  account.fault({ service: 'CloudTrail', operation: 'LookupEvents', kind: 'access-denied' });

  const asking = trailOf(query, {
    clientFor: account.clientFor,
    region: 'eu-central-1',
    pause: async () => undefined,
    most: 10,
  });

  await expect(asking).rejects.toMatchObject({ name: expect.stringContaining('AccessDenied') });
});
