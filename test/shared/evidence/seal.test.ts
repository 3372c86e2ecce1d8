import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../shared/evidence/archive.ts';
import { sealKey } from '../../../shared/evidence/day.ts';
import { chained } from '../../../shared/evidence/manifest.ts';
import type { Seal } from '../../../shared/evidence/manifest.ts';
import { parseSeal } from '../../../shared/evidence/parse-seal.ts';
import { BrokenSealsError, sealUntil } from '../../../shared/evidence/seal.ts';
import { isSigned } from '../../../shared/evidence/signer.ts';
import { memoryArchive, newSigner, nightAfter, recordOf, sealDay, write } from '../../kit/evidence-log.ts';
import type { Files } from '../../kit/evidence-log.ts';

const { signer, keys } = newSigner();

function seal(files: Files, day: string): Seal {
  const parsed = parseSeal(files.get(sealKey(day)) ?? new Uint8Array());
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.seal;
}

function sealedKeys(files: Files, day: string): readonly string[] {
  return seal(files, day).manifest.records.map(({ key }) => key);
}

function logOf(...records: readonly (readonly [day: string, name: string, endedAt: string])[]): Files {
  const files: Files = new Map();
  for (const record of records) write(files, recordOf(...record));
  return files;
}

describe('sealing a day', () => {
  it('writes down every record with its digest, its length and its link, and signs that', async () => {
    const files = logOf(
      ['2026-11-20', 'b', '2026-11-20T10:00:05.000Z'],
      ['2026-11-20', 'a', '2026-11-20T09:00:05.000Z'],
    );

    const [done] = await sealDay(files, '2026-11-20', signer);

    const { manifest } = seal(files, '2026-11-20');
    expect(done).toMatchObject({ day: '2026-11-20', key: 'seals/2026-11-20.json', records: 2, result: 'sealed' });
    expect(done?.digest).toBe(sha256(files.get('seals/2026-11-20.json') ?? ''));
    expect(manifest.records.map(({ key, sha256: digest, size }) => ({ key, digest, size }))).toEqual(
      ['a', 'b'].map((name) => {
        const key = `actions/2026-11-20/20261120T100000-${name}.json`;
        const bytes = files.get(key) ?? new Uint8Array();
        return { key, digest: sha256(bytes), size: bytes.byteLength };
      }),
    );
    const [first, second] = manifest.records;
    expect(first?.chain).toBe(sha256(`sha256:${'0'.repeat(64)}${first?.key}${first?.sha256}`));
    expect(second?.chain).toBe(sha256(`${first?.chain}${second?.key}${second?.sha256}`));
    expect(manifest).toMatchObject({ first: '2026-11-20', previous: null, head: second?.chain });
    expect(isSigned(seal(files, '2026-11-20'), keys)).toBe(true);
  });

  it('rests each seal on the one before it, days without a record included', async () => {
    const files = logOf(['2026-11-20', 'a', '2026-11-20T10:00:05.000Z']);
    const [first] = await sealDay(files, '2026-11-20', signer);

    await sealDay(files, '2026-11-21', signer);

    const { manifest } = seal(files, '2026-11-21');
    expect(manifest).toMatchObject({
      first: '2026-11-20',
      previous: { day: '2026-11-20', digest: first?.digest },
      records: [],
      head: first?.digest,
    });
  });

  it('takes a record that came days after its action had begun into the next seal, once', async () => {
    const files = logOf(['2026-11-20', 'a', '2026-11-20T10:00:05.000Z']);
    await sealDay(files, '2026-11-20', signer);
    await sealDay(files, '2026-11-21', signer);
    write(files, recordOf('2026-11-20', 'approved', '2026-11-22T08:00:00.000Z'));

    await sealDay(files, '2026-11-22', signer);
    await sealDay(files, '2026-11-23', signer);

    const sealed = ['2026-11-21', '2026-11-22', '2026-11-23'].map((day) => sealedKeys(files, day));
    expect(sealed).toEqual([[], ['actions/2026-11-20/20261120T100000-approved.json'], []]);
  });

  it('leaves records of the day after to the next seal', async () => {
    const files = logOf(
      ['2026-11-20', 'a', '2026-11-20T10:00:05.000Z'],
      ['2026-11-21', 'b', '2026-11-21T00:10:00.000Z'],
    );

    await sealDay(files, '2026-11-20', signer);

    expect(sealedKeys(files, '2026-11-20')).toEqual(['actions/2026-11-20/20261120T100000-a.json']);
  });

  it('takes all that is older into the first seal', async () => {
    const files = logOf(
      ['2026-06-01', 'old', '2026-06-01T10:00:05.000Z'],
      ['2026-11-20', 'a', '2026-11-20T10:00:05.000Z'],
    );

    await sealDay(files, '2026-11-20', signer);

    expect(sealedKeys(files, '2026-11-20')).toHaveLength(2);
  });

  it('makes up for days that were missed, a seal for each', async () => {
    const files = logOf(
      ['2026-11-20', 'a', '2026-11-20T10:00:05.000Z'],
      ['2026-11-22', 'b', '2026-11-22T10:00:05.000Z'],
    );
    await sealDay(files, '2026-11-19', signer);

    const done = await sealDay(files, '2026-11-23', signer);

    expect(done.map(({ day, records }) => [day, records])).toEqual([
      ['2026-11-20', 1],
      ['2026-11-21', 0],
      ['2026-11-22', 1],
      ['2026-11-23', 0],
    ]);
  });

  it('changes nothing when it is done again, for that day or an earlier one', async () => {
    const files = logOf(['2026-11-20', 'a', '2026-11-20T10:00:05.000Z']);
    await sealDay(files, '2026-11-20', signer);
    const [before] = await sealDay(files, '2026-11-21', signer);
    write(files, recordOf('2026-11-21', 'late', '2026-11-21T10:00:05.000Z'));
    const bytes = new Map(files);

    const again = await sealDay(files, '2026-11-21', signer);
    const earlier = await sealDay(files, '2026-11-20', signer);

    expect(files).toEqual(bytes);
    expect(again).toEqual([{ ...before, result: 'exists' }]);
    expect(earlier).toMatchObject([{ day: '2026-11-20', result: 'exists' }]);
  });

  it('makes one chain when it runs twice at the same time', async () => {
    const files = logOf(
      ['2026-11-20', 'a', '2026-11-20T10:00:05.000Z'],
      ['2026-11-21', 'b', '2026-11-21T10:00:05.000Z'],
    );
    await sealDay(files, '2026-11-19', signer);

    const runs = await Promise.all([1, 2, 3].map(() => sealDay(files, '2026-11-22', signer)));

    expect(new Set(runs.map((days) => JSON.stringify(days.map(({ digest }) => digest)))).size).toBe(1);
    expect(sealedKeys(files, '2026-11-21')).toHaveLength(1);
  });

  it('can’t be done before the day is over', async () => {
    await expect(sealDay(new Map(), '2026-11-20', signer, new Date('2026-11-20T23:59:59Z'))).rejects.toThrow(
      RangeError,
    );
  });

  it.each([
    ['is changed', (files: Files) => files.set(sealKey('2026-11-20'), Buffer.from('{}'))],
    ['is gone', (files: Files) => files.delete(sealKey('2026-11-20'))],
    ['is another day’s', (files: Files) => files.set(sealKey('2026-11-20'), files.get(sealKey('2026-11-19'))!)],
    ['was the first, and is gone', (files: Files) => files.delete(sealKey('2026-11-19'))],
  ])('rests nothing on a seal that %s, and says which', async (_, damage) => {
    const files = logOf(['2026-11-19', 'a', '2026-11-19T10:00:05.000Z']);
    for (const day of ['2026-11-19', '2026-11-20', '2026-11-21']) await sealDay(files, day, signer);
    damage(files);

    const sealing = sealDay(files, '2026-11-22', signer);

    await expect(sealing).rejects.toThrow(BrokenSealsError);
    await expect(sealing).rejects.toThrow(/The seal of 2026-11-(?:19|20) is not as it was made/);
    expect(files.has(sealKey('2026-11-22'))).toBe(false);
  });

  it('rests nothing on a seal that another key has signed', async () => {
    const files: Files = new Map();
    await sealDay(files, '2026-11-19', newSigner().signer);

    await expect(sealDay(files, '2026-11-20', signer)).rejects.toThrow('this key has not signed it');
  });

  it('reads the last weeks only, however long the log is', async () => {
    const files: Files = new Map();
    write(files, recordOf('2026-01-01', 'a', '2026-01-01T10:00:05.000Z'));
    await sealDay(files, '2026-01-01', signer);
    await sealDay(files, '2026-11-20', signer);
    const read: string[] = [];
    const archive = memoryArchive(files);
    const counting = {
      ...archive,
      get: (key: string, most: number) => {
        read.push(key);
        return archive.get(key, most);
      },
    };

    await sealUntil('2026-11-21', { archive: counting, signer, clock: { now: () => nightAfter('2026-11-21') } });

    expect(read).toHaveLength(40);
  });
});

describe('a chain', () => {
  it('is another one for another order', () => {
    const [a, b] = ['a', 'b'].map((name) => ({ key: `actions/${name}`, sha256: sha256(name), size: 1 }));

    expect(chained([a!, b!], null).head).not.toBe(chained([b!, a!], null).head);
  });
});
