import type { ReportedAction } from './action.ts';

/** What is still as it should not be, by the last that was seen of a resource in a remediation. */
export interface OpenItem {
  readonly remediation: string;
  readonly account: string;
  readonly region: string;
  readonly resource: string;
  readonly severity?: string;
  readonly status: ReportedAction['status'];
  /** Since when, without having been right in between. ISO 8601, UTC. */
  readonly since: string;
  readonly reason: string;
  /** What a person has to do, where the record says. */
  readonly todo: readonly string[];
  readonly evidence: string;
}

const ranks = ['critical', 'high', 'medium', 'low'];

/** The worst first, of these the oldest. `actions` in the order in which they ended. */
export function openItems(actions: readonly ReportedAction[]): readonly OpenItem[] {
  const groups = Map.groupBy(actions, ({ remediation, account, region, resourceType, resource }) =>
    JSON.stringify([remediation, account, region, resourceType, resource]),
  );
  return [...groups.values()]
    .flatMap((own) => openOf(own))
    .toSorted((a, b) => rankOf(a) - rankOf(b) || (a.since < b.since ? -1 : 1));
}

function openOf(own: readonly ReportedAction[]): readonly OpenItem[] {
  // Who only came by while somebody else was at work says nothing about the resource.
  const seen = own.filter(({ status }) => status !== 'duplicate' && status !== 'ignored');
  const last = seen.at(-1);
  if (last === undefined || !isOpen(last)) return [];
  const right = seen.findLastIndex((one) => !isOpen(one));
  const { remediation, account, region, resource, severity, status, reason, todo, evidence } = last;
  const since = (seen[right + 1] ?? last).startedAt;
  const item = { remediation, account, region, resource, status, since, reason, todo, evidence };
  return [severity === undefined ? item : { ...item, severity }];
}

/** An exemption is somebody's decision, and no open item; neither is what is right, or gone. */
function isOpen({ kind, status }: ReportedAction): boolean {
  return kind !== 'fixed' && kind !== 'quiet' && status !== 'exempted';
}

function rankOf({ severity = '' }: OpenItem): number {
  const rank = ranks.indexOf(severity);
  return rank === -1 ? ranks.length : rank;
}
