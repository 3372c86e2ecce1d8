import type {
  CreateGuardrailVersionRequest,
  CreateGuardrailVersionResponse,
  DeleteGuardrailRequest,
  DeleteGuardrailResponse,
  GetGuardrailRequest,
  GetGuardrailResponse,
  GuardrailStatus,
  GuardrailSummary,
  ListGuardrailsRequest,
  ListGuardrailsResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  UpdateGuardrailRequest,
  UpdateGuardrailResponse,
} from '@aws-sdk/client-bedrock';
import { jobTags } from './bedrock-customization.ts';
import { conflict, invalid, notFound } from './bedrock-errors.ts';
import { policiesOf, checkSettings } from './bedrock-guardrail-policies.ts';
import type { GuardrailSettingsState, GuardrailState } from './bedrock-state.ts';
import { arn, parseArn } from './names.ts';
import { own, present, without } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';
import type { Stored } from './stored.ts';

interface Found {
  readonly id: string;
  readonly guardrail: GuardrailState;
}

/** By id or ARN; another account's or Region's are not found here. */
function find(identifier: string, context: CallContext): Found {
  const parts = parseArn(identifier);
  const isHere = parts === undefined || (parts.region === context.region && parts.account === context.account);
  const id = parts === undefined ? identifier : parts.resource.replace(/^guardrail\//, '');
  const guardrail = isHere ? own(readRegion(context).bedrock.guardrails, id) : undefined;
  if (guardrail === undefined) throw notFound(`Guardrail ${identifier}`);
  return { id, guardrail };
}

function guardrailArn(context: CallContext, id: string): string {
  return arn('bedrock', context, `guardrail/${id}`);
}

function statusOf({ busy }: GuardrailState, now: Date): GuardrailStatus {
  return busy !== undefined && now < new Date(busy.until) ? busy.as : 'READY';
}

/** While one change is under way, another is refused. */
function requireReady({ guardrail }: Found, { now }: CallContext): void {
  const status = statusOf(guardrail, now);
  if (status !== 'READY') throw conflict(`The guardrail can't be changed while it is ${status}.`);
}

function keep(context: CallContext, id: string, guardrail: GuardrailState): void {
  changeRegion(context).bedrock.guardrails[id] = guardrail;
}

function busyAs(as: 'UPDATING' | 'VERSIONING', context: CallContext): NonNullable<GuardrailState['busy']> {
  const { seconds } = readRegion(context).bedrock;
  return { as, until: new Date(context.now.getTime() + seconds.guardrail * 1000).toISOString() };
}

/** The working draft, if no version is named. */
export const getGuardrail: Handler<GetGuardrailRequest, GetGuardrailResponse> = (request, context) => {
  const { guardrailIdentifier = '', guardrailVersion = 'DRAFT' } = request;
  const { id, guardrail } = find(guardrailIdentifier, context);
  const about = { guardrailId: id, guardrailArn: guardrailArn(context, id), createdAt: guardrail.created };
  if (guardrailVersion === 'DRAFT') {
    const status = statusOf(guardrail, context.now);
    return { ...describe(guardrail.settings), ...about, version: 'DRAFT', status, updatedAt: guardrail.modified };
  }
  const version = own(guardrail.versions, guardrailVersion);
  if (version === undefined) throw notFound(`Version ${guardrailVersion} of guardrail ${id}`);
  const { description, ...settings } = version.settings;
  const described = describe(present({ ...settings, description: version.description ?? description }));
  return { ...described, ...about, version: guardrailVersion, status: 'READY', updatedAt: version.created };
};

function describe(settings: GuardrailSettingsState) {
  const { name = '', description, blockedInputMessaging = '', blockedOutputsMessaging = '', kmsKeyId } = settings;
  return present({
    name,
    description,
    blockedInputMessaging,
    blockedOutputsMessaging,
    kmsKeyArn: kmsKeyId,
    ...policiesOf(settings),
  });
}

/** Replaces the working draft: a policy that the request leaves out is gone. Versions stay as they are. */
export const updateGuardrail: Handler<UpdateGuardrailRequest, UpdateGuardrailResponse> = (request, context) => {
  const { guardrailIdentifier = '', ...settings } = request;
  const found = find(guardrailIdentifier, context);
  requireReady(found, context);
  checkSettings(settings);
  const modified = context.now.toISOString();
  keep(context, found.id, { ...found.guardrail, settings, modified, busy: busyAs('UPDATING', context) });
  return {
    guardrailId: found.id,
    guardrailArn: guardrailArn(context, found.id),
    version: 'DRAFT',
    updatedAt: modified,
  };
};

/** Numbers the working draft as it is now. The same token again is the same version. */
export const createGuardrailVersion: Handler<CreateGuardrailVersionRequest, CreateGuardrailVersionResponse> = (
  { guardrailIdentifier = '', description, clientRequestToken: token },
  context,
) => {
  const found = find(guardrailIdentifier, context);
  const { id, guardrail } = found;
  const made = Object.entries(guardrail.versions).find(([, version]) => token !== undefined && version.token === token);
  if (made !== undefined) return { guardrailId: id, version: made[0] };
  requireReady(found, context);
  const number = String(Math.max(0, ...Object.keys(guardrail.versions).map(Number)) + 1);
  const version = present({ settings: guardrail.settings, description, created: context.now.toISOString(), token });
  const versions = { ...guardrail.versions, [number]: version };
  keep(context, id, { ...guardrail, versions, busy: busyAs('VERSIONING', context) });
  return { guardrailId: id, version: number };
};

/** One version if it is named, otherwise the guardrail with all of its versions. */
export const deleteGuardrail: Handler<DeleteGuardrailRequest, DeleteGuardrailResponse> = (request, context) => {
  const { guardrailIdentifier = '', guardrailVersion } = request;
  const { id, guardrail } = find(guardrailIdentifier, context);
  if (guardrailVersion === undefined) {
    const { bedrock } = changeRegion(context);
    bedrock.guardrails = without(bedrock.guardrails, id);
    return {};
  }
  if (guardrailVersion === 'DRAFT') throw invalid('The working draft of a guardrail cannot be deleted.');
  if (own(guardrail.versions, guardrailVersion) === undefined) {
    throw notFound(`Version ${guardrailVersion} of guardrail ${id}`);
  }
  keep(context, id, { ...guardrail, versions: without(guardrail.versions, guardrailVersion) });
  return {};
};

/** The drafts of all guardrails; of one that is named, its draft and all its versions. */
export const listGuardrails: Handler<ListGuardrailsRequest, ListGuardrailsResponse> = (request, context) => {
  const { guardrailIdentifier, nextToken, maxResults = 100 } = request;
  const all = Object.entries(readRegion(context).bedrock.guardrails).map(([id, guardrail]) => ({ id, guardrail }));
  const chosen = guardrailIdentifier === undefined ? all : [find(guardrailIdentifier, context)];
  const summaries = chosen.flatMap(({ id, guardrail }) =>
    ['DRAFT', ...(guardrailIdentifier === undefined ? [] : Object.keys(guardrail.versions))].map((version) =>
      summary(id, guardrail, version, context),
    ),
  );
  const { items, next } = paginate(
    summaries,
    ({ id, version }) => `${id} ${version?.padStart(8, '0')}`,
    { token: nextToken, size: maxResults, scope: `ListGuardrails ${guardrailIdentifier}` },
    () => invalid('The pagination token is invalid.'),
  );
  return present({ guardrails: items, nextToken: next });
};

function summary(
  id: string,
  guardrail: GuardrailState,
  version: string,
  context: CallContext,
): Stored<GuardrailSummary> {
  return {
    id,
    arn: guardrailArn(context, id),
    name: guardrail.settings.name ?? '',
    version,
    status: version === 'DRAFT' ? statusOf(guardrail, context.now) : 'READY',
    createdAt: guardrail.created,
    updatedAt: own(guardrail.versions, version)?.created ?? guardrail.modified,
  };
}

/** Of what is simulated, guardrails and model customization jobs have tags. */
export const listTagsForResource: Handler<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  { resourceARN = '' },
  context,
) => {
  const ofJob = jobTags(resourceARN, context);
  if (ofJob !== undefined) return { tags: ofJob };
  const { guardrail } = find(resourceARN, context);
  return { tags: guardrail.tags.map(({ Key, Value }) => ({ key: Key, value: Value })) };
};
