import type { AccountFile } from '../../local/account/state.ts';
import type { ReportFixture } from '../kit/report-fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import type { Agentcore } from './agentcore.ts';
import { withAgentcore } from './agentcore.ts';

type Network = NonNullable<Agentcore['codeInterpreters']>[string]['settings']['networkConfiguration'];

const type = 'AWS::BedrockAgentCore::CodeInterpreterCustom';
const id = 'pricing_sums-Rs2Tu4Vw6X';

function holding(networkConfiguration: Network): AccountFile {
  return withAgentcore({ codeInterpreters: { [id]: { settings: { name: 'pricing_sums', networkConfiguration } } } });
}

export const fixture: ReportFixture = {
  remediation: 'agentcore-code-interpreter-in-vpc',
  signal: signalAbout({ type, id }, { configRule: 'bedrockagentcore-codeinterpreter-networkmode-check' }),
  otherSignals: [signalAbout({ type, id }, { apiCall: 'bedrock-agentcore:CreateCodeInterpreter' })],
  wrong: [
    {
      name: 'the code interpreter is in the public network mode',
      account: holding({ networkMode: 'PUBLIC' }),
      why: [/^Code interpreter pricing_sums is in no VPC \(network mode PUBLIC\)$/],
      steps: [/^Create a code interpreter with the settings of pricing_sums-Rs2Tu4Vw6X/, /DeleteCodeInterpreter/],
    },
    {
      name: 'it is in the sandbox',
      account: holding({ networkMode: 'SANDBOX' }),
      why: [/\(network mode SANDBOX\)$/],
      steps: [/networkMode VPC/],
    },
  ],
  right: holding({
    networkMode: 'VPC',
    vpcConfig: { subnets: ['subnet-0c1d2e3f405162738'], securityGroups: ['sg-0b1c2d3e4f5061728'] },
  }),
  gone: withAgentcore({}),
};
