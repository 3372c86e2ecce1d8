import { printable } from '../../shared/aws/failure.ts';
import type { EvidenceRecord } from '../../shared/evidence/parse-record.ts';
import type { Mode } from '../../shared/outcome.ts';
import type { KeptRecord } from './records.ts';

/** What a reader wants to tell apart at a glance; `quiet` is what needed nothing, and is only counted. */
export const kinds = ['fixed', 'found', 'refused', 'failed', 'undone', 'quiet'] as const;
export type Kind = (typeof kinds)[number];

/** One action as the report tells of it. Texts are single lines without control characters. */
export interface ReportedAction {
  readonly id: string;
  readonly kind: Kind;
  readonly status: EvidenceRecord['status'];
  readonly mode: Mode;
  readonly remediation: string;
  readonly severity?: string;
  readonly account: string;
  readonly region: string;
  readonly resourceType: string;
  readonly resource: string;
  readonly reason: string;
  readonly why: readonly string[];
  readonly todo: readonly string[];
  /** ARN of who made the change that was looked at or, of a rollback, of who asked for it. */
  readonly by?: string;
  /** Who said yes or no to the plan, where a person was asked. */
  readonly answeredBy?: string;
  /** The action that this one has taken back. */
  readonly rollsBack?: string;
  /** The guard that said no. */
  readonly guard?: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Of what was put right: seconds from the event to the verified fix. */
  readonly secondsToFix?: number;
  /** Where the whole record lies. */
  readonly evidence: string;
}

export function toAction({ key, record }: KeptRecord): ReportedAction {
  const { rollsBack, guard, actor, answeredBy, severity, resource, signal } = record;
  const kind = kindOf(record);
  const began = Date.parse(signal.at);
  const seconds = (Date.parse(record.endedAt) - (Number.isNaN(began) ? Date.parse(record.startedAt) : began)) / 1000;
  return {
    id: record.id,
    kind,
    status: record.status,
    mode: record.mode,
    remediation: record.remediation,
    ...(severity === undefined ? {} : { severity }),
    account: record.account,
    region: record.region,
    resourceType: line(resource.type),
    resource: line(resource.id),
    reason: line(record.reason),
    why: (record.why ?? []).map(line),
    todo: (record.todo ?? []).map(line),
    ...(actor === undefined ? {} : { by: line(actor.arn) }),
    ...(answeredBy === undefined ? {} : { answeredBy: line(answeredBy) }),
    ...(rollsBack === undefined ? {} : { rollsBack: line(rollsBack) }),
    ...(guard === undefined ? {} : { guard: line(guard) }),
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    // Clocks of two services differ by a second or two.
    ...(kind === 'fixed' ? { secondsToFix: Math.max(0, seconds) } : {}),
    evidence: key,
  };
}

function kindOf({ status, rollsBack }: Pick<EvidenceRecord, 'status' | 'rollsBack'>): Kind {
  switch (status) {
    case 'remediated':
      return rollsBack === undefined ? 'fixed' : 'undone';
    case 'rolled-back':
      return 'undone';
    case 'failed':
      return 'failed';
    case 'refused':
      return 'refused';
    case 'reported':
    case 'awaiting-approval':
    case 'exempted':
      return 'found';
    case 'compliant':
    case 'gone':
    case 'duplicate':
    case 'ignored':
      return 'quiet';
  }
}

function line(text: string): string {
  return printable(text, 1000);
}
