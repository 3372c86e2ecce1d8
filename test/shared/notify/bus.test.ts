import type { PutEventsCommandInput, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { failureKind } from '../../../shared/aws/failure.ts';
import type { SdkClient } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { eventBridgeBus } from '../../../shared/notify/bus.ts';
import { createWorld, here, services } from '../../local/account/world.ts';

const outcome = {
  id: '20261120T100000-0123456789',
  remediation: 's3-bucket-public-access-blocked',
  resource: { type: 'AWS::S3::Bucket', id: 'training-data' },
  account: '111122223333',
  region: 'eu-central-1',
  status: 'remediated',
  mode: 'enforce',
  reason: 'Read again and found right.',
  evidence: 's3://redress-evidence/actions/1.json',
};

function openBus() {
  const { account } = createWorld({ regions: { [here]: { eventbridge: { buses: { lifecycle: {} } } } } });
  const bus = eventBridgeBus(account.clientFor(services.eventbridge, here), 'lifecycle');
  const events = () => account.snapshot().regions[here]?.eventbridge.buses['lifecycle']?.events ?? [];
  return { bus, events };
}

/** EventBridge as it answers with a status of 200: by entry. */
function answering(entry: PutEventsResultEntry | undefined): SdkClient {
  return {
    send: async () => (entry === undefined ? { FailedEntryCount: 0 } : { FailedEntryCount: 1, Entries: [entry] }),
  };
}

describe('a lifecycle event', () => {
  it('is on the bus, from redress, with its whole detail', async () => {
    const { bus, events } = openBus();

    await bus.publish({ type: 'Remediation Finished', detail: outcome });

    expect(events()).toMatchObject([{ source: 'redress', detailType: 'Remediation Finished' }]);
    expect(JSON.parse(events()[0]?.detail ?? '')).toEqual(outcome);
  });

  it('has failed where the entry has, though the request has not', async () => {
    const bus = eventBridgeBus(
      answering({ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }),
      'lifecycle',
    );

    const failed = await bus.publish({ type: 'Escalation', detail: {} }).catch((error: unknown) => error);

    expect(failed).toMatchObject({
      name: 'ThrottlingException',
      message: 'EventBridge did not take the event: Rate exceeded',
    });
    expect(failureKind(failed)).toBe('throttled');
  });

  it('is through where the answer gives it an id', async () => {
    const bus = eventBridgeBus(answering({ EventId: '11111111-2222-4333-8444-555555555555' }), 'lifecycle');

    await expect(bus.publish({ type: 'Escalation', detail: {} })).resolves.toBeUndefined();
  });

  it.each([undefined, {}])('is not through where the answer does not say so: %j', async (entry) => {
    const bus = eventBridgeBus(answering(entry), 'lifecycle');

    await expect(bus.publish({ type: 'Escalation', detail: {} })).rejects.toMatchObject({
      name: 'NotTaken',
      message: 'EventBridge did not take the event: no answer',
    });
  });

  it('fails where no answer comes', async () => {
    const silent: SdkClient = {
      send: async () => {
        throw new Error('socket hang up');
      },
    };

    await expect(eventBridgeBus(silent, 'lifecycle').publish({ type: 'Escalation', detail: {} })).rejects.toThrow(
      'socket hang up',
    );
  });

  it.each([
    ['characters of one byte', 'x'.repeat(1_000_000)],
    ['characters of four bytes, which are fewer', '😀'.repeat(240_000)],
  ])('that is too large is cut to what names it, and where the rest lies: %s', async (_, before) => {
    const { bus, events } = openBus();
    const detail: JsonObject = { ...outcome, before, plan: { steps: [] } };

    await bus.publish({ type: 'Remediation Finished', detail });

    expect(JSON.parse(events()[0]?.detail ?? '')).toEqual({ ...outcome, truncated: true });
  });

  it('that is just small enough stays whole', async () => {
    const received: PutEventsCommandInput[] = [];
    const client: SdkClient = {
      send: async (command) => {
        received.push((command as { input: PutEventsCommandInput }).input);
        return { FailedEntryCount: 0, Entries: [{ EventId: '1' }] };
      },
    };
    const padding = 'x'.repeat(900_000 - JSON.stringify({ ...outcome, before: '' }).length);

    await eventBridgeBus(client, 'lifecycle').publish({
      type: 'Remediation Finished',
      detail: { ...outcome, before: padding },
    });

    expect(JSON.parse(received[0]?.Entries?.[0]?.Detail ?? '')).toEqual({ ...outcome, before: padding });
  });
});
