import type {
  GatewayStatus,
  GetGatewayRequest,
  GetGatewayResponse,
  ListGatewaysRequest,
  ListGatewaysResponse,
  UpdateGatewayRequest,
  UpdateGatewayResponse,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { GatewayState } from './agentcore-state.ts';
import { conflict, invalid, notFound } from './bedrock-errors.ts';
import { arn } from './names.ts';
import { own, present } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';

function find(id: string, context: CallContext): GatewayState {
  const gateway = own(readRegion(context).agentcore.gateways, id);
  if (gateway === undefined) throw notFound(`Gateway ${id}`);
  return gateway;
}

function statusOf({ busy, status }: GatewayState, now: Date): GatewayStatus {
  return busy !== undefined && now < new Date(busy) ? 'UPDATING' : status;
}

function describe(id: string, gateway: GatewayState, context: CallContext) {
  const { settings, created: createdAt, modified: updatedAt } = gateway;
  const status = statusOf(gateway, context.now);
  return present({
    ...settings,
    name: settings.name ?? '',
    authorizerType: settings.authorizerType ?? ('NONE' as const),
    gatewayArn: arn('bedrock-agentcore', context, `gateway/${id}`),
    gatewayId: id,
    gatewayUrl: `https://${id}.gateway.bedrock-agentcore.${context.region}.amazonaws.com/mcp`,
    status,
    statusReasons: status === 'READY' || status === 'UPDATING' ? undefined : ['The gateway could not use its role.'],
    createdAt,
    updatedAt,
  });
}

export const getGateway: Handler<GetGatewayRequest, GetGatewayResponse> = ({ gatewayIdentifier: id = '' }, context) =>
  describe(id, find(id, context), context);

/**
 * Replaces all settings but two: a gateway keeps its name, and the way in which it authorises. The latter is told
 * by no page but the service: https://github.com/hashicorp/terraform-provider-aws/pull/44812
 */
export const updateGateway: Handler<UpdateGatewayRequest, UpdateGatewayResponse> = (request, context) => {
  const { gatewayIdentifier: id = '', ...settings } = request;
  const gateway = find(id, context);
  const status = statusOf(gateway, context.now);
  if (status !== 'READY' && status !== 'UPDATE_UNSUCCESSFUL') throw conflict(`Gateway ${id} is ${status}.`);
  const { name, authorizerType } = gateway.settings;
  if (settings.name !== name) throw invalid("The name of a gateway can't be changed.");
  if (settings.authorizerType !== authorizerType) {
    throw invalid('Authorizer type cannot be updated for an existing gateway');
  }
  if (authorizerType === 'CUSTOM_JWT' && settings.authorizerConfiguration === undefined) {
    throw invalid('authorizerConfiguration is required for CUSTOM_JWT.');
  }
  const { kmsKeyArn: key } = settings;
  if (key !== undefined && !/^arn:aws[a-z-]*:kms:/.test(key)) throw invalid('kmsKeyArn must be the ARN of a KMS key.');
  const { agentcore } = changeRegion(context);
  const changed: GatewayState = {
    ...gateway,
    settings,
    status: 'READY',
    modified: context.now.toISOString(),
    busy: new Date(context.now.getTime() + agentcore.seconds.gateway * 1000).toISOString(),
  };
  agentcore.gateways[id] = changed;
  return describe(id, changed, context);
};

export const listGateways: Handler<ListGatewaysRequest, ListGatewaysResponse> = (
  { maxResults = 100, nextToken },
  context,
) => {
  const { items: found, next } = paginate(
    Object.entries(readRegion(context).agentcore.gateways),
    ([id]) => id,
    { token: nextToken, size: maxResults, scope: 'ListGateways' },
    () => invalid('The pagination token is invalid.'),
  );
  const items = found.map(([id, gateway]) => {
    const { gatewayId, name, status, createdAt, updatedAt, authorizerType } = describe(id, gateway, context);
    return { gatewayId, name, status, createdAt, updatedAt, authorizerType };
  });
  return present({ items, nextToken: next });
};
