import type {
  AgentAlias,
  AgentAliasStatus,
  GetAgentAliasRequest,
  GetAgentAliasResponse,
  ListAgentAliasesRequest,
  ListAgentAliasesResponse,
  UpdateAgentAliasRequest,
  UpdateAgentAliasResponse,
} from '@aws-sdk/client-bedrock-agent';
import { findAgent, keepAgent } from './bedrock-agents.ts';
import { conflict, invalid, notFound } from './bedrock-errors.ts';
import type { AgentAliasState } from './bedrock-state.ts';
import { arn } from './names.ts';
import { own, present } from './own.ts';
import { paginate } from './page.ts';
import { readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';
import type { Stored } from './stored.ts';

function find(agentId: string, id: string, context: CallContext): AgentAliasState {
  const alias = own(findAgent(agentId, context).aliases, id);
  if (alias === undefined) throw notFound(`Alias ${id} of agent ${agentId}`);
  return alias;
}

function statusOf({ busy }: AgentAliasState, now: Date): AgentAliasStatus {
  return busy !== undefined && now < new Date(busy) ? 'UPDATING' : 'PREPARED';
}

function describe(agentId: string, agentAliasId: string, alias: AgentAliasState, context: CallContext) {
  const { settings, created: createdAt, modified: updatedAt } = alias;
  const described: Stored<AgentAlias> = {
    aliasInvocationState: 'ACCEPT_INVOCATIONS',
    ...settings,
    agentAliasName: settings.agentAliasName ?? '',
    routingConfiguration: settings.routingConfiguration ?? [],
    agentId,
    agentAliasId,
    agentAliasArn: arn('bedrock', context, `agent-alias/${agentId}/${agentAliasId}`),
    agentAliasStatus: statusOf(alias, context.now),
    createdAt,
    updatedAt,
  };
  return described;
}

export const getAgentAlias: Handler<GetAgentAliasRequest, GetAgentAliasResponse> = (request, context) => {
  const { agentId = '', agentAliasId = '' } = request;
  return { agentAlias: describe(agentId, agentAliasId, find(agentId, agentAliasId, context), context) };
};

/**
 * Replaces description and routing; who leaves the routing out has a new version made, which is not simulated.
 * The test alias always leads to the working draft.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/deploy-agent.html
 */
export const updateAgentAlias: Handler<UpdateAgentAliasRequest, UpdateAgentAliasResponse> = (request, context) => {
  const { agentId = '', agentAliasId = '', ...settings } = request;
  const alias = find(agentId, agentAliasId, context);
  if (agentAliasId === 'TSTALIASID') throw invalid("The test alias can't be changed.");
  if (statusOf(alias, context.now) !== 'PREPARED') throw conflict('The alias is being updated.');
  if (!/^(?:[0-9a-zA-Z][_-]?){1,100}$/.test(settings.agentAliasName ?? '')) {
    throw invalid('An alias has a name of up to 100 letters, digits, - and _.');
  }
  if (settings.routingConfiguration?.length !== 1) throw invalid('An alias leads to one version.');
  const changed: AgentAliasState = {
    ...alias,
    // Whoever says nothing of the state leaves it as it is.
    settings: present({ aliasInvocationState: alias.settings.aliasInvocationState, ...settings }),
    modified: context.now.toISOString(),
    busy: new Date(context.now.getTime() + readRegion(context).bedrock.seconds.agent * 1000).toISOString(),
  };
  const agent = findAgent(agentId, context);
  keepAgent(agentId, { ...agent, aliases: { ...agent.aliases, [agentAliasId]: changed } }, context);
  return { agentAlias: describe(agentId, agentAliasId, changed, context) };
};

export const listAgentAliases: Handler<ListAgentAliasesRequest, ListAgentAliasesResponse> = (
  { agentId = '', maxResults = 100, nextToken },
  context,
) => {
  const { items, next } = paginate(
    Object.entries(findAgent(agentId, context).aliases),
    ([id]) => id,
    { token: nextToken, size: maxResults, scope: `ListAgentAliases ${agentId}` },
    () => invalid('The pagination token is invalid.'),
  );
  const agentAliasSummaries = items.map(([id, alias]) => {
    const { agentId: _, agentAliasArn: __, ...summary } = describe(agentId, id, alias, context);
    return summary;
  });
  return present({ agentAliasSummaries, nextToken: next });
};
