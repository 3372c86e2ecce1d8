import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

/** What the fixtures of a trail's settings have in common: one trail, right in every other way. */

export const arn = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/sagemaker-audit';

/** Right in every other way: what one remediation does, the others look at. */
export function holding(setting: object, others: readonly object[] = []): AccountFile {
  const settings = { logging: true, validation: true, multiRegion: true, kmsKeyId: 'alias/audit', ...setting };
  const own = { name: 'sagemaker-audit', bucket: 'org-audit-logs', prefix: 'sagemaker', ...settings };
  return { s3: { buckets: { 'org-audit-logs': {} } }, cloudtrail: { trails: [own, ...others] } } as AccountFile;
}

function change({ cloudtrail }: AccountState, setting: object): void {
  cloudtrail.trails = cloudtrail.trails.map((trail) => ({ ...trail, ...setting }));
}

/** @param own what is the one setting's: its remediation, its wrong worlds, and how right is told */
export function settingFixture(
  good: object,
  bad: object,
  own: Pick<Fixture, 'remediation' | 'wrong' | 'isRight' | 'readCalls'>,
): Fixture {
  return {
    signal: signalAbout(
      { type: 'AWS::CloudTrail::Trail', id: arn, arn },
      { apiCall: 'cloudtrail:UpdateTrail' },
      { source: 'cloudtrail', actor: { arn: 'arn:aws:iam::111122223333:user/mallory', type: 'IAMUser' } },
    ),
    right: holding(good),
    gone: { cloudtrail: { trails: [] } },
    breakAgain: (state) => change(state, bad),
    fixByHand: (state) => change(state, good),
    remove: (state) => void (state.cloudtrail.trails = []),
    essence: ({ cloudtrail }) => cloudtrail.trails,
    ...own,
  };
}
