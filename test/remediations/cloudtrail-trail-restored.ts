import type { AccountFile, AccountState } from '../../local/account/state.ts';
import { toJson } from '../../shared/json.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';
const arn = `arn:aws:cloudtrail:${region}:111122223333:trail/claims-audit`;
const remediation = 'cloudtrail-trail-restored';
const type = 'AWS::CloudTrail::Trail';
const key = `arn:aws:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const policy = JSON.stringify({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::org-audit-logs/claims/AWSLogs/111122223333/*',
    },
  ],
});
const advanced = ['AWS::Bedrock::AgentAlias', 'AWS::SageMaker::Endpoint'].map((one) => ({
  Name: one,
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: [one] },
  ],
}));
const insights = [{ InsightType: 'ApiErrorRateInsight' as const, EventCategories: ['Management' as const] }];
const tags = [{ Key: 'team', Value: 'claims' }];
const content = toJson({
  trail: {
    Name: 'claims-audit',
    S3BucketName: 'org-audit-logs',
    S3KeyPrefix: 'claims',
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: true,
    EnableLogFileValidation: true,
    KmsKeyId: key,
    IsOrganizationTrail: false,
  },
  started: '2026-03-01T08:00:00.000Z',
  selectors: { AdvancedEventSelectors: advanced },
  insights,
  tags,
});
const kept = { remediation, region, type, id: arn, content };

const right = {
  name: 'claims-audit',
  region,
  bucket: 'org-audit-logs',
  prefix: 'claims',
  multiRegion: true,
  globalEvents: true,
  validation: true,
  kmsKeyId: key,
  organization: false,
  advancedEventSelectors: advanced,
  insightSelectors: insights,
  tags,
  logging: true,
  started: '2026-03-01T08:00:00.000Z',
};

// As a sweep of another account would have kept it, too.
const both: readonly object[] = [kept, { ...kept, account: '444455556666' }];

function holding(trails: readonly object[], snapshots: readonly object[] = both): AccountFile {
  return {
    s3: { buckets: { 'org-audit-logs': { policy } } },
    cloudtrail: { trails },
    snapshots,
  } as unknown as AccountFile;
}

function change(state: AccountState, made: boolean): void {
  state.cloudtrail.trails = made ? [structuredClone(right)] : [];
}

export const fixture: Fixture = {
  remediation,
  signal: signalAbout(
    { type, id: arn, arn },
    { apiCall: 'cloudtrail:StartLogging' },
    { source: 'cloudtrail', actor: { arn: 'arn:aws:iam::111122223333:user/mallory', type: 'IAMUser' } },
  ),
  irreversible: true,
  wrong: [
    {
      name: 'a trail was deleted',
      account: holding([]),
      signal: signalAbout({ type, id: arn, arn }, { apiCall: 'cloudtrail:DeleteTrail' }, { source: 'cloudtrail' }),
    },
  ],
  right: holding([right]),
  gone: holding([], []),
  // Two to see that it is there; five to keep what it is made of.
  readCalls: 7,
  // Of one that was just made again, two more to see that it is finished.
  verifyCalls: 9,
  isRight: ({ cloudtrail: { trails } }) =>
    trails.some(({ logging, advancedEventSelectors: logged = [] }) => logging && logged.length > 0),
  breakAgain: (state) => change(state, false),
  fixByHand: (state) => change(state, true),
  // What is deleted once more is made once more: nothing less than one of that name is right.
  remove: (state) => change(state, true),
  // Basic selectors are what a new trail has; here they come by undoing alone.
  essence: ({ cloudtrail }) =>
    cloudtrail.trails.map(({ started: _, stopped: __, eventSelectors: ___, ...trail }) => trail),
};
