import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LogReport } from '../../../shared/evidence/finding.ts';
import { checkOcsf } from '../../../shared/evidence/ocsf-check.ts';
import { openDesk, redress, trailStopped } from './cli.ts';
import { unsafe } from '../../kit/unsafe.ts';

afterEach(() => void vi.useRealTimers());

/** Evidence of a replay of the past, a key of its own, and the options that name both. */
async function replayed(events: readonly string[] = [trailStopped]) {
  const desk = await openDesk();
  const evidence = join(desk.folder, 'evidence');
  await redress(['replay', ...events, ...desk.files]);
  const key = join(desk.folder, 'seal-key.pem');
  const [day = ''] = await readdir(join(evidence, 'actions'));
  // Long after the events, and never overdue: the day is the one that every check is made on.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(day) + 32 * 3_600_000 });
  const records = async (): Promise<string[]> => readdir(join(evidence, 'actions', day));
  return {
    desk,
    evidence,
    day,
    records,
    seal: (...more: string[]) => redress(['seal', '--evidence', evidence, '--private-key', key, ...more]),
    verify: (...more: string[]) =>
      redress(['verify-log', '--evidence', evidence, '--public-key', join(desk.folder, 'seal-key.pub.pem'), ...more]),
    take: (...more: string[]) => redress(['export', '--evidence', evidence, ...more]),
  };
}

