import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { mostRecordBytes, sha256, TooLargeError } from '../../../shared/evidence/archive.ts';
import { plusDays, sealedDay, sealKey } from '../../../shared/evidence/day.ts';
import { chained, sealBytes } from '../../../shared/evidence/manifest.ts';
import type { Manifest } from '../../../shared/evidence/manifest.ts';
import { parseSeal } from '../../../shared/evidence/parse-seal.ts';
import { signManifest } from '../../../shared/evidence/signer.ts';
import { verifyLog } from '../../../shared/evidence/verify-log.ts';
import { canonical } from '../../../shared/json.ts';
import { check, memoryArchive, newSigner, recordOf, sealDay, write } from '../../kit/evidence-log.ts';
import type { Files } from '../../kit/evidence-log.ts';
import { fullDocument } from '../../kit/evidence-records.ts';

const { signer, keys } = newSigner();
const first = '2026-11-17';
const days = [0, 1, 2, 3].map((later) => plusDays(first, later));
const last = days.at(-1) ?? '';
/** In the morning after the last seal. */
const morning = `${plusDays(last, 1)}T09:00:00.000Z`;

/** Four days: two records a day, one of them approved days later, a day without any, and some of this morning. */
async function sampleLog(): Promise<Files> {
  const files: Files = new Map();
  for (const day of days) {
    if (day !== '2026-11-19') {
      write(files, recordOf(day, 'one', `${day}T10:00:05.000Z`));
      write(files, recordOf(day, 'two', `${day}T23:59:05.000Z`, { reason: 'Röntgen “x”', calls: [] }));
    }
    if (day === '2026-11-19') write(files, recordOf(first, 'approved', `${day}T08:00:00.000Z`));
    await sealDay(files, day, signer);
  }
  write(files, recordOf(plusDays(last, 1), 'today', `${plusDays(last, 1)}T08:00:00.000Z`));
  write(files, recordOf(last, 'late', `${plusDays(last, 1)}T08:30:00.000Z`));
  return files;
}

let log: Files;
beforeAll(async () => {
  log = await sampleLog();
});

const today = ['late', 'today'];
const sealedFiles = (): string[] => [...log.keys()].filter((key) => today.every((name) => !key.includes(name)));

function sealOf(files: Files, day: string): Manifest {
  const parsed = parseSeal(files.get(sealKey(day)) ?? new Uint8Array());
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.seal.manifest;
}

/** What is found in a log, as `kind key`. */
async function found(files: Files, at = morning, trusted = keys): Promise<string[]> {
  return (await check(files, trusted, at)).findings.map(({ kind, key }) => `${kind} ${key}`);
}

const record = (day: string, name: string): string => recordOf(day, name, '').key;

