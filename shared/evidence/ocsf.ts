import { printable } from '../aws/failure.ts';
import { activities, countermeasureOf } from './ocsf-activity.ts';
import type { ActivityId } from './ocsf-activity.ts';
import { statuses, statusOf } from './ocsf-status.ts';
import type { StatusId } from './ocsf-status.ts';
import type { EvidenceRecord } from './parse-record.ts';

/**
 * OCSF Remediation Activity at 1.3.0, the latest that Amazon Security Lake takes of custom sources.
 *
 * https://schema.ocsf.io/1.3.0/classes/remediation_activity
 * https://docs.aws.amazon.com/security-lake/latest/userguide/custom-sources.html
 */
export interface OcsfEvent {
  readonly activity_id: ActivityId;
  readonly activity_name: string;
  readonly category_uid: 7;
  readonly category_name: 'Remediation';
  readonly class_uid: 7001;
  readonly class_name: 'Remediation Activity';
  readonly type_uid: number;
  readonly type_name: string;
  readonly severity_id: number;
  readonly severity: string;
  readonly status_id: StatusId;
  readonly status: string;
  readonly status_detail?: string;
  readonly message: string;
  /** Milliseconds since 1970, as all times here. */
  readonly time: number;
  readonly timezone_offset: 0;
  readonly start_time: number;
  readonly end_time: number;
  readonly duration: number;
  /** Id of the action. */
  readonly command_uid: string;
  readonly metadata: {
    readonly version: '1.3.0';
    readonly product: {
      readonly name: string;
      readonly vendor_name: string;
      readonly uid: string;
      readonly version: string;
    };
    readonly profiles: readonly string[];
    readonly uid: string;
    readonly correlation_uid: string;
    readonly log_name: string;
    readonly log_provider: string;
    readonly original_time: string;
  };
  readonly cloud: {
    readonly provider: 'AWS';
    readonly region: string;
    readonly account: { readonly uid: string; readonly type: 'AWS Account'; readonly type_id: 10 };
  };
  readonly observables: readonly {
    readonly name: string;
    readonly type: string;
    readonly type_id: number;
    readonly value: string;
  }[];
  readonly countermeasures: readonly {
    readonly d3f_tactic: { readonly name: string; readonly src_url: string };
    readonly d3f_technique?: { readonly uid: string; readonly name: string; readonly src_url: string };
  }[];
  readonly remediation?: { readonly desc: string; readonly references?: readonly string[] };
  /** What the class has no attributes for. One level of texts, as the AWS sources of Security Lake have it. */
  readonly unmapped: Readonly<Record<string, string>>;
}

const severities = {
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
  unknown: [0, 'Unknown'],
} as const;

/** Characters of a text. OCSF allows 65,535 bytes; a page of a Parquet file no more than a million for many rows. */
const longest = 8000;

/**
 * A record as an event. Every text is one line without control characters, whoever wrote it.
 *
 * @param key where the evidence document lies
 * @param version of Redress
 */
export function toOcsf(record: EvidenceRecord, key: string, version: string): OcsfEvent {
  const { activity, technique } = countermeasureOf(record.remediation, record.rollsBack !== undefined);
  const name = activities[activity];
  const status_id = statusOf(record);
  const [severity_id, severity] = severities[record.severity ?? 'unknown'];
  const start = Date.parse(record.startedAt);
  const end = Date.parse(record.endedAt);
  const detail = detailOf(record);
  const remediation = adviceOf(record);
  return {
    activity_id: activity,
    activity_name: name,
    category_uid: 7,
    category_name: 'Remediation',
    class_uid: 7001,
    class_name: 'Remediation Activity',
    type_uid: 700_100 + activity,
    type_name: `Remediation Activity: ${name}`,
    severity_id,
    severity,
    status_id,
    status: status_id === 99 ? record.status : statuses[status_id],
    ...(detail === undefined ? {} : { status_detail: detail }),
    message: line(record.reason),
    time: end,
    timezone_offset: 0,
    start_time: start,
    end_time: end,
    duration: Math.max(0, end - start),
    command_uid: record.id,
    metadata: metadataOf(record, version),
    cloud: {
      provider: 'AWS',
      region: record.region,
      account: { uid: record.account, type: 'AWS Account', type_id: 10 },
    },
    observables: observablesOf(record),
    countermeasures: [
      {
        d3f_tactic: { name, src_url: `https://d3fend.mitre.org/tactic/d3f:${name}/` },
        ...(technique === undefined
          ? {}
          : {
              d3f_technique: {
                uid: technique.uid,
                name: technique.name,
                src_url: `https://d3fend.mitre.org/technique/${technique.page}/`,
              },
            }),
      },
    ],
    ...(remediation === undefined ? {} : { remediation }),
    unmapped: unmappedOf(record, key),
  };
}

