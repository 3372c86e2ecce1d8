import type {
  GuardrailContextualGroundingFilterConfig,
  GuardrailPiiEntityConfig,
  GuardrailPiiEntityType,
} from '@aws-sdk/client-bedrock';
import type { GuardrailSettings } from './guardrail-settings.ts';

/** What a guardrail must filter, from the policy file. */
export interface Demands {
  readonly require: readonly ('prompt-attack' | 'sensitive-information' | 'contextual-grounding')[];
  readonly pii: readonly GuardrailPiiEntityType[];
  readonly 'pii-action': 'ANONYMIZE' | 'BLOCK';
  readonly grounding: number;
  readonly relevance: number;
}

/** A filter that is missing or too weak, and the draft with it put right. */
export interface Lack {
  readonly why: string;
  readonly put: (settings: GuardrailSettings) => GuardrailSettings;
}

/** Everything that a draft lacks of what is demanded, in the order in which it is put in. */
export function lacks(settings: GuardrailSettings, demands: Demands): readonly Lack[] {
  return demands.require.flatMap((part) => {
    switch (part) {
      case 'prompt-attack':
        return promptAttack(settings);
      case 'sensitive-information':
        return demands.pii.flatMap((type) => sensitiveInformation(settings, type, demands['pii-action']));
      case 'contextual-grounding':
        return [
          ...contextualGrounding(settings, 'GROUNDING', demands.grounding),
          ...contextualGrounding(settings, 'RELEVANCE', demands.relevance),
        ];
    }
  });
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-prompt-attack.html: there is no output to filter. */
function promptAttack(settings: GuardrailSettings): Lack[] {
  const found = (settings.contentPolicyConfig?.filtersConfig ?? []).find(({ type }) => type === 'PROMPT_ATTACK');
  const acts = found?.inputEnabled !== false && found?.inputAction !== 'NONE';
  if (found?.inputStrength === 'HIGH' && acts) return [];
  return [
    {
      why:
        found === undefined
          ? 'No filter for prompt attacks'
          : 'The filter for prompt attacks does not act at full strength',
      put: (draft) => {
        const { filtersConfig = [], ...rest } = draft.contentPolicyConfig ?? { filtersConfig: [] };
        const acting = awake(found ?? {}, 'BLOCK');
        const filter = { ...acting, type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' } as const;
        return { ...draft, contentPolicyConfig: { ...rest, filtersConfig: withOfType(filtersConfig, filter) } };
      },
    },
  ];
}

function sensitiveInformation(
  settings: GuardrailSettings,
  type: GuardrailPiiEntityType,
  action: Demands['pii-action'],
): Lack[] {
  const found = (settings.sensitiveInformationPolicyConfig?.piiEntitiesConfig ?? []).find(
    (entity) => entity.type === type,
  );
  if (found !== undefined && actsOnInformation(found)) return [];
  return [
    {
      why: found === undefined ? `No filter for ${type}` : `The filter for ${type} only watches`,
      put: (draft) => {
        const { piiEntitiesConfig = [], ...rest } = draft.sensitiveInformationPolicyConfig ?? {};
        const entities = withOfType(piiEntitiesConfig, awake(found ?? { type, action }, action));
        return { ...draft, sensitiveInformationPolicyConfig: { ...rest, piiEntitiesConfig: entities } };
      },
    },
  ];
}

/** Asked for and answered: a filter that looks at one side alone lets the other through. */
function actsOnInformation(entity: GuardrailPiiEntityConfig): boolean {
  const { action, inputAction = action, outputAction = action, inputEnabled, outputEnabled } = entity;
  return inputAction !== 'NONE' && outputAction !== 'NONE' && inputEnabled !== false && outputEnabled !== false;
}

function contextualGrounding(settings: GuardrailSettings, type: 'GROUNDING' | 'RELEVANCE', threshold: number): Lack[] {
  const found = (settings.contextualGroundingPolicyConfig?.filtersConfig ?? []).find((filter) => filter.type === type);
  const acts = found?.enabled !== false && found?.action !== 'NONE';
  if (found !== undefined && acts && (found.threshold ?? 0) >= threshold) return [];
  return [
    {
      why: lackOfGrounding(found, type, threshold),
      put: (draft) => {
        const { filtersConfig = [], ...rest } = draft.contextualGroundingPolicyConfig ?? { filtersConfig: [] };
        const filter = { ...awake(found ?? {}, 'BLOCK'), type, threshold: Math.max(threshold, found?.threshold ?? 0) };
        return {
          ...draft,
          contextualGroundingPolicyConfig: { ...rest, filtersConfig: withOfType(filtersConfig, filter) },
        };
      },
    },
  ];
}

function lackOfGrounding(
  found: GuardrailContextualGroundingFilterConfig | undefined,
  type: string,
  threshold: number,
): string {
  if (found === undefined) return `No contextual grounding filter for ${type}`;
  const { threshold: now = 0 } = found;
  return now < threshold
    ? `The contextual grounding filter for ${type} lets through from ${now} instead of ${threshold}`
    : `The contextual grounding filter for ${type} only watches`;
}

/** The filter with every switch that keeps it from acting turned over; what acts already stays as it is. */
function awake<T extends object>(filter: T, action: string): T {
  const members = Object.entries(filter).map(([name, value]): [string, unknown] => {
    if (/^(?:action|inputAction|outputAction)$/.test(name) && value === 'NONE') return [name, action];
    return /^(?:enabled|inputEnabled|outputEnabled)$/.test(name) ? [name, true] : [name, value];
  });
  return Object.fromEntries(members) as T;
}

/** The list with the one of this type replaced in its place, or added at the end. */
function withOfType<T extends { readonly type: string | undefined }>(list: readonly T[] | undefined = [], one: T): T[] {
  const index = list.findIndex(({ type }) => type === one.type);
  return index < 0 ? [...list, one] : list.with(index, one);
}
