import * as client from '@aws-sdk/client-bedrock-agent';
import { getAgentAlias, listAgentAliases, updateAgentAlias } from './bedrock-agent-aliases.ts';
import { getAgent, listAgents, listTagsForResource, prepareAgent, updateAgent } from './bedrock-agents.ts';
import { getDataSource, listDataSources, listKnowledgeBases, updateDataSource } from './bedrock-knowledge.ts';
import { getPrompt, listPrompts, updatePrompt } from './bedrock-prompts.ts';
import type { Simulation } from './simulation.ts';

/** What Bedrock builds with: agents, knowledge bases and prompts. */
export const bedrockAgent: Simulation = {
  service: 'BedrockAgent',
  client: { ...client },
  Exception: client.BedrockAgentServiceException,
  operations: {
    GetAgent: getAgent,
    GetAgentAlias: getAgentAlias,
    GetDataSource: getDataSource,
    GetPrompt: getPrompt,
    ListAgentAliases: listAgentAliases,
    ListAgents: listAgents,
    ListDataSources: listDataSources,
    ListKnowledgeBases: listKnowledgeBases,
    ListPrompts: listPrompts,
    ListTagsForResource: listTagsForResource,
    PrepareAgent: prepareAgent,
    UpdateAgent: updateAgent,
    UpdateAgentAlias: updateAgentAlias,
    UpdateDataSource: updateDataSource,
    UpdatePrompt: updatePrompt,
  },
};
