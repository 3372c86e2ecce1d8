import type { ApiCall } from './service.ts';

/**
 * Where IAM calls an operation other than the API does:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const renamed: Readonly<Record<string, string>> = {
  // There is no action for deleting: taking the flags away is putting other ones.
  'S3.DeletePublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  'S3.DeleteBucketEncryption': 's3:PutEncryptionConfiguration',
  'S3.DeleteBucketTagging': 's3:PutBucketTagging',
  'S3.GetBucketEncryption': 's3:GetEncryptionConfiguration',
  'S3.GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  'S3.HeadBucket': 's3:ListBucket',
  'S3.ListBuckets': 's3:ListAllMyBuckets',
  'S3.PutBucketEncryption': 's3:PutEncryptionConfiguration',
  'S3.PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
};

/** Prefixes of actions, where they are not the SDK's name of the service in lower case. */
const prefixes: Readonly<Record<string, string>> = {
  BedrockAgent: 'bedrock',
  BedrockAgentCoreControl: 'bedrock-agentcore',
  CloudWatchLogs: 'logs',
  ConfigService: 'config',
  EventBridge: 'events',
};

/**
 * The IAM action that an operation needs: `s3:GetBucketPublicAccessBlock` for S3's GetPublicAccessBlock.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 *
 * @param service the SDK's name, `SageMaker`
 * @param operation the API's name, `UpdateEndpoint`
 */
export function iamAction(service: string, operation: string): string {
  const name = `${service}.${operation}`;
  if (Object.hasOwn(renamed, name)) return renamed[name] ?? name;
  const prefix = Object.hasOwn(prefixes, service) ? prefixes[service] : service.toLowerCase();
  return `${prefix}:${operation}`;
}

/**
 * Creating something with tags asks for the action that tags as well. By service: the member of the input, and the action.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html#grant-tagging-permissions
 */
const tagging: Readonly<Record<string, readonly [member: string, action: string]>> = {
  Bedrock: ['tags', 'bedrock:TagResource'],
  CloudTrail: ['TagsList', 'cloudtrail:AddTags'],
  SageMaker: ['Tags', 'sagemaker:AddTags'],
};
const creation = /^(Create|Import)/;

/** All IAM actions that a call needs, with this input. What AWS then does in the caller's name, such as grants on a KMS key, is not among them. */
export function iamActionsOf({ service, operation, input }: ApiCall): readonly string[] {
  const action = iamAction(service, operation);
  const tags = Object.hasOwn(tagging, service) && creation.test(operation) ? tagging[service] : undefined;
  return tags === undefined || input[tags[0]] === undefined ? [action] : [action, tags[1]];
}
