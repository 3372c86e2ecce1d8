/** A rule of our own, in the policy language of AWS Config. */
export interface GuardRule {
  /** The remediation that answers it; the rule is called the same. */
  readonly remediation: string;
  readonly description: string;
  /** Types whose configuration items are evaluated; Config records them. */
  readonly types: readonly string[];
  readonly policy: string;
}

/**
 * For what no managed rule looks at, though AWS Config records the type. What the rules can't see, such as versions of
 * a guardrail, is read by the remediation; what Config doesn't record, such as training jobs or the logging of
 * invocations, is found by events and by the sweep.
 *
 * Configuration items of these types have the members of the CloudFormation resource, in its capitals, as AWS's own
 * rules on guardrails and prompts read them; Config's published members of a notebook instance are written so as well.
 * https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_cfn-guard.html
 * https://github.com/awslabs/aws-config-rules/blob/master/aws-config-conformance-packs/Amazon-Bedrock-Security-and-Governance-Best-Practices.yaml
 * https://github.com/awslabs/aws-config-resource-schema/blob/master/config/properties/resource-types/AWS::SageMaker::NotebookInstance.properties.json
 */
export const guardRules: readonly GuardRule[] = [
  {
    remediation: 'bedrock-guardrail-filters-complete',
    description:
      'Guardrails of Bedrock filter prompt attacks and sensitive information, and check that answers are grounded.',
    types: ['AWS::Bedrock::Guardrail'],
    policy: `rule prompt_attacks_are_filtered when resourceType == "AWS::Bedrock::Guardrail" {
  configuration.ContentPolicyConfig.FiltersConfig exists
  some configuration.ContentPolicyConfig.FiltersConfig[*].Type == "PROMPT_ATTACK"
}
rule sensitive_information_is_filtered when resourceType == "AWS::Bedrock::Guardrail" {
  configuration.SensitiveInformationPolicyConfig exists
}
rule answers_are_grounded when resourceType == "AWS::Bedrock::Guardrail" {
  configuration.ContextualGroundingPolicyConfig.FiltersConfig exists
  configuration.ContextualGroundingPolicyConfig.FiltersConfig !empty
}
`,
  },
  {
    remediation: 'bedrock-prompt-encrypted',
    description: 'Prompts of Bedrock are encrypted with a KMS key of the account.',
    types: ['AWS::Bedrock::Prompt'],
    policy: `rule prompt_has_a_key when resourceType == "AWS::Bedrock::Prompt" {
  configuration.CustomerEncryptionKeyArn exists
  configuration.CustomerEncryptionKeyArn !empty
}
`,
  },
  {
    remediation: 'sagemaker-notebook-imdsv2-required',
    description: 'Notebook instances of SageMaker hand out credentials by IMDSv2 alone.',
    types: ['AWS::SageMaker::NotebookInstance'],
    policy: `rule imdsv2_is_required when resourceType == "AWS::SageMaker::NotebookInstance" {
  configuration.InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion exists
  configuration.InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion == "2"
}
`,
  },
];
