import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import type { Agentcore } from './agentcore.ts';
import { agentcoreOf, withAgentcore } from './agentcore.ts';

type Gateway = NonNullable<Agentcore['gateways']>[string];
type Settings = Gateway['settings'];

const type = 'AWS::BedrockAgentCore::Gateway';
const id = 'claims-tools-h5k2m8p1q4';

const plain: Settings = {
  name: 'claims-tools',
  description: 'What agents may do with claims',
  roleArn: 'arn:aws:iam::111122223333:role/claims-tools',
  protocolType: 'MCP',
  protocolConfiguration: { mcp: { supportedVersions: ['2025-11-25'], searchType: 'SEMANTIC' } },
  authorizerType: 'CUSTOM_JWT',
  authorizerConfiguration: {
    customJWTAuthorizer: {
      discoveryUrl: 'https://login.example.com/.well-known/openid-configuration',
      allowedAudience: ['claims'],
    },
  },
  interceptorConfigurations: [
    {
      interceptor: { lambda: { arn: 'arn:aws:lambda:eu-central-1:111122223333:function:claims-tools-guard' } },
      interceptionPoints: ['REQUEST'],
    },
  ],
  exceptionLevel: 'DEBUG',
};
const encrypted: Settings = {
  ...plain,
  kmsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/99998888-7777-6666-5555-444433332222',
};

function holding(settings: Settings, more: Partial<Gateway> = {}): AccountFile {
  return withAgentcore({ gateways: { [id]: { settings, ...more } } });
}

function change(state: AccountState, settings: Settings): void {
  const found = agentcoreOf(state)?.gateways[id];
  if (found !== undefined) found.settings = settings;
}

export const fixture: Fixture = {
  remediation: 'agentcore-gateway-encrypted',
  signal: signalAbout({ type, id }, { configRule: 'bedrockagentcore-gateway-encryption-enabled' }),
  otherSignals: [signalAbout({ type, id }, { apiCall: 'bedrock-agentcore:UpdateGateway' })],
  wrong: [
    { name: 'the gateway has no key', account: holding(plain) },
    {
      name: 'it has none either, and its last update has failed',
      account: holding(plain, { status: 'UPDATE_UNSUCCESSFUL' }),
    },
  ],
  right: holding(encrypted),
  gone: withAgentcore({}),
  isRight: (state) => {
    const found = agentcoreOf(state)?.gateways[id];
    return found === undefined || found.settings.kmsKeyArn !== undefined;
  },
  breakAgain: (state) => change(state, plain),
  fixByHand: (state) => change(state, encrypted),
  remove: (state) => void delete agentcoreOf(state)?.gateways[id],
  essence: (state) => agentcoreOf(state)?.gateways[id]?.settings,
};
