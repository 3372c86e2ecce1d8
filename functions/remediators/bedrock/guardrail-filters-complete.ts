import {
  BedrockClient,
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  GetGuardrailCommand,
  GuardrailPiiEntityType,
  ListGuardrailsCommand,
  ListTagsForResourceCommand,
  UpdateGuardrailCommand,
} from '@aws-sdk/client-bedrock';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import { shortDigest } from '../../../shared/plan.ts';
import type { Condition, Step } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { firstChange } from './change.ts';
import { lacks } from './guardrail-filters.ts';
import type { GuardrailSettings } from './guardrail-settings.ts';
import { settingsOf } from './guardrail-settings.ts';
import { everyItem } from '../../../shared/aws/pages.ts';

const bedrock = service('Bedrock', BedrockClient, {
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  GetGuardrailCommand,
  ListGuardrailsCommand,
  ListTagsForResourceCommand,
  UpdateGuardrailCommand,
});
type Aws = BoundServices<{ bedrock: typeof bedrock }>;

const threshold = z.number().min(0).max(0.99);
const parameters = z.strictObject({
  require: z
    .array(z.enum(['prompt-attack', 'sensitive-information', 'contextual-grounding']))
    .default(['prompt-attack', 'sensitive-information', 'contextual-grounding'])
    .describe('Filters that a guardrail must have.'),
  pii: z
    .array(z.enum(GuardrailPiiEntityType))
    .default(['AWS_ACCESS_KEY', 'AWS_SECRET_KEY', 'CREDIT_DEBIT_CARD_NUMBER', 'PASSWORD'])
    .describe('Kinds of sensitive information that must be filtered.'),
  'pii-action': z
    .enum(['ANONYMIZE', 'BLOCK'])
    .default('ANONYMIZE')
    .describe('What a filter that is added does with sensitive information.'),
  grounding: threshold.default(0.5).describe('Least threshold for answers to be grounded in the source.'),
  relevance: threshold.default(0.5).describe('Least threshold for answers to be relevant to the question.'),
  'new-version': z
    .boolean()
    .default(true)
    .describe('Whether the newest version must have the filters as well; then a new one is made of the working draft.'),
});

interface Before extends JsonObject {
  /** The working draft in UpdateGuardrail's words. */
  readonly settings: JsonObject;
  /** Number of the newest version; 0 where there is none. */
  readonly newest: number;
  /** Whether it lacks filters, so that a new one has to be made. */
  readonly outdated: boolean;
}

const changing = new Set(['CREATING', 'UPDATING', 'VERSIONING', 'DELETING']);

/**
 * Adds to a guardrail's working draft the filters that it lacks, and makes a version of it where the newest
 * one lacks them. What the draft has otherwise is read and put again, since an update replaces the whole.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_UpdateGuardrail.html
 */
export const guardrailFiltersComplete = defineRemediation({
  id: 'bedrock-guardrail-filters-complete',
  title: 'Complete the filters of a guardrail',
  description:
    'Adds the filters for prompt attacks, sensitive information and contextual grounding that a guardrail lacks to its working draft, and makes a new version where the newest one lacks them. Filters that are there stay; versions that are in use are not touched.',
  severity: 'high',
  // Whoever calls the working draft gets the new filters at once; applications on a version are moved by their owners.
  impact: 'brief',
  reversible: true,
  resource: 'AWS::Bedrock::Guardrail',
  controls: {
    prowler: [
      'bedrock_guardrail_contextual_grounding_filter_enabled',
      'bedrock_guardrail_prompt_attack_filter_enabled',
      'bedrock_guardrail_sensitive_information_filter_enabled',
    ],
  },
  triggers: [
    {
      resource: 'AWS::Bedrock::Guardrail',
      configRule: ['bedrock-guardrail-filters-complete'],
      apiCall: ['bedrock:CreateGuardrail', 'bedrock:UpdateGuardrail'],
    },
  ],
  parameters,
  uses: { bedrock },

  async assess({ id: guardrailIdentifier }, aws, demands) {
    const guardrail = await aws.bedrock.GetGuardrail({ guardrailIdentifier });
    if (changing.has(guardrail.status ?? '')) return { state: 'busy', why: `The guardrail is ${guardrail.status}` };
    const settings = settingsOf(guardrail);
    const newest = demands['new-version'] ? await newestVersion(aws, guardrailIdentifier) : undefined;
    const inDraft = lacks(settings, demands).map(({ why }) => `In the working draft: ${why}`);
    const inNewest = newest === undefined ? [] : lacks(newest.settings, demands);
    const why = [...inDraft, ...inNewest.map((lack) => `In version ${newest?.number}, the newest: ${lack.why}`)];
    const live = { settings: toJson(settings) as JsonObject, newest: newest?.number ?? 0 };
    if (why.length === 0) return { state: 'compliant', why: 'It has every filter that the policy demands.', live };
    const before: Before = { ...live, outdated: inNewest.length > 0 };
    return { state: 'wrong', why, before };
  },

  plan({ settings, newest, outdated }: Before, demands, { id }) {
    const old = settings as unknown as GuardrailSettings;
    const missing = lacks(old, demands);
    const wanted = missing.reduce((draft, { put }) => put(draft), old);
    return {
      steps: [
        ...(missing.length === 0 ? [] : [update(id, old, wanted)]),
        ...(outdated ? [version(id, wanted, newest + 1)] : []),
      ],
      expect: 'compliant',
      notes: ['Agents and applications that name a version keep the old filters until they are moved to a new one.'],
    };
  },

  async tags({ id }, aws) {
    const { guardrailArn = '' } = await aws.bedrock.GetGuardrail({ guardrailIdentifier: id });
    const { tags = [] } = await aws.bedrock.ListTagsForResource({ resourceARN: guardrailArn });
    return Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));
  },

  async *list(aws) {
    for await (const { id } of summaries(aws)) {
      if (id !== undefined) yield { resource: { type: 'AWS::Bedrock::Guardrail', id } };
    }
  },
});

