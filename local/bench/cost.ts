import type { LoggedCall } from '../account/call.ts';
import type { HistoryEntry, Usage } from '../durable.ts';

/** What one fix takes, as counted where it was made. */
export interface FixCost {
  /** How often the resource was read before, and after. Each reading may be several calls. */
  readonly readings: number;
  readonly verifyings: number;
  /** Questions whether a change has come through yet. Each is one call. */
  readonly polls: number;
  /** Calls until the plan was made: to find the resource, to read it, and to learn who owns it. */
  readonly readingCalls: number;
  readonly verifyingCalls: number;
  readonly writes: number;
  /** Of the durable execution. */
  readonly operations: number;
  readonly bytesWritten: number;
  readonly invocations: number;
}

/** What is known of an execution once it has ended. */
export interface Traces {
  readonly history: readonly HistoryEntry[];
  readonly usage: Usage;
  /** All calls of the execution, in their order. */
  readonly calls: readonly LoggedCall[];
}

/**
 * Counts what a fix took: an execution of one remediation that went well. The announcement on the lifecycle bus
 * parts what was read before from what was read after.
 */
export function costOf({ history, usage, calls }: Traces): FixCost {
  const attempts = (wanted: (name: string) => boolean): number =>
    history
      .filter(({ subType, name }) => subType === 'WaitForCondition' && wanted(name ?? ''))
      .reduce((sum, entry) => sum + (entry.attempts ?? 0), 0);
  const polls = attempts((name) => name !== 'assess' && name !== 'verify');
  const announced = calls.findIndex(isAnnouncement);
  const reads = (some: readonly LoggedCall[]): number => some.filter(({ write }) => !write).length;
  return {
    readings: attempts((name) => name === 'assess'),
    verifyings: attempts((name) => name === 'verify'),
    polls,
    readingCalls: reads(calls.slice(0, announced)),
    verifyingCalls: reads(calls.slice(announced)) - polls,
    writes: calls.filter((call) => call.write && !isAnnouncement(call)).length,
    operations: usage.operations,
    bytesWritten: usage.bytesWritten,
    invocations: usage.invocations,
  };
}

function isAnnouncement({ service, operation }: LoggedCall): boolean {
  return service === 'EventBridge' && operation === 'PutEvents';
}
