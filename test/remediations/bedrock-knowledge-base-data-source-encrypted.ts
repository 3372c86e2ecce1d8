import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

type Bases = NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]['bedrock']>['knowledgeBases']>;
type Settings = NonNullable<Bases[string]['dataSources']>[string]['settings'];

const region = 'eu-central-1';
const base = 'KBCONTRACT';
const source = 'DSHANDBOOK';
const encryption = { kmsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/99998888-7777-6666-5555-444433332222' };

const plain: Settings = {
  name: 'handbook',
  description: 'The handbook for agents',
  dataSourceConfiguration: {
    type: 'S3',
    s3Configuration: { bucketArn: 'arn:aws:s3:::handbook-texts', inclusionPrefixes: ['released/'] },
  },
  dataDeletionPolicy: 'RETAIN',
  vectorIngestionConfiguration: {
    chunkingConfiguration: {
      chunkingStrategy: 'FIXED_SIZE',
      fixedSizeChunkingConfiguration: { maxTokens: 300, overlapPercentage: 20 },
    },
  },
};
const encrypted: Settings = { ...plain, serverSideEncryptionConfiguration: encryption };

function holding(settings: Settings): AccountFile {
  const dataSources = { [source]: { settings } };
  return { regions: { [region]: { bedrock: { knowledgeBases: { [base]: { name: 'contracts', dataSources } } } } } };
}

function find(state: AccountState) {
  return state.regions[region]?.bedrock.knowledgeBases[base]?.dataSources;
}

function change(state: AccountState, settings: Settings): void {
  const found = find(state)?.[source];
  if (found !== undefined) found.settings = settings;
}

export const fixture: Fixture = {
  remediation: 'bedrock-knowledge-base-data-source-encrypted',
  signal: signalAbout(
    { type: 'AWS::Bedrock::DataSource', id: `${base}|${source}` },
    { configRule: 'bedrock-data-source-encryption-enabled' },
  ),
  wrong: [
    { name: 'the data source has no key', account: holding(plain) },
    { name: 'its encryption names no key', account: holding({ ...plain, serverSideEncryptionConfiguration: {} }) },
  ],
  right: holding(encrypted),
  gone: { regions: { [region]: { bedrock: { knowledgeBases: { [base]: { name: 'contracts' } } } } } },
  isRight: (state) => {
    const found = find(state)?.[source];
    return found === undefined || found.settings.serverSideEncryptionConfiguration?.kmsKeyArn !== undefined;
  },
  breakAgain: (state) => change(state, plain),
  fixByHand: (state) => change(state, encrypted),
  remove: (state) => void delete find(state)?.[source],
  essence: (state) => Object.entries(find(state) ?? {}).map(([id, { settings }]) => [id, settings]),
};
