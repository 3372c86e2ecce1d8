import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

type Bedrock = NonNullable<NonNullable<AccountFile['regions']>[string]['bedrock']>;
type Aliases = NonNullable<NonNullable<Bedrock['agents']>[string]['aliases']>;
type Settings = Aliases[string]['settings'];

const region = 'eu-central-1';
const agent = 'AGCLAIMS01';
const alias = 'ALCLAIMS01';
const arn = `arn:aws:bedrock:${region}:111122223333:agent-alias/${agent}/${alias}`;

const open: Settings = {
  agentAliasName: 'partners',
  description: "For partners' portals",
  routingConfiguration: [{ agentVersion: '2' }],
  aliasInvocationState: 'ACCEPT_INVOCATIONS',
};
const shut: Settings = { ...open, aliasInvocationState: 'REJECT_INVOCATIONS' };

function holding(aliases: Aliases): AccountFile {
  const settings = {
    agentName: 'claims-clerk',
    agentResourceRoleArn: 'arn:aws:iam::111122223333:role/bedrock-agents',
    foundationModel: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
  };
  return { regions: { [region]: { bedrock: { agents: { [agent]: { settings, aliases } } } } } };
}

function aliasesOf(state: AccountState) {
  return state.regions[region]?.bedrock.agents[agent]?.aliases;
}

function change(state: AccountState, settings: Settings): void {
  const found = aliasesOf(state)?.[alias];
  if (found !== undefined) found.settings = settings;
}

export const fixture: Fixture = {
  remediation: 'bedrock-agent-alias-contained',
  signal: signalAbout(
    { type: 'AWS::Bedrock::AgentAlias', id: `${agent}|${alias}`, arn },
    { apiCall: 'bedrock:UpdateAgentAlias' },
    { source: 'cloudtrail' },
  ),
  wrong: [
    {
      name: 'an alias that the policy lists answers',
      account: holding({ [alias]: { settings: open } }),
    },
    {
      name: 'the policy lists it by its ARN, and it has no description',
      account: holding({
        [alias]: { settings: { agentAliasName: 'partners', routingConfiguration: [{ agentVersion: '2' }] } },
      }),
      parameters: { aliases: [arn] },
    },
  ],
  right: holding({ [alias]: { settings: shut } }),
  gone: holding({}),
  isRight: (state) => {
    const found = aliasesOf(state)?.[alias];
    return found === undefined || found.settings.aliasInvocationState === 'REJECT_INVOCATIONS';
  },
  breakAgain: (state) => change(state, open),
  fixByHand: (state) => change(state, shut),
  remove: (state) => void delete aliasesOf(state)?.[alias],
  essence: (state) =>
    Object.entries(aliasesOf(state) ?? {}).map(([name, { settings }]) => [
      name,
      { aliasInvocationState: 'ACCEPT_INVOCATIONS', ...settings },
    ]),
};
