import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';

/** An item as DynamoDB's API writes it, sets and numbers included. The ledger holds no bytes, so it is plain JSON. */
export type TableItem = Readonly<Record<string, AttributeValue>>;

/**
 * All items of a table.
 *
 * @returns undefined if they come to more than `mostBytes` as JSON
 */
export async function dumpTable(
  client: DynamoDBClient,
  TableName: string,
  mostBytes: number,
): Promise<readonly TableItem[] | undefined> {
  const items: TableItem[] = [];
  let size = 0;
  let ExclusiveStartKey: TableItem | undefined;
  do {
    const command: ScanCommand = new ScanCommand({ TableName, ...(ExclusiveStartKey && { ExclusiveStartKey }) });
    const page = await client.send(command);
    for (const item of page.Items ?? []) {
      items.push(item);
      size += JSON.stringify(item).length;
    }
    if (size > mostBytes) return undefined;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

/** Puts items into a table. */
export async function loadTable(client: DynamoDBClient, TableName: string, items: readonly TableItem[]): Promise<void> {
  for (const Item of items) await client.send(new PutItemCommand({ TableName, Item }));
}
