import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const arn = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/bedrock-audit';
const remediation = 'cloudtrail-trail-selectors-kept';
const type = 'AWS::CloudTrail::Trail';
const management = { Name: 'all calls', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
const dataOf = (of: string) => ({
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: [of] },
  ],
});
const whole = [management, dataOf('AWS::Bedrock::AgentAlias'), dataOf('AWS::SageMaker::Endpoint')];
const writesOnly = [
  { FieldSelectors: [...management.FieldSelectors, { Field: 'readOnly', Equals: ['false'] }] },
  dataOf('AWS::SageMaker::Endpoint'),
];
const content = { AdvancedEventSelectors: whole };
const kept = { remediation, region: 'eu-central-1', type, id: arn, content };

const usual = {
  ReadWriteType: 'All',
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
};

function holding(setting: object, others: readonly object[] = []): AccountFile {
  // Right in every other way: what one remediation does, the others look at.
  const settings = { logging: true, validation: true, multiRegion: true, kmsKeyId: 'alias/audit', ...setting };
  const own = { name: 'bedrock-audit', bucket: 'org-audit-logs', prefix: 'bedrock', ...settings };
  return { s3: { buckets: { 'org-audit-logs': {} } }, cloudtrail: { trails: [own, ...others] } } as AccountFile;
}

function change({ cloudtrail }: AccountState, advancedEventSelectors: object[]): void {
  const [own, ...others] = cloudtrail.trails;
  cloudtrail.trails = own === undefined ? [] : [{ ...own, advancedEventSelectors } as typeof own, ...others];
}

export const fixture: Fixture = {
  remediation,
  signal: signalAbout(
    { type, id: arn, arn },
    { apiCall: 'cloudtrail:PutEventSelectors' },
    { source: 'cloudtrail', actor: { arn: 'arn:aws:iam::111122223333:user/mallory', type: 'IAMUser' } },
  ),
  wrong: [
    {
      name: 'data events of agents and all reading calls were taken away',
      account: { ...holding({ advancedEventSelectors: writesOnly }), snapshots: [kept] },
    },
    {
      name: 'basic selectors leave management events out, and the other trail is stopped',
      account: holding(
        {
          eventSelectors: [
            { ...usual, ReadWriteType: 'ReadOnly', ExcludeManagementEventSources: ['kms.amazonaws.com'] },
            {
              ...usual,
              IncludeManagementEvents: false,
              DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::fraud-training-data/'] }],
            },
          ],
        },
        [{ name: 'org-audit', bucket: 'org-audit-logs', multiRegion: true }],
      ),
    },
  ],
  right: holding({ advancedEventSelectors: whole }),
  gone: { cloudtrail: { trails: [] } },
  // One to judge, one to keep what it logs.
  readCalls: 2,
  isRight: ({ cloudtrail: { trails } }) =>
    trails
      .slice(0, 1)
      .every(
        ({ advancedEventSelectors: advanced, eventSelectors: basic = [] }) =>
          (advanced === undefined && basic.length === 0) ||
          advanced?.some(({ FieldSelectors: [...fields] = [] }) => fields.length === 1) === true ||
          basic.some(
            ({ ReadWriteType, IncludeManagementEvents, ExcludeManagementEventSources: [...left] = [] }) =>
              IncludeManagementEvents === true && ReadWriteType === 'All' && left.length === 0,
          ),
      ),
  breakAgain: (state) => change(state, writesOnly),
  fixByHand: (state) => change(state, whole),
  remove: (state) => void (state.cloudtrail.trails = []),
  essence: ({ cloudtrail }) => cloudtrail.trails,
};
