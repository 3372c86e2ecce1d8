import type { CheckList } from './check.ts';

/** Security Hub's standard for AI: 31 controls. */
export const aiStandard: CheckList = {
  name: 'AI Security Best Practices v1.0.0, AWS Security Hub',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/standards-ai-security.html, November 2026',
  claimedAs: 'securityHub',
  checks: [
    { id: 'Bedrock.1', rule: 'bedrock-data-source-encryption-enabled', wants: 'data sources with a key' },
    {
      id: 'BedrockAgentCore.1',
      rule: 'bedrockagentcore-runtime-private-network-required',
      wants: 'runtimes in a VPC',
    },
    {
      id: 'BedrockAgentCore.2',
      rule: 'bedrockagentcore-gateway-authorizer-enabled',
      wants: 'gateways that ask who is there',
    },
    { id: 'BedrockAgentCore.3', rule: 'bedrock-agentcore-memory-encryption-enabled', wants: 'memories with a key' },
    { id: 'BedrockAgentCore.4', rule: 'bedrockagentcore-gateway-encryption-enabled', wants: 'gateways with a key' },
    {
      id: 'BedrockAgentCore.5',
      rule: 'bedrockagentcore-browsercustom-network-mode-not-public',
      wants: 'browsers in a VPC',
    },
    { id: 'BedrockAgentCore.6', rule: 'bedrockagentcore-browsercustom-recording-enabled', wants: 'browsers recorded' },
    {
      id: 'BedrockAgentCore.7',
      rule: 'bedrockagentcore-codeinterpreter-networkmode-check',
      wants: 'code interpreters in a VPC',
    },
    {
      id: 'SageMaker.1',
      rule: 'sagemaker-notebook-no-direct-internet-access',
      wants: 'notebooks without direct internet access',
    },
    { id: 'SageMaker.2', rule: 'sagemaker-notebook-instance-inside-vpc', wants: 'notebooks in a VPC' },
    {
      id: 'SageMaker.3',
      rule: 'sagemaker-notebook-instance-root-access-check',
      wants: 'notebooks without root access',
    },
    {
      id: 'SageMaker.4',
      rule: 'sagemaker-endpoint-config-prod-instance-count',
      wants: 'endpoints on two instances or more',
    },
    { id: 'SageMaker.5', rule: 'sagemaker-model-isolation-enabled', wants: 'models with network isolation' },
    {
      id: 'SageMaker.8',
      rule: 'sagemaker-notebook-instance-platform-version',
      wants: 'notebooks on a supported platform',
    },
    {
      id: 'SageMaker.9',
      rule: 'sagemaker-data-quality-job-encrypt-in-transit',
      wants: 'data quality jobs with encrypted traffic',
    },
    {
      id: 'SageMaker.10',
      rule: 'sagemaker-model-explainability-job-encrypt-in-transit',
      wants: 'explainability jobs with encrypted traffic',
    },
    { id: 'SageMaker.11', rule: 'sagemaker-data-quality-job-isolation', wants: 'data quality jobs isolated' },
    { id: 'SageMaker.12', rule: 'sagemaker-model-bias-job-isolation', wants: 'bias jobs isolated' },
    {
      id: 'SageMaker.13',
      rule: 'sagemaker-model-quality-job-encrypt-in-transit',
      wants: 'model quality jobs with encrypted traffic',
    },
    { id: 'SageMaker.14', rule: 'sagemaker-monitoring-schedule-isolation', wants: 'monitoring schedules isolated' },
    {
      id: 'SageMaker.15',
      rule: 'sagemaker-model-bias-job-encrypt-in-transit',
      wants: 'bias jobs with encrypted traffic',
    },
    {
      id: 'SageMaker.16',
      rule: 'sagemaker-model-private-registry-required',
      wants: 'models from a private registry',
    },
    {
      id: 'SageMaker.17',
      rule: 'sagemaker-featuregroup-encryption-at-rest',
      wants: 'feature groups with a key for the offline store',
    },
    {
      id: 'SageMaker.18',
      rule: 'sagemaker-featuregroup-online-store-encryption',
      wants: 'feature groups with a key for the online store',
    },
    {
      id: 'SageMaker.19',
      rule: 'sagemaker-model-multicontainer-private-registry',
      wants: 'pipelines of containers from a private registry',
    },
    {
      id: 'SageMaker.20',
      rule: 'sagemaker-model-explainability-job-network-isolation',
      wants: 'explainability jobs isolated',
    },
    {
      id: 'SageMaker.21',
      rule: 'sagemaker-notebook-instance-storage-vol-kms-encrypted',
      wants: 'notebooks with a key',
    },
    {
      id: 'SageMaker.22',
      rule: 'sagemaker-monitoring-schedule-traffic-encryption',
      wants: 'monitoring schedules with encrypted traffic',
    },
    {
      id: 'SageMaker.23',
      rule: 'sagemaker-inf-experiment-instance-storage-kms-encrypted',
      wants: 'inference experiments with a key for volumes',
    },
    {
      id: 'SageMaker.24',
      rule: 'sagemaker-inf-experiment-data-storage-kms-encrypted',
      wants: 'inference experiments with a key for stored data',
    },
    {
      id: 'SageMaker.25',
      rule: 'sagemaker-model-quality-job-definition-isolation',
      wants: 'model quality jobs isolated',
    },
  ],
};
