import type {
  Agent,
  AgentStatus,
  GetAgentRequest,
  GetAgentResponse,
  ListAgentsRequest,
  ListAgentsResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  PrepareAgentRequest,
  PrepareAgentResponse,
  PromptConfiguration,
  PromptType,
  UpdateAgentRequest,
  UpdateAgentResponse,
} from '@aws-sdk/client-bedrock-agent';
import { conflict, invalid, notFound } from './bedrock-errors.ts';
import type { AgentState } from './bedrock-state.ts';
import { arn, parseArn } from './names.ts';
import { own, present } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';
import type { Stored } from './stored.ts';

export function findAgent(id: string, context: CallContext): AgentState {
  const agent = own(readRegion(context).bedrock.agents, id);
  if (agent === undefined) throw notFound(`Agent ${id}`);
  return agent;
}

export function keepAgent(id: string, agent: AgentState, context: CallContext): void {
  changeRegion(context).bedrock.agents[id] = agent;
}

function statusOf({ busy, status }: AgentState, now: Date): AgentStatus {
  return busy !== undefined && now < new Date(busy.until) ? busy.as : status;
}

/** While one change is under way, another is refused. */
function requireSettled(agent: AgentState, operation: string, { now }: CallContext): void {
  const status = statusOf(agent, now);
  if (status !== agent.status)
    throw conflict(`${operation} operation can't be performed on Agent when it is ${status}.`);
}

function busyAs(as: 'PREPARING' | 'UPDATING', context: CallContext): NonNullable<AgentState['busy']> {
  const { seconds } = readRegion(context).bedrock;
  return { as, until: new Date(context.now.getTime() + seconds.agent * 1000).toISOString() };
}

const promptTypes: readonly PromptType[] = [
  'PRE_PROCESSING',
  'ORCHESTRATION',
  'KNOWLEDGE_BASE_RESPONSE_GENERATION',
  'POST_PROCESSING',
];

/** Every step's prompt: the service's own where the owner has none. */
function promptsOf({ settings }: AgentState): Stored<PromptConfiguration>[] {
  const given = settings.promptOverrideConfiguration?.promptConfigurations ?? [];
  const others = promptTypes.filter((type) => given.every(({ promptType }) => promptType !== type));
  const defaults = others.map((promptType) => ({
    promptType,
    promptCreationMode: 'DEFAULT' as const,
    promptState: 'ENABLED' as const,
    parserMode: 'DEFAULT' as const,
    basePromptTemplate: `The service's own template for ${promptType}`,
    inferenceConfiguration: { temperature: 0, maximumLength: 2048 },
  }));
  return [...given, ...defaults];
}

function describe(id: string, agent: AgentState, context: CallContext): Stored<Agent> {
  const { settings, created: createdAt, modified: updatedAt, prepared: preparedAt } = agent;
  return present({
    idleSessionTTLInSeconds: 600,
    agentCollaboration: 'DISABLED' as const,
    orchestrationType: 'DEFAULT' as const,
    ...settings,
    agentName: settings.agentName ?? '',
    agentResourceRoleArn: settings.agentResourceRoleArn ?? '',
    promptOverrideConfiguration: { ...settings.promptOverrideConfiguration, promptConfigurations: promptsOf(agent) },
    agentId: id,
    agentArn: arn('bedrock', context, `agent/${id}`),
    agentVersion: 'DRAFT',
    agentStatus: statusOf(agent, context.now),
    createdAt,
    updatedAt,
    preparedAt,
  });
}

/** The working draft. */
export const getAgent: Handler<GetAgentRequest, GetAgentResponse> = ({ agentId = '' }, context) => ({
  agent: describe(agentId, findAgent(agentId, context), context),
});

