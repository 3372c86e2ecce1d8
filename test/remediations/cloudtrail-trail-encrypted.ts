import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const arn = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/sagemaker-audit';
const key = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const good = { kmsKeyId: key };
const kept = {
  remediation: 'cloudtrail-trail-encrypted',
  region: 'eu-central-1',
  type: 'AWS::CloudTrail::Trail',
  id: arn,
  content: { KmsKeyId: key },
};
const bad = { kmsKeyId: undefined };

function holding(setting: object, others: readonly object[] = []): AccountFile {
  // Right in every other way: what one remediation does, the others look at.
  const settings = { logging: true, validation: true, multiRegion: true, kmsKeyId: 'alias/audit', ...setting };
  const own = { name: 'sagemaker-audit', bucket: 'org-audit-logs', prefix: 'sagemaker', ...settings };
  return { s3: { buckets: { 'org-audit-logs': {} } }, cloudtrail: { trails: [own, ...others] } } as AccountFile;
}

function change({ cloudtrail }: AccountState, setting: object): void {
  cloudtrail.trails = cloudtrail.trails.map((trail) => ({ ...trail, ...setting }));
}

export const fixture: Fixture = {
  remediation: 'cloudtrail-trail-encrypted',
  signal: signalAbout(
    { type: 'AWS::CloudTrail::Trail', id: arn, arn },
    { apiCall: 'cloudtrail:UpdateTrail' },
    { source: 'cloudtrail', actor: { arn: 'arn:aws:iam::111122223333:user/mallory', type: 'IAMUser' } },
  ),
  wrong: [
    { name: 'the log files lost the key that they had', account: { ...holding(bad), snapshots: [kept] } },
    { name: 'the policy names a key', account: holding(bad), parameters: { 'kms-key': key }, alike: true },
  ],
  right: holding(good),
  gone: { cloudtrail: { trails: [] } },
  // One to judge, one to keep the key.
  readCalls: 2,
  isRight: ({ cloudtrail }) => cloudtrail.trails.every(({ kmsKeyId }) => kmsKeyId !== undefined),
  breakAgain: (state) => change(state, bad),
  fixByHand: (state) => change(state, good),
  remove: (state) => void (state.cloudtrail.trails = []),
  essence: ({ cloudtrail }) => cloudtrail.trails,
};
