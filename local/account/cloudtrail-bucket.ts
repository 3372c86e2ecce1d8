import { ServiceFault } from './errors.ts';
import { own } from './own.ts';
import { policyStatements } from './s3-policy.ts';
import type { CallContext } from './simulation.ts';

/**
 * A trail's bucket has to be there, and its policy to let CloudTrail write; of the policy's resources and conditions
 * nothing is asked.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function checkBucket(name: string, { state }: CallContext): void {
  const bucket = own(state.s3.buckets, name);
  if (bucket === undefined) {
    throw new ServiceFault('S3BucketDoesNotExistException', `S3 bucket ${name.slice(0, 63)} does not exist!`);
  }
  const statements = bucket.policy === undefined ? [] : policyStatements(bucket.policy);
  if (statements.some(letsWrite)) return;
  throw new ServiceFault(
    'InsufficientS3BucketPolicyException',
    `Incorrect S3 bucket policy is detected for bucket: ${name}`,
  );
}

function letsWrite(statement: Readonly<Record<string, unknown>>): boolean {
  const { Effect, Principal, Action } = statement;
  const { Service } = (Principal ?? {}) as { readonly Service?: unknown };
  const actions = [Action].flat();
  return (
    Effect === 'Allow' &&
    [Service].flat().includes('cloudtrail.amazonaws.com') &&
    ['s3:PutObject', 's3:*', '*'].some((action) => actions.includes(action))
  );
}
