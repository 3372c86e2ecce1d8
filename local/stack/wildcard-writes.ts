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
      'sagemaker:UpdateModelPackage',
      'sagemaker:UpdateNotebookInstance',
    ],
    reason: 'Any endpoint, model, notebook instance or domain may be unsafe as it is; this account and Region only.',
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
    sid: 'OnBehalfPassRole',
    actions: ['iam:PassRole'],
    reason: 'The role is the one that the endpoint configuration has already. The condition allows SageMaker only.',
  },
  {
    role: 'AuditRole',
    sid: 'RemediationWrites',
    actions: ['cloudtrail:StartLogging', 'cloudtrail:StopLogging'],
    reason: 'Any trail may be stopped; this account and Region only.',
  },
  {
    role: 'BedrockRole',
    sid: 'RemediationLogging',
    actions: ['bedrock:DeleteModelInvocationLoggingConfiguration', 'bedrock:PutModelInvocationLoggingConfiguration'],
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
];
