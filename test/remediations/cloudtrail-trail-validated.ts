import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const arn = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/sagemaker-audit';
const good = { validation: true };
const bad = { validation: false };

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
  remediation: 'cloudtrail-trail-validated',
  signal: signalAbout(
    { type: 'AWS::CloudTrail::Trail', id: arn, arn },
    { apiCall: 'cloudtrail:UpdateTrail' },
    { source: 'cloudtrail', actor: { arn: 'arn:aws:iam::111122223333:user/mallory', type: 'IAMUser' } },
  ),
  wrong: [{ name: 'log file validation was switched off', account: holding(bad) }],
  right: holding(good),
  gone: { cloudtrail: { trails: [] } },
  isRight: ({ cloudtrail }) => cloudtrail.trails.every(({ validation }) => validation),
  breakAgain: (state) => change(state, bad),
  fixByHand: (state) => change(state, good),
  remove: (state) => void (state.cloudtrail.trails = []),
  essence: ({ cloudtrail }) => cloudtrail.trails,
};
