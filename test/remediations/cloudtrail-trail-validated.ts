import type { Fixture } from '../kit/fixture.ts';
import { holding, settingFixture } from './trail-settings.ts';

const good = { validation: true };
const bad = { validation: false };

export const fixture: Fixture = settingFixture(good, bad, {
  remediation: 'cloudtrail-trail-validated',
  wrong: [{ name: 'log file validation was switched off', account: holding(bad) }],
  isRight: ({ cloudtrail }) => cloudtrail.trails.every(({ validation }) => validation),
});
