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
  /** What is wrong with it. */
  readonly why: readonly string[];
  /** What a person has to do, where the record says. */
  readonly todo: readonly string[];
  readonly evidence: string;
}

const ranks = ['critical', 'high', 'medium', 'low'];

/** The worst first, of these the oldest. `actions` in the order in which they ended. */
export function openItems(actions: readonly ReportedAction[]): readonly OpenItem[] {
  return seenByResource(actions).flatMap(openOf).toSorted(byRank);
}

/** What may stay as it is, by somebody's decision: the reason names who, and until when. */
export function exceptions(actions: readonly ReportedAction[]): readonly OpenItem[] {
  return seenByResource(actions)
    .flatMap((own) => {
      const last = own.at(-1);
      if (last?.status !== 'exempted') return [];
      const since = own.findLastIndex(({ status }) => status !== 'exempted') + 1;
      return [itemOf(last, own[since] ?? last)];
    })
    .toSorted(byRank);
}

/** What was seen of each resource by each remediation. Who only came by while somebody else was at work has seen nothing. */
function seenByResource(actions: readonly ReportedAction[]): readonly (readonly ReportedAction[])[] {
  const seen = actions.filter(({ status }) => status !== 'duplicate' && status !== 'ignored');
  const groups = Map.groupBy(seen, ({ remediation, account, region, resourceType, resource }) =>
    JSON.stringify([remediation, account, region, resourceType, resource]),
  );
  return [...groups.values()];
}

function openOf(seen: readonly ReportedAction[]): readonly OpenItem[] {
  const last = seen.at(-1);
  if (last === undefined || !isOpen(last)) return [];
  const right = seen.findLastIndex((one) => !isOpen(one));
  return [itemOf(last, seen[right + 1] ?? last)];
}

function itemOf(last: ReportedAction, first: ReportedAction): OpenItem {
  const { remediation, account, region, resource, severity, status, reason, why, todo, evidence } = last;
  const since = first.startedAt;
  const item = { remediation, account, region, resource, status, since, reason, why, todo, evidence };
  return severity === undefined ? item : { ...item, severity };
}

/** An exemption is somebody's decision, and no open item; neither is what is right, or gone. */
function isOpen({ kind, status }: ReportedAction): boolean {
  return kind !== 'fixed' && kind !== 'quiet' && status !== 'exempted';
}

function byRank(a: OpenItem, b: OpenItem): number {
  return rankOf(a) - rankOf(b) || (a.since < b.since ? -1 : 1);
}

function rankOf({ severity = '' }: OpenItem): number {
  const rank = ranks.indexOf(severity);
  return rank === -1 ? ranks.length : rank;
}
