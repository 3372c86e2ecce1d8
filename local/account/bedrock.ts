import * as client from '@aws-sdk/client-bedrock';
import {
  getModelCustomizationJob,
  listModelCustomizationJobs,
  stopModelCustomizationJob,
} from './bedrock-customization.ts';
import { deleteEnforced, listEnforced, putEnforced } from './bedrock-enforced.ts';
import { createGuardrail } from './bedrock-guardrail-create.ts';
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
    CreateGuardrail: createGuardrail,
    CreateGuardrailVersion: createGuardrailVersion,
    DeleteEnforcedGuardrailConfiguration: deleteEnforced,
    DeleteGuardrail: deleteGuardrail,
    DeleteModelInvocationLoggingConfiguration: deleteLogging,
    GetGuardrail: getGuardrail,
    GetModelCustomizationJob: getModelCustomizationJob,
    GetModelInvocationLoggingConfiguration: getLogging,
    ListEnforcedGuardrailsConfiguration: listEnforced,
    ListGuardrails: listGuardrails,
    ListModelCustomizationJobs: listModelCustomizationJobs,
    ListTagsForResource: listTagsForResource,
    PutEnforcedGuardrailConfiguration: putEnforced,
    PutModelInvocationLoggingConfiguration: putLogging,
    StopModelCustomizationJob: stopModelCustomizationJob,
    UpdateGuardrail: updateGuardrail,
  },
};
