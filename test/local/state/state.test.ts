import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { localDynamoDb } from '../../../local/dynamodb.ts';
import { mostBytes, readState, writeState } from '../../../local/state/file.ts';
import type { SavedState } from '../../../local/state/file.ts';
import { dumpTable, loadTable } from '../../../local/state/table.ts';
import { dynamoDbLedger } from '../../../shared/ledger/dynamodb-ledger.ts';
import type { ClaimKey } from '../../../shared/ledger/ledger.ts';

const table = 'redress-ledger';
const key: ClaimKey = {
  remediation: 's3-bucket-public-access-blocked',
  account: '111122223333',
  region: 'eu-central-1',
  type: 'AWS::S3::Bucket',
  id: 'data',
};

async function fileIn(): Promise<{ file: string; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'redress-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { folder, file: join(folder, 'deep', 'state.json') };
}

const empty: SavedState = {
  version: 1,
  at: '2026-11-20T10:00:00.000Z',
  stage: { mode: 'approve' },
  account: { s3: { buckets: {} }, cloudtrail: { trails: [] }, regions: {} } as unknown as SavedState['account'],
  ledger: [],
  durable: { version: 1, executions: [] },
};

describe("A ledger's items", () => {
  it('make the same ledger elsewhere, sets and numbers included', async () => {
    const [one, other] = [await localDynamoDb(table), await localDynamoDb(table)];
    const ledger = dynamoDbLedger(one(), table);
    const action = {
      id: 'a',
      execution: 'e',
      key,
      target: { type: key.type, id: key.id },
      status: 'applying',
    } as const;
    await ledger.begin(
      { ...action, plan: {}, planDigest: 'd', before: null, parameters: {}, startedAt: '2026-11-20T10:00:00.000Z' },
      1_000,
    );
    await ledger.quarantine(key, 'a', 5_000, 'because', 1_000);
    await ledger.recordPopulation(key, 7, 1_000);

    const items = await dumpTable(one(), table, mostBytes);
    await loadTable(other(), table, JSON.parse(JSON.stringify(items)) as NonNullable<typeof items>);

    const copy = dynamoDbLedger(other(), table);
    expect(await copy.action('a')).toEqual(await ledger.action('a'));
    expect(await copy.population(key)).toBe(7);
    const visitor = { type: key.type, id: key.id };
    expect(await copy.claim(key, 'me', visitor, 2_000, 60)).toEqual(await ledger.claim(key, 'me', visitor, 2_000, 60));
  });

  it('are read page by page, and given up when they become too many', async () => {
    const client = (await localDynamoDb(table))();
    const items = Array.from({ length: 30 }, (_, index) => ({
      pk: { S: `p${index}` },
      sk: { S: 's' },
      // DynamoDB ends a page at 1 MB.
      text: { S: 'x'.repeat(100_000) },
    }));
    await loadTable(client, table, items);

    expect(await dumpTable(client, table, mostBytes)).toHaveLength(30);
    expect(await dumpTable(client, table, 1_500_000)).toBeUndefined();
  });
});

describe('A state file', () => {
  it('gives back what was written', async () => {
    const { file } = await fileIn();

    expect(await writeState(file, empty)).toBe(true);

    expect(await readState(file)).toMatchObject(empty);
  });

  it('is for its owner alone, and leaves no drafts behind', async () => {
    const { file, folder } = await fileIn();
    await writeState(file, empty);
    await writeState(file, empty);

    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readdir(join(folder, 'deep'))).toEqual(['state.json']);
  });

  it('is removed rather than left out of date when the next one is too large', async () => {
    const { file } = await fileIn();
    await writeState(file, empty);

    const large = { ...empty, ledger: [{ pk: { S: 'x'.repeat(mostBytes) } }] };

    expect(await writeState(file, large)).toBe(false);
    expect(await readState(file)).toBeUndefined();
  });

  it('is none where there is none', async () => {
    expect(await readState((await fileIn()).file)).toBeUndefined();
  });

  it('that is a folder can not be read, and says so', async () => {
    await expect(readState((await fileIn()).folder)).rejects.toThrow("can't be read");
  });

  it('of any other content is refused with one sentence', async () => {
    const { folder } = await fileIn();
    const file = join(folder, 'state.json');
    const members = fc.record(
      {
        version: fc.constantFrom(1, 2, '1'),
        at: fc.oneof(fc.constant(empty.at), fc.string()),
        stage: fc.oneof(fc.constant({}), fc.jsonValue()),
        account: fc.oneof(fc.constant({}), fc.jsonValue()),
        ledger: fc.oneof(fc.constant([]), fc.jsonValue()),
        durable: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );

    await fc.assert(
      fc.asyncProperty(fc.oneof(members, fc.jsonValue(), fc.string()), async (content) => {
        await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
        await expect(readState(file)).rejects.toMatchObject({
          name: 'CommandError',
          message: expect.stringContaining('redress replay'),
        });
      }),
      { numRuns: 200 },
    );
  });
});
