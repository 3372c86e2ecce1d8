import type { EvidenceRecord } from './parse-record.ts';

/** `status_id` of Remediation Activity at 1.3.0. */
export const statuses = {
  0: 'Unknown',
  1: 'Success',
  2: 'Failure',
  3: 'Does Not Exist',
  4: 'Partial',
  5: 'Unsupported',
  6: 'Error',
  99: 'Other',
} as const;
export type StatusId = keyof typeof statuses;

type Result = Pick<EvidenceRecord, 'status' | 'left' | 'restored' | 'rollsBack' | 'todo'>;

/** What an outcome is in OCSF. The decision not to act has no word of its own there; `status` has ours then. */
export function statusOf({ status, left = [], restored, rollsBack, todo = [] }: Result): StatusId {
  switch (status) {
    case 'remediated':
      return 1;
    case 'rolled-back':
      // Asked for, it is what was wanted; otherwise the fix did not help, and was taken back.
      return rollsBack === undefined ? 2 : 1;
    case 'failed':
      if (left.length > 0) return 4;
      return restored === true ? 2 : 6;
    case 'gone':
      return 3;
    case 'reported':
      return todo.length > 0 ? 5 : 99;
    case 'awaiting-approval':
    case 'compliant':
    case 'duplicate':
    case 'exempted':
    case 'ignored':
    case 'refused':
      return 99;
  }
}