describe('redress seal and verify-log', () => {
  it('seal a replay’s evidence, and find nothing wrong with it', async () => {
    const { seal, verify, day, records } = await replayed();

    const sealed = await seal('--format', 'json');
    const verified = await verify('--format', 'json');

    const count = (await records()).length;
    expect(sealed.code).toBe(0);
    expect(JSON.parse(sealed.out)).toMatchObject({ days: [{ day, records: count, result: 'sealed' }] });
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.out)).toMatchObject({ findings: [], seals: 1, records: count, head: { day } });
  });

  it('take no empty folder for a log that nobody has touched', async () => {
    const { folder } = await openDesk();
    await mkdir(join(folder, 'empty'));
    const { verify, seal } = await replayed();
    await seal();

    const ran = await verify('--evidence', join(folder, 'empty'));

    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('there is no evidence to verify');
  });

  it('fail without a stack where a folder can’t be written to', async () => {
    const { seal, desk } = await replayed();
    await writeFile(join(desk.folder, 'file'), '');

    const ran = await seal('--evidence', join(desk.folder, 'file'));

    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/^redress seal: ENOTDIR: not a directory, mkdir '[^\n]+\n$/);
  });

  it('tell it to a person', async () => {
    const { seal, verify, day } = await replayed();

    expect((await seal()).out).toContain(`${day}  sealed`);
    expect((await seal()).out).toContain(`${day}  was sealed`);
    expect((await verify()).out).toMatch(/^✔ Nothing was changed: 1 seal and 1 record are as they were\.\n/);
  });

  it('tell how to check it, for the folder and the key that were named', async () => {
    const { seal, evidence, desk } = await replayed();

    expect((await seal()).out).toContain(
      `To check it: redress verify-log --evidence ${evidence} --public-key ${join(desk.folder, 'seal-key.pub.pem')}\n`,
    );
    const odd = join(desk.folder, 'it’s mine; rm -rf', "o'ne.pem");
    expect((await seal('--private-key', odd)).err).toContain('this key has not signed it');
    await rm(join(evidence, 'seals'), { recursive: true });
    const { out } = await seal('--private-key', odd);
    expect(out).toContain(`--public-key '${join(desk.folder, 'it’s mine; rm -rf')}/o'\\''ne.pub.pem'\n`);
  });

  it('seal no folder that is not there', async () => {
    const { folder } = await openDesk();

    const ran = await redress(['seal', '--evidence', join(folder, 'none'), '--private-key', join(folder, 'key.pem')]);

    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('there is no evidence in');
    await expect(readdir(folder)).resolves.not.toContain('none');
  });

  it.each([
    ['changed', async (folder: string, name: string) => appendFile(join(folder, name), ' ')],
    ['missing', async (folder: string, name: string) => rm(join(folder, name))],
    [
      'added',
      async (folder: string, name: string) => writeFile(join(folder, 'new.json'), await readFile(join(folder, name))),
    ],
  ])('name what was %s, and exit with 3', async (kind, damage) => {
    const { seal, verify, evidence, day, records } = await replayed();
    await seal();
    const [name = ''] = await records();
    await damage(join(evidence, 'actions', day), name);

    const ran = await verify();
    const report = JSON.parse((await verify('--format', 'json')).out) as LogReport;

    expect(ran.code).toBe(3);
    expect(ran.out).toContain(`${kind} record  actions/${day}/`);
    expect(report.findings).toMatchObject([{ kind, what: 'record' }]);
  });

  it('tell whether the log still rests on a digest that was noted', async () => {
    const { seal, verify } = await replayed();
    const [, digest = ''] = /(sha256:[0-9a-f]{64})/.exec((await seal()).out) ?? [];

    expect((await verify('--noted', digest)).code).toBe(0);
    const other = await verify('--noted', `sha256:${'0'.repeat(64)}`);
    expect(other.code).toBe(3);
    expect(other.out).toContain(`missing seal  sha256:${'0'.repeat(64)}`);
  });

  it('seal nothing over a seal that was changed', async () => {
    const { seal, verify, evidence, day } = await replayed();
    await seal();
    await appendFile(join(evidence, 'seals', `${day}.json`), ' ');

    const again = await seal();

    expect(again).toMatchObject({ code: 1 });
    expect(again.err).toContain(`The seal of ${day} is not as it was made`);
    expect((await verify()).out).toContain(`changed seal  seals/${day}.json`);
  });

  it('look at the days that are asked for', async () => {
    const { seal, verify, day } = await replayed();
    await seal();

    const ran = await verify('--from', '2031-01-01', '--format', 'json');

    expect(JSON.parse(ran.out)).toMatchObject({ seals: 0, records: 0, findings: [] });
    expect(JSON.parse((await verify('--from', day, '--to', day, '--format', 'json')).out)).toMatchObject({ seals: 1 });
  });

  it('show nothing of a hostile name that acts on a terminal', async () => {
    const { seal, verify, evidence, day } = await replayed();
    await seal();
    await writeFile(join(evidence, 'actions', day, '\u001b[31m\u202ered.json'), '{}');
    await writeFile(join(evidence, 'seals', '\u001b]0;title\u0007.json'), '{}');

    const ran = await verify();

    expect(ran.code).toBe(3);
    expect(ran.out).not.toMatch(unsafe);
  });

  it('count what one damaged seal leaves unproven, and show the first', async () => {
    const { seal, verify, evidence, day, records } = await replayed();
    const [name = ''] = await records();
    const record = await readFile(join(evidence, 'actions', day, name));
    for (let index = 0; index < 30; index++)
      await writeFile(join(evidence, 'actions', day, `copy-${index}.json`), record);
    await seal();
    await appendFile(join(evidence, 'seals', `${day}.json`), ' ');

    expect((await verify()).out).toContain('and 11 more (--format json has them all)');
  });

  it.each([
    [['verify-log', '--from', '2026-13-01'], '--from takes a day'],
    [['verify-log', '--from', '2026-11-21', '--to', '2026-11-20'], '--from is after --to'],
    [['verify-log', '--bucket', 'x', '--evidence', 'y'], 'exclude each other'],
    [['verify-log', '--bucket', 'x', '--public-key', 'a', '--key', 'b'], 'exclude each other'],
    [['verify-log', '--bucket', 'x'], 'verified with --key KEY'],
    [['verify-log', '--profile', 'x'], '--profile goes with --bucket'],
    [['verify-log', '--noted', 'x'], '--noted takes a digest'],
    [['verify-log', '--noted', `sha256:${'0'.repeat(64)}`, '--from', '2026-11-20'], 'exclude each other'],
    [['verify-log', 'x'], 'unexpected argument'],
    [['verify-log', '--evidence', '.', '--key', 'b'], '--key goes with --bucket'],
    [['seal', '--until', '9999-01-01'], 'a day that is over'],
    [['export', '--format', 'xml'], '--format takes one of'],
    [['export'], '--format takes one of'],
    [['export', '--format', 'parquet'], 'needs --out FOLDER'],
    [['export', '--format', 'csv', '--source', 'x'], '--source goes with --format parquet'],
    [['export', '--format', 'parquet', '--source', '../x'], 'at most 20 letters'],
  ])('are told apart from what means nothing: %j', async (args, message) => {
    const ran = await redress(args);

    expect(ran.code).toBe(2);
    expect(ran.err).toContain(message);
    expect(ran.out).toBe('');
  });

  it('say where there is nothing to read', async () => {
    const { folder } = await openDesk();

    const ran = await redress(['verify-log', '--evidence', join(folder, 'none')]);

    expect(ran).toMatchObject({ code: 1 });
    expect(ran.err).toContain('there is no evidence in');
  });
});

