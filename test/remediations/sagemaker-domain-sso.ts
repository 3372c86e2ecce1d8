import type { AccountFile } from '../../local/account/state.ts';
import type { ReportFixture } from '../kit/report-fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';
const id = 'd-fraudstudio01';

function having(AuthMode: 'IAM' | 'SSO', more: { application?: null } = {}): AccountFile {
  const settings = { AuthMode, DefaultUserSettings: { ExecutionRole: 'arn:aws:iam::111122223333:role/studio' } };
  return { regions: { [region]: { sagemaker: { domains: { [id]: { name: 'fraud-studio', settings, ...more } } } } } };
}

export const fixture: ReportFixture = {
  remediation: 'sagemaker-domain-sso',
  signal: signalAbout({ type: 'AWS::SageMaker::Domain', id }, { apiCall: 'sagemaker:CreateDomain' }),
  wrong: [
    {
      name: 'users sign in as IAM identities',
      account: having('IAM'),
      why: [/^Users of domain fraud-studio sign in as IAM identities \(AuthMode IAM\)$/],
      steps: [
        /Enable IAM Identity Center/,
        /Create a domain with AuthMode SSO and the other settings of d-fraudstudio01/,
      ],
    },
    {
      name: 'no application stands for the domain',
      account: having('SSO', { application: null }),
      why: [/^No Identity Center application/],
      steps: [/Create a domain with AuthMode SSO/],
    },
  ],
  right: having('SSO'),
  gone: { regions: { [region]: { sagemaker: {} } } },
};
