import {
  BedrockAgentCoreControlClient,
  GetGatewayCommand,
  ListGatewaysCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { GetGatewayResponse } from '@aws-sdk/client-bedrock-agentcore-control';
import * as z from 'zod';
import { service } from '../../../shared/aws/service.ts';
import { defineReport } from '../../../shared/report.ts';
import { everyItem } from '../../../shared/aws/pages.ts';
import { tagsOf } from './tags.ts';

const agentcore = service('BedrockAgentCoreControl', BedrockAgentCoreControlClient, {
  GetGatewayCommand,
  ListGatewaysCommand,
  ListTagsForResourceCommand,
});

const type = 'AWS::BedrockAgentCore::Gateway';

/**
 * Reports AgentCore gateways that anybody may call. UpdateGateway takes an authoriser type and the documentation
 * of CloudFormation calls it mutable, but the service answers every other one than the gateway's own with
 * "Authorizer type cannot be updated for an existing gateway"; so it is a new gateway, with a new URL.
 *
 * https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2578
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-inbound-auth.html
 */
export const gatewayAuthorised = defineReport({
  id: 'agentcore-gateway-authorised',
  title: 'Report AgentCore gateways without authorisation',
  description:
    'Reports AgentCore gateways whose authoriser type is NONE, with what stands in front of their tools instead, and the steps to a gateway that knows its callers.',
  severity: 'high',
  resource: type,
  controls: {
    securityHub: ['BedrockAgentCore.2'],
    configRules: ['bedrockagentcore-gateway-authorizer-enabled'],
  },
  triggers: [
    {
      resource: type,
      configRule: ['bedrockagentcore-gateway-authorizer-enabled'],
      // An update can't change it; it can take away what stood in its place.
      apiCall: ['bedrock-agentcore:CreateGateway', 'bedrock-agentcore:UpdateGateway'],
    },
  ],
  parameters: z.strictObject({}),
  uses: { agentcore },

  async assess({ id: gatewayIdentifier }, aws) {
    const gateway = await aws.agentcore.GetGateway({ gatewayIdentifier });
    const { authorizerType, name = gatewayIdentifier } = gateway;
    if (authorizerType === undefined) throw new TypeError('GetGateway named no authoriser type');
    const live = { authorizerType };
    if (authorizerType !== 'NONE') {
      return { state: 'compliant', why: `It knows its callers (${authorizerType}).`, live };
    }
    const why = `Anybody may call gateway ${name} (authoriser type NONE), ${instead(gateway)}`;
    return { state: 'manual', why: [why], steps: stepsFor(gatewayIdentifier, name), live };
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

/** A gateway may leave the decision to others on purpose; whether they take it can't be told from here. */
function instead({ policyEngineConfiguration: engine, interceptorConfigurations, webAclArn }: GetGatewayResponse) {
  const others = [
    ...(engine === undefined ? [] : [`a policy engine (${engine.mode})`]),
    ...((interceptorConfigurations ?? []).length === 0 ? [] : ['interceptors']),
    ...(webAclArn === undefined ? [] : ['a web ACL']),
  ];
  return others.length === 0 ? 'and nothing else decides who may' : `and what decides is ${others.join(' and ')}`;
}

function stepsFor(id: string, name: string): string[] {
  return [
    `Create a gateway with the settings of ${id} (GetGateway), another name than ${name}, and authorizerType AWS_IAM, or CUSTOM_JWT with your identity provider: the type of an existing gateway can't be changed.`,
    `Create the targets of ${id} (ListGatewayTargets, GetGatewayTarget) in it, and wait until they are READY.`,
    'Let the agents that call it do so: bedrock-agentcore:InvokeGateway on the new gateway, or a client at the identity provider; then give them its URL.',
    `Once nothing calls ${id} any more, delete its targets and then the gateway (DeleteGatewayTarget, DeleteGateway).`,
    'If it is public on purpose, exempt it in the policy, with a reason, an owner and an expiry.',
  ];
}