describe('a log that nobody has touched', () => {
  it('is clean, and what is newer than the last seal is told apart', async () => {
    const report = await check(log, keys, morning);

    expect(report).toMatchObject({ findings: [], seals: 4, records: 7, unsealed: 2, head: { day: last } });
  });

  it('is clean in whichever days are asked for', async () => {
    for (const from of days) {
      for (const to of days.filter((day) => day >= from)) {
        const report = await check(log, keys, morning, { from, to });

        expect(report.findings).toEqual([]);
        expect(report.head?.day).toBe(to);
      }
    }
  });

  it('is clean before anything has happened, and before the first seal is due', async () => {
    expect(await found(new Map())).toEqual([]);
    const files: Files = new Map();
    write(files, recordOf(first, 'one', `${first}T10:00:05.000Z`));
    expect(await found(files, `${first}T12:00:00.000Z`)).toEqual([]);
    expect(await found(files, `${plusDays(first, 1)}T02:00:00.000Z`)).toEqual([]);
  });

  it('is always clean: whatever records came when', async () => {
    const arrival = fc.record({
      day: fc.integer({ min: 0, max: 5 }),
      name: fc.stringMatching(/^[a-z0-9]{1,8}$/),
      // Days until the record was complete, and seconds from midnight.
      later: fc.integer({ min: 0, max: 6 }),
      second: fc.integer({ min: 0, max: 86_399 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(arrival, { maxLength: 12, selector: ({ day, name }) => `${day} ${name}` }),
        fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8]),
        async (arrivals, nights) => {
          const files: Files = new Map();
          const pair = newSigner();
          for (let passed = 0; passed <= 13; passed++) {
            const day = plusDays(first, passed);
            if (nights.includes(passed - 1)) await sealDay(files, plusDays(day, -1), pair.signer);
            for (const { day: began, name, later, second } of arrivals) {
              if (began + later !== passed) continue;
              // What ends in the first hour of a day may race the seal, and has its own test.
              const end = new Date(Date.parse(day) + Math.max(second, 3600) * 1000).toISOString();
              write(files, recordOf(plusDays(first, began), name, end));
            }
          }
          await sealDay(files, plusDays(first, 13), pair.signer);
          const report = await check(files, pair.keys, `${plusDays(first, 14)}T09:00:00.000Z`);
          expect(report.findings).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is clean when a record was on its way while its day was sealed', async () => {
    const files: Files = new Map();
    await sealDay(files, first, signer);
    write(files, recordOf(first, 'slow', `${plusDays(first, 1)}T00:40:00.000Z`));

    expect(await found(files, `${plusDays(first, 1)}T09:00:00.000Z`)).toEqual([]);
  });
});

/** A day of two records, one of them as large and as mixed as they come, with its seal: manifest and signature. */
async function oneSealedDay(): Promise<Files> {
  const files: Files = new Map();
  write(files, recordOf(first, 'one', `${first}T10:00:05.000Z`, { reason: 'Röntgen “x”' }));
  write(files, recordOf(first, 'two', `${first}T23:59:05.000Z`, fullDocument));
  await sealDay(files, first, signer);
  return files;
}

const nextMorning = `${plusDays(first, 1)}T09:00:00.000Z`;

/** Changes that nobody has found, of those made to each file at each of its bytes. */
async function missed(
  files: Files,
  changes: (bytes: Uint8Array, at: number) => readonly (readonly [what: string, bytes: Uint8Array])[],
): Promise<string[]> {
  const unseen: string[] = [];
  for (const [key, bytes] of files) {
    for (let at = 0; at < bytes.length; at++) {
      for (const [what, other] of changes(bytes, at)) {
        if (Buffer.compare(bytes, other) === 0) continue;
        const findings = await found(new Map(files).set(key, other), nextMorning);
        if (!findings.includes(`changed ${key}`)) unseen.push(`${key} ${at} ${what}`);
      }
    }
  }
  return unseen;
}

describe('one byte', () => {
  it('with any of its bits flipped, in any record or in manifest or signature of a seal, is found and named', async () => {
    const flipped = await missed(await oneSealedDay(), (bytes, at) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((bit) => {
        const other = Uint8Array.from(bytes);
        other[at] = other[at]! ^ (1 << bit);
        return [`bit ${bit}`, other];
      }),
    );

    expect(flipped).toEqual([]);
  });

  it('taken out, doubled or exchanged with the next one, or the last one that is left, anywhere, is found and named', async () => {
    const moved = await missed(await oneSealedDay(), (bytes, at) => {
      const [before, byte, after] = [bytes.subarray(0, at), bytes.subarray(at, at + 1), bytes.subarray(at + 1)];
      return [
        ['taken out', Buffer.concat([before, after])],
        ['doubled', Buffer.concat([before, byte, byte, after])],
        ['exchanged', Buffer.concat([before, after.subarray(0, 1), byte, after.subarray(1)])],
        ['cut off here', before],
      ];
    });

    expect(moved).toEqual([]);
  });

  it('more or less at the end of a file is found', async () => {
    for (const key of sealedFiles()) {
      const bytes = log.get(key)!;
      for (const other of [bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from('\n')]), new Uint8Array()]) {
        expect(await found(new Map(log).set(key, other))).toContain(`changed ${key}`);
      }
    }
  });

  it('is what a signature’s twin would have been told by: it fits as well, and is not taken', async () => {
    const files = await oneSealedDay();
    const seal = JSON.parse(Buffer.from(files.get(sealKey(first))!).toString()) as { signature: { value: string } };
    const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
    const der = Buffer.from(seal.signature.value, 'base64');
    const middle = 4 + der[3]!;
    const s = BigInt(`0x${der.subarray(middle + 2).toString('hex')}`);
    // n − s is above the middle here, so its first bit is set and a zero comes before it.
    const twin = Buffer.from(`00${(order - s).toString(16).padStart(64, '0')}`, 'hex');
    const body = Buffer.concat([der.subarray(2, middle), Buffer.from([2, twin.length]), twin]);
    const value = Buffer.concat([Buffer.from([0x30, body.length]), body]).toString('base64');
    const other = Buffer.from(canonical({ ...seal, signature: { ...seal.signature, value } }));

    expect(await found(new Map(files).set(sealKey(first), other), nextMorning)).toContain(`changed ${sealKey(first)}`);
  });
});

describe('the records of a manifest', () => {
  /** All orders of some things. */
  function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
    if (items.length < 2) return [items];
    return items.flatMap((item, at) => orders(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
  }

  it('in every other order, and with any of them doubled or left out, are found: by whomever it was done', async () => {
    const files = await oneSealedDay();
    for (const name of ['three', 'zero']) write(files, recordOf(first, name, `${first}T01:00:00.000Z`));
    files.delete(sealKey(first));
    await sealDay(files, first, signer);
    const manifest = sealOf(files, first);
    const { records } = manifest;
    expect(records).toHaveLength(4);
    const [, ...reordered] = orders(records);
    const doubled = records.map((one, at) => records.toSpliced(at, 0, one));
    const parsed = parseSeal(files.get(sealKey(first))!);
    if (!parsed.ok) throw new Error(parsed.error);
    for (const other of [...reordered, ...doubled]) {
      const unsigned = { ...parsed.seal, manifest: { ...manifest, records: other } };
      const signed = await signManifest({ ...manifest, records: other }, signer);
      const relinked = await signManifest({ ...manifest, ...chained(other, manifest.previous) }, signer);
      for (const [kind, seal] of [
        ['changed', unsigned],
        ['reordered', signed],
        ['reordered', relinked],
      ] as const)
        expect(await found(new Map(files).set(sealKey(first), sealBytes(seal)), nextMorning)).toContain(
          `${kind} ${sealKey(first)}`,
        );
    }
    for (const [at, { key }] of records.entries()) {
      const without = { ...manifest, ...chained(records.toSpliced(at, 1), manifest.previous) };
      const forged = await signManifest(without, signer);
      expect(await found(new Map(files).set(sealKey(first), sealBytes(forged)), nextMorning)).toContain(`added ${key}`);
    }
  });
});

type Mutation =
  | { readonly kind: 'edit'; readonly at: number; readonly position: number; readonly mask: number }
  | { readonly kind: 'delete'; readonly at: number }
  | { readonly kind: 'insert'; readonly name: string; readonly day: number; readonly copy: number }
  | { readonly kind: 'swap'; readonly at: number; readonly other: number }
  | { readonly kind: 'reorder'; readonly day: number; readonly from: number; readonly to: number }
  | { readonly kind: 'move'; readonly at: number; readonly name: string; readonly day: number };

const nat = fc.nat(1000);
const name = fc.stringMatching(/^new-[a-z0-9]{1,6}$/);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('edit' as const), at: nat, position: nat, mask: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('delete' as const), at: nat }),
  fc.record({ kind: fc.constant('insert' as const), name, day: fc.nat(3), copy: nat }),
  fc.record({ kind: fc.constant('swap' as const), at: nat, other: nat }),
  fc.record({ kind: fc.constant('reorder' as const), day: fc.nat(3), from: nat, to: nat }),
  fc.record({ kind: fc.constant('move' as const), at: nat, name, day: fc.nat(3) }),
);

