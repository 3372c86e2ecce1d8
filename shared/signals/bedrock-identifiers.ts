import type { Scope } from '../remediation.ts';
import { afterSlash, arnOf, resourcePart } from './arn.ts';
import { invalidIdentifier } from './event-error.ts';
import type { Identify } from './identify.ts';
import type { ResourceRef } from './signal.ts';

/** Bedrock's settings of an account in a Region, by the Region's name. */
function bedrockAccount(text: string, { region }: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (text !== region) throw invalidIdentifier(path, "the event's own Region", text);
  return { id: region };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetGuardrail.html
const GUARDRAIL = /^[a-z0-9]{1,64}$/;

/** By id or ARN; a version in the ARN's place is none of a guardrail's. */
function guardrail(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const id = text.startsWith('arn:') ? afterSlash(resourcePart(text, 'bedrock', scope, path), 'guardrail') : text;
  if (id === undefined || !GUARDRAIL.test(id)) throw invalidIdentifier(path, 'the id or ARN of a guardrail', text);
  return { id, arn: arnOf('bedrock', `guardrail/${id}`, scope) };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_GetAgent.html
const AGENT = /^[0-9a-zA-Z]{10}$/;

/** By id or ARN. */
function agent(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const id = text.startsWith('arn:') ? afterSlash(resourcePart(text, 'bedrock', scope, path), 'agent') : text;
  if (id === undefined || !AGENT.test(id)) throw invalidIdentifier(path, 'the id or ARN of an agent', text);
  return { id, arn: arnOf('bedrock', `agent/${id}`, scope) };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_GetAgentAlias.html
const AGENT_ALIAS = /^[0-9a-zA-Z]{10}\|[0-9a-zA-Z]{10}$/;

/** By CloudFormation's id, `agent|alias`. */
function agentAlias(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (!AGENT_ALIAS.test(text)) throw invalidIdentifier(path, 'the ids of an agent and its alias', text);
  return { id: text, arn: arnOf('bedrock', `agent-alias/${text.replace('|', '/')}`, scope) };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_GetDataSource.html
const DATA_SOURCE = /^[0-9a-zA-Z]{10}\|[0-9a-zA-Z]{10}$/;

/** By CloudFormation's id, `knowledge base|data source`; there is no ARN. */
function dataSource(text: string, _scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (!DATA_SOURCE.test(text)) throw invalidIdentifier(path, 'the ids of a knowledge base and its data source', text);
  return { id: text };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetModelCustomizationJob.html
const CUSTOMIZATION_JOB = /^model-customization-job\/[a-z0-9-]{1,63}\.[a-z0-9.:-]{1,320}\/[a-z0-9]{12}$/;

/** By ARN, which tells the base model as well. */
function customizationJob(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const resource = resourcePart(text, 'bedrock', scope, path);
  if (!CUSTOMIZATION_JOB.test(resource)) throw invalidIdentifier(path, 'the ARN of a model customization job', text);
  const arn = arnOf('bedrock', resource, scope);
  return { id: arn, arn };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_GetPrompt.html
const PROMPT = /^[0-9a-zA-Z]{10}$/;

/** By id or ARN. */
function prompt(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const id = text.startsWith('arn:') ? afterSlash(resourcePart(text, 'bedrock', scope, path), 'prompt') : text;
  if (id === undefined || !PROMPT.test(id)) throw invalidIdentifier(path, 'the id or ARN of a prompt', text);
  return { id, arn: arnOf('bedrock', `prompt/${id}`, scope) };
}

/** By type of resource. */
export const bedrockIdentifiers: readonly (readonly [string, Identify])[] = [
  ['AWS::Bedrock::Account', bedrockAccount],
  ['AWS::Bedrock::Agent', agent],
  ['AWS::Bedrock::AgentAlias', agentAlias],
  ['AWS::Bedrock::DataSource', dataSource],
  ['AWS::Bedrock::Guardrail', guardrail],
  ['AWS::Bedrock::ModelCustomizationJob', customizationJob],
  ['AWS::Bedrock::Prompt', prompt],
];
