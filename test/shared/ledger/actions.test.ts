import { describe, expect, it } from 'vitest';
import { stateKey } from '../../../shared/ledger/dynamodb/claims.ts';
import { shortDigest } from '../../../shared/plan.ts';
import { actionAt, key, now, openLedger } from './fixture.ts';

const here = { type: key.type, id: key.id };
const day = 86_400;

describe('an action', () => {
  it('is written down whole before its first call, with what its undo needs', async () => {
    const { ledger } = await openLedger();
    const action = actionAt(now, { parameters: { 'kms-key': 'alias/fraud' }, before: { Environment: { TOKEN: 'x' } } });

    await ledger.begin(action, now);

    await expect(ledger.action(action.id)).resolves.toEqual(action);
  });

  it('is finished with its end, and keeps the rest', async () => {
    const { ledger } = await openLedger();
    const action = actionAt(now);
    await ledger.begin(action, now);

    const end = { status: 'remediated', after: { block: true }, applied: ['block-public-access'] } as const;
    await ledger.finish(action.id, { ...end, endedAt: '2026-11-20T10:01:00.000Z' });

    await expect(ledger.action(action.id)).resolves.toEqual({ ...action, ...end, endedAt: '2026-11-20T10:01:00.000Z' });
  });

  it('may end without anything to say about what it left', async () => {
    const { ledger } = await openLedger();
    await ledger.begin(actionAt(now), now);

    await ledger.finish(actionAt(now).id, { status: 'failed' });

    await expect(ledger.action(actionAt(now).id)).resolves.toMatchObject({
      status: 'failed',
      after: null,
      applied: [],
    });
  });

  it('that was never begun is not made up by its end', async () => {
    const { ledger } = await openLedger();

    await ledger.finish('20261120T100000-0000000000', { status: 'failed' });

    await expect(ledger.action('20261120T100000-0000000000')).resolves.toBeUndefined();
  });

  it('is remembered for 400 days', async () => {
    const { ledger, table } = await openLedger();
    await ledger.begin(actionAt(now), now);

    const item = await table.get({ pk: `action#${actionAt(now).id}`, sk: 'action' });
    expect(item?.['expires']).toBe(now + 400 * day);
  });
});

describe('the attempts at a resource', () => {
  it('are told with the next claim, oldest first, each with the digest of what it found', async () => {
    const { ledger } = await openLedger();
    await ledger.begin(actionAt(now + 60, { before: { block: { BlockPublicAcls: false } } }), now + 60);
    await ledger.begin(actionAt(now), now);

    await expect(ledger.claim(key, 'next', here, now + 120, 900)).resolves.toEqual({
      granted: true,
      history: {
        attempts: [
          { at: now, before: shortDigest({ block: null }) },
          { at: now + 60, before: shortDigest({ block: { BlockPublicAcls: false } }) },
        ],
      },
    });
  });

  it('count an action once, however often it is begun', async () => {
    const { ledger } = await openLedger();
    for (let time = 0; time < 3; time++) await ledger.begin(actionAt(now), now + time);

    const claim = await ledger.claim(key, 'next', here, now, 900);
    expect(claim.granted && claim.history.attempts).toHaveLength(1);
  });

  it('count two actions of the same second as two', async () => {
    const { ledger } = await openLedger();
    await ledger.begin(actionAt(now, { id: '20261120T100000-aaaaaaaaaa' }), now);
    await ledger.begin(actionAt(now, { id: '20261120T100000-bbbbbbbbbb' }), now);

    const claim = await ledger.claim(key, 'next', here, now, 900);
    expect(claim.granted && claim.history.attempts).toHaveLength(2);
  });

  it('are kept to the newest fifty, so that a resource that flaps for years still fits into its item', async () => {
    const { ledger, table } = await openLedger();
    for (let count = 0; count < 53; count++) await ledger.begin(actionAt(now + count), now + count);

    const claim = await ledger.claim(key, 'next', here, now + 60, 900);
    expect(claim.granted && claim.history.attempts.map(({ at }) => at)).toEqual(
      Array.from({ length: 50 }, (_, index) => now + 3 + index),
    );
    expect((await table.get(stateKey(key)))?.['attempts']).toHaveProperty('size', 50);
  });
});

describe('a quarantine', () => {
  it('is in the history until it is ended', async () => {
    const { ledger } = await openLedger();

    await expect(ledger.quarantine(key, 'action-1', now + day, 'It came back.', now)).resolves.toBe(true);
    await expect(ledger.claim(key, 'next', here, now, 900)).resolves.toEqual({
      granted: true,
      history: { attempts: [], quarantine: { until: now + day, reason: 'It came back.' } },
    });
    await ledger.endQuarantine(key);
    await expect(ledger.claim(key, 'next', here, now, 900)).resolves.toEqual({
      granted: true,
      history: { attempts: [] },
    });
  });

  it('is begun by one action alone, so that one escalation goes out', async () => {
    const { ledger } = await openLedger();
    await ledger.quarantine(key, 'action-1', now + day, 'It came back.', now);

    await expect(ledger.quarantine(key, 'action-2', now + 2 * day, 'Again.', now + day - 1)).resolves.toBe(false);
    const claim = await ledger.claim(key, 'next', here, now, 900);
    expect(claim.granted && claim.history.quarantine).toEqual({ until: now + day, reason: 'It came back.' });
  });

  it('that is begun again by the same action, after a crash, still goes out', async () => {
    const { ledger } = await openLedger();
    await ledger.quarantine(key, 'action-1', now + day, 'It came back.', now);

    await expect(ledger.quarantine(key, 'action-1', now + day, 'It came back.', now + 1)).resolves.toBe(true);
  });

  it('makes room for the next one at its last second', async () => {
    const { ledger } = await openLedger();
    await ledger.quarantine(key, 'action-1', now + day, 'It came back.', now);

    await expect(ledger.quarantine(key, 'action-2', now + 2 * day, 'Again.', now + day)).resolves.toBe(true);
  });

  it('that there is none of can be ended', async () => {
    const { ledger, table } = await openLedger();

    await ledger.endQuarantine(key);

    await expect(table.get(stateKey(key))).resolves.toBeUndefined();
  });
});
