import type { EvidenceRecord } from '../../shared/evidence/parse-record.ts';
import type { KeptRecord } from '../../local/report/records.ts';

/** A record as it comes out of the evidence; times are minutes after midnight of the day. */
export function keptRecord(
  id: string,
  more: Partial<EvidenceRecord> = {},
  at: { readonly day?: string; readonly event?: number; readonly end?: number } = {},
): KeptRecord {
  const { day = '2026-11-20', event = 0, end = 1 } = at;
  const time = (minutes: number): string => new Date(Date.parse(day) + minutes * 60_000).toISOString();
  const record: EvidenceRecord = {
    version: 1,
    id,
    remediation: 's3-bucket-public-access-blocked',
    resource: { type: 'AWS::S3::Bucket', id: 'training-data' },
    account: '111122223333',
    region: 'eu-central-1',
    status: 'remediated',
    mode: 'enforce',
    reason: 'Public access is blocked.',
    signal: { id: `signal-${id}`, source: 'cloudtrail', at: time(event), event: `event-${id}` },
    startedAt: time(event),
    endedAt: time(end),
    severity: 'high',
    ...more,
  };
  return { key: `actions/${day}/${id}.json`, record };
}
