import type { AccountFile } from '../../local/account/state.ts';
import { plantedSecret } from '../kit/fixture.ts';
import type { ReportFixture } from '../kit/report-fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';
const id = 'login-to-registry';

function holding(script: string): AccountFile {
  const settings = {
    StudioLifecycleConfigContent: Buffer.from(script).toString('base64'),
    StudioLifecycleConfigAppType: 'JupyterLab' as const,
  };
  return { regions: { [region]: { sagemaker: { studioLifecycleConfigs: { [id]: { settings } } } } } };
}

export const fixture: ReportFixture = {
  remediation: 'sagemaker-studio-lifecycle-config-no-secrets',
  signal: signalAbout(
    { type: 'AWS::SageMaker::StudioLifecycleConfig', id },
    { apiCall: 'sagemaker:CreateStudioLifecycleConfig' },
    { source: 'cloudtrail' },
  ),
  wrong: [
    {
      name: 'the script logs in with a password',
      account: holding(`set -eux\npip config set index-url https://ci:${plantedSecret}@pypi.example.com/simple\n`),
      why: [/^Line 2 of the script of login-to-registry holds a password in a URL$/],
      steps: [/^Create the script anew under another name/, /UpdateUserProfile/],
    },
  ],
  right: holding('set -eux\npip install --upgrade sagemaker\n'),
  gone: { regions: { [region]: { sagemaker: {} } } },
};