function mutate(files: Files, change: Mutation): void {
  const all = sealedFiles().filter((key) => files.has(key));
  const pick = (index: number): string => all[index % all.length] ?? '';
  const oldRecords = sealedFiles().filter((key) => key.startsWith('actions/'));
  switch (change.kind) {
    case 'edit': {
      const bytes = Uint8Array.from(files.get(pick(change.at)) ?? []);
      const index = change.position % bytes.length;
      bytes[index] = (bytes[index] ?? 0) ^ change.mask;
      if (all.length > 0) files.set(pick(change.at), bytes);
      return;
    }
    case 'delete':
      files.delete(pick(change.at));
      return;
    case 'insert':
      // What claims to be new can't be told from what is.
      files.set(
        record(plusDays(first, change.day), change.name),
        log.get(oldRecords[change.copy % oldRecords.length]!)!,
      );
      return;
    case 'swap': {
      const [a, b] = [files.get(pick(change.at)), files.get(pick(change.other))];
      if (a !== undefined && b !== undefined) files.set(pick(change.at), b).set(pick(change.other), a);
      return;
    }
    case 'reorder': {
      // Within the seal, under the signature of the right order.
      const key = sealKey(plusDays(first, change.day));
      const parsed = parseSeal(files.get(key) ?? new Uint8Array());
      if (!parsed.ok || parsed.seal.manifest.records.length === 0) return;
      const records = [...parsed.seal.manifest.records];
      const [moved] = records.splice(change.from % records.length, 1);
      records.splice(change.to % (records.length + 1), 0, moved!);
      files.set(key, sealBytes({ ...parsed.seal, manifest: { ...parsed.seal.manifest, records } }));
      return;
    }
    case 'move': {
      const bytes = files.get(pick(change.at));
      if (bytes === undefined || !pick(change.at).startsWith('actions/')) return;
      files.delete(pick(change.at));
      files.set(record(plusDays(first, change.day), change.name), bytes);
    }
  }
}

