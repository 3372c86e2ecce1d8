import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';
const id = 'd-0a1b2c3d4e5f';
type Domain = NonNullable<
  NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>['domains']>[string]
>;
type Access = NonNullable<Domain['settings']['AppNetworkAccessType']>;

function holding(access: Access | undefined, apps: Domain['apps'] = []): AccountFile {
  const domain: Domain = {
    name: 'fraud-studio',
    settings: {
      AuthMode: 'IAM',
      DefaultUserSettings: {
        ExecutionRole: 'arn:aws:iam::111122223333:role/studio',
        SecurityGroups: ['sg-0a1b2c3d4e5f60718'],
      },
      SubnetIds: ['subnet-0a1b2c3d4e5f60718'],
      VpcId: 'vpc-0a1b2c3d4e5f60718',
      ...(access === undefined ? {} : { AppNetworkAccessType: access }),
    },
    apps,
    tags: [{ Key: 'team', Value: 'fraud' }],
  };
  // One poll in vain tells as much as ten.
  return { regions: { [region]: { sagemaker: { domains: { [id]: domain }, seconds: { domain: 20 } } } } };
}

function domainsOf(state: AccountState) {
  const domains = state.regions[region]?.sagemaker.domains;
  if (domains === undefined) throw new Error(`nothing in ${region}`);
  return domains;
}

function change(state: AccountState, access: Access): void {
  const found = domainsOf(state)[id];
  if (found === undefined) return;
  domainsOf(state)[id] = { ...found, settings: { ...found.settings, AppNetworkAccessType: access } };
}

export const fixture: Fixture = {
  remediation: 'sagemaker-domain-vpc-only',
  signal: signalAbout({ type: 'AWS::SageMaker::Domain', id }, { configRule: 'sagemaker-domain-in-vpc' }),
  wrong: [
    { name: 'the domain is open to the internet', account: holding('PublicInternetOnly') },
    {
      name: 'nobody has asked for any access, and apps have been there',
      account: holding(undefined, [
        { AppName: 'default', AppType: 'JupyterLab', SpaceName: 'alice', Status: 'Deleted' },
        { AppName: 'old', AppType: 'CodeEditor', UserProfileName: 'bob', Status: 'Failed' },
      ]),
    },
  ],
  right: holding('VpcOnly'),
  gone: { regions: { [region]: { sagemaker: {} } } },
  isRight: (state) =>
    Object.values(domainsOf(state)).every(({ settings }) => settings.AppNetworkAccessType === 'VpcOnly'),
  breakAgain: (state) => change(state, 'PublicInternetOnly'),
  fixByHand: (state) => change(state, 'VpcOnly'),
  remove: (state) => void delete domainsOf(state)[id],
  essence: (state) =>
    Object.entries(domainsOf(state)).map(([name, { created: _, modified: __, settings, ...rest }]) => [
      name,
      { ...rest, settings: { AppNetworkAccessType: 'PublicInternetOnly', ...settings } },
    ]),
};
