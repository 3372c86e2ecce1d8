import type { Swept } from '../../shared/pipeline/sweep.ts';
import type { ReplayOutcome } from '../replay.ts';
import { outcomeLines } from './outcome.ts';
import { outstanding, safe } from './style.ts';
import type { Paint } from './style.ts';

/** What a sweep has looked at, and what has come of what it found. */
export interface SweepReport {
  /** ISO 8601. */
  readonly at: string;
  readonly account: string;
  readonly region: string;
  readonly swept: readonly Swept[];
  /** Remediations that can't list candidates; events alone lead to them. */
  readonly without: readonly string[];
  readonly outcomes: readonly ReplayOutcome[];
}

export function sweptLines(report: SweepReport, paint: Paint, width: number): string[] {
  const { account, region, swept, without, outcomes } = report;
  const head = paint('bold', `Sweep of account ${safe(account)} in ${safe(region)}`);
  const counts = swept.map(({ remediation, candidates, signals, problem }) => {
    const found = `${candidates} looked at, ${signals} wrong or unclear`;
    return `  ${remediation}: ${problem === undefined ? found : paint('red', `stopped by ${safe(problem, 500)}`)}`;
  });
  const silent = without.map((id) => `  ${id}: ${paint('dim', 'has no list of candidates; events lead to it')}`);
  return [head, ...counts, ...silent, ...outcomes.flatMap((outcome) => outcomeLines(outcome, paint, width))];
}

export function isOutstandingSweep({ outcomes }: Pick<SweepReport, 'outcomes'>): boolean {
  return outcomes.some(({ status }) => outstanding.has(status));
}
