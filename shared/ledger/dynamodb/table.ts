import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { PutCommandInput, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export type Item = Readonly<Record<string, unknown>>;

/** How long the table remembers anything after its last change, in seconds. */
export const memory = 400 * 86_400;

/**
 * One DynamoDB table with string keys `pk` and `sk` and the TTL attribute `expires`, in the three
 * operations that the ledger needs. No transactions: each fact lives in one item, and each change is one
 * conditional write.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
export interface Table {
  /** The item's attributes after the change (or before it), or undefined where the condition did not hold. */
  update(input: Omit<UpdateCommandInput, 'TableName'>): Promise<Item | undefined>;
  /** `false`: the condition did not hold. */
  put(item: Item & ItemKey, condition?: Omit<PutCommandInput, 'TableName' | 'Item'>): Promise<boolean>;
  get(key: ItemKey): Promise<Item | undefined>;
}

export function openTable(client: DynamoDBClient, TableName: string): Table {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    update: (input) =>
      unlessConditionFails(async () => {
        const command = new UpdateCommand({ TableName, ReturnValues: 'ALL_NEW', ...input });
        return (await documents.send(command)).Attributes ?? {};
      }),
    put: async (Item, condition = {}) => {
      const written = await unlessConditionFails(() =>
        documents.send(new PutCommand({ TableName, Item, ...condition })),
      );
      return written !== undefined;
    },
    get: async (Key) => {
      const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item;
    },
  };
}

async function unlessConditionFails<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    if ((error as Error).name === 'ConditionalCheckFailedException') return undefined;
    throw error;
  }
}
