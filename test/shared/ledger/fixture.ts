import { localDynamoDb } from '../../../local/dynamodb.ts';
import { dynamoDbLedger } from '../../../shared/ledger/dynamodb-ledger.ts';
import { openTable } from '../../../shared/ledger/dynamodb/table.ts';
import type { Table } from '../../../shared/ledger/dynamodb/table.ts';
import type { ActionRecord, ApprovalRecord, ClaimKey, Ledger } from '../../../shared/ledger/ledger.ts';

const name = 'redress-ledger';

/** Epoch seconds at which these tests begin: 2026-11-20T10:00:00Z. */
export const now = 1_795_168_800;

export const key: ClaimKey = {
  remediation: 's3-bucket-public-access-blocked',
  account: '111122223333',
  region: 'eu-central-1',
  type: 'AWS::S3::Bucket',
  id: 'training-data',
};

/** A ledger in a table of its own, and that table to look into. */
export async function openLedger(): Promise<{ readonly ledger: Ledger; readonly table: Table }> {
  const client = (await localDynamoDb(name))();
  return { ledger: dynamoDbLedger(client, name), table: openTable(client, name) };
}

export function actionAt(at: number, changes: Partial<ActionRecord> = {}): ActionRecord {
  return {
    id: `20261120T100000-${String(at).padStart(10, '0').slice(-10)}`,
    execution: 's3-execution',
    key,
    target: { type: key.type, id: key.id },
    status: 'applying',
    plan: { steps: [{ id: 'block-public-access' }], expect: 'compliant' },
    planDigest: `sha256:${'a'.repeat(64)}`,
    before: { block: null },
    parameters: {},
    startedAt: new Date(at * 1000).toISOString(),
    ...changes,
  };
}

export function requestFor(id: string, changes: Partial<ApprovalRecord> = {}): ApprovalRecord {
  return {
    id,
    callbackId: 'callback-1',
    remediation: key.remediation,
    resource: { type: key.type, id: key.id },
    account: key.account,
    region: key.region,
    why: ['No Block Public Access settings'],
    plan: { steps: [] },
    planDigest: 'sha256:plan',
    codeDigest: 'digest-of-code',
    misses: 0,
    expiresAt: now + 600,
    status: 'pending',
    ...changes,
  };
}
