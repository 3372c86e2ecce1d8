import type { Agent, PromptConfiguration, UpdateAgentRequest } from '@aws-sdk/client-bedrock-agent';

/** An agent's working draft in UpdateAgent's words, without its id. */
export type AgentSettings = Omit<UpdateAgentRequest, 'agentId'>;

/**
 * What UpdateAgent has to be given to leave an agent as it is: it replaces the whole working draft.
 * GetAgent shows the service's own prompts as well, which UpdateAgent does not take back.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_UpdateAgent.html
 */
export function settingsOf(agent: Agent | undefined): AgentSettings {
  const {
    agentId: _agentId,
    agentArn: _agentArn,
    agentVersion: _agentVersion,
    agentStatus: _agentStatus,
    clientToken: _clientToken,
    createdAt: _createdAt,
    updatedAt: _updatedAt,
    preparedAt: _preparedAt,
    failureReasons: _failureReasons,
    recommendedActions: _recommendedActions,
    promptOverrideConfiguration: prompts,
    ...settings
  } = agent ?? {};
  const overridden = (prompts?.promptConfigurations ?? []).flatMap((prompt) => overrides(prompt));
  return (
    overridden.length === 0
      ? settings
      : { ...settings, promptOverrideConfiguration: { ...prompts, promptConfigurations: overridden } }
  ) as AgentSettings;
}

/**
 * A prompt's own settings, if it has any. With the default template, only the parser may be the owner's: template,
 * inference and state must then be left out (https://github.com/hashicorp/terraform-provider-aws/issues/37168).
 */
function overrides(prompt: PromptConfiguration): PromptConfiguration[] {
  const { promptCreationMode, promptType, parserMode } = prompt;
  if (promptCreationMode === 'OVERRIDDEN') return [prompt];
  return parserMode === 'OVERRIDDEN' ? [{ promptType, promptCreationMode, parserMode }] : [];
}
