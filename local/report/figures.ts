import { plusDays } from '../../shared/evidence/day.ts';
import { kinds } from './action.ts';
import type { Kind, ReportedAction } from './action.ts';

export type Counts = Readonly<Record<Kind, number>>;

export interface Period extends Counts {
  /** `2026-11-21`, or `2026-11` where days would be too many to look at. */
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

/** What happened when, without gaps: a day on which nothing happened is told, too. */
export function timeline(actions: readonly ReportedAction[]): readonly Period[] {
  const days = actions.map(({ startedAt }) => startedAt.slice(0, 10)).toSorted();
  const [first, last] = [days.at(0), days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const isByDay = last < plusDays(first, mostDays);
  const periods = isByDay ? upTo(first, last, (day) => plusDays(day, 1)) : months(first, last);
  const groups = Map.groupBy(actions, ({ startedAt }) => startedAt.slice(0, isByDay ? 10 : 7));
  return periods.map((period) => ({ period, ...countsOf(groups.get(period) ?? []) }));
}

function months(first: string, last: string): readonly string[] {
  return upTo(first.slice(0, 7), last.slice(0, 7), (month) => plusDays(`${month}-28`, 4).slice(0, 7));
}

function upTo(first: string, last: string, next: (one: string) => string): readonly string[] {
  const all: string[] = [];
  // A record may bear any date; 400 months are more than anybody has evidence of.
  for (let one = first; one <= last && all.length < 400; one = next(one)) all.push(one);
  return all;
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

/** Kinds that a chart shows. */
export const shownKinds = kinds.filter((kind) => kind !== 'quiet');
