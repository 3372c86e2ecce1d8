import type { CheckList } from './check.ts';

/** All of Prowler's checks on SageMaker and on Bedrock, 17 each. */
export const prowler: CheckList = {
  name: 'Prowler 5.40 checks on SageMaker and Bedrock',
  source: 'https://hub.prowler.com, 5.40.0 of August 2026',
  claimedAs: 'prowler',
  checks: [
    { id: 'bedrock_agent_guardrail_enabled', wants: 'agents with a guardrail' },
    {
      id: 'bedrock_agent_role_least_privilege',
      wants: 'agents whose roles may do little',
      none: 'What an agent has to be able to do is in its owner’s head and code. A permission taken away at a guess breaks it at the moment at which it is needed; IAM Access Analyzer proposes policies from what was used.',
    },
    {
      id: 'bedrock_agent_role_not_shared_across_agents',
      wants: 'agents with roles of their own',
      none: 'Roles of their own are only safer if each may do less, and which agent needs what only their owner knows.',
    },
    { id: 'bedrock_api_key_no_administrative_privileges', wants: 'long-term API keys without full rights' },
    { id: 'bedrock_api_key_no_long_term_credentials', wants: 'no long-term API keys' },
    { id: 'bedrock_custom_model_encrypted_with_cmk', wants: 'custom models with a key' },
    { id: 'bedrock_full_access_policy_attached', wants: 'nobody with AmazonBedrockFullAccess' },
    { id: 'bedrock_guardrail_contextual_grounding_filter_enabled', wants: 'guardrails that check grounding' },
    { id: 'bedrock_guardrail_prompt_attack_filter_enabled', wants: 'guardrails against prompt attacks' },
    { id: 'bedrock_guardrail_sensitive_information_filter_enabled', wants: 'guardrails for sensitive information' },
    { id: 'bedrock_guardrails_configured', wants: 'a guardrail in the account' },
    { id: 'bedrock_knowledge_base_encrypted_with_cmk', wants: 'knowledge bases with a key' },
    { id: 'bedrock_model_invocation_logging_enabled', wants: 'invocations logged' },
    { id: 'bedrock_model_invocation_logs_encryption_enabled', wants: 'invocation logs with a key' },
    { id: 'bedrock_prompt_encrypted_with_cmk', wants: 'prompts with a key' },
    {
      id: 'bedrock_prompt_management_exists',
      wants: 'prompts kept in prompt management',
      none: 'It asks whether a feature is used, not whether something is wrong.',
    },
    {
      id: 'bedrock_vpc_endpoints_configured',
      wants: 'VPC endpoints for Bedrock',
      none: 'An endpoint costs by the hour, and its private DNS moves all of a VPC’s traffic to Bedrock at once: a decision for whoever runs the network.',
    },
    {
      id: 'sagemaker_clarify_exists',
      wants: 'Clarify in use',
      none: 'It asks whether a feature is used, not whether something is wrong.',
    },
    { id: 'sagemaker_domain_sso_configured', wants: 'domains with IAM Identity Center' },
    { id: 'sagemaker_endpoint_config_kms_encryption_enabled', wants: 'endpoints with a key' },
    { id: 'sagemaker_endpoint_config_prod_variant_instances', wants: 'endpoints on two instances or more' },
    {
      id: 'sagemaker_models_monitor_enabled',
      wants: 'a monitoring schedule in the Region',
      none: 'A monitor needs a baseline made from data that its owner takes for good, and costs instances; one that watches nothing would please the check.',
    },
    { id: 'sagemaker_models_network_isolation_enabled', wants: 'models with network isolation' },
    {
      id: 'sagemaker_models_registry_in_use',
      wants: 'the model registry in use',
      none: 'It asks whether a feature is used, not whether something is wrong.',
    },
    { id: 'sagemaker_models_vpc_settings_configured', wants: 'models in a VPC' },
    { id: 'sagemaker_notebook_instance_encryption_enabled', wants: 'notebooks with a key' },
    { id: 'sagemaker_notebook_instance_no_secrets', wants: 'no secrets in lifecycle scripts' },
    { id: 'sagemaker_notebook_instance_root_access_disabled', wants: 'notebooks without root access' },
    { id: 'sagemaker_notebook_instance_vpc_settings_configured', wants: 'notebooks in a VPC' },
    {
      id: 'sagemaker_notebook_instance_without_direct_internet_access_configured',
      wants: 'notebooks without direct internet access',
    },
    {
      id: 'sagemaker_training_jobs_intercontainer_encryption_enabled',
      wants: 'training jobs with encrypted traffic',
    },
    { id: 'sagemaker_training_jobs_network_isolation_enabled', wants: 'training jobs with network isolation' },
    {
      id: 'sagemaker_training_jobs_volume_and_output_encryption_enabled',
      wants: 'training jobs with keys for volume and output',
    },
    { id: 'sagemaker_training_jobs_vpc_settings_configured', wants: 'training jobs in a VPC' },
  ],
};
