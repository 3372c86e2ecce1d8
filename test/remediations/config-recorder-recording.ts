import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';
const type = 'AWS::Config::ConfigurationRecorder';
const remediation = 'config-recorder-recording';
const settings = {
  name: 'default',
  roleARN: 'arn:aws:iam::111122223333:role/config-recorder',
  recordingGroup: { allSupported: true, includeGlobalResourceTypes: false },
  recordingMode: { recordingFrequency: 'CONTINUOUS' as const },
};
const channel = { name: 'default', s3BucketName: 'claims-config', s3KeyPrefix: 'history' };
const right = { recorder: { settings, recording: true }, channel };

type Config = NonNullable<NonNullable<AccountFile['regions']>[string]['config']>;

function holding(config: Config): AccountFile {
  const content = { recorder: settings, channel };
  return { regions: { [region]: { config } }, snapshots: [{ remediation, region, type, id: region, content }] };
}

/** What is made by hand is right as well, but not the same. */
function change(state: AccountState, made: boolean): void {
  const { config } = state.regions[region] ?? {};
  if (config === undefined) return;
  delete config.recorder;
  delete config.channel;
  if (made) Object.assign(config, structuredClone({ ...right, channel: { ...channel, s3KeyPrefix: 'by-hand' } }));
}

export const fixture: Fixture = {
  remediation,
  signal: signalAbout(
    { type: 'AWS::Config::Account', id: region },
    { apiCall: 'config:DeleteConfigurationRecorder' },
    { source: 'cloudtrail', actor: { arn: 'arn:aws:iam::111122223333:user/mallory', type: 'IAMUser' } },
  ),
  wrong: [
    { name: 'the recorder and its channel were deleted', account: holding({}) },
    {
      name: 'the recorder was stopped and narrowed',
      account: holding({
        recorder: {
          settings: {
            ...settings,
            recordingGroup: {
              allSupported: false,
              includeGlobalResourceTypes: false,
              resourceTypes: ['AWS::EC2::Instance', 'AWS::S3::Bucket'],
              recordingStrategy: { useOnly: 'INCLUSION_BY_RESOURCE_TYPES' },
            },
          },
          recording: false,
          stopped: '2026-11-20T09:55:00Z',
        },
        channel,
      }),
    },
  ],
  right: holding(right),
  // A Region's set-up is always there to be looked at; without a recorder it is wrong.
  gone: holding(right),
  // Three to see that it is right, three to keep what it is.
  readCalls: 6,
  isRight: ({ regions }) => {
    const { recorder, channel: to } = regions[region]?.config ?? {};
    const { allSupported, resourceTypes = [] } = recorder?.settings.recordingGroup ?? {};
    const types: readonly string[] = resourceTypes;
    return (
      recorder?.recording === true &&
      to !== undefined &&
      (allSupported === true || types.includes('AWS::SageMaker::Model'))
    );
  },
  breakAgain: (state) => change(state, false),
  fixByHand: (state) => change(state, true),
  remove: (state) => change(state, true),
  essence: ({ regions }) => {
    const { recorder, channel: to } = regions[region]?.config ?? {};
    return { settings: recorder?.settings, recording: recorder?.recording, channel: to };
  },
};
