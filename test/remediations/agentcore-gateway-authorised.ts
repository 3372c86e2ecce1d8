import type { AccountFile } from '../../local/account/state.ts';
import type { ReportFixture } from '../kit/report-fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import type { Agentcore } from './agentcore.ts';
import { withAgentcore } from './agentcore.ts';

type Settings = NonNullable<Agentcore['gateways']>[string]['settings'];

const type = 'AWS::BedrockAgentCore::Gateway';
const id = 'partner-tools-x3v9b6n2c7';

const open: Settings = {
  name: 'partner-tools',
  roleArn: 'arn:aws:iam::111122223333:role/partner-tools',
  protocolType: 'MCP',
  authorizerType: 'NONE',
};

function holding(settings: Settings): AccountFile {
  return withAgentcore({ gateways: { [id]: { settings } } });
}

export const fixture: ReportFixture = {
  remediation: 'agentcore-gateway-authorised',
  signal: signalAbout({ type, id }, { configRule: 'bedrockagentcore-gateway-authorizer-enabled' }),
  otherSignals: [signalAbout({ type, id }, { apiCall: 'bedrock-agentcore:CreateGateway' })],
  wrong: [
    {
      name: 'the gateway authorises nobody',
      account: holding(open),
      why: [/^Anybody may call gateway partner-tools \(authoriser type NONE\), and nothing else decides who may$/],
      steps: [
        /^Create a gateway with the settings of partner-tools-x3v9b6n2c7 .* authorizerType AWS_IAM/,
        /DeleteGateway/,
        /exempt it in the policy/,
      ],
    },
    {
      name: 'others decide in its place',
      account: holding({
        ...open,
        policyEngineConfiguration: {
          arn: 'arn:aws:bedrock-agentcore:eu-central-1:111122223333:policy-engine/partners-a1b2c3d4e5',
          mode: 'LOG_ONLY',
        },
        interceptorConfigurations: [
          {
            interceptor: { lambda: { arn: 'arn:aws:lambda:eu-central-1:111122223333:function:partner-guard' } },
            interceptionPoints: ['REQUEST'],
          },
        ],
      }),
      why: [/\(authoriser type NONE\), and what decides is a policy engine \(LOG_ONLY\) and interceptors$/],
      steps: [/^Create a gateway/],
    },
  ],
  right: holding({ ...open, authorizerType: 'AWS_IAM' }),
  gone: withAgentcore({}),
};
