import { plusDays } from '../../shared/evidence/day.ts';
import { kinds } from './action.ts';
import type { Kind, ReportedAction } from './action.ts';

export type Counts = Readonly<Record<Kind, number>>;

export interface Period extends Counts {
  /** `2026-11-21`; `2026-11` where days would be too many to look at, `2026-11-21 08:00` where they would be one or two. */
  readonly period: string;
}

export interface TimeToFix {
  readonly count: number;
  /** Seconds. */
  readonly median: number;
  readonly p90: number;
  /** The slowest first. */
  readonly slowest: readonly { readonly id: string; readonly resource: string; readonly seconds: number }[];
  readonly spread: readonly { readonly upTo: string; readonly count: number }[];
}

export function countsOf(actions: readonly Pick<ReportedAction, 'kind'>[]): Counts {
  const counts = { fixed: 0, found: 0, refused: 0, failed: 0, undone: 0, quiet: 0 };
  for (const { kind } of actions) counts[kind] += 1;
  return counts;
}

/** A quarter is looked at by day, anything longer by month. */
const mostDays = 92;

/** How finely a span is looked at: how a time's period is called, and which one comes after it. */
interface Grain {
  readonly of: (time: string) => string;
  readonly next: (period: string) => string;
}

const byHour: Grain = {
  of: (time) => `${time.slice(0, 10)} ${time.slice(11, 13)}:00`,
  next: (period) => byHour.of(new Date(Date.parse(`${period.replace(' ', 'T')}Z`) + 3_600_000).toISOString()),
};
const byDay: Grain = { of: (time) => time.slice(0, 10), next: (day) => plusDays(day, 1) };
const byMonth: Grain = {
  of: (time) => time.slice(0, 7),
  next: (month) => plusDays(`${month}-28`, 4).slice(0, 7),
};

/** What happened when, without gaps: a day on which nothing happened is told, too. One or two days are looked at by hour. */
export function timeline(actions: readonly ReportedAction[]): readonly Period[] {
  // As `toISOString` has them: the record's own spelling may be shorter.
  const times = actions.map(({ startedAt }) => new Date(startedAt).toISOString());
  const sorted = times.toSorted();
  const [first, last] = [sorted.at(0), sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const grain = grainOf(first.slice(0, 10), last.slice(0, 10));
  const groups = Map.groupBy(actions, (_, index) => grain.of(times[index] ?? ''));
  const periods: string[] = [];
  // A record may bear any date; 400 months are more than anybody has evidence of.
  for (let one = grain.of(first); one <= grain.of(last) && periods.length < 400; one = grain.next(one))
    periods.push(one);
  return periods.map((period) => ({ period, ...countsOf(groups.get(period) ?? []) }));
}

function grainOf(first: string, last: string): Grain {
  if (last <= plusDays(first, 1)) return byHour;
  return last < plusDays(first, mostDays) ? byDay : byMonth;
}

const bounds: readonly (readonly [string, number])[] = [
  ['10 s', 10],
  ['1 min', 60],
  ['5 min', 300],
  ['15 min', 900],
  ['1 h', 3600],
  ['4 h', 14_400],
  ['1 day', 86_400],
  ['longer', Number.POSITIVE_INFINITY],
];

/** Undefined where nothing was put right. Median and 90th percentile by nearest rank, so that each is a time that occurred. */
export function timeToFix(actions: readonly ReportedAction[]): TimeToFix | undefined {
  const fixed = actions
    .flatMap(({ id, resource, secondsToFix: seconds }) => (seconds === undefined ? [] : [{ id, resource, seconds }]))
    .toSorted((a, b) => a.seconds - b.seconds);
  if (fixed.length === 0) return undefined;
  const rank = (share: number): number => fixed[Math.ceil(share * fixed.length) - 1]?.seconds ?? 0;
  const spread = bounds.map(([label, bound], index) => {
    const above = bounds[index - 1]?.[1] ?? -1;
    return { upTo: label, count: fixed.filter(({ seconds }) => seconds > above && seconds <= bound).length };
  });
  return { count: fixed.length, median: rank(0.5), p90: rank(0.9), slowest: fixed.slice(-5).toReversed(), spread };
}

export interface Person extends Counts {
  /** ARN; empty where the event did not say. */
  readonly by: string;
  readonly all: number;
}

/** By whose changes, or whose wish, things came about; who had to do with most of it first. */
export function people(actions: readonly ReportedAction[]): readonly Person[] {
  const groups = Map.groupBy(actions, ({ by = '' }) => by);
  return [...groups]
    .map(([by, own]) => ({ by, all: own.length, ...countsOf(own) }))
    .toSorted((a, b) => b.all - a.all || (a.by < b.by ? -1 : 1));
}

export interface Answerer {
  readonly by: string;
  /** Plans that this person said yes or no to. */
  readonly answered: number;
  /** Of these, plans that were then carried out, whatever came of it. */
  readonly carriedOut: number;
}

/** Who was asked about plans, and answered. */
export function answerersOf(actions: readonly ReportedAction[]): readonly Answerer[] {
  const answered = actions.filter(({ answeredBy }) => answeredBy !== undefined);
  return [...Map.groupBy(answered, ({ answeredBy = '' }) => answeredBy)]
    .map(([by, own]) => {
      const carriedOut = own.filter(({ kind }) => ['fixed', 'failed', 'undone'].includes(kind)).length;
      return { by, answered: own.length, carriedOut };
    })
    .toSorted((a, b) => b.answered - a.answered || (a.by < b.by ? -1 : 1));
}

export interface Drift extends Counts {
  readonly remediation: string;
  readonly all: number;
}

/** What drifted most often, by what it takes to put it right. */
export function driftsOf(actions: readonly ReportedAction[]): readonly Drift[] {
  const told = actions.filter(({ kind }) => kind !== 'quiet');
  return [...Map.groupBy(told, ({ remediation }) => remediation)]
    .map(([remediation, own]) => ({ remediation, all: own.length, ...countsOf(own) }))
    .toSorted((a, b) => b.all - a.all || (a.remediation < b.remediation ? -1 : 1));
}

/** Kinds that a chart shows. */
export const shownKinds = kinds.filter((kind) => kind !== 'quiet');