/** Everything that differs from the log as it was sealed. */
function damaged(files: Files): string[] {
  return [...new Set([...log.keys(), ...files.keys()])].filter((key) => {
    const [was, is] = [log.get(key), files.get(key)];
    return was === undefined || is === undefined || Buffer.compare(was, is) !== 0;
  });
}

describe('any number of edits, deletions, insertions, swaps, moves and reorderings', () => {
  it('are each found and named', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 8 }), async (changes) => {
        const files = new Map(log);
        for (const change of changes) mutate(files, change);
        const report = await check(files, keys, morning);
        const named = new Set(report.findings.map(({ key }) => key));
        const sealsLeft = days.filter((day) => {
          const [was, is] = [log.get(sealKey(day)), files.get(sealKey(day))];
          return was !== undefined && is !== undefined && Buffer.compare(was, is) === 0;
        });
        for (const key of damaged(files)) {
          if (named.has(key)) continue;
          // Who takes a seal away with a record leaves nothing that could name the record; the seal is named.
          const sealedBy = days.find((day) => sealOf(log, day).records.some((one) => one.key === key));
          const lost = sealedBy !== undefined && !sealsLeft.includes(sealedBy) && !files.has(key);
          // Without any seal left there is nobody to say how many there were.
          const noneLeft = sealsLeft.length === 0 && sealedDay(key) !== undefined && report.findings.length > 0;
          expect({ key, named: [...named], explained: lost || noneLeft }).toEqual({
            key,
            named: [...named],
            explained: true,
          });
        }
        expect(report.findings.length > 0).toBe(damaged(files).length > 0);
      }),
      { numRuns: 300 },
    );
  });

  it('accuse nothing that was not touched and can be proven', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (changes) => {
        const files = new Map(log);
        for (const change of changes) mutate(files, change);
        const bad = damaged(files);
        const { findings } = await check(files, keys, morning);
        for (const { key, kind } of findings) {
          if (bad.includes(key)) continue;
          // A changed seal may name what never was.
          if (!log.has(key) && kind === 'missing' && bad.some((one) => one.startsWith('seals/'))) continue;
          // Right as it is, but what proves it is damaged.
          const sealedBy = days.find((day) => sealOf(log, day).records.some((one) => one.key === key));
          expect({ key, kind, sealedBy, bad }).toMatchObject({ kind: 'unproven' });
          expect(bad).toContain(sealKey(sealedBy ?? ''));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('damage that a person would ask about', () => {
  const one = record('2026-11-18', 'one');
  const two = record('2026-11-18', 'two');

  it('is told by its kind', async () => {
    const swapped = new Map(log).set(one, log.get(two)!).set(two, log.get(one)!);
    expect(await found(swapped)).toEqual([`changed ${one}`, `changed ${two}`]);

    const deleted = new Map(log);
    deleted.delete(one);
    expect(await found(deleted)).toEqual([`missing ${one}`]);

    const added = new Map(log);
    write(added, recordOf('2026-11-18', 'forged', '2026-11-18T12:00:00.000Z'));
    expect(await found(added)).toEqual([`added ${record('2026-11-18', 'forged')}`]);

    const otherDay = new Map(log).set(record('2026-11-19', 'one'), log.get(one)!);
    otherDay.delete(one);
    expect(await found(otherDay)).toEqual([`missing ${one}`, `added ${record('2026-11-19', 'one')}`]);
  });

  it('names the place at which a manifest’s records are in another order', async () => {
    const manifest = sealOf(log, '2026-11-18');
    const records = manifest.records.toReversed();
    const plain = await signManifest({ ...manifest, records }, signer);
    const relinked = await signManifest({ ...manifest, ...chained(records, manifest.previous) }, signer);

    for (const forged of [plain, relinked]) {
      const files = new Map(log).set(sealKey('2026-11-18'), sealBytes(forged));
      const { findings } = await check(files, keys, morning);

      // Even by somebody who has the key: the next day's seal rests on the one that was there.
      expect(findings.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
        `reordered ${sealKey('2026-11-18')}`,
        `changed ${sealKey('2026-11-18')}`,
      ]);
      expect(findings[0]?.detail).toContain('Record 2');
    }
  });

  it('names the place at which a chain breaks', async () => {
    const manifest = sealOf(log, '2026-11-18');
    const [a, b] = manifest.records;
    const forged = await signManifest({ ...manifest, records: [a!, { ...b!, chain: a!.chain }] }, signer);
    const files = new Map(log).set(sealKey('2026-11-18'), sealBytes(forged));

    const { findings } = await check(files, keys, morning);

    expect(findings[0]).toMatchObject({ kind: 'reordered', detail: `The chain breaks at record 2, ${b!.key}.` });
  });

  it('is found where a record and its manifest were rewritten together by somebody who has the key', async () => {
    const files = new Map(log);
    const forgedRecord = Buffer.from('{"endedAt":"2026-11-18T10:00:05.000Z","status":"compliant"}');
    files.set(one, forgedRecord);
    const manifest = sealOf(log, '2026-11-18');
    const digest = sha256(forgedRecord);
    const records = manifest.records.map((entry) =>
      entry.key === one ? { ...entry, sha256: digest, size: forgedRecord.length } : entry,
    );
    const forged = await signManifest({ ...manifest, ...chained(records, manifest.previous) }, signer);
    files.set(sealKey('2026-11-18'), sealBytes(forged));

    const { findings } = await check(files, keys, morning);

    expect(findings).toMatchObject([{ kind: 'changed', key: sealKey('2026-11-18') }]);
    expect(findings[0]?.detail).toBe('The seal of 2026-11-19 rests on another one of this day.');
  });

  it.each([
    ['calls itself the first', () => ({ previous: null, first: '2026-11-18' })],
    ['skips a day', (manifest: Manifest) => ({ previous: { ...manifest.previous!, day: '2026-11-16' } })],
  ])('is found where somebody who has the key makes a seal that %s', async (_, change) => {
    const manifest = sealOf(log, '2026-11-18');
    const changed = { ...manifest, ...change(manifest) };
    const forged = await signManifest({ ...changed, ...chained(manifest.records, changed.previous) }, signer);

    const findings = await found(new Map(log).set(sealKey('2026-11-18'), sealBytes(forged)));

    expect(findings).toContain(`reordered ${sealKey('2026-11-18')}`);
  });

  it('is found where a chain does not end as the manifest says', async () => {
    const forged = await signManifest({ ...sealOf(log, last), head: sha256('x') }, signer);

    const { findings } = await check(new Map(log).set(sealKey(last), sealBytes(forged)), keys, morning);

    expect(findings).toMatchObject([{ kind: 'reordered', detail: 'The chain does not end as it says.' }]);
  });

  it('is found where somebody has begun anew with a key of their own', async () => {
    const files = new Map([...log].filter(([key]) => !key.startsWith('seals/')));
    await sealDay(files, last, newSigner().signer);

    const findings = await found(files);

    expect(findings).toContain(`changed ${sealKey(last)}`);
    // With the one that came this morning: the forged seal has it, too.
    expect(findings.filter((finding) => finding.startsWith('unproven actions/'))).toHaveLength(8);
  });

  it('is found where somebody who has the key has begun anew, by a digest that was noted of any seal before', async () => {
    const digests = days.map((day) => sha256(log.get(sealKey(day))!));
    const again = new Map([...log].filter(([key]) => !key.startsWith('seals/')));
    again.delete(one);
    for (const day of days) await sealDay(again, day, signer);
    const findingsOf = async (files: Files, noted: string) => {
      const clock = { now: () => new Date(morning) };
      return (await verifyLog({ archive: memoryArchive(files), keys, clock, noted })).findings;
    };

    expect(await found(again)).toEqual([]);
    for (const noted of digests) {
      expect(await findingsOf(log, noted)).toEqual([]);
      expect(await findingsOf(again, noted)).toMatchObject([{ kind: 'missing', what: 'seal', key: noted }]);
    }
  });

  it('is found where the latest seals were taken away together with their records', async () => {
    const files = new Map([...log].filter(([key]) => !key.includes('2026-11-20') && !key.includes('20261120')));

    expect(await found(files)).toEqual([`missing ${sealKey('2026-11-20')}`]);
  });

  it('is found where the earliest seals were taken away', async () => {
    const files = new Map(log);
    files.delete(sealKey('2026-11-17'));
    files.delete(sealKey('2026-11-18'));

    const findings = await found(files);

    expect(findings).toContain(`missing ${sealKey('2026-11-17')}`);
    expect(findings).toContain(`missing ${sealKey('2026-11-18')}`);
  });

  it('is found where nothing was ever sealed', async () => {
    const files = new Map([...log].filter(([key]) => !key.startsWith('seals/')));

    expect(await found(files)).toContain(`missing ${sealKey(last)}`);
  });

  it('says which seal is overdue', async () => {
    expect(await found(log, '2026-11-22T02:59:00.000Z')).toEqual([]);
    expect(await found(log, '2026-11-22T03:00:00.000Z')).toContain(`missing ${sealKey('2026-11-21')}`);
  });
});

describe('hostile objects', () => {
  it.each([
    ['no name of a record', 'actions/2026-11-18/../../etc/passwd', '{}'],
    ['no day', 'actions/readme.txt', 'x'],
    ['a day that does not exist', 'actions/2026-02-30/a.json', '{}'],
    ['a day to come', 'actions/2031-01-01/a.json', '{"endedAt":"2026-11-18T10:00:05.000Z"}'],
    ['an end to come', record('2026-11-18', 'x'), '{"endedAt":"2126-11-18T10:00:05.000Z"}'],
    ['a terminal’s escape in its name', 'actions/2026-11-18/\u001b[2J.json', '{}'],
  ])('with %s are told as added', async (_, key, content) => {
    expect(await found(new Map(log).set(key, Buffer.from(content)))).toEqual([`added ${key}`]);
  });

  it.each([
    ['no JSON', 'x'],
    ['nothing', ''],
    ['no end', '{"__proto__":{"endedAt":"2026-11-18T10:00:05.000Z"}}'],
    ['an end that is none', '{"endedAt":["2026-11-18T10:00:05.000Z"]}'],
    ['a day that does not exist', '{"endedAt":"2026-02-31T25:00:05.000Z"}'],
    ['a hundred thousand brackets', '['.repeat(100_000)],
    ['half a character', Buffer.from([0x22, 0xc3, 0x22])],
  ])('with %s in them are told as unreadable', async (_, content) => {
    const key = record('2026-11-18', 'x');

    expect(await found(new Map(log).set(key, Buffer.from(content as string)))).toEqual([`unreadable ${key}`]);
  });

  it('of more bytes than any record has are not read', async () => {
    const key = record('2026-11-18', 'x');
    const archive = memoryArchive(log);
    const huge = {
      ...archive,
      async *list(prefix: string) {
        yield* archive.list(prefix);
        if (key.startsWith(prefix)) yield { key, size: mostRecordBytes + 1 };
      },
      get: async (asked: string, most: number) => {
        if (asked === key) throw new Error('read');
        return archive.get(asked, most);
      },
    };

    const report = await verifyLog({ archive: huge, keys, clock: { now: () => new Date(morning) } });

    expect(report.findings).toMatchObject([{ kind: 'unreadable', key }]);
  });

  it('that grow while they are looked at are not read to their end', async () => {
    const archive = memoryArchive(log);
    const key = record('2026-11-18', 'x');
    const growing = {
      ...archive,
      async *list(prefix: string) {
        yield* archive.list(prefix);
        if (key.startsWith(prefix)) yield { key, size: 10 };
      },
      get: async (asked: string, most: number) => {
        if (asked === key || asked === sealKey(first)) throw new TooLargeError('more');
        return archive.get(asked, most);
      },
    };

    const { findings } = await verifyLog({ archive: growing, keys, clock: { now: () => new Date(morning) } });

    expect(findings).toContainEqual(expect.objectContaining({ kind: 'unreadable', key }));
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'unreadable', key: sealKey(first) }));
  });

  it.each(['get', 'fingerprint'] as const)('that can’t be reached are no finding, but an error: %s', async (method) => {
    const archive = {
      ...memoryArchive(log),
      [method]: async () => {
        throw new Error('SlowDown');
      },
    };

    await expect(verifyLog({ archive, keys, clock: { now: () => new Date(morning) } })).rejects.toThrow('SlowDown');
  });

  it.each([
    ['seals/0001-01-01.json', 'added'],
    ['seals/9999-12-31.json', 'added'],
    ['seals/2026-11-20.json.bak', 'added'],
    ['seals/2026-11-31.json', 'added'],
  ])('among the seals are told, and take no time: %s', async (key, kind) => {
    expect(await found(new Map(log).set(key, log.get(sealKey(first))!))).toEqual([`${kind} ${key}`]);
  });

  it('in place of a seal are never more than a changed seal', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc.json().map((text) => Buffer.from(text)),
        ),
        async (bytes) => {
          expect(await found(new Map(log).set(sealKey(first), bytes))).toContain(`changed ${sealKey(first)}`);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('do not become true by a manifest that nobody has signed', async () => {
    const forged = record('2026-11-18', 'forged');
    const files = new Map(log);
    write(files, recordOf('2026-11-18', 'forged', '2026-11-18T12:00:00.000Z'));
    const manifest = sealOf(log, '2026-11-18');
    const entries = [...manifest.records, { key: forged, sha256: `sha256:${'0'.repeat(64)}`, size: 1 }];
    const other = newSigner().signer;
    const { publicKey } = await other.key();
    const key = { ...manifest.key, publicKey: sha256(publicKey) };
    const sealed = await signManifest({ ...manifest, key, ...chained(entries, manifest.previous) }, other);
    files.set(sealKey('2026-11-18'), sealBytes(sealed));

    expect(await found(files)).toContain(`unproven ${forged}`);
  });
});
