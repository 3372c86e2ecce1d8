import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

type Logging = NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]['bedrock']>['logging']>;

const region = 'eu-central-1';
const logGroup = '/redress/bedrock-invocations';
const cloudWatchConfig = {
  logGroupName: logGroup,
  roleArn: 'arn:aws:iam::111122223333:role/bedrock-invocation-logging',
};
const elsewhere = { ...cloudWatchConfig, logGroupName: '/somebody/elses' };
const archive = { bucketName: 'invocation-archive', keyPrefix: 'archive' };
const s3Config = { bucketName: 'invocation-archive', keyPrefix: 'bedrock' };
const delivered = { textDataDeliveryEnabled: true, imageDataDeliveryEnabled: true, embeddingDataDeliveryEnabled: true };

function holding(logging?: Logging): AccountFile {
  const bedrock = { logGroups: [logGroup, '/somebody/elses'], ...(logging === undefined ? {} : { logging }) };
  return { s3: { buckets: { 'invocation-archive': {} } }, regions: { [region]: { bedrock } } };
}

function change(state: AccountState, logging: Logging | undefined): void {
  const found = state.regions[region];
  if (found === undefined) return;
  const { logging: _, ...rest } = found.bedrock;
  found.bedrock = logging === undefined ? rest : { ...rest, logging };
}

export const fixture: Fixture = {
  remediation: 'bedrock-invocation-logging-enabled',
  signal: signalAbout(
    { type: 'AWS::Bedrock::Account', id: region },
    { apiCall: 'bedrock:DeleteModelInvocationLoggingConfiguration' },
    { source: 'cloudtrail', actor: { arn: 'arn:aws:iam::111122223333:user/mallory', type: 'IAMUser' } },
  ),
  wrong: [
    { name: 'the configuration was deleted', account: holding() },
    { name: 'it has no destination any more', account: holding({ ...delivered, videoDataDeliveryEnabled: true }) },
    {
      name: 'it logs to another group',
      account: holding({ ...delivered, s3Config: archive, cloudWatchConfig: elsewhere }),
    },
    {
      name: 'prompts and answers are left out',
      account: holding({ ...delivered, cloudWatchConfig, s3Config, textDataDeliveryEnabled: false }),
    },
    {
      name: 'the bucket that the policy names was taken out',
      account: holding({ ...delivered, cloudWatchConfig: elsewhere, audioDataDeliveryEnabled: false }),
      parameters: { bucket: 'invocation-archive', 'bucket-prefix': 'bedrock' },
    },
    {
      name: 'only what the policy wants delivered is left out, and no destination is named',
      account: holding({ ...delivered, s3Config, videoDataDeliveryEnabled: false }),
      parameters: { deliver: ['text', 'video'] },
    },
  ],
  right: holding({ ...delivered, cloudWatchConfig, s3Config, videoDataDeliveryEnabled: false }),
  // The settings of an account and Region are always there; without them nothing is logged, which is wrong.
  gone: holding({ cloudWatchConfig }),
  isRight: ({ regions }) => {
    const { logging } = regions[region]?.bedrock ?? {};
    const left = [
      logging?.textDataDeliveryEnabled,
      logging?.imageDataDeliveryEnabled,
      logging?.embeddingDataDeliveryEnabled,
    ];
    const others =
      logging?.videoDataDeliveryEnabled === false &&
      logging.s3Config !== undefined &&
      logging.cloudWatchConfig === undefined;
    const destination =
      logging?.cloudWatchConfig?.logGroupName === logGroup || logging?.s3Config?.keyPrefix === 'bedrock';
    return destination && !left.includes(false) && !others;
  },
  breakAgain: (state) => change(state, undefined),
  fixByHand: (state) => change(state, { ...delivered, cloudWatchConfig }),
  remove: (state) => change(state, { cloudWatchConfig }),
  essence: ({ regions }) => regions[region]?.bedrock,
};
