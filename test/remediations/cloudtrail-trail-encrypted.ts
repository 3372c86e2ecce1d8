import type { Fixture } from '../kit/fixture.ts';
import { arn, holding, settingFixture } from './trail-settings.ts';

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

export const fixture: Fixture = settingFixture(good, bad, {
  remediation: 'cloudtrail-trail-encrypted',
  wrong: [
    { name: 'the log files lost the key that they had', account: { ...holding(bad), snapshots: [kept] } },
    { name: 'the policy names a key', account: holding(bad), parameters: { 'kms-key': key }, alike: true },
  ],
  // One to judge, one to keep the key.
  readCalls: 2,
  isRight: ({ cloudtrail }) => cloudtrail.trails.every(({ kmsKeyId }) => kmsKeyId !== undefined),
});
