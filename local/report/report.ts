import type { LogReport } from '../../shared/evidence/finding.ts';
import type { Framework, Mappable } from '../../shared/governance/framework.ts';
import { toAction } from './action.ts';
import type { ReportedAction } from './action.ts';
import { answerersOf, countsOf, driftsOf, people, timeline, timeToFix } from './figures.ts';
import type { Answerer, Counts, Drift, Period, Person, TimeToFix } from './figures.ts';
import { exceptions, openItems } from './open.ts';
import type { OpenItem } from './open.ts';
import type { KeptRecords, Span } from './records.ts';
import { frameworkStates } from './states.ts';
import type { ReportedFramework } from './states.ts';

/** Everything that the page shows, and what it leaves out: the JSON twin. */
export interface Report {
  readonly version: 1;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** Of Redress. */
  readonly product: string;
  /** As asked for, or else as found; undefined where there is nothing. */
  readonly from?: string;
  readonly to?: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly counts: Counts;
  /** Whether the evidence is as it was sealed; undefined where that was not asked. */
  readonly integrity?: LogReport;
  /** Keys of what lies among the records and can't be read. */
  readonly unreadable: readonly string[];
  readonly timeline: readonly Period[];
  readonly timeToFix?: TimeToFix;
  readonly open: readonly OpenItem[];
  /** What is wrong and may stay so for a while, by somebody's decision. */
  readonly exceptions: readonly OpenItem[];
  readonly people: readonly Person[];
  readonly answerers: readonly Answerer[];
  readonly drifts: readonly Drift[];
  readonly frameworks: readonly ReportedFramework[];
  /** In the order in which they ended. */
  readonly actions: readonly ReportedAction[];
}

export interface ReportGrounds {
  readonly kept: KeptRecords;
  readonly span: Span;
  readonly remediations: readonly Mappable[];
  readonly frameworks: readonly Framework[];
  readonly now: Date;
  /** Version of Redress. */
  readonly product: string;
  readonly integrity?: LogReport;
}

/** What became of everything in the span. Pure: the same grounds, the same report. */
export function buildReport(grounds: ReportGrounds): Report {
  const { kept, span, remediations, frameworks, now, product, integrity } = grounds;
  const actions = kept.records.map(toAction);
  const days = actions.map(({ startedAt }) => startedAt.slice(0, 10)).toSorted();
  const [from, to] = [span.from ?? days.at(0), span.to ?? days.at(-1)];
  const open = openItems(actions);
  const took = timeToFix(actions);
  return {
    version: 1,
    madeAt: now.toISOString(),
    product,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    accounts: sorted(actions.map(({ account }) => account)),
    regions: sorted(actions.map(({ region }) => region)),
    counts: countsOf(actions),
    ...(integrity === undefined ? {} : { integrity }),
    unreadable: kept.unreadable,
    timeline: timeline(actions),
    ...(took === undefined ? {} : { timeToFix: took }),
    open,
    exceptions: exceptions(actions),
    people: people(actions.filter(({ kind }) => kind !== 'quiet')),
    answerers: answerersOf(actions),
    drifts: driftsOf(actions),
    frameworks: frameworkStates(frameworks, remediations, actions, open),
    actions,
  };
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
