import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';

function scanning(ecr: boolean, lambda: boolean): AccountFile {
  const on = (enabled: boolean) => ({ enabled });
  return { regions: { [region]: { inspector2: { scanning: { ecr: on(ecr), lambda: on(lambda) } } } } };
}

function change(state: AccountState, ecr: boolean, lambda = true): void {
  const scans = state.regions[region]?.inspector2.scanning;
  if (scans === undefined) return;
  scans.ecr = { enabled: ecr };
  scans.lambda = { enabled: lambda };
}

export const fixture: Fixture = {
  remediation: 'inspector-scanning-enabled',
  signal: signalAbout(
    { type: 'AWS::Inspector2::Account', id: region },
    { apiCall: 'inspector2:Disable' },
    { source: 'cloudtrail', actor: { arn: 'arn:aws:iam::111122223333:user/mallory', type: 'IAMUser' } },
  ),
  wrong: [
    { name: 'the scanning of container images was switched off', account: scanning(false, true) },
    { name: 'all scanning was switched off', account: scanning(false, false) },
  ],
  right: scanning(true, true),
  // The account is always there, with or without anything that is scanned.
  gone: scanning(true, true),
  isRight: ({ regions }) => {
    const { ecr, lambda } = regions[region]?.inspector2.scanning ?? {};
    return ecr?.enabled === true && lambda?.enabled === true;
  },
  breakAgain: (state) => change(state, false),
  fixByHand: (state) => change(state, true),
  remove(state) {
    change(state, true);
    const scans = state.regions[region]?.inspector2.scanning;
    if (scans !== undefined) scans.ec2 = { enabled: true };
  },
  essence: ({ regions }) =>
    Object.entries(regions[region]?.inspector2.scanning ?? {}).map(([name, { enabled }]) => ({ name, enabled })),
};
