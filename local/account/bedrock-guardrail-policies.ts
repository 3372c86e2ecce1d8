import type { GetGuardrailResponse, UpdateGuardrailRequest } from '@aws-sdk/client-bedrock';
import { invalid } from './bedrock-errors.ts';
import { present } from './own.ts';
import type { Stored } from './stored.ts';

type Settings = Stored<Omit<UpdateGuardrailRequest, 'guardrailIdentifier'>>;
type Policies = Stored<
  Pick<
    GetGuardrailResponse,
    | 'topicPolicy'
    | 'contentPolicy'
    | 'wordPolicy'
    | 'sensitiveInformationPolicy'
    | 'contextualGroundingPolicy'
    | 'automatedReasoningPolicy'
    | 'crossRegionDetails'
  >
>;

/** What UpdateGuardrail was given, in the words of GetGuardrail, which are others. */
export function policiesOf(settings: Settings): Policies {
  const { topicPolicyConfig: topic, contentPolicyConfig: content, wordPolicyConfig: word } = settings;
  const { sensitiveInformationPolicyConfig: sensitive, contextualGroundingPolicyConfig: grounding } = settings;
  const { automatedReasoningPolicyConfig: reasoning, crossRegionConfig: crossRegion } = settings;
  return present({
    topicPolicy: topic && present({ topics: topic.topicsConfig, tier: topic.tierConfig }),
    contentPolicy: content && present({ filters: content.filtersConfig, tier: content.tierConfig }),
    wordPolicy: word && present({ words: word.wordsConfig, managedWordLists: word.managedWordListsConfig }),
    sensitiveInformationPolicy:
      sensitive && present({ piiEntities: sensitive.piiEntitiesConfig, regexes: sensitive.regexesConfig }),
    contextualGroundingPolicy: grounding && present({ filters: grounding.filtersConfig, tier: grounding.tierConfig }),
    automatedReasoningPolicy: reasoning,
    crossRegionDetails: crossRegion && { guardrailProfileArn: crossRegion.guardrailProfileIdentifier },
  });
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_UpdateGuardrail.html */
export function checkSettings(settings: Settings): void {
  const { name = '', blockedInputMessaging = '', blockedOutputsMessaging = '' } = settings;
  if (!/^[0-9a-zA-Z_-]{1,50}$/.test(name))
    throw invalid('The name of a guardrail has 1 to 50 letters, digits, - and _.');
  for (const messaging of [blockedInputMessaging, blockedOutputsMessaging]) {
    if (messaging.length < 1 || messaging.length > 500) throw invalid('Messaging has 1 to 500 characters.');
  }
  const filters = settings.contentPolicyConfig?.filtersConfig ?? [];
  if (filters.some(({ type, outputStrength }) => type === 'PROMPT_ATTACK' && outputStrength !== 'NONE')) {
    throw invalid('Prompt attack filters have no output strength: it must be NONE.');
  }
  if ((settings.contextualGroundingPolicyConfig?.filtersConfig ?? []).some(({ threshold = 0 }) => threshold > 0.99)) {
    throw invalid('Thresholds of contextual grounding filters are between 0 and 0.99.');
  }
  for (const types of [
    filters.map(({ type }) => type),
    (settings.sensitiveInformationPolicyConfig?.piiEntitiesConfig ?? []).map(({ type }) => type),
    (settings.contextualGroundingPolicyConfig?.filtersConfig ?? []).map(({ type }) => type),
  ]) {
    if (new Set(types).size < types.length) throw invalid('A filter of one type is given twice.');
  }
}
