import { describe, expect, it } from 'vitest';
import { snapshotMemory } from '../../../shared/ledger/ledger.ts';
import { key, now, openLedger } from './fixture.ts';

describe('what is kept of a resource', () => {
  it('is the last that was kept, and nothing at first', async () => {
    const { ledger } = await openLedger();

    await expect(ledger.snapshot(key, now)).resolves.toBeUndefined();
    await ledger.keepSnapshot(key, { words: ['first'] }, now);
    await ledger.keepSnapshot(key, { words: ['ärger', '\u2028'], none: null }, now + 1);

    await expect(ledger.snapshot(key, now + 2)).resolves.toEqual({ words: ['ärger', '\u2028'], none: null });
    await expect(ledger.snapshot({ ...key, account: '444455556666' }, now)).resolves.toBeUndefined();
  });

  it('counts for two weeks, though the database keeps it longer', async () => {
    const { ledger } = await openLedger();
    await ledger.keepSnapshot(key, 'old', now);

    await expect(ledger.snapshot(key, now + snapshotMemory - 1)).resolves.toBe('old');
    await expect(ledger.snapshot(key, now + snapshotMemory)).resolves.toBeUndefined();
  });

  it('may be larger than an item of the table, as far as it can be compressed', async () => {
    const { ledger, table } = await openLedger();
    const words = Array.from({ length: 10_000 }, (_, index) => `a word that nobody may say, number ${index}`);

    await ledger.keepSnapshot(key, { words }, now);

    await expect(ledger.snapshot(key, now)).resolves.toEqual({ words });
    const { remediation, account, region, type, id } = key;
    const pk = `snapshot#${remediation}#${account}#${region}#${type}#${id}`;
    expect(JSON.stringify(await table.get({ pk, sk: 'snapshot' })).length).toBeLessThan(400_000);
  });

  it('is listed by remediation, account and Region', async () => {
    const { ledger } = await openLedger();
    for (const id of ['b', 'a', 'b']) await ledger.keepSnapshot({ ...key, id }, id, now);

    await expect(ledger.snapshotsOf(key)).resolves.toEqual(['a', 'b']);
    await expect(ledger.snapshotsOf({ ...key, region: 'us-east-1' })).resolves.toEqual([]);
  });
});
