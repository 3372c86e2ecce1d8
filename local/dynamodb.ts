import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HttpResponse } from '@smithy/core/transport';
import type { HttpRequest } from '@smithy/core/transport';
import dynalite from 'dynalite';

/** Makes clients of one database; a client whose process `isDead` gets no answer, and changes nothing. */
export type LocalDynamoDb = (isDead?: () => boolean) => DynamoDBClient;

/**
 * A DynamoDB of one's own, in this process: real requests of the real client, answered by dynalite
 * without a socket in between. Needs no port, no network and no real time.
 */
export async function localDynamoDb(table: string): Promise<LocalDynamoDb> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const clientOf: LocalDynamoDb = (isDead = () => false) => connect(server, isDead);
  await createTable(clientOf(), table);
  return clientOf;
}

function connect(server: EventEmitter, isDead: () => boolean): DynamoDBClient {
  return new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: {
      metadata: { handlerProtocol: 'in-process' },
      destroy: () => undefined,
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      handle: async (request: HttpRequest) => {
        if (isDead()) return new Promise<never>(() => undefined);
        return { response: await answer(server, request) };
      },
    },
  });
}

/** The keys that serverless.yml gives the ledger table. */
async function createTable(client: DynamoDBClient, TableName: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
    }),
  );
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (Table?.TableStatus === 'ACTIVE') return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function answer(server: EventEmitter, { method, path, headers, body }: HttpRequest): Promise<HttpResponse> {
  const answered = Promise.withResolvers<HttpResponse>();
  const answerHeaders: Record<string, string> = {};
  const response = {
    statusCode: 200,
    setHeader(name: string, value: unknown) {
      answerHeaders[name.toLowerCase()] = String(value);
    },
    end(text = '') {
      const stream = Readable.from([Buffer.from(text)]);
      answered.resolve(new HttpResponse({ statusCode: this.statusCode, headers: answerHeaders, body: stream }));
    },
  };
  const incoming = Object.assign(new EventEmitter(), { method, url: path, headers });
  server.emit('request', incoming, response);
  // The client's body is bytes with string methods that warn when they are used.
  incoming.emit('data', Buffer.from(new TextDecoder().decode(body as Uint8Array)));
  incoming.emit('end');
  return answered.promise;
}
