import { iamWrites } from './wildcard-writes-iam.ts';

/** A write that a role may make on resources that nobody can name beforehand, and why. */
export interface WildcardWrite {
  /** Logical id of the role. */
  readonly role: string;
  readonly sid: string;
  readonly actions: readonly string[];
  readonly reason: string;
}

/** The whole list: a write on `*` or on all resources of a type that isn't in it fails `npm run validate:stack`. */
export const wildcardWrites: readonly WildcardWrite[] = [
  ...['S3Role', 'SagemakerRole', 'AuditRole', 'BedrockRole', 'AgentcoreRole', 'IamRole', 'ComputeRole'].map((role) => ({
    role,
    sid: 'PipelineResolvesFindings',
    actions: ['securityhub:BatchUpdateFindings'],
    reason: 'Security Hub knows no resources. The condition allows nothing but to resolve.',
  })),
  ...['S3Role', 'SagemakerRole', 'AuditRole', 'BedrockRole', 'AgentcoreRole', 'IamRole', 'ComputeRole'].map((role) => ({
    role,
    sid: 'PipelineResolvesRecommendations',
    actions: ['trustedadvisor:UpdateRecommendationLifecycle'],
    reason: 'Any recommendation may be about a resource that was put right. Its stage is all that changes.',
  })),
  ...['S3Role', 'SagemakerRole', 'AuditRole', 'BedrockRole', 'AgentcoreRole', 'IamRole', 'ComputeRole'].map((role) => ({
    role,
    sid: 'PipelineEvaluatesRules',
    actions: ['config:StartConfigRulesEvaluation'],
    reason: 'Any rule may have told of the fault. It is evaluated again, and nothing of it is changed.',
  })),
  {
    role: 'S3Role',
    sid: 'RemediationWrites',
    actions: ['s3:PutBucketPublicAccessBlock'],
    reason: 'Any bucket may turn out to be public. The condition keeps it to this account.',
  },
  {
    role: 'SagemakerRole',
    sid: 'RemediationWrites',
    actions: [
      'sagemaker:CreateEndpoint',
      'sagemaker:CreateEndpointConfig',
      'sagemaker:CreateModel',
      'sagemaker:DeleteEndpoint',
      'sagemaker:DeleteEndpointConfig',
      'sagemaker:DeleteModel',
      'sagemaker:StartNotebookInstance',
      'sagemaker:StopNotebookInstance',
      'sagemaker:UpdateDomain',
      'sagemaker:UpdateEndpoint',
      'sagemaker:UpdateEndpointWeightsAndCapacities',
      'sagemaker:UpdateInferenceExperiment',
      'sagemaker:UpdateModelPackage',
      'sagemaker:UpdateNotebookInstance',
    ],
    reason:
      'Any endpoint, model, experiment, notebook instance or domain may be unsafe as it is; this account and Region only.',
  },
  {
    role: 'SagemakerRole',
    sid: 'RemediationStopsJobs',
    actions: [
      'sagemaker:StopAutoMLJob',
      'sagemaker:StopHyperParameterTuningJob',
      'sagemaker:StopProcessingJob',
      'sagemaker:StopTrainingJob',
      'sagemaker:StopTransformJob',
    ],
    reason: 'Any job may have been started without what it has to have; this account and Region only.',
  },
  {
    role: 'SagemakerRole',
    sid: 'RemediationMonitoring',
    actions: [
      'sagemaker:CreateDataQualityJobDefinition',
      'sagemaker:CreateModelBiasJobDefinition',
      'sagemaker:CreateModelExplainabilityJobDefinition',
      'sagemaker:CreateModelQualityJobDefinition',
      'sagemaker:DeleteDataQualityJobDefinition',
      'sagemaker:DeleteModelBiasJobDefinition',
      'sagemaker:DeleteModelExplainabilityJobDefinition',
      'sagemaker:DeleteModelQualityJobDefinition',
      'sagemaker:UpdateMonitoringSchedule',
    ],
    reason:
      'Any schedule may run jobs by an unsafe definition, and a new one stands in for it; this account and Region only.',
  },
  {
    role: 'SagemakerRole',
    sid: 'RemediationTags',
    actions: ['sagemaker:AddTags'],
    reason: 'Any of these may lack a tag, and what stands in for another has its tags; this account and Region only.',
  },
  {
    role: 'SagemakerRole',
    sid: 'RemediationTagsUndo',
    actions: ['sagemaker:DeleteTags'],
    reason: 'The undo of an added tag; this account and Region only.',
  },
  {
    role: 'SagemakerRole',
    sid: 'OnBehalfKeyGrants',
    actions: ['kms:CreateGrant'],
    reason: 'The policy file chooses the key. The condition allows it through SageMaker only.',
  },
  {
    role: 'SagemakerRole',
    sid: 'OnBehalfNetworkInterfaces',
    actions: ['ec2:CreateNetworkInterface'],
    reason: 'Any notebook instance that is started again may be in a VPC, with any subnet and security groups.',
  },
  {
    role: 'SagemakerRole',
    sid: 'OnBehalfPassRole',
    actions: ['iam:PassRole'],
    reason: 'The role is the one that the endpoint configuration has already. The condition allows SageMaker only.',
  },
  {
    role: 'AuditRole',
    sid: 'RemediationQuotas',
    actions: ['servicequotas:RequestServiceQuotaIncrease'],
    reason: 'Any quota of SageMaker or Bedrock may be nearly used up, in any Region; this account only.',
  },
  {
    role: 'AuditRole',
    sid: 'RemediationWrites',
    actions: [
      'cloudtrail:CreateTrail',
      'cloudtrail:PutEventSelectors',
      'cloudtrail:PutInsightSelectors',
      'cloudtrail:StartLogging',
      'cloudtrail:StopLogging',
      'cloudtrail:UpdateTrail',
    ],
    reason: 'Any trail may be stopped, weakened or deleted; this account and Region only.',
  },
  {
    role: 'AuditRole',
    sid: 'OnBehalfTrailTags',
    actions: ['cloudtrail:AddTags'],
    reason: 'Whichever trail was deleted is made again with its tags; this account and Region only.',
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationLogging',
    actions: ['bedrock:DeleteModelInvocationLoggingConfiguration', 'bedrock:PutModelInvocationLoggingConfiguration'],
    reason: 'A setting of the account, for which IAM knows no resource.',
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationEnforcedGuardrail',
    actions: ['bedrock:DeleteEnforcedGuardrailConfiguration', 'bedrock:PutEnforcedGuardrailConfiguration'],
    reason: 'A setting of the account, for which IAM knows no resource.',
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationGuardrails',
    actions: ['bedrock:CreateGuardrailVersion', 'bedrock:DeleteGuardrail', 'bedrock:UpdateGuardrail'],
    reason: 'Any guardrail may lack a filter; this account and Region only.',
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationAgents',
    actions: ['bedrock:PrepareAgent', 'bedrock:UpdateAgent', 'bedrock:UpdateAgentAlias'],
    reason: 'Any agent may lack a guardrail, and any alias may have to be shut; this account and Region only.',
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationCustomModelJobs',
    actions: ['bedrock:StopModelCustomizationJob'],
    reason: 'Any job may lack a key; this account and Region only. A policy file has to ask for it.',
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationLogBuckets',
    actions: ['s3:PutEncryptionConfiguration'],
    reason: 'Which bucket invocations are logged to is for the account to say. No bucket can be without encryption.',
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationGuardrailMade',
    actions: ['bedrock:CreateGuardrail'],
    reason: 'A guardrail that is made has no ARN yet.',
  },
  {
    role: 'BedrockRole',
    sid: 'OnBehalfGuardrailTags',
    actions: ['bedrock:TagResource'],
    reason: 'Its id is not known beforehand; guardrails of this account and Region only.',
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationLogGroups',
    actions: ['logs:AssociateKmsKey', 'logs:DisassociateKmsKey'],
    reason: 'Which log group invocations are logged to is for the account to say; this account and Region only.',
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationApiKeys',
    actions: ['iam:UpdateServiceSpecificCredential'],
    reason: 'Any user may have a long-term key. Its only effect is to switch keys on and off.',
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationFullAccess',
    actions: ['iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:DetachRolePolicy', 'iam:DetachUserPolicy'],
    reason: "Any role or user may have full access. The condition allows AWS's full-access policies for Bedrock only.",
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationContainment',
    actions: ['iam:DeleteRolePolicy', 'iam:DeleteUserPolicy', 'iam:PutRolePolicy', 'iam:PutUserPolicy'],
    reason: 'Any role or user may turn out to abuse models. Our own roles are kept out by OwnProtection.',
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationKeys',
    actions: ['bedrock:UpdateDataSource', 'bedrock:UpdatePrompt'],
    reason: 'Any data source and any prompt may lack a key; this account and Region only.',
  },
  {
    role: 'BedrockRole',
    sid: 'OnBehalfKeys',
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey'],
    reason: 'The key is the one that the resource has, or that the policy file chooses. Through Bedrock only.',
  },
  {
    role: 'BedrockRole',
    sid: 'OnBehalfPassRole',
    actions: ['iam:PassRole'],
    reason: 'The policy file, or what Bedrock has already, chooses the role. The condition allows Bedrock only.',
  },
  {
    role: 'AgentcoreRole',
    sid: 'RemediationWrites',
    actions: ['bedrock-agentcore:UpdateAgentRuntime', 'bedrock-agentcore:UpdateGateway'],
    reason: 'Any runtime may be outside a VPC, and any gateway without a key; this account and Region only.',
  },
  {
    role: 'AgentcoreRole',
    sid: 'OnBehalfKeys',
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey'],
    reason: 'The key is the one that the policy file chooses, or that the gateway has. Through AgentCore only.',
  },
  {
    role: 'AgentcoreRole',
    sid: 'OnBehalfPassRole',
    actions: ['iam:PassRole'],
    reason: 'The role is the one that the runtime or gateway has already. The condition allows AgentCore only.',
  },
  {
    role: 'ComputeRole',
    sid: 'RemediationHolds',
    actions: ['lambda:DeleteFunctionConcurrency', 'lambda:PutFunctionConcurrency'],
    reason: 'Any function may turn out to be exploited; this account and Region only. OwnProtection keeps ours out.',
  },
  {
    role: 'ComputeRole',
    sid: 'RemediationIsolates',
    actions: ['ec2:ModifyNetworkInterfaceAttribute'],
    reason: 'Any instance may turn out to be exploited; this account and Region only.',
  },
  ...iamWrites,
  {
    role: 'AuditManagerRole',
    sid: 'OperationAddsEvidence',
    actions: ['auditmanager:BatchImportEvidenceToAssessmentControl'],
    reason: 'People begin assessments whenever an audit is due. It only adds; this account and Region only.',
  },
  {
    role: 'AuditRole',
    sid: 'RemediationScanning',
    actions: ['inspector2:Disable', 'inspector2:Enable'],
    reason: 'Amazon Inspector knows no resources for what is scanned. This account and Region only.',
  },
  {
    role: 'AuditRole',
    sid: 'RemediationRecorder',
    actions: [
      'config:DeleteConfigurationRecorder',
      'config:DeleteDeliveryChannel',
      'config:PutConfigurationRecorder',
      'config:PutDeliveryChannel',
      'config:StartConfigurationRecorder',
      'config:StopConfigurationRecorder',
    ],
    reason: 'The account has one recorder in a Region, whose id Config chooses. This Region only.',
  },
  {
    role: 'AuditRole',
    sid: 'OnBehalfPassRole',
    actions: ['iam:PassRole'],
    reason: 'The role is the one that the recorder has, or had. The condition allows Config only.',
  },
];
