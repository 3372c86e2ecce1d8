import {
  BedrockAgentClient,
  GetAgentCommand,
  ListAgentsCommand,
  ListTagsForResourceCommand,
  PrepareAgentCommand,
  UpdateAgentCommand,
} from '@aws-sdk/client-bedrock-agent';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import type { Action, Condition, Step } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { settingsOf } from './agent-settings.ts';
import type { AgentSettings } from './agent-settings.ts';
import { everyItem } from '../../../shared/aws/pages.ts';

const agents = service('BedrockAgent', BedrockAgentClient, {
  GetAgentCommand,
  ListAgentsCommand,
  ListTagsForResourceCommand,
  PrepareAgentCommand,
  UpdateAgentCommand,
});

const type = 'AWS::Bedrock::Agent';

const parameters = z
  .strictObject({
    'guardrail-identifier': z
      .string()
      .regex(/^(?:[a-z0-9]{1,64}|arn:aws[a-z-]*:bedrock:[a-z0-9-]{1,20}:\d{12}:guardrail\/[a-z0-9]{1,64})$/)
      .optional()
      .describe('Id or ARN of the guardrail that agents without one get; needs guardrail-version.'),
    'guardrail-version': z
      .string()
      .regex(/^(?:[1-9]\d{0,7}|DRAFT)$/)
      .optional()
      .describe("The guardrail's version. A number stays as it is; DRAFT changes with every edit."),
  })
  .refine((given) => (given['guardrail-identifier'] === undefined) === (given['guardrail-version'] === undefined), {
    message: 'guardrail-identifier and guardrail-version go together',
  });

interface Before extends JsonObject {
  /** The working draft in UpdateAgent's words. Evidence shows digests in place of its instructions and prompts. */
  readonly settings: JsonObject;
  /** Whether the draft was in use, so that it has to be prepared again after a change. */
  readonly prepared: boolean;
}

const changing = new Set(['CREATING', 'DELETING', 'PREPARING', 'UPDATING', 'VERSIONING']);

/**
 * Gives an agent's working draft the guardrail that the policy names, and prepares it, as the draft is only used
 * as it was last prepared. Any guardrail that is there already stays.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/agents-guardrail.html
 */
export const agentGuardrailAttached = defineRemediation({
  id: 'bedrock-agent-guardrail-attached',
  title: 'Attach a guardrail to an agent',
  description:
    'Attaches the guardrail that the policy names to the working draft of an agent that has none, and prepares the draft where it was prepared before. Everything else in the draft is read and put again.',
  severity: 'high',
  // Whoever calls the draft through the test alias waits while it is prepared; aliases on versions notice nothing.
  impact: 'brief',
  reversible: true,
  resource: type,
  controls: { prowler: ['bedrock_agent_guardrail_enabled'] },
  triggers: [{ resource: type, apiCall: ['bedrock:CreateAgent', 'bedrock:UpdateAgent'] }],
  parameters,
  uses: { agents },

  async assess({ id: agentId }, aws, { 'guardrail-identifier': guardrail }) {
    const { agent } = await aws.agents.GetAgent({ agentId });
    const { agentName, agentStatus, guardrailConfiguration } = agent ?? {};
    if (changing.has(agentStatus ?? '')) return { state: 'busy', why: `The agent is ${agentStatus}` };
    if (guardrailConfiguration?.guardrailIdentifier !== undefined) {
      return {
        state: 'compliant',
        why: 'The working draft has a guardrail.',
        live: toJson({ guardrailConfiguration }),
      };
    }
    const why = [`The working draft of agent ${agentName} has no guardrail`];
    if (guardrail === undefined) return { state: 'manual', why, steps };
    const before: Before = {
      settings: toJson(settingsOf(agent)) as JsonObject,
      prepared: agentStatus === 'PREPARED',
    };
    return { state: 'wrong', why, before };
  },

  plan({ settings, prepared }: Before, wanted, { id: agentId }) {
    const old = settings as unknown as AgentSettings;
    const guardrailConfiguration = {
      guardrailIdentifier: wanted['guardrail-identifier'],
      guardrailVersion: wanted['guardrail-version'],
    };
    const update: Step = {
      id: 'update-agent',
      title: `Attach guardrail ${guardrailConfiguration.guardrailIdentifier} to the working draft of agent ${agentId}`,
      ...put(agentId, { ...old, guardrailConfiguration }),
      done: { ...read(agentId, guardrailPath), is: [guardrailConfiguration.guardrailIdentifier ?? ''] },
      undo: [takeBack(agentId, old), ...(prepared ? [prepare(agentId)] : [])],
      semantics: 'at-least-once',
    };
    return {
      steps: [update, ...(prepared ? [prepareStep(agentId, old)] : [])],
      expect: 'compliant',
      notes: [
        "Versions never change: aliases on versions run without the guardrail until the agent's owner points them to a new version.",
        "The agent's role needs bedrock:ApplyGuardrail on the guardrail.",
        ...(prepared ? [] : ['The draft was not prepared before, and is not prepared now.']),
      ],
    };
  },

  async tags({ id: agentId }, aws) {
    const { agent } = await aws.agents.GetAgent({ agentId });
    const { tags = {} } = await aws.agents.ListTagsForResource({ resourceArn: agent?.agentArn });
    return tags;
  },

  async *list(aws) {
    const all = everyItem(
      (token) => aws.agents.ListAgents({ maxResults: 100, ...token }),
      ({ agentSummaries }) => agentSummaries,
    );
    for await (const { agentId } of all) if (agentId !== undefined) yield { resource: { type, id: agentId } };
  },
});

