import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { plantedSecret } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import type { Agentcore } from './agentcore.ts';
import { agentcoreOf, withAgentcore } from './agentcore.ts';

type Runtime = NonNullable<Agentcore['runtimes']>[string];
type Settings = Runtime['settings'];

const type = 'AWS::BedrockAgentCore::Runtime';
const id = 'claims_agent-Qx7Lm2Np4R';

const open: Settings = {
  agentRuntimeArtifact: {
    containerConfiguration: { containerUri: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/claims-agent:2026-11-18' },
  },
  roleArn: 'arn:aws:iam::111122223333:role/claims-agent',
  networkConfiguration: { networkMode: 'PUBLIC' },
  description: 'Answers questions about claims',
  protocolConfiguration: { serverProtocol: 'HTTP' },
  lifecycleConfiguration: { idleRuntimeSessionTimeout: 600, maxLifetime: 3600 },
  environmentVariables: { CLAIMS_API: 'https://claims.example.com', CLAIMS_PASSWORD: plantedSecret },
  requestHeaderConfiguration: { requestHeaderAllowlist: ['Authorization'] },
  authorizerConfiguration: {
    customJWTAuthorizer: {
      discoveryUrl: 'https://login.example.com/.well-known/openid-configuration',
      allowedClients: ['claims-portal'],
    },
  },
};
/** Its code lies in a bucket, and it has never been told a network mode. */
const { networkConfiguration: _, ...untold } = open;
const ofCode: Settings = {
  ...untold,
  agentRuntimeArtifact: {
    codeConfiguration: {
      code: { s3: { bucket: 'agent-code', prefix: 'claims/2026-11-18.zip' } },
      runtime: 'PYTHON_3_13',
      entryPoint: ['main.py'],
    },
  },
};
const inVpc: Settings = {
  ...open,
  networkConfiguration: {
    networkMode: 'VPC',
    networkModeConfig: { subnets: ['subnet-0c1d2e3f405162738'], securityGroups: ['sg-0b1c2d3e4f5061728'] },
  },
};

function holding(settings: Settings, more: Partial<Runtime> = {}): AccountFile {
  return withAgentcore({ runtimes: { [id]: { name: 'claims_agent', settings, ...more } } });
}

function change(state: AccountState, settings: Settings): void {
  const found = agentcoreOf(state)?.runtimes[id];
  if (found !== undefined) found.settings = settings;
}

export const fixture: Fixture = {
  remediation: 'agentcore-runtime-in-vpc',
  signal: signalAbout({ type, id }, { configRule: 'bedrockagentcore-runtime-private-network-required' }),
  otherSignals: [signalAbout({ type, id }, { apiCall: 'bedrock-agentcore:UpdateAgentRuntime' })],
  wrong: [
    { name: 'the runtime is in the public network mode', account: holding(open) },
    {
      name: 'it runs code from a bucket, names no network mode, and its last update has failed',
      account: holding(ofCode, { status: 'UPDATE_FAILED' }),
    },
  ],
  right: holding(inVpc),
  gone: withAgentcore({}),
  isRight: (state) => {
    const found = agentcoreOf(state)?.runtimes[id];
    return found === undefined || found.settings.networkConfiguration?.networkMode === 'VPC';
  },
  breakAgain: (state) => change(state, open),
  fixByHand: (state) => change(state, inVpc),
  remove: (state) => void delete agentcoreOf(state)?.runtimes[id],
  essence: (state) => agentcoreOf(state)?.runtimes[id]?.settings,
};
