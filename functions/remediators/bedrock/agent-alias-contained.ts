import {
  BedrockAgentClient,
  GetAgentAliasCommand,
  ListAgentAliasesCommand,
  ListAgentsCommand,
  UpdateAgentAliasCommand,
} from '@aws-sdk/client-bedrock-agent';
import type { UpdateAgentAliasRequest } from '@aws-sdk/client-bedrock-agent';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import type { Condition } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { everyItem } from '../../../shared/aws/pages.ts';

const agents = service('BedrockAgent', BedrockAgentClient, {
  GetAgentAliasCommand,
  ListAgentAliasesCommand,
  ListAgentsCommand,
  UpdateAgentAliasCommand,
});

const type = 'AWS::Bedrock::AgentAlias';

const parameters = z.strictObject({
  aliases: z
    .array(z.string().regex(/^(?:arn:aws[a-z-]*:bedrock:[a-z0-9-]{1,20}:\d{12}:agent-alias\/)?\w{10}\/\w{10}$/))
    .default([])
    .describe('Aliases that must not answer, each as ARN or as agent id/alias id. All others are left alone.'),
});

/** All that an update replaces; who left the routing out would have a new version of the agent made. */
type AliasSettings = Pick<UpdateAgentAliasRequest, 'agentAliasName' | 'description' | 'routingConfiguration'>;

interface Before extends JsonObject {
  readonly settings: JsonObject;
}

/** It can be changed, or at least is not on the way to another state. */
const settledStates = new Set(['PREPARED', 'FAILED', 'DISSOCIATED']);

/**
 * Keeps aliases of agents that the policy lists, for instance during an incident, from answering: whoever
 * invokes one is refused. Which aliases is data in a reviewed file, so that an alias stays shut until the list is
 * shortened and the action rolled back.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_UpdateAgentAlias.html
 */
export const agentAliasContained = defineRemediation({
  id: 'bedrock-agent-alias-contained',
  title: "Take an agent's alias out of service",
  description:
    'Makes an alias that the policy lists refuse invocations. The agent, its versions and its other aliases stay as they are.',
  severity: 'high',
  impact: 'disruptive',
  reversible: true,
  resource: type,
  controls: {},
  triggers: [{ resource: type, apiCall: ['bedrock:UpdateAgentAlias'] }],
  parameters,
  uses: { agents },

  async assess({ id }, aws, { aliases }) {
    const { agentAlias } = await aws.agents.GetAgentAlias(idsOf(id));
    const { agentAliasName, agentAliasStatus, aliasInvocationState, description, routingConfiguration } =
      agentAlias ?? {};
    if (!settledStates.has(agentAliasStatus ?? '')) return { state: 'busy', why: `The alias is ${agentAliasStatus}` };
    const live = { aliasInvocationState: aliasInvocationState ?? 'ACCEPT_INVOCATIONS' };
    if (!aliases.some((listed) => isNamed(listed, id, agentAlias?.agentAliasArn))) {
      return { state: 'compliant', why: 'The policy does not list it.', live };
    }
    if (aliasInvocationState === 'REJECT_INVOCATIONS') {
      return { state: 'compliant', why: 'It refuses invocations.', live };
    }
    const settings = toJson({ agentAliasName, description, routingConfiguration }) as JsonObject;
    const before: Before = { settings };
    return { state: 'wrong', why: [`Alias ${agentAliasName} answers, though the policy lists it`], before };
  },

  plan({ settings }: Before, _parameters, { id }) {
    const old = settings as unknown as AliasSettings;
    const put = (aliasInvocationState: 'ACCEPT_INVOCATIONS' | 'REJECT_INVOCATIONS') => ({
      call: apiCall(agents, 'UpdateAgentAlias', { ...old, ...idsOf(id), aliasInvocationState }),
      ready: settled(id),
      done: { ...settled(id), path: 'agentAlias.aliasInvocationState', is: [aliasInvocationState] },
      until: { ...settled(id), is: ['PREPARED'], not: ['FAILED', 'DELETING'], reason: 'agentAlias.failureReasons.0' },
    });
    return {
      steps: [
        {
          id: 'reject-invocations',
          title: `Have alias ${old.agentAliasName} refuse invocations`,
          ...put('REJECT_INVOCATIONS'),
          undo: put('ACCEPT_INVOCATIONS'),
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: ['Take it off the list in the policy before the rollback, or it is taken out of service again.'],
    };
  },

  async *list(aws) {
    const all = everyItem(
      (token) => aws.agents.ListAgents({ maxResults: 100, ...token }),
      ({ agentSummaries }) => agentSummaries,
    );
    for await (const { agentId } of all) {
      const aliases = everyItem(
        (token) => aws.agents.ListAgentAliases({ agentId, maxResults: 100, ...token }),
        ({ agentAliasSummaries }) => agentAliasSummaries,
      );
      for await (const { agentAliasId } of aliases) yield { resource: { type, id: `${agentId}|${agentAliasId}` } };
    }
  },
});

/** CloudFormation's id of an alias: `agent|alias`. */
function idsOf(id: string): { agentId: string; agentAliasId: string } {
  const [agentId = '', agentAliasId = ''] = id.split('|');
  return { agentId, agentAliasId };
}

function isNamed(listed: string, id: string, arn: string | undefined): boolean {
  return listed === arn || listed === id.replace('|', '/');
}

function settled(id: string): Condition {
  const call = apiCall(agents, 'GetAgentAlias', idsOf(id));
  return { call, path: 'agentAlias.agentAliasStatus', is: [...settledStates], every: 10, within: 600 };
}
