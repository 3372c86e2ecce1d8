import { describe, expect, it } from 'vitest';
import { findingsAbout } from '../../../local/gate/findings.ts';
import { readIgnored, readIgnoreFile } from '../../../local/gate/ignore.ts';
import { gateLines } from '../../../local/gate/text.ts';
import { meetsThreshold, readThreshold } from '../../../local/gate/threshold.ts';
import { judgeImage } from '../../../local/gate/verdict.ts';
import { finding, gateWorld, image, read, start } from './world.ts';

const packages = (...versions: Record<string, unknown>[]) => ({
  packageVulnerabilityDetails: {
    vulnerabilityId: 'CVE-2026-00001',
    source: 'NVD',
    vulnerablePackages: versions.map((one) => ({ name: 'openssl', version: '3.0.13', ...one })),
  },
});
const judge = (findings: ReturnType<typeof read>[], failOn: string, ignored: string[] = [], now = start) =>
  judgeImage(
    image,
    findings,
    { failOn, threshold: readThreshold(failOn) ?? [], ignored: ignored.map(readIgnored) },
    now,
  );

describe('findings', () => {
  it('are all of the image that are active, the worst first', async () => {
    const elsewhere = { resources: [{ type: 'AWS_ECR_CONTAINER_IMAGE' as const, id: 'x', details: {} }] };
    const low = Array.from({ length: 120 }, (_, index) => finding(index));
    const { inspector } = gateWorld(
      [],
      [
        ...low,
        finding(900, { severity: 'HIGH', inspectorScore: 7.5 }),
        finding(901, { severity: 'HIGH', inspectorScore: 8.5 }),
        finding(902, { severity: 'CRITICAL', status: 'SUPPRESSED' }),
        finding(903, { severity: 'CRITICAL', ...elsewhere }),
      ],
    );

    const found = await findingsAbout(inspector, image);

    expect(found).toHaveLength(122);
    expect(found.slice(0, 2).map(({ score }) => score)).toEqual([8.5, 7.5]);
  });

  it('tell versions as package managers write them, and fixes that there are', async () => {
    const { inspector } = gateWorld(
      [],
      [
        finding(
          1,
          packages(
            { epoch: 1, release: '2.el9', fixedInVersion: '1:3.0.19-1.el9', packageManager: 'OS' },
            { fixedInVersion: 'NotAvailable', filePath: 'opt/lib' },
          ),
        ),
      ],
    );

    const [found] = await findingsAbout(inspector, image);

    expect(found?.packages).toEqual([
      { name: 'openssl', version: '1:3.0.13-2.el9', fixed: '1:3.0.19-1.el9', manager: 'OS', path: undefined },
      { name: 'openssl', version: '3.0.13', fixed: undefined, manager: undefined, path: 'opt/lib' },
    ]);
  });

  it('that are about no package go by their ARN', async () => {
    const { inspector } = gateWorld([], [finding(1)]);

    expect((await findingsAbout(inspector, image))[0]?.id).toBe(finding(1).findingArn);
  });

  it('are not taken for none where the answer has no list of them', async () => {
    const { inspector } = gateWorld([]);
    const silent = { ...inspector, ListFindings: async () => ({ $metadata: {} }) } as unknown as typeof inspector;

    await expect(findingsAbout(silent, image)).rejects.toThrow('no list of findings');
  });
});

describe('the threshold', () => {
  it.each([
    ['critical', { severity: 'HIGH' }, false],
    ['high', { severity: 'CRITICAL' }, true],
    ['medium', { severity: 'LOW' }, false],
    ['low', { severity: 'UNTRIAGED' }, true],
    ['low', { severity: 'INFORMATIONAL' }, false],
    ['critical', { severity: 'a new one' }, true],
    ['exploited', { severity: 'LOW', exploited: true }, true],
    ['exploited', { severity: 'CRITICAL', exploited: false }, false],
    ['fixable', { fixable: false }, false],
    ['high+fixable', { severity: 'HIGH', fixable: false }, false],
    ['HIGH + fixable', { severity: 'HIGH', fixable: true }, true],
    ['critical,high+exploited', { severity: 'HIGH', exploited: true }, true],
  ])('%s on %j: %s', (text, changes, expected) => {
    expect(meetsThreshold(read(changes), readThreshold(text) ?? [])).toBe(expected);
  });

  it.each(['', 'severe', 'high,', 'high++fixable', '__proto__'])('is not %j', (text) => {
    expect(readThreshold(text)).toBeUndefined();
  });
});