function metadataOf({ id, signal, endedAt }: EvidenceRecord, version: string): OcsfEvent['metadata'] {
  return {
    version: '1.3.0',
    product: { name: 'Redress', vendor_name: 'Redress', uid: 'redress', version },
    profiles: ['cloud'],
    uid: id,
    correlation_uid: line(signal.id),
    log_name: 'evidence',
    log_provider: 'Redress',
    original_time: endedAt,
  };
}

/** The class has no attribute for the resource; here it is found by those who look for observables. */
function observablesOf({ resource: { id, arn } }: EvidenceRecord): OcsfEvent['observables'] {
  const of = (attribute: string, value: string) => ({
    name: `unmapped.${attribute}`,
    type: 'Resource UID',
    type_id: 10,
    value: line(value),
  });
  return [of('resource.id', id), ...(arn === undefined || arn === id ? [] : [of('resource.arn', arn)])];
}

function detailOf({ failure, guard, left = [] }: EvidenceRecord): string | undefined {
  const parts = [
    ...(failure === undefined ? [] : [`${failure.step}: ${failure.error.name}: ${failure.error.message}`]),
    ...(guard === undefined ? [] : [`guard ${guard}`]),
    ...(left.length === 0 ? [] : [`left as they are: ${left.join(', ')}`]),
  ];
  return parts.length === 0 ? undefined : line(parts.join('; '));
}

/** What was, or is to be, done. */
function adviceOf({ plan, todo = [], controls = {} }: EvidenceRecord): OcsfEvent['remediation'] {
  const steps = todo.length > 0 ? todo : (plan?.steps.map(({ title }) => title) ?? []);
  if (steps.length === 0) return undefined;
  const references = [
    ...(controls.securityHub ?? []).map((id) => line(`Security Hub ${id}`)),
    ...(controls.configRules ?? []).map((id) => line(`AWS Config ${id}`)),
    ...(controls.prowler ?? []).map((id) => line(`Prowler ${id}`)),
  ];
  return { desc: line(steps.join('; ')), ...(references.length === 0 ? {} : { references }) };
}

function unmappedOf(record: EvidenceRecord, key: string): OcsfEvent['unmapped'] {
  const { resource, signal, actor, calls } = record;
  const texts: Readonly<Record<string, string | undefined>> = {
    evidence: key,
    outcome: record.status,
    mode: record.mode,
    remediation: record.remediation,
    'resource.type': resource.type,
    'resource.id': resource.id,
    'resource.arn': resource.arn,
    why: record.why?.join('; '),
    guard: record.guard,
    'plan.digest': record.planDigest,
    calls: calls?.map(callText).join('; '),
    rolls_back: record.rollsBack,
    'signal.source': signal.source,
    'signal.event': signal.event,
    'signal.time': signal.at,
    'actor.arn': actor?.arn,
    answered_by: record.answeredBy,
    execution: record.execution,
  };
  const present = Object.entries(texts).flatMap(([name, text]): [string, string][] => {
    const clean = line(text ?? '');
    return clean === '' ? [] : [[name, clean]];
  });
  return Object.fromEntries(present);
}

type Call = NonNullable<EvidenceRecord['calls']>[number];

function callText({ kind, service, operation, result, requestId }: Call): string {
  return `${kind} ${service}.${operation}: ${result}${requestId === undefined ? '' : ` (${requestId})`}`;
}

function line(text: string): string {
  return printable(text, longest);
}
