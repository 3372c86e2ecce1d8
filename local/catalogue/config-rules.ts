import { aiStandard } from './ai-standard.ts';
import type { Check, CheckList } from './check.ts';

/** The rules that no control of the standard rests on. */
const others: readonly Check[] = [
  {
    id: 'bedrock-agentcore-memory-event-expiry-duration',
    wants: 'memories that keep events long enough',
    none: 'How long an agent remembers what was said is for its owner to weigh against privacy; a longer time set by a program would keep people’s words that were to be forgotten.',
  },
  { id: 'sagemaker-app-image-config-tagged', wants: 'app image configurations with tags' },
  { id: 'sagemaker-domain-in-vpc', wants: 'domains whose traffic goes through their VPC' },
  { id: 'sagemaker-domain-tagged', wants: 'domains with tags' },
  { id: 'sagemaker-endpoint-config-kms-key-required', wants: 'endpoints with a key' },
  { id: 'sagemaker-endpoint-configuration-kms-key-configured', wants: 'endpoints with a certain key' },
  { id: 'sagemaker-feature-group-tagged', wants: 'feature groups with tags' },
  {
    id: 'sagemaker-featuregroup-description',
    wants: 'feature groups with a description',
    none: 'Only its owner knows what a group holds; a text made up by a program would please the rule and tell nobody anything.',
  },
  {
    id: 'sagemaker-image-description',
    wants: 'images with a description',
    none: 'Only its owner knows what an image is for; a text made up by a program would please the rule and tell nobody anything.',
  },
  { id: 'sagemaker-image-tagged', wants: 'images with tags' },
  { id: 'sagemaker-inferenceexperiment-tagged', wants: 'inference experiments with tags' },
  { id: 'sagemaker-model-in-vpc', wants: 'models in a VPC' },
  { id: 'sagemaker-notebook-instance-kms-key-configured', wants: 'notebooks with a certain key' },
];

/** All managed rules of AWS Config on SageMaker (35) and on Bedrock with AgentCore (9). */
export const configRules: CheckList = {
  name: 'AWS Config managed rules on SageMaker and Bedrock',
  source:
    'https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html, November 2026, https://aws.amazon.com/about-aws/whats-new/2026/07/aws-config-additional-managed-rules, and the pages of the controls',
  claimedAs: 'configRules',
  checks: [...aiStandard.checks.map(({ rule = '', wants }) => ({ id: rule, wants })), ...others].toSorted((a, b) =>
    a.id < b.id ? -1 : 1,
  ),
};
