import { defaultEncryption } from '../../local/account/s3-encryption.ts';
import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

type Bucket = NonNullable<NonNullable<AccountFile['s3']>['buckets']>[string];
type Bedrock = NonNullable<NonNullable<AccountFile['regions']>[string]['bedrock']>;

const region = 'eu-central-1';
const name = 'invocation-archive';
const arn = `arn:aws:s3:::${name}`;
const encrypted = {
  ApplyServerSideEncryptionByDefault: {
    SSEAlgorithm: 'aws:kms',
    KMSMasterKeyID: 'arn:aws:kms:eu-central-1:111122223333:key/99998888-7777-6666-5555-444433332222',
  },
  BucketKeyEnabled: true,
} as const;

function holding(
  bucket: Bucket | undefined,
  logging: Bedrock['logging'] = { s3Config: { bucketName: name } },
): AccountFile {
  return {
    s3: { buckets: bucket === undefined ? {} : { [name]: bucket } },
    regions: { [region]: { bedrock: { logging } } },
  };
}

function change({ s3 }: AccountState, encryption: Bucket['encryption']): void {
  const bucket = s3.buckets[name];
  if (bucket !== undefined) s3.buckets[name] = { ...bucket, encryption };
}

export const fixture: Fixture = {
  remediation: 'bedrock-invocation-log-bucket-encrypted',
  signal: signalAbout(
    { type: 'AWS::S3::Bucket', id: name, arn },
    { apiCall: 's3:PutBucketEncryption' },
    { source: 'cloudtrail' },
  ),
  otherSignals: [
    signalAbout(
      { type: 'AWS::Bedrock::Account', id: region },
      { apiCall: 'bedrock:PutModelInvocationLoggingConfiguration' },
      { source: 'cloudtrail' },
    ),
  ],
  wrong: [
    { name: 'the bucket of the logs has no key', account: holding({ tags: [{ Key: 'team', Value: 'audit' }] }) },
    {
      name: 'only what is too large for the log group goes there, and a kind of encryption is blocked',
      account: holding(
        { encryption: { ...defaultEncryption, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } } },
        {
          cloudWatchConfig: {
            logGroupName: '/bedrock',
            roleArn: 'arn:aws:iam::111122223333:role/bedrock-invocation-logging',
            largeDataDeliveryS3Config: { bucketName: name, keyPrefix: 'large' },
          },
        },
      ),
    },
  ],
  right: holding({ encryption: encrypted }),
  gone: holding(undefined),
  readCalls: 2,
  isRight: ({ s3 }) => {
    const bucket = s3.buckets[name];
    const { SSEAlgorithm } = bucket?.encryption?.ApplyServerSideEncryptionByDefault ?? {};
    return bucket === undefined || SSEAlgorithm === 'aws:kms';
  },
  breakAgain: (state) => change(state, defaultEncryption),
  fixByHand: (state) => change(state, encrypted),
  remove: ({ s3 }) => void delete s3.buckets[name],
  essence: ({ s3 }) =>
    Object.entries(s3.buckets).map(([id, { encryption = defaultEncryption, tags }]) => [id, encryption, tags]),
};