/** The drafts of all guardrails; of one that is named, all of its versions as well. */
function summaries(aws: Aws, guardrailIdentifier?: string) {
  const which = guardrailIdentifier === undefined ? {} : { guardrailIdentifier };
  return everyItem(
    (token) => aws.bedrock.ListGuardrails({ maxResults: 100, ...which, ...token }),
    ({ guardrails }) => guardrails,
  );
}

/** The version with the highest number; a guardrail that was never released has none. */
async function newestVersion(
  aws: Aws,
  id: string,
): Promise<{ number: number; settings: GuardrailSettings } | undefined> {
  let newest = 0;
  for await (const { version: number } of summaries(aws, id)) {
    if (number !== 'DRAFT') newest = Math.max(newest, Number(number));
  }
  if (newest === 0) return undefined;
  const found = await aws.bedrock.GetGuardrail({ guardrailIdentifier: id, guardrailVersion: String(newest) });
  return { number: newest, settings: settingsOf(found) };
}

/** Not on the way to another state, so that it can be changed. */
function settled(guardrailIdentifier: string): Condition {
  const call = apiCall(bedrock, 'GetGuardrail', { guardrailIdentifier });
  return { call, path: 'status', is: ['READY', 'FAILED'], every: 10, within: 600 };
}

function ready(guardrailIdentifier: string): Condition {
  return { ...settled(guardrailIdentifier), is: ['READY'], not: ['FAILED', 'DELETING'], reason: 'statusReasons.0' };
}

function update(guardrailIdentifier: string, old: GuardrailSettings, wanted: GuardrailSettings): Step {
  const put = (settings: GuardrailSettings) =>
    apiCall(bedrock, 'UpdateGuardrail', { ...settings, guardrailIdentifier });
  const until = ready(guardrailIdentifier);
  const change = firstChange(toJson(old) as JsonObject, toJson(wanted) as JsonObject);
  const { call } = until;
  const path = change?.path.replaceAll(/(?:Config)(?=\.)/g, '') ?? '';
  return {
    id: 'update-guardrail',
    title: `Add the missing filters to the working draft of guardrail ${guardrailIdentifier}`,
    call: put(wanted),
    ready: settled(guardrailIdentifier),
    until,
    ...(change === undefined ? {} : { done: { call, path, is: [change.to] } }),
    undo: {
      call: put(old),
      ready: settled(guardrailIdentifier),
      until,
      // Where there was nothing before, the status is what is found instead.
      ...(change === undefined
        ? {}
        : {
            done: {
              call,
              ...(change.from === undefined
                ? { path: [path, 'status'], is: ['READY', 'UPDATING', 'VERSIONING'] }
                : { path, is: [change.from] }),
            },
          }),
    },
    semantics: 'at-least-once',
  };
}

/** Versions are numbered on; one of that number that is not ours, by its description, is not deleted. */
function version(guardrailIdentifier: string, wanted: GuardrailSettings, number: number): Step {
  const clientRequestToken = `redress-${shortDigest([guardrailIdentifier, number, wanted], 32)}`;
  const description = `Filters completed by Redress (${shortDigest([guardrailIdentifier, number, wanted])})`;
  const guardrailVersion = String(number);
  const ours = {
    call: apiCall(bedrock, 'GetGuardrail', { guardrailIdentifier, guardrailVersion }),
    path: 'description',
    is: [description],
  };
  return {
    id: 'create-version',
    title: `Make version ${number} of guardrail ${guardrailIdentifier}`,
    call: apiCall(bedrock, 'CreateGuardrailVersion', { guardrailIdentifier, description, clientRequestToken }),
    done: ours,
    until: ready(guardrailIdentifier),
    undo: {
      call: apiCall(bedrock, 'DeleteGuardrail', { guardrailIdentifier, guardrailVersion }),
      ready: { ...ours, gone: true, every: 10, within: 60 },
    },
    semantics: 'at-least-once',
  };
}
