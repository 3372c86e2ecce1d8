import type {
  GetBucketAclOutput,
  GetBucketAclRequest,
  GetBucketPolicyOutput,
  GetBucketPolicyRequest,
  GetBucketPolicyStatusOutput,
  GetBucketPolicyStatusRequest,
  GetPublicAccessBlockOutput,
  GetPublicAccessBlockRequest,
  PutBucketAclRequest,
  PutBucketPolicyRequest,
  PutPublicAccessBlockRequest,
} from '@aws-sdk/client-s3';
import * as client from '@aws-sdk/client-s3';
import { ServiceFault } from './errors.ts';
import { canonicalUser } from './names.ts';
import { isPublicGrant, requestedGrants } from './s3-acl.ts';
import {
  changeBucket,
  createBucket,
  deleteBucket,
  deleteBucketTagging,
  findBucket,
  getBucketTagging,
  headBucket,
  listBuckets,
  publicAclRefused,
  putBucketTagging,
} from './s3-buckets.ts';
import { deleteBucketEncryption, getBucketEncryption, putBucketEncryption } from './s3-encryption.ts';
import { getObject, listObjects } from './s3-objects.ts';
import { isPublicPolicy } from './s3-policy.ts';
import type { Handler, Simulation } from './simulation.ts';

const getPublicAccessBlock: Handler<GetPublicAccessBlockRequest, GetPublicAccessBlockOutput> = (request, context) => {
  const { publicAccessBlock } = findBucket(request, context);
  if (publicAccessBlock === undefined) {
    throw new ServiceFault(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
      404,
    );
  }
  return { PublicAccessBlockConfiguration: publicAccessBlock };
};

/** Replaces the whole configuration: a flag that is left out is off afterwards. */
const putPublicAccessBlock: Handler<PutPublicAccessBlockRequest, object> = (request, context) => {
  const flags = request.PublicAccessBlockConfiguration ?? {};
  changeBucket(request, context, {
    publicAccessBlock: {
      BlockPublicAcls: flags.BlockPublicAcls ?? false,
      IgnorePublicAcls: flags.IgnorePublicAcls ?? false,
      BlockPublicPolicy: flags.BlockPublicPolicy ?? false,
      RestrictPublicBuckets: flags.RestrictPublicBuckets ?? false,
    },
  });
  return {};
};

const deletePublicAccessBlock: Handler<GetPublicAccessBlockRequest, object> = (request, context) => {
  changeBucket(request, context, { publicAccessBlock: undefined });
  return {};
};

const getBucketPolicy: Handler<GetBucketPolicyRequest, GetBucketPolicyOutput> = (request, context) => ({
  Policy: policyOf(findBucket(request, context)),
});

function policyOf({ policy }: { readonly policy?: string | undefined }): string {
  if (policy === undefined) throw new ServiceFault('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
  return policy;
}

const putBucketPolicy: Handler<PutBucketPolicyRequest, object> = (request, context) => {
  const bucket = findBucket(request, context);
  const policy = request.Policy ?? '';
  if (isPublicPolicy(policy) && bucket.publicAccessBlock?.BlockPublicPolicy === true) {
    throw new ServiceFault(
      'AccessDenied',
      `User: ${context.principal} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${request.Bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
      403,
    );
  }
  changeBucket(request, context, { policy });
  return {};
};

/** Succeeds whether or not there was a policy. */
const deleteBucketPolicy: Handler<GetBucketPolicyRequest, object> = (request, context) => {
  changeBucket(request, context, { policy: undefined });
  return {};
};

/** Tells about the policy alone: neither ACLs nor the public access block count. */
const getBucketPolicyStatus: Handler<GetBucketPolicyStatusRequest, GetBucketPolicyStatusOutput> = (
  request,
  context,
) => ({ PolicyStatus: { IsPublic: isPublicPolicy(policyOf(findBucket(request, context))) } });

const getBucketAcl: Handler<GetBucketAclRequest, GetBucketAclOutput> = (request, context) => ({
  Owner: { ID: canonicalUser(context.account) },
  Grants: findBucket(request, context).acl,
});

const putBucketAcl: Handler<PutBucketAclRequest, object> = (request, context) => {
  const bucket = findBucket(request, context);
  const acl = requestedGrants(request, context.account);
  if (acl === undefined) {
    throw new ServiceFault('MissingSecurityHeader', 'Your request was missing a required header');
  }
  if (bucket.ownership === 'BucketOwnerEnforced') {
    throw new ServiceFault('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
  if (bucket.publicAccessBlock?.BlockPublicAcls === true && acl.some(isPublicGrant)) {
    throw publicAclRefused('PutBucketAcl', request.Bucket ?? '', context);
  }
  changeBucket(request, context, { acl });
  return {};
};

/** S3, as far as buckets and the ways in which they become public go; most objects are only counted. */
export const s3: Simulation = {
  service: 'S3',
  client: { ...client },
  Exception: client.S3ServiceException,
  operations: {
    CreateBucket: createBucket,
    DeleteBucket: deleteBucket,
    DeleteBucketEncryption: deleteBucketEncryption,
    DeleteBucketPolicy: deleteBucketPolicy,
    DeleteBucketTagging: deleteBucketTagging,
    DeletePublicAccessBlock: deletePublicAccessBlock,
    GetBucketAcl: getBucketAcl,
    GetBucketEncryption: getBucketEncryption,
    GetBucketPolicy: getBucketPolicy,
    GetBucketPolicyStatus: getBucketPolicyStatus,
    GetBucketTagging: getBucketTagging,
    GetObject: getObject,
    GetPublicAccessBlock: getPublicAccessBlock,
    HeadBucket: headBucket,
    ListBuckets: listBuckets,
    ListObjectsV2: listObjects,
    PutBucketAcl: putBucketAcl,
    PutBucketEncryption: putBucketEncryption,
    PutBucketPolicy: putBucketPolicy,
    PutBucketTagging: putBucketTagging,
    PutPublicAccessBlock: putPublicAccessBlock,
  },
};
