import { describe, expect, it } from 'vitest';
import type { Visitor } from '../../../shared/ledger/ledger.ts';
import { signalAbout } from '../../kit/signal.ts';
import { key, now, openLedger } from './fixture.ts';

const lease = 900;
const here: Visitor = { type: key.type, id: key.id };
const fresh = { granted: true, history: { attempts: [] } };

describe('a claim', () => {
  it('is granted to the first who asks, with the history of the resource', async () => {
    const { ledger } = await openLedger();

    await expect(ledger.claim(key, 'first', here, now, lease)).resolves.toEqual(fresh);
  });

  it('is refused to a second, and names who holds it', async () => {
    const { ledger } = await openLedger();
    await ledger.claim(key, 'first', here, now, lease);

    await expect(ledger.claim(key, 'second', here, now, lease)).resolves.toEqual({ granted: false, owner: 'first' });
  });

  it('is granted again to its own holder, as after a crash', async () => {
    const { ledger } = await openLedger();
    await ledger.claim(key, 'first', here, now, lease);

    await expect(ledger.claim(key, 'first', here, now + 10, lease)).resolves.toEqual(fresh);
    await expect(ledger.claim(key, 'second', here, now + lease + 5, lease)).resolves.toMatchObject({ granted: false });
  });

  it('goes to exactly one of many who ask at the same time', async () => {
    const { ledger } = await openLedger();
    const owners = Array.from({ length: 12 }, (_, index) => `execution-${index}`);

    const claims = await Promise.all(owners.map((owner) => ledger.claim(key, owner, here, now, lease)));

    const winners = owners.filter((_, index) => claims[index]?.granted);
    expect(winners).toHaveLength(1);
    for (const claim of claims) if (!claim.granted) expect(claim.owner).toBe(winners[0]);
  });

  it.each([
    ['another resource', { id: 'other-data' }],
    ['another Region', { region: 'us-east-1' }],
    ['another account', { account: '444455556666' }],
    ['another type', { type: 'AWS::S3::AccessPoint' }],
    ['another remediation', { remediation: 's3-bucket-tls-required' }],
  ])('says nothing about %s', async (_, change) => {
    const { ledger } = await openLedger();
    await ledger.claim(key, 'first', here, now, lease);

    await expect(ledger.claim({ ...key, ...change }, 'second', here, now, lease)).resolves.toEqual(fresh);
  });

  it('holds up to the last second of its lease, and not one longer', async () => {
    const { ledger } = await openLedger();
    await ledger.claim(key, 'first', here, now, lease);

    await expect(ledger.claim(key, 'second', here, now + lease, lease)).resolves.toMatchObject({ granted: false });
    await expect(ledger.claim(key, 'third', here, now + lease + 1, lease)).resolves.toEqual(fresh);
    await expect(ledger.extend(key, 'first', now + lease + 2, lease)).resolves.toBe(false);
    await expect(ledger.release(key, 'first')).resolves.toEqual({ state: 'lost' });
  });

  it('that is extended holds for longer, for its holder alone', async () => {
    const { ledger } = await openLedger();
    await ledger.claim(key, 'first', here, now, lease);

    await expect(ledger.extend(key, 'second', now, lease)).resolves.toBe(false);
    await expect(ledger.extend(key, 'first', now + 800, lease)).resolves.toBe(true);
    await expect(ledger.claim(key, 'second', here, now + 1_600, lease)).resolves.toMatchObject({ granted: false });
  });

  it('can’t be extended where there is none', async () => {
    const { ledger } = await openLedger();

    await expect(ledger.extend(key, 'first', now, lease)).resolves.toBe(false);
    await expect(ledger.claim(key, 'second', here, now, lease)).resolves.toEqual(fresh);
  });
});

