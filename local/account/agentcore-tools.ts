import type {
  GetBrowserRequest,
  GetBrowserResponse,
  GetCodeInterpreterRequest,
  GetCodeInterpreterResponse,
  GetMemoryInput,
  GetMemoryOutput,
  ListBrowsersRequest,
  ListBrowsersResponse,
  ListCodeInterpretersRequest,
  ListCodeInterpretersResponse,
  ListMemoriesInput,
  ListMemoriesOutput,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { invalid, notFound } from './bedrock-errors.ts';
import { arn } from './names.ts';
import { own, present } from './own.ts';
import { paginate } from './page.ts';
import { readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';

/**
 * Memories, browsers and code interpreters: what is asked about here is fixed when they are made, so that
 * they are only read.
 */

function find<T>(record: Readonly<Record<string, T>>, id: string, what: string): T {
  const found = own(record, id);
  if (found === undefined) throw notFound(`${what} ${id}`);
  return found;
}

function page<T>(
  record: Readonly<Record<string, T>>,
  {
    nextToken: token,
    maxResults: size = 100,
  }: { readonly nextToken?: string | undefined; readonly maxResults?: number | undefined },
  scope: string,
) {
  return paginate(
    Object.entries(record),
    ([id]) => id,
    { token, size, scope },
    () => invalid('The pagination token is invalid.'),
  );
}

export const getMemory: Handler<GetMemoryInput, GetMemoryOutput> = ({ memoryId: id = '' }, context) => {
  const { settings, status, created, modified } = find(readRegion(context).agentcore.memories, id, 'Memory');
  const memory = {
    ...settings,
    name: settings.name ?? '',
    eventExpiryDuration: settings.eventExpiryDuration ?? 90,
    arn: arn('bedrock-agentcore', context, `memory/${id}`),
    id,
    status,
    createdAt: created,
    updatedAt: modified,
  };
  return { memory };
};

export const listMemories: Handler<ListMemoriesInput, ListMemoriesOutput> = (request, context) => {
  const { items, next } = page(readRegion(context).agentcore.memories, request, 'ListMemories');
  const memories = items.map(([id, { status, created, modified }]) => ({
    arn: arn('bedrock-agentcore', context, `memory/${id}`),
    id,
    status,
    createdAt: created,
    updatedAt: modified,
  }));
  return present({ memories, nextToken: next });
};

export const getBrowser: Handler<GetBrowserRequest, GetBrowserResponse> = ({ browserId: id = '' }, context) => {
  const { settings, status, created, modified } = find(readRegion(context).agentcore.browsers, id, 'Browser');
  return {
    ...settings,
    networkConfiguration: settings.networkConfiguration ?? { networkMode: 'PUBLIC' },
    name: settings.name ?? '',
    ...browserIdentity(id, context),
    status,
    createdAt: created,
    lastUpdatedAt: modified,
  };
};

function browserIdentity(browserId: string, context: CallContext) {
  return { browserId, browserArn: arn('bedrock-agentcore', context, `browser-custom/${browserId}`) };
}

/** Those of the account; AWS's own browser is not simulated. */
export const listBrowsers: Handler<ListBrowsersRequest, ListBrowsersResponse> = ({ type, ...request }, context) => {
  const all = type === 'SYSTEM' ? {} : readRegion(context).agentcore.browsers;
  const { items, next } = page(all, request, `ListBrowsers ${type}`);
  const browserSummaries = items.map(([id, { settings, status, created }]) =>
    present({ ...browserIdentity(id, context), name: settings.name, status, createdAt: created }),
  );
  return present({ browserSummaries, nextToken: next });
};

export const getCodeInterpreter: Handler<GetCodeInterpreterRequest, GetCodeInterpreterResponse> = (
  { codeInterpreterId: id = '' },
  context,
) => {
  const { codeInterpreters } = readRegion(context).agentcore;
  const { settings, status, created, modified } = find(codeInterpreters, id, 'Code interpreter');
  return {
    ...settings,
    networkConfiguration: settings.networkConfiguration ?? { networkMode: 'PUBLIC' },
    name: settings.name ?? '',
    ...interpreterIdentity(id, context),
    status,
    createdAt: created,
    lastUpdatedAt: modified,
  };
};

function interpreterIdentity(codeInterpreterId: string, context: CallContext) {
  const codeInterpreterArn = arn('bedrock-agentcore', context, `code-interpreter-custom/${codeInterpreterId}`);
  return { codeInterpreterId, codeInterpreterArn };
}

/** Those of the account; AWS's own code interpreter is not simulated. */
export const listCodeInterpreters: Handler<ListCodeInterpretersRequest, ListCodeInterpretersResponse> = (
  { type, ...request },
  context,
) => {
  const all = type === 'SYSTEM' ? {} : readRegion(context).agentcore.codeInterpreters;
  const { items, next } = page(all, request, `ListCodeInterpreters ${type}`);
  const codeInterpreterSummaries = items.map(([id, { settings, status, created }]) =>
    present({ ...interpreterIdentity(id, context), name: settings.name, status, createdAt: created }),
  );
  return present({ codeInterpreterSummaries, nextToken: next });
};
