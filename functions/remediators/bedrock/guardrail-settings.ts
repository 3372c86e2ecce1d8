import type { GetGuardrailResponse, UpdateGuardrailRequest } from '@aws-sdk/client-bedrock';

/** A guardrail's working draft in UpdateGuardrail's words, without its identifier. */
export type GuardrailSettings = Omit<UpdateGuardrailRequest, 'guardrailIdentifier'>;

/**
 * What UpdateGuardrail has to be given to leave a guardrail as it is. It replaces the whole draft, and
 * calls everything by other names than GetGuardrail does.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_UpdateGuardrail.html
 */
export function settingsOf(guardrail: GetGuardrailResponse): GuardrailSettings {
  const { name, description, blockedInputMessaging, blockedOutputsMessaging, kmsKeyArn } = guardrail;
  const { topicPolicy, contentPolicy, wordPolicy, crossRegionDetails } = guardrail;
  const { sensitiveInformationPolicy, contextualGroundingPolicy, automatedReasoningPolicy } = guardrail;
  return given<GuardrailSettings>({
    name,
    description,
    blockedInputMessaging,
    blockedOutputsMessaging,
    kmsKeyId: kmsKeyArn,
    topicPolicyConfig: topicPolicy && {
      // Topics have had one type since the beginning, which older answers leave out.
      topicsConfig: topicPolicy.topics?.map((topic) => ({ ...topic, type: topic.type ?? 'DENY' })),
      ...given({ tierConfig: topicPolicy.tier }),
    },
    contentPolicyConfig: contentPolicy && {
      filtersConfig: contentPolicy.filters ?? [],
      ...given({ tierConfig: contentPolicy.tier }),
    },
    wordPolicyConfig:
      wordPolicy && given({ wordsConfig: wordPolicy.words, managedWordListsConfig: wordPolicy.managedWordLists }),
    sensitiveInformationPolicyConfig:
      sensitiveInformationPolicy &&
      given({
        piiEntitiesConfig: sensitiveInformationPolicy.piiEntities,
        regexesConfig: sensitiveInformationPolicy.regexes,
      }),
    contextualGroundingPolicyConfig: contextualGroundingPolicy && {
      filtersConfig: contextualGroundingPolicy.filters,
      ...given({ tierConfig: contextualGroundingPolicy.tier }),
    },
    automatedReasoningPolicyConfig: automatedReasoningPolicy,
    crossRegionConfig: crossRegionDetails && {
      guardrailProfileIdentifier: crossRegionDetails.guardrailProfileArn ?? crossRegionDetails.guardrailProfileId,
    },
  });
}

/** The members that are there: the API takes absence, and no `null`, for "not set". */
function given<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
