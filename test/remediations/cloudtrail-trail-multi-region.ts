import type { Fixture } from '../kit/fixture.ts';
import { holding, settingFixture } from './trail-settings.ts';

const good = { multiRegion: true };
const bad = { multiRegion: false };

export const fixture: Fixture = settingFixture(good, bad, {
  remediation: 'cloudtrail-trail-multi-region',
  wrong: [
    { name: 'the only trail was cut down to its Region', account: holding(bad) },
    {
      name: 'the one that records all Regions was stopped',
      account: holding(bad, [{ name: 'org-audit', bucket: 'org-audit-logs', multiRegion: true }]),
      alike: true,
    },
  ],
  isRight: ({ cloudtrail }) =>
    cloudtrail.trails.some(({ multiRegion, logging }) => multiRegion && logging) || cloudtrail.trails.length === 0,
});
