import type { AccountFile } from '../../local/account/state.ts';
import type { ReportFixture } from '../kit/report-fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import type { Agentcore } from './agentcore.ts';
import { withAgentcore } from './agentcore.ts';

type Settings = NonNullable<Agentcore['browsers']>[string]['settings'];

const type = 'AWS::BedrockAgentCore::BrowserCustom';
const id = 'research_browser-Hj4Kl6Mn8P';

const open: Settings = { name: 'research_browser', networkConfiguration: { networkMode: 'PUBLIC' } };
const s3Location = { bucket: 'browser-recordings', prefix: 'research/' };

function holding(settings: Settings): AccountFile {
  return withAgentcore({ browsers: { [id]: { settings } } });
}

export const browserInVpc: ReportFixture = {
  remediation: 'agentcore-browser-in-vpc',
  signal: signalAbout({ type, id }, { configRule: 'bedrockagentcore-browsercustom-network-mode-not-public' }),
  otherSignals: [signalAbout({ type, id }, { apiCall: 'bedrock-agentcore:CreateBrowser' })],
  wrong: [
    {
      name: 'the browser is in the public network mode',
      account: holding(open),
      why: [/^Browser research_browser is in no VPC \(network mode PUBLIC\)$/],
      steps: [/^Create a browser with the settings of research_browser-Hj4Kl6Mn8P .*networkMode VPC/, /DeleteBrowser/],
    },
  ],
  right: holding({
    ...open,
    networkConfiguration: {
      networkMode: 'VPC',
      vpcConfig: { subnets: ['subnet-0c1d2e3f405162738'], securityGroups: ['sg-0b1c2d3e4f5061728'] },
    },
  }),
  gone: withAgentcore({}),
};

export const browserRecorded: ReportFixture = {
  remediation: 'agentcore-browser-recorded',
  signal: signalAbout({ type, id }, { configRule: 'bedrockagentcore-browsercustom-recording-enabled' }),
  otherSignals: [signalAbout({ type, id }, { apiCall: 'bedrock-agentcore:CreateBrowser' })],
  wrong: [
    {
      name: 'the browser knows no recording',
      account: holding(open),
      why: [/^Sessions of browser research_browser are not recorded$/],
      steps: [/^Have a bucket for the recordings/, /recording enabled, with the bucket as s3Location/, /DeleteBrowser/],
    },
    {
      name: 'recording is switched off',
      account: holding({ ...open, recording: { enabled: false, s3Location } }),
      why: [/not recorded/],
      steps: [/^Create a browser/],
    },
  ],
  right: holding({ ...open, recording: { enabled: true, s3Location } }),
  gone: withAgentcore({}),
};
