import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const knowledgeBaseId = 'KBTESTS001';
const dataSourceId = 'DSTESTS001';
const promptIdentifier = 'PRMPTTEST1';
const kmsKeyArn = `arn:aws:kms:${here}:111122223333:key/one`;
const dataSourceConfiguration = {
  type: 'S3' as const,
  s3Configuration: { bucketArn: 'arn:aws:s3:::texts' },
};
const vectorIngestionConfiguration = { chunkingConfiguration: { chunkingStrategy: 'NONE' as const } };
const source = { name: 'texts', dataSourceConfiguration, vectorIngestionConfiguration };
const gone = { name: 'ResourceNotFoundException' };

function world() {
  return createWorld({
    regions: {
      [here]: {
        bedrock: {
          knowledgeBases: {
            [knowledgeBaseId]: { name: 'base', dataSources: { [dataSourceId]: { settings: source } } },
          },
          prompts: { [promptIdentifier]: { settings: { name: 'draft', description: 'old' } } },
        },
      },
    },
  });
}

describe('a data source', () => {
  const ids = { knowledgeBaseId, dataSourceId };

  it('is updated as a whole, and busy for a while', async () => {
    const { bedrockAgent, advance } = world();
    const encryption = { serverSideEncryptionConfiguration: { kmsKeyArn } };

    await bedrockAgent.UpdateDataSource({ ...ids, ...source, ...encryption });

    expect((await bedrockAgent.GetDataSource(ids)).dataSource).toMatchObject({ status: 'UPDATING', ...encryption });
    await expect(bedrockAgent.UpdateDataSource({ ...ids, ...source })).rejects.toMatchObject({
      name: 'ConflictException',
    });
    advance(10);
    await bedrockAgent.UpdateDataSource({ ...ids, ...source });
    advance(10);
    const { dataSource } = await bedrockAgent.GetDataSource(ids);
    expect(dataSource).toMatchObject({ status: 'AVAILABLE', name: 'texts' });
    expect(dataSource?.serverSideEncryptionConfiguration).toBeUndefined();
  });

  it.each([
    [
      'other chunks',
      { vectorIngestionConfiguration: { chunkingConfiguration: { chunkingStrategy: 'SEMANTIC' as const } } },
    ],
    ['another type', { dataSourceConfiguration: { type: 'CUSTOM' as const } }],
    ['a key that is none', { serverSideEncryptionConfiguration: { kmsKeyArn: 'alias/one' } }],
  ])('does not take %s', async (_, change) => {
    const { bedrockAgent, account } = world();
    const before = account.snapshot();

    const updating = bedrockAgent.UpdateDataSource({ ...ids, ...source, ...change });

    await expect(updating).rejects.toMatchObject({ name: 'ValidationException' });
    expect(account.snapshot()).toEqual(before);
  });

  it('is listed with its knowledge base, and not found elsewhere', async () => {
    const { bedrockAgent, inVirginia } = world();

    expect((await bedrockAgent.ListKnowledgeBases({})).knowledgeBaseSummaries).toMatchObject([{ knowledgeBaseId }]);
    expect((await bedrockAgent.ListDataSources({ knowledgeBaseId })).dataSourceSummaries).toMatchObject([ids]);
    await expect(inVirginia.bedrockAgent.GetDataSource(ids)).rejects.toMatchObject(gone);
    await expect(bedrockAgent.GetDataSource({ ...ids, dataSourceId: 'DSTESTS002' })).rejects.toMatchObject(gone);
    await expect(bedrockAgent.ListDataSources({ knowledgeBaseId: 'constructor' })).rejects.toMatchObject(gone);
  });
});

describe('a prompt', () => {
  it('is updated as a whole', async () => {
    const { bedrockAgent } = world();

    await bedrockAgent.UpdatePrompt({ promptIdentifier, name: 'draft', customerEncryptionKeyArn: kmsKeyArn });

    const found = await bedrockAgent.GetPrompt({ promptIdentifier });
    expect(found).toMatchObject({ name: 'draft', version: 'DRAFT', customerEncryptionKeyArn: kmsKeyArn });
    expect(found.description).toBeUndefined();
    expect((await bedrockAgent.ListPrompts({})).promptSummaries).toMatchObject([
      { id: promptIdentifier, name: 'draft' },
    ]);
  });

  it.each([
    ['no name', { name: '' }],
    ['a default that is not there', { name: 'draft', defaultVariant: 'two' }],
    ['a key that is none', { name: 'draft', customerEncryptionKeyArn: 'alias/one' }],
  ])('does not take %s', async (_, settings) => {
    const { bedrockAgent, account } = world();
    const before = account.snapshot();

    const updating = bedrockAgent.UpdatePrompt({ promptIdentifier, ...settings });

    await expect(updating).rejects.toMatchObject({ name: 'ValidationException' });
    expect(account.snapshot()).toEqual(before);
  });

  it('is not found by another id or version', async () => {
    const { bedrockAgent } = world();

    await expect(bedrockAgent.GetPrompt({ promptIdentifier: 'PRMPTTEST2' })).rejects.toMatchObject(gone);
    await expect(bedrockAgent.GetPrompt({ promptIdentifier, promptVersion: '1' })).rejects.toMatchObject(gone);
  });
});
