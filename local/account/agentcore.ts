import * as client from '@aws-sdk/client-bedrock-agentcore-control';
import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { getGateway, listGateways, updateGateway } from './agentcore-gateways.ts';
import { getAgentRuntime, listAgentRuntimes, updateAgentRuntime } from './agentcore-runtimes.ts';
import type { AgentcoreState, RuntimeState } from './agentcore-state.ts';
import {
  getBrowser,
  getCodeInterpreter,
  getMemory,
  listBrowsers,
  listCodeInterpreters,
  listMemories,
} from './agentcore-tools.ts';
import { notFound } from './bedrock-errors.ts';
import { parseArn } from './names.ts';
import { own } from './own.ts';
import { readRegion } from './region.ts';
import type { Handler, Simulation } from './simulation.ts';

/** By the kind of resource that their ARNs name. */
const tagged: Readonly<Record<string, Exclude<keyof AgentcoreState, 'seconds'>>> = {
  'browser-custom': 'browsers',
  'code-interpreter-custom': 'codeInterpreters',
  gateway: 'gateways',
  memory: 'memories',
  runtime: 'runtimes',
};

type Tagged = Pick<RuntimeState, 'tags'>;

const listTagsForResource: Handler<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  { resourceArn = '' },
  context,
) => {
  const { service, region, account, resource = '' } = parseArn(resourceArn) ?? {};
  const [kind = '', id = ''] = resource.split('/');
  const isHere = service === 'bedrock-agentcore' && region === context.region && account === context.account;
  const key = isHere ? own(tagged, kind) : undefined;
  const all: Readonly<Record<string, Tagged>> = key === undefined ? {} : readRegion(context).agentcore[key];
  const found = own(all, id);
  if (found === undefined) throw notFound(resourceArn);
  return { tags: Object.fromEntries(found.tags.map(({ Key, Value }) => [Key, Value])) };
};

/** Bedrock AgentCore's control plane. */
export const agentcore: Simulation = {
  service: 'BedrockAgentCoreControl',
  client: { ...client },
  Exception: client.BedrockAgentCoreControlServiceException,
  operations: {
    GetAgentRuntime: getAgentRuntime,
    GetBrowser: getBrowser,
    GetCodeInterpreter: getCodeInterpreter,
    GetGateway: getGateway,
    GetMemory: getMemory,
    ListAgentRuntimes: listAgentRuntimes,
    ListBrowsers: listBrowsers,
    ListCodeInterpreters: listCodeInterpreters,
    ListGateways: listGateways,
    ListMemories: listMemories,
    ListTagsForResource: listTagsForResource,
    UpdateAgentRuntime: updateAgentRuntime,
    UpdateGateway: updateGateway,
  },
};
