import {
  BedrockAgentClient,
  GetDataSourceCommand,
  GetPromptCommand,
  ListDataSourcesCommand,
  ListKnowledgeBasesCommand,
  ListPromptsCommand,
  UpdateDataSourceCommand,
  UpdatePromptCommand,
} from '@aws-sdk/client-bedrock-agent';
import * as z from 'zod';
import { service } from '../../../shared/aws/service.ts';

/** What it takes to give a data source a key. */
export const dataSources = service('BedrockAgent', BedrockAgentClient, {
  GetDataSourceCommand,
  ListDataSourcesCommand,
  ListKnowledgeBasesCommand,
  UpdateDataSourceCommand,
});

/** What it takes to give a prompt a key. */
export const prompts = service('BedrockAgent', BedrockAgentClient, {
  GetPromptCommand,
  ListPromptsCommand,
  UpdatePromptCommand,
});

/** Bedrock takes a key's ARN only, no alias. */
export const keyParameter = z
  .string()
  .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/)
  .optional()
  .describe('ARN of the KMS key that resources without one get. Its policy must let Bedrock and its users use it.');
