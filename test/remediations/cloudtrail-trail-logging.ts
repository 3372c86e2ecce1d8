import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const arn = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/org-audit';

function holding(logging: boolean): AccountFile {
  return {
    s3: { buckets: { 'org-audit-logs': {} } },
    cloudtrail: {
      trails: [
        { name: 'org-audit', bucket: 'org-audit-logs', multiRegion: true, logging, stopped: '2026-11-20T09:55:00Z' },
      ],
    },
  };
}

function change(state: AccountState, logging: boolean): void {
  state.cloudtrail.trails = state.cloudtrail.trails.map((trail) => ({ ...trail, logging }));
}

export const fixture: Fixture = {
  remediation: 'cloudtrail-trail-logging',
  signal: signalAbout(
    { type: 'AWS::CloudTrail::Trail', id: arn, arn },
    { apiCall: 'cloudtrail:StopLogging' },
    { source: 'cloudtrail', actor: { arn: 'arn:aws:iam::111122223333:user/mallory', type: 'IAMUser' } },
  ),
  wrong: [{ name: 'the trail was stopped', account: holding(false) }],
  right: holding(true),
  gone: { cloudtrail: { trails: [] } },
  isRight: ({ cloudtrail }) => cloudtrail.trails.every(({ logging }) => logging),
  breakAgain: (state) => change(state, false),
  fixByHand: (state) => change(state, true),
  remove: (state) => void (state.cloudtrail.trails = []),
  essence: ({ cloudtrail }) => cloudtrail.trails.map(({ started: _, stopped: __, ...trail }) => trail),
};