const path = 'remediations.bedrock-agent-guardrail-attached.parameters';
const steps = [
  `Name a guardrail and its version in the policy: ${path}.guardrail-identifier and guardrail-version.`,
  "Let the agent's role apply it: bedrock:ApplyGuardrail on the guardrail's ARN.",
];

const guardrailPath = 'agent.guardrailConfiguration.guardrailIdentifier';
const statusPath = 'agent.agentStatus';
const failure = 'agent.failureReasons.0';

function read<P extends Condition['path']>(agentId: string, at: P) {
  return { call: apiCall(agents, 'GetAgent', { agentId }), path: at };
}

/** Not on the way to another state: while an agent is changing, changes are refused. */
function settled(agentId: string): Condition {
  return { ...read(agentId, statusPath), is: ['NOT_PREPARED', 'PREPARED', 'FAILED'], every: 10, within: 600 };
}

function put(agentId: string, settings: AgentSettings): Action {
  const until = { ...settled(agentId), is: ['NOT_PREPARED', 'PREPARED'], not: ['FAILED'], reason: failure };
  return { call: apiCall(agents, 'UpdateAgent', { ...settings, agentId }), ready: settled(agentId), until };
}

function prepare(agentId: string): Action {
  const until = { ...settled(agentId), is: ['PREPARED'], not: ['FAILED'], reason: failure };
  // After an update the draft is not prepared any more.
  const done = { ...read(agentId, statusPath), is: ['PREPARING', 'PREPARED'] };
  return { call: apiCall(agents, 'PrepareAgent', { agentId }), ready: settled(agentId), done, until };
}

/** Without a guardrail, the status is what is found instead of one. */
function takeBack(agentId: string, old: AgentSettings): Action {
  const statuses = ['UPDATING', 'NOT_PREPARED', 'PREPARING', 'PREPARED', 'FAILED'];
  return { ...put(agentId, old), done: { ...read(agentId, [guardrailPath, statusPath]), is: statuses } };
}

/** What was prepared stays in use until something else is: so its undo changes the draft, which the first step's prepares. */
function prepareStep(agentId: string, old: AgentSettings): Step {
  return {
    id: 'prepare-agent',
    title: `Prepare the working draft of agent ${agentId}`,
    ...prepare(agentId),
    undo: takeBack(agentId, old),
    semantics: 'at-least-once',
  };
}
