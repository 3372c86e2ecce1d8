import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { failureKind } from '../../../shared/aws/failure.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { service } from '../../../shared/aws/service.ts';
import { at } from '../../../shared/json.ts';

export const bucketReading = service('S3', S3Client, { GetBucketPolicyCommand });
type Aws = BoundServices<{ s3: typeof bucketReading }>;

/**
 * Why CloudTrail could not deliver to a bucket, as far as can be seen from here; undefined where nothing speaks
 * against it. Of a bucket in another account or Region nothing can be seen; CreateTrail itself looks as well.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export async function undeliverable(Bucket: string, aws: Aws): Promise<string | undefined> {
  try {
    const { Policy = '' } = await aws.s3.GetBucketPolicy({ Bucket });
    return letsCloudTrailWrite(Policy) ? undefined : `The policy of bucket ${Bucket} does not let CloudTrail write`;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'NoSuchBucket') return `Bucket ${Bucket}, where its log files go, does not exist`;
    if (name === 'NoSuchBucketPolicy') return `Bucket ${Bucket} has no policy that lets CloudTrail write`;
    if (name === 'PermanentRedirect' || ['denied', 'refused'].includes(failureKind(error))) return undefined;
    throw error;
  }
}

function letsCloudTrailWrite(policy: string): boolean {
  const statements = at(parsed(policy), 'Statement');
  return listOf(statements).some(
    (statement) =>
      at(statement, 'Effect') === 'Allow' &&
      listOf(at(statement, 'Principal.Service')).includes('cloudtrail.amazonaws.com') &&
      listOf(at(statement, 'Action')).some((action) => /^(?:s3:(?:PutObject|Put\*|\*)|\*)$/i.test(String(action))),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What IAM takes for a list may stand alone. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
