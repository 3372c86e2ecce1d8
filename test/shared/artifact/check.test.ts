import { expect, it } from 'vitest';
import { checkReports } from '../../../shared/artifact/check.ts';
import { parsePage } from '../../../shared/artifact/shapes.ts';
import { iso, now, old, soc } from '../../kit/artifact.ts';

const { reports } = parsePage({
  reports: [soc, iso, old, { ...soc, id: 'report-0000000000000000', version: 2, periodEnd: '2026-03-31T00:00:00Z' }],
});

it.each([
  ['ISO 42001', 'current'],
  ['iso/iec 42001:2023', 'current'],
  ['SOC2', 'current'],
  ['PCI DSS', 'outdated'],
  ['HITRUST', 'none'],
  ['', 'none'],
  ['--', 'none'],
])('answers for %s: %s', (standard, verdict) => {
  expect(checkReports(reports, { standard }, now)).toMatchObject({ verdict, scope: 'not-asked' });
});

it('puts current reports first, and says of each whether it is', () => {
  const { reports: found } = checkReports(reports.toReversed(), { standard: 'SOC 2' }, now);

  expect(found.map(({ version, isCurrent }) => [version, isCurrent])).toEqual([
    [3, true],
    [2, false],
  ]);
});

it('says whether a report names the service, and never guesses', () => {
  expect(checkReports(reports, { standard: 'ISO 42001', service: 'bedrock' }, now).scope).toBe('named');
  expect(checkReports(reports, { standard: 'SOC 2', service: 'bedrock' }, now).scope).toBe('not-named');
});

it('counts no report that was withdrawn, and one without an end as current', () => {
  const [first] = reports;
  const { periodEnd: _, periodStart: __, ...endless } = first!;

  expect(checkReports([{ ...first!, state: 'UNPUBLISHED' }], { standard: 'SOC' }, now).verdict).toBe('none');
  expect(checkReports([endless], { standard: 'SOC' }, now).verdict).toBe('current');
});

it('puts those without dates last among the current ones', () => {
  const [first] = reports;
  const { periodEnd: _, periodStart: __, ...endless } = first!;
  const odd = { ...endless, version: 9, periodStart: 'someday' };
  const begun = { ...endless, version: 8, periodStart: '2026-01-01T00:00:00Z' };

  const { reports: found } = checkReports([endless, odd, begun, first!], { standard: 'SOC' }, now);

  expect(found.map(({ version }) => version)).toEqual([3, 8, 3, 9]);
});
