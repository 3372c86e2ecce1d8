import type { ReportSummary } from './shapes.ts';

/** What somebody wants a report for. */
export interface Wanted {
  /** `ISO 42001`, `SOC 2`: all of its words have to be in the report's name, series or description. */
  readonly standard: string;
  /** `bedrock`. Reports seldom name services; which are in scope is then for a reader to look up. */
  readonly service?: string;
}

export interface Checked {
  /**
   * - `current`: a published report covers today, or has no end
   * - `outdated`: there are reports, and the period of each is over
   * - `none`: there is no report on the standard
   */
  readonly verdict: 'current' | 'outdated' | 'none';
  /** Whether one of the reports names the service; `not-asked` without one. */
  readonly scope: 'named' | 'not-named' | 'not-asked';
  /** The current ones first, of these the newest. */
  readonly reports: readonly (ReportSummary & { readonly isCurrent: boolean })[];
}

/** AWS's own list of what each programme covers. */
export const servicesInScope = 'https://aws.amazon.com/compliance/services-in-scope/';

/** Whether AWS holds a current report on a standard. */
export function checkReports(reports: readonly ReportSummary[], { standard, service }: Wanted, now: Date): Checked {
  const words = wordsOf(standard);
  const found = reports
    .filter(
      (report) =>
        report.state !== 'UNPUBLISHED' && words.length > 0 && words.every((word) => wordsOfReport(report).has(word)),
    )
    .map((report) => ({
      ...report,
      isCurrent: report.periodEnd === undefined || Date.parse(report.periodEnd) >= now.getTime(),
    }))
    .toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent) || newest(b) - newest(a));
  const [best] = found;
  const verdict = best === undefined ? 'none' : best.isCurrent ? 'current' : 'outdated';
  if (service === undefined) return { verdict, scope: 'not-asked', reports: found };
  const asked = wordsOf(service);
  const isNamed = found.some((report) => asked.every((word) => wordsOfReport(report).has(word)));
  return { verdict, scope: isNamed ? 'named' : 'not-named', reports: found };
}

function newest({ periodEnd, periodStart }: ReportSummary): number {
  const time = Date.parse(periodEnd ?? periodStart ?? '');
  return Number.isNaN(time) ? 0 : time;
}

function wordsOfReport({
  name,
  series = '',
  category = '',
  description = '',
  productName = '',
}: ReportSummary): ReadonlySet<string> {
  return new Set(wordsOf([name, series, category, description, productName].join(' ')));
}

/** `ISO/IEC 42001:2023` is `iso`, `iec`, `42001`, `2023`; letters and digits part, so that `SOC2` is `SOC 2`. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? [];
}