/** Replaces the working draft: what the request leaves out is gone. It is used only when it is prepared again. */
export const updateAgent: Handler<UpdateAgentRequest, UpdateAgentResponse> = (request, context) => {
  const { agentId = '', ...settings } = request;
  const agent = findAgent(agentId, context);
  requireSettled(agent, 'UpdateAgent', context);
  checkSettings(settings, context);
  const changed: AgentState = {
    ...agent,
    settings,
    status: 'NOT_PREPARED',
    modified: context.now.toISOString(),
    busy: busyAs('UPDATING', context),
  };
  keepAgent(agentId, changed, context);
  return { agent: describe(agentId, changed, context) };
};

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_UpdateAgent.html */
function checkSettings(settings: AgentState['settings'], context: CallContext): void {
  const { agentName = '', customerEncryptionKeyArn: key, promptOverrideConfiguration: prompts } = settings;
  if (!/^(?:[0-9a-zA-Z][_-]?){1,100}$/.test(agentName)) {
    throw invalid('An agent has a name of up to 100 letters, digits, - and _.');
  }
  if (key !== undefined && !/^arn:aws[a-z-]*:kms:/.test(key)) {
    throw invalid('customerEncryptionKeyArn must be the ARN of a KMS key.');
  }
  for (const prompt of prompts?.promptConfigurations ?? []) {
    const { promptCreationMode: mode, basePromptTemplate, inferenceConfiguration, promptState } = prompt;
    if (
      mode !== 'OVERRIDDEN' &&
      [basePromptTemplate, inferenceConfiguration, promptState].some((part) => part !== undefined)
    ) {
      throw invalid(`Template, inference and state of ${prompt.promptType} must be left out in creation mode DEFAULT.`);
    }
  }
  requireGuardrail(settings, context);
}

function requireGuardrail({ guardrailConfiguration }: AgentState['settings'], context: CallContext): void {
  const { guardrailIdentifier: identifier, guardrailVersion: version } = guardrailConfiguration ?? {};
  if (identifier === undefined && version === undefined) return;
  const id = parseArn(identifier ?? '')?.resource.replace(/^guardrail\//, '') ?? identifier ?? '';
  const guardrail = own(readRegion(context).bedrock.guardrails, id);
  const isThere = version === 'DRAFT' || own(guardrail?.versions ?? {}, version ?? '') !== undefined;
  if (guardrail === undefined || !isThere) throw invalid('The guardrail identifier or version is not valid.');
}

/** Puts the working draft to use. */
export const prepareAgent: Handler<PrepareAgentRequest, PrepareAgentResponse> = ({ agentId = '' }, context) => {
  const agent = findAgent(agentId, context);
  requireSettled(agent, 'PrepareAgent', context);
  const preparedAt = context.now.toISOString();
  const busy = busyAs('PREPARING', context);
  keepAgent(agentId, { ...agent, status: 'PREPARED', prepared: preparedAt, busy }, context);
  return { agentId, agentStatus: busy.as, agentVersion: 'DRAFT', preparedAt };
};

export const listAgents: Handler<ListAgentsRequest, ListAgentsResponse> = (
  { maxResults = 100, nextToken },
  context,
) => {
  const { items, next } = paginate(
    Object.entries(readRegion(context).bedrock.agents),
    ([id]) => id,
    { token: nextToken, size: maxResults, scope: 'ListAgents' },
    () => invalid('The pagination token is invalid.'),
  );
  const agentSummaries = items.map(([agentId, agent]) =>
    present({
      agentId,
      agentName: agent.settings.agentName ?? '',
      agentStatus: statusOf(agent, context.now),
      guardrailConfiguration: agent.settings.guardrailConfiguration,
      updatedAt: agent.modified,
    }),
  );
  return present({ agentSummaries, nextToken: next });
};

/** Of what is simulated here, agents have tags. */
export const listTagsForResource: Handler<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  { resourceArn = '' },
  context,
) => {
  const parts = parseArn(resourceArn);
  const isHere = parts?.region === context.region && parts.account === context.account;
  const { tags } = findAgent(isHere ? parts.resource.replace(/^agent\//, '') : resourceArn, context);
  return { tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) };
};
