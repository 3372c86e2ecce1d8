import {
  BedrockAgentCoreControlClient,
  GetAgentRuntimeCommand,
  ListAgentRuntimesCommand,
  ListTagsForResourceCommand,
  UpdateAgentRuntimeCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { GetAgentRuntimeResponse, UpdateAgentRuntimeRequest } from '@aws-sdk/client-bedrock-agentcore-control';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { at, toJson } from '../../../shared/json.ts';
import type { Action, Condition } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { everyItem } from '../../../shared/aws/pages.ts';
import { tagsOf } from './tags.ts';

const agentcore = service('BedrockAgentCoreControl', BedrockAgentCoreControlClient, {
  GetAgentRuntimeCommand,
  ListAgentRuntimesCommand,
  ListTagsForResourceCommand,
  UpdateAgentRuntimeCommand,
});

const type = 'AWS::BedrockAgentCore::Runtime';

// https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_VpcConfig.html
const parameters = z.strictObject({
  subnets: z
    .array(z.string().regex(/^subnet-[0-9a-zA-Z]{8,17}$/))
    .max(16)
    .default([])
    .describe('Subnets for agent runtimes, in Availability Zones that AgentCore supports.'),
  'security-groups': z
    .array(z.string().regex(/^sg-[0-9a-zA-Z]{8,17}$/))
    .max(16)
    .default([])
    .describe('Security groups for agent runtimes.'),
});

/** An agent runtime in UpdateAgentRuntime's words, without its id. */
type Settings = Omit<UpdateAgentRuntimeRequest, 'agentRuntimeId'>;

interface Before extends JsonObject {
  /** Evidence shows digests in place of environment variables; the undo needs them. */
  readonly settings: JsonObject;
}

const inMotion = new Set(['CREATING', 'DELETING', 'UPDATING']);
const updatable = ['READY', 'UPDATE_FAILED'];

/**
 * Moves an agent runtime from AgentCore's own network into the VPC that the policy names. Everything else is
 * read and put again, since an update replaces the whole.
 *
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html
 */
export const runtimeInVpc = defineRemediation({
  id: 'agentcore-runtime-in-vpc',
  title: 'Move an agent runtime into a VPC',
  description:
    'Sets the network mode of an AgentCore runtime to VPC, with the subnets and security groups that the policy names. That makes a new version, which the DEFAULT endpoint serves; endpoints that name a version stay on it.',
  severity: 'high',
  // What the agent reaches from now on is up to the subnets' routes and endpoints.
  impact: 'disruptive',
  reversible: true,
  resource: type,
  controls: {
    securityHub: ['BedrockAgentCore.1'],
    configRules: ['bedrockagentcore-runtime-private-network-required'],
  },
  triggers: [
    {
      resource: type,
      configRule: ['bedrockagentcore-runtime-private-network-required'],
      apiCall: ['bedrock-agentcore:CreateAgentRuntime', 'bedrock-agentcore:UpdateAgentRuntime'],
    },
  ],
  parameters,
  uses: { agentcore },

  async assess({ id: agentRuntimeId }, aws, { subnets, 'security-groups': groups }) {
    const runtime = await aws.agentcore.GetAgentRuntime({ agentRuntimeId });
    const { status: now, networkConfiguration, agentRuntimeName: name = agentRuntimeId } = runtime;
    if (now === undefined) throw new TypeError('GetAgentRuntime named no status');
    if (inMotion.has(now)) return { state: 'busy', why: `The agent runtime is ${now}` };
    const { networkMode: mode = 'PUBLIC' } = networkConfiguration ?? {};
    const live = { networkConfiguration: toJson(networkConfiguration) };
    if (mode === 'VPC') return { state: 'compliant', why: 'The agent runtime is in a VPC.', live };
    const why = [`Agent runtime ${name} is in no VPC (network mode ${mode})`];
    if (!updatable.includes(now)) {
      const steps = [`Repair or delete agent runtime ${agentRuntimeId}: it is ${now}, and can't be updated.`];
      return { state: 'manual', why, steps, live };
    }
    if (subnets.length === 0 || groups.length === 0) return { state: 'manual', why, steps: unnamed, live };
    return { state: 'wrong', why, before: { settings: toJson(settingsOf(runtime)) as JsonObject } satisfies Before };
  },

  plan({ settings }: Before, { subnets, 'security-groups': securityGroups }, { id }) {
    const old = settings as unknown as Settings;
    const networkConfiguration = { networkMode: 'VPC' as const, networkModeConfig: { subnets, securityGroups } };
    return {
      steps: [
        {
          id: 'update-runtime',
          title: `Move agent runtime ${id} into the VPC of ${subnets.join(', ')}`,
          ...update(id, { ...old, networkConfiguration }, 'VPC'),
          ...sameArtifact(id, settings),
          undo: { ...update(id, old, 'PUBLIC'), ...sameArtifact(id, settings), ready: status(id, updatable) },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: [
        'The VPC needs a way to Amazon ECR or S3 for the artifact, and to whatever else the agent calls.',
        'Endpoints but DEFAULT stay on the version that they name; UpdateAgentRuntimeEndpoint moves them.',
      ],
    };
  },

  async tags({ id: agentRuntimeId }, aws) {
    return tagsOf(aws.agentcore, (await aws.agentcore.GetAgentRuntime({ agentRuntimeId })).agentRuntimeArn);
  },

  async *list(aws) {
    const all = everyItem(
      (request) => aws.agentcore.ListAgentRuntimes(request),
      ({ agentRuntimes }) => agentRuntimes,
    );
    for await (const { agentRuntimeId: id } of all) if (id !== undefined) yield { resource: { type, id } };
  },
});

/** Which network is right for an agent is nothing that a program could guess. */
const unnamed = [
  'Name subnets and security groups in the policy: remediations.agentcore-runtime-in-vpc.parameters.subnets and .security-groups.',
  'Or update the runtime with networkMode VPC (UpdateAgentRuntime), together with all that GetAgentRuntime shows: what is left out is lost.',
];

/** What UpdateAgentRuntime has to be given to leave a runtime as it is. */
function settingsOf(runtime: GetAgentRuntimeResponse): Settings {
  const { agentRuntimeArtifact, roleArn, networkConfiguration, description, authorizerConfiguration } = runtime;
  const { requestHeaderConfiguration, protocolConfiguration, lifecycleConfiguration } = runtime;
  const { metadataConfiguration, environmentVariables, filesystemConfigurations } = runtime;
  const { capacityProviderConfiguration, platformVersion } = runtime;
  return {
    agentRuntimeArtifact,
    roleArn,
    networkConfiguration,
    description,
    authorizerConfiguration,
    requestHeaderConfiguration,
    protocolConfiguration,
    lifecycleConfiguration,
    metadataConfiguration,
    environmentVariables,
    filesystemConfigurations,
    capacityProviderConfiguration,
    platformVersion,
  };
}

function update(agentRuntimeId: string, settings: Settings, mode: string): Action {
  return {
    call: apiCall(agentcore, 'UpdateAgentRuntime', { ...settings, agentRuntimeId }),
    done: { ...get(agentRuntimeId), path: 'networkConfiguration.networkMode', is: [mode] },
    until: status(agentRuntimeId, ['READY'], ['UPDATE_FAILED', 'DELETING']),
  };
}

const artifactPaths = [
  'agentRuntimeArtifact.containerConfiguration.containerUri',
  'agentRuntimeArtifact.codeConfiguration.code.s3.prefix',
];

/** Somebody who deploys meanwhile must not get the old artifact back. */
function sameArtifact(id: string, settings: JsonObject): { only?: Condition } {
  const artifact = artifactPaths.map((path) => at(settings, path)).find((found) => typeof found === 'string');
  return typeof artifact === 'string' ? { only: { ...get(id), path: artifactPaths, is: [artifact] } } : {};
}

function status(id: string, is: readonly string[], not: readonly string[] = []): Condition {
  return { ...get(id), path: 'status', is, not, reason: 'failureReason', every: 15, within: 1800 };
}

function get(agentRuntimeId: string): Pick<Condition, 'call'> {
  return { call: apiCall(agentcore, 'GetAgentRuntime', { agentRuntimeId }) };
}
