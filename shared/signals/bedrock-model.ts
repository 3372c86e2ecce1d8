/** `anthropic.claude-sonnet-4-5-20250929-v1:0`, `eu.amazon.nova-pro-v1:0`, `openai.gpt-oss-120b-1:0` */
const ID = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}(?::[a-z0-9]{1,12}){0,2}$/;
const KINDS = 'foundation-model|inference-profile|application-inference-profile|provisioned-model|imported-model';
const ARN = new RegExp(
  `^arn:aws[a-z-]{0,20}:bedrock:[a-z0-9-]{0,32}:(?:\\d{12})?:(?:${KINDS}|custom-model-deployment)/[a-zA-Z0-9.:-]{1,140}$`,
);

/** More than these are not told apart by anybody who acts on them. */
const most = 20;

/**
 * Of the models that an event names those that are Bedrock's, each once: ids of models and inference profiles, or
 * ARNs. What is none, such as an endpoint of SageMaker's, is left out.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
export function bedrockModels(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter(isBedrockModel))].toSorted().slice(0, most);
}

export function isBedrockModel(text: string): boolean {
  return text.length <= 256 && (ID.test(text) || ARN.test(text));
}
