import type { AccountFile } from '../../local/account/state.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import type { WrongWorld } from './fixture.ts';

/** A state of the world about which a person has to be told. */
export interface ReportedWorld extends Omit<WrongWorld, 'expect'> {
  /** What the report has to say is wrong, line by line. */
  readonly why: readonly RegExp[];
  /** What it has to tell a person to do: each is in one of the steps. */
  readonly steps: readonly RegExp[];
}

/**
 * What the suites need to know of a remediation that only reports: its assess never says `wrong`. A new one is
 * tested by adding its fixture to `test/remediations/reports.ts`.
 */
export interface ReportFixture {
  readonly remediation: string;
  /** Points at the resource that is wrong in each of `wrong`, right in `right`, and absent in `gone`. */
  readonly signal: Signal;
  /** Signals of other kinds that lead to the same resource in the first of `wrong`. */
  readonly otherSignals?: readonly Signal[];
  readonly wrong: readonly [ReportedWorld, ...ReportedWorld[]];
  readonly right: AccountFile;
  /** Missing: what is never gone, such as the root user. */
  readonly gone?: AccountFile;
  /** API calls that one reading of a resource that is right takes; 1 where not said. */
  readonly readCalls?: number;
}
