import {
  BedrockAgentCoreControlClient,
  GetGatewayCommand,
  ListGatewaysCommand,
  ListTagsForResourceCommand,
  UpdateGatewayCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { GetGatewayResponse, UpdateGatewayRequest } from '@aws-sdk/client-bedrock-agentcore-control';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import type { Condition } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { everyItem } from '../../../shared/aws/pages.ts';
import { tagsOf } from './tags.ts';

const agentcore = service('BedrockAgentCoreControl', BedrockAgentCoreControlClient, {
  GetGatewayCommand,
  ListGatewaysCommand,
  ListTagsForResourceCommand,
  UpdateGatewayCommand,
});

const type = 'AWS::BedrockAgentCore::Gateway';

const parameters = z.strictObject({
  'kms-key': z
    .string()
    .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/)
    .optional()
    .describe(
      'ARN of the KMS key that gateways without one get. Its policy must let the roles of the gateways use it.',
    ),
});

/** A gateway in UpdateGateway's words, without its id. */
type Settings = Omit<UpdateGatewayRequest, 'gatewayIdentifier'>;

interface Before extends JsonObject {
  readonly settings: JsonObject;
}

const inMotion = new Set(['CREATING', 'DELETING', 'UPDATING']);
const updatable = ['READY', 'UPDATE_UNSUCCESSFUL'];

/**
 * Gives an AgentCore gateway the key that the policy names. Everything else is read and put again, since an
 * update replaces the whole.
 *
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-encryption.html
 */
export const gatewayEncrypted = defineRemediation({
  id: 'agentcore-gateway-encrypted',
  title: 'Encrypt an AgentCore gateway with a key of your own',
  description:
    'Sets the KMS key that an AgentCore gateway is encrypted with at rest. Its targets, its authoriser and its URL stay as they are.',
  severity: 'medium',
  // A key that the gateway's role may not use would keep it from its own data; the update fails then, and is taken back.
  impact: 'brief',
  reversible: true,
  resource: type,
  controls: {
    securityHub: ['BedrockAgentCore.4'],
    configRules: ['bedrockagentcore-gateway-encryption-enabled'],
  },
  triggers: [
    {
      resource: type,
      configRule: ['bedrockagentcore-gateway-encryption-enabled'],
      apiCall: ['bedrock-agentcore:CreateGateway', 'bedrock-agentcore:UpdateGateway'],
    },
  ],
  parameters,
  uses: { agentcore },

  async assess({ id: gatewayIdentifier }, aws, { 'kms-key': key }) {
    const gateway = await aws.agentcore.GetGateway({ gatewayIdentifier });
    const { status: now, kmsKeyArn, name = gatewayIdentifier } = gateway;
    if (now === undefined) throw new TypeError('GetGateway named no status');
    if (inMotion.has(now)) return { state: 'busy', why: `The gateway is ${now}` };
    if (kmsKeyArn !== undefined) return { state: 'compliant', why: 'It has a KMS key.', live: { kmsKeyArn } };
    const why = [`Gateway ${name} has no KMS key of the account's`];
    if (!updatable.includes(now)) {
      const steps = [`Repair or delete gateway ${gatewayIdentifier}: it is ${now}, and can't be updated.`];
      return { state: 'manual', why, steps };
    }
    if (key === undefined) return { state: 'manual', why, steps: unnamed };
    return { state: 'wrong', why, before: { settings: toJson(settingsOf(gateway)) as JsonObject } satisfies Before };
  },

  plan({ settings }: Before, { 'kms-key': kmsKeyArn }, { id }) {
    const old = settings as unknown as Settings;
    const until = status(id, ['READY'], ['FAILED', 'UPDATE_UNSUCCESSFUL', 'DELETING']);
    return {
      steps: [
        {
          id: 'update-gateway',
          title: `Encrypt gateway ${id} with ${kmsKeyArn}`,
          call: update(id, { ...old, kmsKeyArn }),
          done: { call: until.call, path: 'kmsKeyArn', is: [kmsKeyArn ?? ''] },
          until,
          undo: {
            call: update(id, old),
            ready: status(id, updatable),
            // Without a key, the status is what is found instead.
            done: { call: until.call, path: ['kmsKeyArn', 'status'], is: ['UPDATING', ...updatable] },
            until,
          },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: [
        "The gateway's role needs kms:CreateGrant, kms:DescribeKey, kms:Decrypt and kms:GenerateDataKey on the key.",
      ],
    };
  },

  async tags({ id: gatewayIdentifier }, aws) {
    return tagsOf(aws.agentcore, (await aws.agentcore.GetGateway({ gatewayIdentifier })).gatewayArn);
  },

  async *list(aws) {
    const all = everyItem(
      (request) => aws.agentcore.ListGateways(request),
      ({ items }) => items,
    );
    for await (const { gatewayId: id } of all) if (id !== undefined) yield { resource: { type, id } };
  },
});

const unnamed = [
  'Name a key in the policy: remediations.agentcore-gateway-encrypted.parameters.kms-key.',
  "Let the gateway's role use it: kms:CreateGrant, kms:DescribeKey, kms:Decrypt and kms:GenerateDataKey in the key's policy.",
];

/** What UpdateGateway has to be given to leave a gateway as it is. */
function settingsOf(gateway: GetGatewayResponse): Settings {
  const { name, description, roleArn, protocolType, protocolConfiguration, authorizerType } = gateway;
  const { authorizerConfiguration, kmsKeyArn, customTransformConfiguration, interceptorConfigurations } = gateway;
  const { policyEngineConfiguration, exceptionLevel, wafConfiguration } = gateway;
  return {
    name,
    description,
    roleArn,
    protocolType,
    protocolConfiguration,
    authorizerType,
    authorizerConfiguration,
    kmsKeyArn,
    customTransformConfiguration,
    interceptorConfigurations,
    policyEngineConfiguration,
    exceptionLevel,
    wafConfiguration,
  };
}

function update(gatewayIdentifier: string, settings: Settings) {
  return apiCall(agentcore, 'UpdateGateway', { ...settings, gatewayIdentifier });
}

function status(gatewayIdentifier: string, is: readonly string[], not: readonly string[] = []): Condition {
  const call = apiCall(agentcore, 'GetGateway', { gatewayIdentifier });
  return { call, path: 'status', is, not, reason: 'statusReasons.0', every: 15, within: 1800 };
}