describe('entries to ignore', () => {
  it('have a reason, with colons if need be, and a last day', () => {
    expect(readIgnored(' CVE-2026-00001:see https://issues/1: not reachable:2026-12-31 ')).toEqual({
      id: 'CVE-2026-00001',
      reason: 'see https://issues/1: not reachable',
      expires: '2026-12-31',
    });
  });

  it.each([
    'CVE-2026-00001',
    'CVE-2026-00001::2026-12-31',
    'CVE-2026-00001: :2026-12-31',
    'CVE-1:x:soon',
    'CVE-1:x:2026-02-30',
  ])('are not %j', (text) => {
    expect(() => readIgnored(text)).toThrow(/is not ID:REASON|no day of the calendar/);
  });

  it('come from a file that has comments, and says which line is none', () => {
    const file = '\uFEFF# accepted\r\n\r\nCVE-2026-00001:not reachable:2026-12-31\r\n';

    expect(readIgnoreFile(file).map(({ id }) => id)).toEqual(['CVE-2026-00001']);
    expect(() => readIgnoreFile(`${file}what?`)).toThrow('line 4: "what?" is not ID:REASON:YYYY-MM-DD');
  });
});

describe('the verdict', () => {
  it('is bad with a finding at the threshold, and says what to upgrade to', () => {
    const second = read({
      id: 'CVE-2026-00002',
      packages: [{ name: 'openssl', version: '3.0.13', fixed: '3.0.21', manager: 'OS', path: undefined }],
    });
    const verdict = judge([read(), second, read({ id: 'CVE-2026-00003', severity: 'LOW' })], 'high');

    expect(verdict).toMatchObject({
      passes: false,
      findings: [{ verdict: 'fails' }, { verdict: 'fails' }, { verdict: 'passes' }],
      upgrades: [
        {
          name: 'openssl',
          installed: '3.0.13',
          fixed: ['3.0.19', '3.0.21'],
          findings: ['CVE-2026-00001', 'CVE-2026-00002'],
        },
      ],
    });
    expect(gateLines(verdict, (_, text) => text)).toContain(
      '  openssl 3.0.13 → the newest of 3.0.19, 3.0.21  (CVE-2026-00001, CVE-2026-00002)',
    );
  });

  it('is good while the finding is ignored, and bad from the day after', () => {
    const entry = 'cve-2026-00001:not reachable:2026-11-20';

    const today = judge([read()], 'high', [entry]);
    const tomorrow = judge([read()], 'high', [entry], new Date('2026-11-21T00:00:00Z'));

    expect([today.passes, today.notes]).toEqual([true, []]);
    expect(gateLines(today, (_, text) => text).join('\n')).toContain('ignored until 2026-11-20: not reachable');
    expect([tomorrow.passes, tomorrow.notes]).toEqual([false, [expect.stringContaining('held until 2026-11-20')]]);
  });

  it('tells of an entry that ignores nothing', () => {
    expect(judge([], 'high', ['CVE-2026-09999:gone:2026-12-31'])).toMatchObject({
      passes: true,
      notes: [expect.stringContaining('does not have it')],
    });
  });

  it('of several entries about one finding, the longest holds', () => {
    const verdict = judge([read()], 'high', [
      'CVE-2026-00001:a:2026-11-01',
      'CVE-2026-00001:b:2026-12-01',
      'CVE-2026-00001:c:2026-11-25',
    ]);

    expect(verdict.findings[0]).toMatchObject({ verdict: 'ignored', entry: { reason: 'b' } });
  });

  it('is shown without anything that acts on a terminal', () => {
    const hostile = read({
      id: 'CVE\u001B[2J',
      packages: [{ name: 'a\u202Eb\r\n', version: '1', fixed: undefined, manager: undefined, path: undefined }],
      exploited: true,
    });
    const text = gateLines(judge([hostile], 'high'), (_, words) => words).join('\n');

    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).toContain('exploit known');
    expect(text).toContain('nothing yet: there is no fix');
  });

  it('of an image without a tag and a time says neither', () => {
    const lines = gateLines(
      { ...judge([], 'high'), image: { ...image, tags: [], scannedAt: undefined } },
      (_, text) => text,
    );

    expect(lines[0]).toBe(`scorer@${image.digest}`);
  });
});
