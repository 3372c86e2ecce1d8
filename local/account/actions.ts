/** Prefixes of IAM actions, where they are not the SDK's service name in lower case. */
const prefixes: Readonly<Record<string, string>> = { EventBridge: 'events' };

/**
 * S3's IAM actions differ from its operations.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const s3Actions: Readonly<Record<string, string>> = {
  DeleteBucketTagging: 'PutBucketTagging',
  DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  HeadBucket: 'ListBucket',
  ListBuckets: 'ListAllMyBuckets',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
};

/** The IAM action that an operation needs: `s3:GetBucketPublicAccessBlock` for S3's GetPublicAccessBlock. */
export function iamAction(service: string, operation: string): string {
  const name = service === 'S3' && Object.hasOwn(s3Actions, operation) ? s3Actions[operation] : operation;
  return `${prefixes[service] ?? service.toLowerCase()}:${name}`;
}
