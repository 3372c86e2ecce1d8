import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { actions } from './dynamodb/actions.ts';
import { approvals } from './dynamodb/approvals.ts';
import { claims } from './dynamodb/claims.ts';
import { limits } from './dynamodb/limits.ts';
import { snapshots } from './dynamodb/snapshots.ts';
import { openTable } from './dynamodb/table.ts';
import type { Ledger } from './ledger.ts';

/** The ledger in one DynamoDB table. */
export function dynamoDbLedger(client: DynamoDBClient, tableName: string): Ledger {
  const table = openTable(client, tableName);
  return { ...claims(table), ...actions(table), ...limits(table), ...approvals(table), ...snapshots(table) };
}
