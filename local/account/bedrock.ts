import * as client from '@aws-sdk/client-bedrock';
import {
  createGuardrailVersion,
  deleteGuardrail,
  getGuardrail,
  listGuardrails,
  listTagsForResource,
  updateGuardrail,
} from './bedrock-guardrails.ts';
import { deleteLogging, getLogging, putLogging } from './bedrock-logging.ts';
import type { Simulation } from './simulation.ts';

/** Bedrock's control plane. Agents, knowledge bases and prompts are a service of their own: bedrock-agent.ts. */
export const bedrock: Simulation = {
  service: 'Bedrock',
  client: { ...client },
  Exception: client.BedrockServiceException,
  operations: {
    CreateGuardrailVersion: createGuardrailVersion,
    DeleteGuardrail: deleteGuardrail,
    DeleteModelInvocationLoggingConfiguration: deleteLogging,
    GetGuardrail: getGuardrail,
    GetModelInvocationLoggingConfiguration: getLogging,
    ListGuardrails: listGuardrails,
    ListTagsForResource: listTagsForResource,
    PutModelInvocationLoggingConfiguration: putLogging,
    UpdateGuardrail: updateGuardrail,
  },
};
