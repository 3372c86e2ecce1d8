import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../shared/ledger/dynamodb/limits.ts';
import type { ClaimKey, Ledger } from '../../../shared/ledger/ledger.ts';
import { key, now, openLedger } from './fixture.ts';

const hour = 3600;
const full = '3 resources of account 111122223333 were written to in the last hour (max-resources).';

async function reserveAll(ledger: Ledger, actions: readonly string[], at = now, of: ClaimKey = key) {
  for (const action of actions) await ledger.reserve(of, action, { maxResources: 1000 }, at);
}

describe('the writes of an account in an hour', () => {
  it('are taken up to the limit, and no further', async () => {
    const { ledger } = await openLedger();
    const taken: (string | undefined)[] = [];
    for (const action of ['a', 'b', 'c', 'd']) {
      taken.push(await ledger.reserve(key, action, { maxResources: 3 }, now));
    }

    expect(taken).toEqual([undefined, undefined, undefined, full]);
  });

  it('count an action once: one that is in may ask again when all places are taken', async () => {
    const { ledger } = await openLedger();
    await reserveAll(ledger, ['a', 'b', 'c']);

    await expect(ledger.reserve(key, 'b', { maxResources: 3 }, now + 5)).resolves.toBeUndefined();
    await expect(ledger.reserve(key, 'd', { maxResources: 3 }, now + 5)).resolves.toBe(full);
  });

  it('are not more when many ask at the same time', async () => {
    const { ledger } = await openLedger();
    const actions = Array.from({ length: 12 }, (_, index) => `action-${index}`);

    const taken = await Promise.all(actions.map((action) => ledger.reserve(key, action, { maxResources: 5 }, now)));

    expect(taken.filter((refusal) => refusal === undefined)).toHaveLength(5);
  });

  it('look back an hour from any moment, not to the turn of the hour', async () => {
    const { ledger } = await openLedger();
    await reserveAll(ledger, ['a'], now);
    await reserveAll(ledger, ['b', 'c'], now + hour - 10);

    await expect(ledger.reserve(key, 'd', { maxResources: 3 }, now + hour - 1)).resolves.toBe(full);
    await expect(ledger.reserve(key, 'd', { maxResources: 3 }, now + hour)).resolves.toBeUndefined();
    await expect(ledger.reserve(key, 'e', { maxResources: 3 }, now + hour + 1)).resolves.toBe(full);
  });

  it('are counted over all remediations and Regions of the account', async () => {
    const { ledger } = await openLedger();
    await reserveAll(ledger, ['a', 'b'], now);
    await reserveAll(ledger, ['c'], now, { ...key, remediation: 'cloudtrail-trail-logging', region: 'us-east-1' });

    await expect(ledger.reserve(key, 'd', { maxResources: 3 }, now)).resolves.toBe(full);
    await expect(
      ledger.reserve({ ...key, account: '444455556666' }, 'd', { maxResources: 3 }, now),
    ).resolves.toBeUndefined();
  });

  it('are none where the limit is none', async () => {
    const { ledger } = await openLedger();

    await expect(ledger.reserve(key, 'a', { maxResources: 0 }, now)).resolves.toMatch(/^0 resources of account/);
  });

  it('make room in several rounds where more has left the hour than one expression holds', async () => {
    const { ledger, table } = await openLedger();
    const actions = Array.from({ length: 250 }, (_, index) => `20261120T100000-${String(index).padStart(10, '0')}`);
    await reserveAll(ledger, actions);

    await expect(ledger.reserve(key, 'next', { maxResources: 3 }, now + hour)).resolves.toBeUndefined();
    const item = await table.get({ pk: 'writes#111122223333', sk: 'writes' });
    expect(Object.keys(item?.['writes'] as object)).toContain('next');
    expect(Object.keys(item?.['writes'] as object).length).toBeLessThanOrEqual(3);
  });

  it('are no limit that a failing database lifts', async () => {
    const denied = new DynamoDBServiceException({ name: 'AccessDeniedException', $fault: 'client', $metadata: {} });
    const { reserve } = limits({
      update: async () => {
        throw denied;
      },
      put: async () => true,
      get: async () => undefined,
    });

    await expect(reserve(key, 'a', { maxResources: 3 }, now)).rejects.toBe(denied);
  });
});

describe('the share of a remediation’s candidates', () => {
  const share = { maxResources: 10, maxOfRemediation: 2 };
  const exhausted =
    '2 resources were written to by s3-bucket-public-access-blocked in the last hour (max-resources-percent).';

  it('is a limit of its own', async () => {
    const { ledger } = await openLedger();
    const taken: (string | undefined)[] = [];
    for (const action of ['a', 'b', 'c']) taken.push(await ledger.reserve(key, action, share, now));

    expect(taken).toEqual([undefined, undefined, exhausted]);
  });

  it('gives back the account’s place where it is exhausted itself', async () => {
    const { ledger } = await openLedger();
    for (const action of ['a', 'b', 'c']) await ledger.reserve(key, action, share, now);
    const other = { ...key, remediation: 'cloudtrail-trail-logging' };

    // Two of three places are taken, not three.
    await expect(ledger.reserve(other, 'd', { maxResources: 3 }, now)).resolves.toBeUndefined();
    await expect(ledger.reserve(other, 'e', { maxResources: 3 }, now)).resolves.toBe(full);
  });

  it('is counted by Region, as the candidates are', async () => {
    const { ledger } = await openLedger();
    for (const action of ['a', 'b']) await ledger.reserve(key, action, share, now);

    await expect(ledger.reserve({ ...key, region: 'us-east-1' }, 'c', share, now)).resolves.toBeUndefined();
  });

  it('asks for nothing where the account’s own limit says no already', async () => {
    const { ledger, table } = await openLedger();
    await reserveAll(ledger, ['a', 'b', 'c']);

    await expect(ledger.reserve(key, 'd', { ...share, maxResources: 3 }, now)).resolves.toBe(full);
    await expect(
      table.get({ pk: `writes#111122223333#eu-central-1#${key.remediation}`, sk: 'writes' }),
    ).resolves.toBeUndefined();
  });
});

describe('the number of candidates', () => {
  it('is not known before the first sweep', async () => {
    const { ledger } = await openLedger();

    await expect(ledger.population(key)).resolves.toBeUndefined();
  });

  it('is what the last sweep of the Region has found', async () => {
    const { ledger } = await openLedger();
    await ledger.recordPopulation(key, 40, now);
    await ledger.recordPopulation(key, 0, now + hour);
    await ledger.recordPopulation({ ...key, region: 'us-east-1' }, 7, now);

    await expect(ledger.population(key)).resolves.toBe(0);
    await expect(ledger.population({ ...key, region: 'us-east-1' })).resolves.toBe(7);
  });
});