describe('a release', () => {
  it('lets the next one in', async () => {
    const { ledger } = await openLedger();
    await ledger.claim(key, 'first', here, now, lease);

    await expect(ledger.release(key, 'first')).resolves.toEqual({ state: 'released' });
    await expect(ledger.claim(key, 'second', here, now, lease)).resolves.toEqual(fresh);
  });

  it.each([0, 1])('of what nobody holds is done (released %i times before)', async (times) => {
    const { ledger } = await openLedger();
    if (times > 0) {
      await ledger.claim(key, 'first', here, now, lease);
      await ledger.release(key, 'first');
    }

    await expect(ledger.release(key, 'first')).resolves.toEqual({ state: 'released' });
  });

  it('by somebody else changes nothing', async () => {
    const { ledger } = await openLedger();
    await ledger.claim(key, 'first', here, now, lease);

    await expect(ledger.release(key, 'second')).resolves.toEqual({ state: 'lost' });
    await expect(ledger.claim(key, 'third', here, now, lease)).resolves.toEqual({ granted: false, owner: 'first' });
  });

  it('tells of those who came by, with their signals, and keeps the claim until they are seen to', async () => {
    const { ledger } = await openLedger();
    const visitor: Visitor = { ...here, signal: signalAbout(here, { apiCall: 's3:PutBucketPolicy' }), seenAt: now + 5 };
    await ledger.claim(key, 'first', here, now, lease);
    await ledger.claim(key, 'second', visitor, now + 5, lease);

    await expect(ledger.release(key, 'first')).resolves.toEqual({ state: 'look-again', targets: [visitor] });
    await expect(ledger.claim(key, 'third', here, now + 6, lease)).resolves.toMatchObject({ granted: false });
  });

  it('that is repeated, since the process died over the first, tells of them again', async () => {
    const { ledger } = await openLedger();
    await ledger.claim(key, 'first', here, now, lease);
    await ledger.claim(key, 'second', { ...here, seenAt: 1 }, now, lease);
    await ledger.release(key, 'first');
    await ledger.claim(key, 'third', { ...here, seenAt: 2 }, now, lease);

    await expect(ledger.release(key, 'first')).resolves.toEqual({
      state: 'look-again',
      targets: [
        { ...here, seenAt: 1 },
        { ...here, seenAt: 2 },
      ],
    });
  });

  it('lets go once the holder has claimed again for the look and nobody else has come', async () => {
    const { ledger } = await openLedger();
    await ledger.claim(key, 'first', here, now, lease);
    await ledger.claim(key, 'second', here, now, lease);
    await ledger.release(key, 'first');
    await ledger.claim(key, 'first', here, now, lease);

    await expect(ledger.release(key, 'first')).resolves.toEqual({ state: 'released' });
  });

  it('tells once of visitors who are the same', async () => {
    const { ledger } = await openLedger();
    await ledger.claim(key, 'first', here, now, lease);
    for (const owner of ['second', 'third', 'fourth']) await ledger.claim(key, owner, here, now, lease);

    await expect(ledger.release(key, 'first')).resolves.toEqual({ state: 'look-again', targets: [here] });
  });

  it('tells of 25 at most: by then the holder looks again anyway', async () => {
    const { ledger } = await openLedger();
    await ledger.claim(key, 'first', here, now, lease);
    for (let seenAt = 1; seenAt <= 25; seenAt++) await ledger.claim(key, `v${seenAt}`, { ...here, seenAt }, now, lease);

    await expect(ledger.claim(key, 'late', { ...here, seenAt: 26 }, now, lease)).resolves.toEqual({
      granted: false,
      owner: 'another execution',
    });
    const release = await ledger.release(key, 'first');
    expect(release.state === 'look-again' && release.targets.map(({ seenAt }) => seenAt)).toEqual(
      Array.from({ length: 25 }, (_, index) => index + 1),
    );
  });

  it('leaves the visitors to whoever takes over when the lease has run out', async () => {
    const { ledger } = await openLedger();
    await ledger.claim(key, 'first', here, now, lease);
    await ledger.claim(key, 'second', { ...here, seenAt: now }, now, lease);
    await ledger.claim(key, 'third', here, now + lease + 1, lease);

    await expect(ledger.release(key, 'third')).resolves.toEqual({
      state: 'look-again',
      targets: [{ ...here, seenAt: now }],
    });
  });

  it('never loses a visitor to a release at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const { ledger } = await openLedger();
      await ledger.claim(key, 'first', here, now, lease);

      const [release, visit] = await Promise.all([
        ledger.release(key, 'first'),
        ledger.claim(key, 'second', { ...here, seenAt: round }, now, lease),
      ]);

      // Either the visitor is told of, or it has the claim; and if it came too late for both, it is in the next release.
      if (release.state === 'released') expect(visit.granted).toBe(true);
      else expect(release).toEqual({ state: 'look-again', targets: [{ ...here, seenAt: round }] });
    }
  });
});
