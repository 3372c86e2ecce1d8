import type {
  GetPromptRequest,
  GetPromptResponse,
  ListPromptsRequest,
  ListPromptsResponse,
  UpdatePromptRequest,
  UpdatePromptResponse,
} from '@aws-sdk/client-bedrock-agent';
import { invalid, notFound } from './bedrock-errors.ts';
import type { PromptState } from './bedrock-state.ts';
import { arn, parseArn } from './names.ts';
import { own, present } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';

/** By id or ARN. */
function find(identifier: string, context: CallContext): { readonly id: string; readonly prompt: PromptState } {
  const parts = parseArn(identifier);
  const isHere = parts === undefined || (parts.region === context.region && parts.account === context.account);
  const id = parts === undefined ? identifier : parts.resource.replace(/^prompt\//, '');
  const prompt = isHere ? own(readRegion(context).bedrock.prompts, id) : undefined;
  if (prompt === undefined) throw notFound(`Prompt ${identifier}`);
  return { id, prompt };
}

function describe(id: string, { settings, created, modified }: PromptState, context: CallContext) {
  const about = { id, arn: arn('bedrock', context, `prompt/${id}`), version: 'DRAFT' };
  return { ...settings, name: settings.name ?? '', ...about, createdAt: created, updatedAt: modified };
}

/** The working draft; versions are not simulated. */
export const getPrompt: Handler<GetPromptRequest, GetPromptResponse> = (request, context) => {
  const { promptIdentifier = '', promptVersion = 'DRAFT' } = request;
  const { id, prompt } = find(promptIdentifier, context);
  if (promptVersion !== 'DRAFT') throw notFound(`Version ${promptVersion} of prompt ${id}`);
  return describe(id, prompt, context);
};

/** Replaces the working draft: what the request leaves out is gone. */
export const updatePrompt: Handler<UpdatePromptRequest, UpdatePromptResponse> = (request, context) => {
  const { promptIdentifier = '', ...settings } = request;
  const { id, prompt } = find(promptIdentifier, context);
  const { name = '', variants = [], defaultVariant, customerEncryptionKeyArn: key } = settings;
  if (!/^(?:[0-9a-zA-Z][_-]?){1,100}$/.test(name))
    throw invalid('A prompt has a name of up to 100 letters, digits, - and _.');
  if (variants.length > 1) throw invalid('A prompt has at most one variant.');
  if (defaultVariant !== undefined && variants.every((variant) => variant.name !== defaultVariant)) {
    throw invalid(`There is no variant ${defaultVariant.slice(0, 100)}.`);
  }
  if (key !== undefined && !/^arn:aws[a-z-]*:kms:/.test(key)) {
    throw invalid('customerEncryptionKeyArn must be the ARN of a KMS key.');
  }
  const changed = { ...prompt, settings, modified: context.now.toISOString() };
  changeRegion(context).bedrock.prompts[id] = changed;
  return describe(id, changed, context);
};

export const listPrompts: Handler<ListPromptsRequest, ListPromptsResponse> = (request, context) => {
  const { promptIdentifier, maxResults = 100, nextToken } = request;
  const all = Object.entries(readRegion(context).bedrock.prompts).map(([id, prompt]) => ({ id, prompt }));
  const { items, next } = paginate(
    promptIdentifier === undefined ? all : [find(promptIdentifier, context)],
    ({ id }) => id,
    { token: nextToken, size: maxResults, scope: 'ListPrompts' },
    () => invalid('The pagination token is invalid.'),
  );
  const promptSummaries = items.map(({ id, prompt }) => {
    const {
      variants: _,
      defaultVariant: __,
      customerEncryptionKeyArn: ___,
      ...summary
    } = describe(id, prompt, context);
    return summary;
  });
  return present({ promptSummaries, nextToken: next });
};
