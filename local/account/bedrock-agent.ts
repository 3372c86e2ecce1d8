import * as client from '@aws-sdk/client-bedrock-agent';
import { getDataSource, listDataSources, listKnowledgeBases, updateDataSource } from './bedrock-knowledge.ts';
import { getPrompt, listPrompts, updatePrompt } from './bedrock-prompts.ts';
import type { Simulation } from './simulation.ts';

/** What Bedrock builds with: knowledge bases and prompts. */
export const bedrockAgent: Simulation = {
  service: 'BedrockAgent',
  client: { ...client },
  Exception: client.BedrockAgentServiceException,
  operations: {
    GetDataSource: getDataSource,
    GetPrompt: getPrompt,
    ListDataSources: listDataSources,
    ListKnowledgeBases: listKnowledgeBases,
    ListPrompts: listPrompts,
    UpdateDataSource: updateDataSource,
    UpdatePrompt: updatePrompt,
  },
};