describe('redress export', () => {
  it('writes every record as a valid OCSF event, sorted by time', async () => {
    const { take, evidence } = await replayed(['events/config', trailStopped]);

    const ran = await take('--format', 'ocsf');

    const events = ran.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { time: number; command_uid: string });
    const stored = (await readdir(join(evidence, 'actions'), { recursive: true })).filter((name) =>
      name.endsWith('.json'),
    );
    expect(ran.code).toBe(0);
    expect(events).toHaveLength(stored.length);
    expect(events.length).toBeGreaterThan(5);
    expect(events.flatMap((event) => checkOcsf(event))).toEqual([]);
    expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).toSorted((a, b) => a - b));
  });

  it('writes a table for spreadsheets into a file', async () => {
    const { take, desk, records } = await replayed();
    const file = join(desk.folder, 'evidence.csv');

    const ran = await take('--format', 'csv', '--out', file);

    expect(ran).toMatchObject({ code: 0, out: '' });
    expect((await readFile(file, 'utf8')).split('\r\n')).toHaveLength((await records()).length + 2);
  });

  it('writes Security Lake’s folders', async () => {
    const { take, desk, day } = await replayed();

    const ran = await take('--format', 'parquet', '--out', desk.folder, '--source', 'fixes');

    const path = `ext/fixes/region=eu-central-1/accountId=111122223333/eventDay=${day.replaceAll('-', '')}`;
    expect(ran.out).toBe(`${path}/redress-${day.replaceAll('-', '')}.parquet\n`);
    expect((await readFile(join(desk.folder, ran.out.trimEnd()))).subarray(0, 4).toString()).toBe('PAR1');
  });

  it('takes the days that are asked for', async () => {
    const { take, day } = await replayed();

    expect((await take('--format', 'ocsf', '--from', day, '--to', day)).out).not.toBe('');
    expect((await take('--format', 'ocsf', '--from', '2031-01-01')).out).toBe('');
  });

  it('names what is no record, and exits with 3', async () => {
    const { take, evidence, day, records } = await replayed();
    const [name = ''] = await records();
    await writeFile(join(evidence, 'actions', day, 'x.json'), '{"version":1}');
    await rename(join(evidence, 'actions', day, name), join(evidence, 'actions', day, `${name}.bak`));

    const ran = await take('--format', 'ocsf');

    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toContain(`Not a record, left out: actions/${day}/x.json`);
    expect(ran.err).toContain('.bak');
  });

  it('says where it can’t write', async () => {
    const { take, desk } = await replayed();

    const ran = await take('--format', 'csv', '--out', join(desk.folder, 'none', 'x.csv'));

    expect(ran.code).toBe(1);
    expect(ran.err).toContain("can't be written");
  });
});
