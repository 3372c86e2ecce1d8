import type {
  AgentRuntimeStatus,
  GetAgentRuntimeRequest,
  GetAgentRuntimeResponse,
  ListAgentRuntimesRequest,
  ListAgentRuntimesResponse,
  UpdateAgentRuntimeRequest,
  UpdateAgentRuntimeResponse,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { RuntimeState } from './agentcore-state.ts';
import { conflict, invalid, notFound } from './bedrock-errors.ts';
import { arn } from './names.ts';
import { own, present } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';

/** AWS's defaults, in seconds. */
const lifecycle = { idleRuntimeSessionTimeout: 900, maxLifetime: 28_800 };

function find(id: string, context: CallContext): RuntimeState {
  const runtime = own(readRegion(context).agentcore.runtimes, id);
  if (runtime === undefined) throw notFound(`Agent runtime ${id}`);
  return runtime;
}

function statusOf({ busy, status }: RuntimeState, now: Date): AgentRuntimeStatus {
  return busy !== undefined && now < new Date(busy) ? 'UPDATING' : status;
}

function identityOf(id: string, { version, modified }: RuntimeState, context: CallContext) {
  return {
    agentRuntimeArn: arn('bedrock-agentcore', context, `runtime/${id}`),
    agentRuntimeId: id,
    agentRuntimeVersion: String(version),
    lastUpdatedAt: modified,
  };
}

/** The newest version; older ones are not simulated. */
export const getAgentRuntime: Handler<GetAgentRuntimeRequest, GetAgentRuntimeResponse> = (request, context) => {
  const { agentRuntimeId: id = '', agentRuntimeVersion } = request;
  const runtime = find(id, context);
  if (agentRuntimeVersion !== undefined && agentRuntimeVersion !== String(runtime.version)) {
    throw notFound(`Version ${agentRuntimeVersion} of agent runtime ${id}`);
  }
  const { name, settings, created, status } = runtime;
  return present({
    lifecycleConfiguration: lifecycle,
    ...settings,
    ...identityOf(id, runtime, context),
    agentRuntimeName: name,
    roleArn: settings.roleArn ?? '',
    createdAt: created,
    status: statusOf(runtime, context.now),
    failureReason: status.endsWith('_FAILED') ? 'The artifact could not be started.' : undefined,
  });
};

/** Replaces all settings, as a new version. The words about network mode are the service's own. */
export const updateAgentRuntime: Handler<UpdateAgentRuntimeRequest, UpdateAgentRuntimeResponse> = (
  request,
  context,
) => {
  const { agentRuntimeId: id = '', clientToken: _, ...settings } = request;
  const runtime = find(id, context);
  const status = statusOf(runtime, context.now);
  if (status !== 'READY' && status !== 'UPDATE_FAILED') throw conflict(`Agent runtime ${id} is ${status}.`);
  checkNetwork(settings);
  const { agentcore } = changeRegion(context);
  const changed: RuntimeState = {
    ...runtime,
    settings,
    version: runtime.version + 1,
    status: 'READY',
    modified: context.now.toISOString(),
    busy: new Date(context.now.getTime() + agentcore.seconds.runtime * 1000).toISOString(),
  };
  agentcore.runtimes[id] = changed;
  return { ...identityOf(id, changed, context), createdAt: changed.created, status: 'UPDATING' };
};

/** Runtimes of today have no S3 endpoint of the service's own to ask for: API_VpcConfig, requireServiceS3Endpoint. */
function checkNetwork({ networkConfiguration: network }: RuntimeState['settings']): void {
  const { networkMode: mode, networkModeConfig: vpc } = network ?? {};
  if (vpc !== undefined && mode !== 'VPC') throw invalid('NetworkModeConfig is only supported for VPC mode');
  if (mode !== 'VPC') return;
  if (vpc === undefined) throw invalid('NetworkModeConfig is required for VPC mode');
  for (const [name, ids = []] of Object.entries({ subnets: vpc.subnets, securityGroups: vpc.securityGroups })) {
    if (ids.length < 1 || ids.length > 16) throw invalid(`There must be 1 to 16 ${name}.`);
  }
  if (vpc.requireServiceS3Endpoint !== undefined) {
    throw invalid('requireServiceS3Endpoint is not supported for this agent runtime.');
  }
}

export const listAgentRuntimes: Handler<ListAgentRuntimesRequest, ListAgentRuntimesResponse> = (
  { maxResults = 100, nextToken },
  context,
) => {
  const { items, next } = paginate(
    Object.entries(readRegion(context).agentcore.runtimes),
    ([id]) => id,
    { token: nextToken, size: maxResults, scope: 'ListAgentRuntimes' },
    () => invalid('The pagination token is invalid.'),
  );
  const agentRuntimes = items.map(([id, runtime]) => ({
    ...identityOf(id, runtime, context),
    agentRuntimeName: runtime.name,
    description: runtime.settings.description ?? '',
    status: statusOf(runtime, context.now),
  }));
  return present({ agentRuntimes, nextToken: next });
};
