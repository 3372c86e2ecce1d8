import type {
  DeleteBucketEncryptionRequest,
  GetBucketEncryptionOutput,
  GetBucketEncryptionRequest,
  PutBucketEncryptionRequest,
  ServerSideEncryptionRule,
} from '@aws-sdk/client-s3';
import { ServiceFault } from './errors.ts';
import { changeBucket, findBucket } from './s3-buckets.ts';
import type { Handler } from './simulation.ts';
import type { Stored } from './stored.ts';

/** What every bucket has had since January 2023: https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html */
export const defaultEncryption: Stored<ServerSideEncryptionRule> = {
  ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
  BucketKeyEnabled: false,
};

export const getBucketEncryption: Handler<GetBucketEncryptionRequest, GetBucketEncryptionOutput> = (
  request,
  context,
) => {
  const { encryption = defaultEncryption } = findBucket(request, context);
  return { ServerSideEncryptionConfiguration: { Rules: [encryption] } };
};

/** Replaces the configuration. Keys are not simulated: any id, alias or ARN of one will do. */
export const putBucketEncryption: Handler<PutBucketEncryptionRequest, object> = (request, context) => {
  const [rule, ...more] = request.ServerSideEncryptionConfiguration?.Rules ?? [];
  if (rule === undefined || more.length > 0) {
    throw new ServiceFault('MalformedXML', 'The XML you provided was not well-formed or did not validate');
  }
  const { SSEAlgorithm = '', KMSMasterKeyID } = rule.ApplyServerSideEncryptionByDefault ?? {};
  if (KMSMasterKeyID !== undefined && !SSEAlgorithm.startsWith('aws:kms')) {
    throw new ServiceFault(
      'InvalidArgument',
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms',
    );
  }
  changeBucket(request, context, { encryption: rule });
  return {};
};

/** Back to Amazon S3's own keys; there is no bucket without encryption. */
export const deleteBucketEncryption: Handler<DeleteBucketEncryptionRequest, object> = (request, context) => {
  changeBucket(request, context, { encryption: undefined });
  return {};
};
