import type { AccountFile, AccountState } from '../../local/account/state.ts';
import { plantedSecret } from '../kit/fixture.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

type Bedrock = NonNullable<NonNullable<AccountFile['regions']>[string]['bedrock']>;
type Agent = NonNullable<Bedrock['agents']>[string];
type Settings = Agent['settings'];

const region = 'eu-central-1';
const id = 'AGCLAIMS01';
const guardrailConfiguration = { guardrailIdentifier: 'gr4support01', guardrailVersion: '1' };

const bare: Settings = {
  agentName: 'claims-clerk',
  agentResourceRoleArn: 'arn:aws:iam::111122223333:role/bedrock-agents',
  foundationModel: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
};
/** Everything that an update would lose if it were not put again. */
const whole: Settings = {
  ...bare,
  description: 'Sorts claims',
  instruction: `You sort claims. The archive's password is ${plantedSecret}.`,
  idleSessionTTLInSeconds: 900,
  customerEncryptionKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/99998888-7777-6666-5555-444433332222',
  orchestrationType: 'CUSTOM_ORCHESTRATION',
  customOrchestration: { executor: { lambda: 'arn:aws:lambda:eu-central-1:111122223333:function:orchestrate' } },
  memoryConfiguration: { enabledMemoryTypes: ['SESSION_SUMMARY'], storageDays: 30 },
  agentCollaboration: 'SUPERVISOR',
  promptOverrideConfiguration: {
    overrideLambda: 'arn:aws:lambda:eu-central-1:111122223333:function:parse',
    promptConfigurations: [
      {
        promptType: 'ORCHESTRATION',
        promptCreationMode: 'OVERRIDDEN',
        promptState: 'ENABLED',
        parserMode: 'DEFAULT',
        basePromptTemplate: `{"system":"$instruction$ ${plantedSecret}"}`,
        inferenceConfiguration: { temperature: 0.1, maximumLength: 1024, stopSequences: ['END'] },
      },
      { promptType: 'POST_PROCESSING', promptCreationMode: 'DEFAULT', parserMode: 'OVERRIDDEN' },
    ],
  },
};

function holding(settings: Settings, more: Partial<Agent> = {}): AccountFile {
  const guardrail = { name: 'support', blockedInputMessaging: 'No.', blockedOutputsMessaging: 'No.' };
  const guardrails = { gr4support01: { settings: guardrail, versions: { 1: { settings: guardrail } } } };
  return { regions: { [region]: { bedrock: { guardrails, agents: { [id]: { settings, ...more } } } } } };
}

function agentsOf(state: AccountState) {
  return state.regions[region]?.bedrock.agents;
}

function change(state: AccountState, settings: Settings): void {
  const found = agentsOf(state)?.[id];
  if (found !== undefined) found.settings = settings;
}

export const fixture: Fixture = {
  remediation: 'bedrock-agent-guardrail-attached',
  signal: signalAbout(
    { type: 'AWS::Bedrock::Agent', id, arn: `arn:aws:bedrock:${region}:111122223333:agent/${id}` },
    { apiCall: 'bedrock:UpdateAgent' },
    { source: 'cloudtrail' },
  ),
  wrong: [
    { name: 'the agent in use has no guardrail', account: holding(whole) },
    { name: 'it was never prepared', account: holding(bare, { status: 'NOT_PREPARED' }) },
  ],
  right: holding({ ...whole, guardrailConfiguration }),
  gone: { regions: { [region]: { bedrock: {} } } },
  isRight: (state) => {
    const found = agentsOf(state)?.[id];
    return found === undefined || found.settings.guardrailConfiguration?.guardrailIdentifier !== undefined;
  },
  breakAgain: (state) => change(state, whole),
  fixByHand: (state) =>
    change(state, { ...whole, guardrailConfiguration: { ...guardrailConfiguration, guardrailVersion: 'DRAFT' } }),
  remove: (state) => void delete agentsOf(state)?.[id],
  essence: (state) =>
    // The service's defaults are put again as if they were the owner's.
    Object.entries(agentsOf(state) ?? {}).map(([name, { settings, status }]) => ({
      name,
      status,
      settings: {
        idleSessionTTLInSeconds: 600,
        agentCollaboration: 'DISABLED',
        orchestrationType: 'DEFAULT',
        ...settings,
      },
    })),
};
