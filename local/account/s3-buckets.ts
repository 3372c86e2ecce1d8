import type {
  CreateBucketOutput,
  CreateBucketRequest,
  DeleteBucketRequest,
  GetBucketTaggingOutput,
  GetBucketTaggingRequest,
  HeadBucketOutput,
  HeadBucketRequest,
  ListBucketsOutput,
  ListBucketsRequest,
  PutBucketTaggingRequest,
} from '@aws-sdk/client-s3';
import { ObjectOwnership } from '@aws-sdk/client-s3';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { canonicalUser } from './names.ts';
import { own, present, without } from './own.ts';
import { paginate } from './page.ts';
import { cannedGrants, isPublicGrant, requestedGrants } from './s3-acl.ts';
import type { CallContext, Handler } from './simulation.ts';
import type { BucketState } from './state.ts';

interface BucketRequest {
  readonly Bucket?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** The bucket that a request names. S3 answers for a bucket only in the bucket's Region. */
export function findBucket(request: BucketRequest, context: CallContext): BucketState {
  const bucket = own(context.state.s3.buckets, request.Bucket ?? '');
  if (bucket === undefined) throw new ServiceFault('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (request.ExpectedBucketOwner !== undefined && request.ExpectedBucketOwner !== context.account) {
    throw new ServiceFault('AccessDenied', 'Access Denied', 403);
  }
  if (bucket.region !== context.region) {
    throw new ServiceFault(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      301,
    );
  }
  return bucket;
}

/** Changes a bucket that a request names; `undefined` takes a member away. */
export function changeBucket(
  request: BucketRequest,
  context: CallContext,
  change: { readonly [K in keyof BucketState]?: BucketState[K] | undefined },
): void {
  const bucket = findBucket(request, context);
  context.state.s3.buckets[request.Bucket ?? ''] = present({ ...bucket, ...change } as BucketState);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, without the reserved prefixes. */
const bucketName = /^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$/;

/** All four flags and no ACLs: what S3 gives new buckets since April 2023. */
const newBucket = {
  publicAccessBlock: {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  },
  tags: [],
  objects: 0,
};

export const createBucket: Handler<CreateBucketRequest, CreateBucketOutput> = (request, context) => {
  const name = request.Bucket ?? '';
  if (name.length > 63 || !bucketName.test(name) || name.includes('..')) {
    throw new ServiceFault('InvalidBucketName', 'The specified bucket is not valid.');
  }
  const constraint = request.CreateBucketConfiguration?.LocationConstraint ?? 'us-east-1';
  if (constraint !== context.region) {
    throw new ServiceFault(
      'IllegalLocationConstraintException',
      `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  refuseUnknown(request);
  if (own(context.state.s3.buckets, name) !== undefined) return answerExisting(name, context);
  const ownership = ownershipOf(request.ObjectOwnership ?? 'BucketOwnerEnforced');
  const grants = requestedGrants(request, context.account);
  if (grants !== undefined && ownership === 'BucketOwnerEnforced') {
    throw new ServiceFault(
      'InvalidBucketAclWithObjectOwnership',
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
  }
  if (grants?.some(isPublicGrant)) throw publicAclRefused('CreateBucket', name, context);
  context.state.s3.buckets[name] = {
    ...newBucket,
    region: context.region,
    created: context.now.toISOString(),
    ownership,
    acl: grants ?? cannedGrants('private', context.account),
  };
  return located(name);
};

/** Kinds of buckets and settings that are not simulated are refused instead of being ignored. */
function refuseUnknown(request: Parameters<typeof createBucket>[0]): void {
  const { LocationConstraint: _, ...more } = request.CreateBucketConfiguration ?? {};
  const given = { ...more, lock: request.ObjectLockEnabledForBucket || undefined, namespace: request.BucketNamespace };
  const unknown = Object.entries(given).find(([, value]) => value !== undefined);
  if (unknown !== undefined) throw new UnsupportedOperation(`S3.CreateBucket with ${unknown[0]}`);
}

function ownershipOf(name: string): BucketState['ownership'] {
  const known = Object.values(ObjectOwnership).find((ownership) => ownership === name);
  if (known === undefined) throw new ServiceFault('InvalidArgument', 'Invalid x-amz-object-ownership header');
  return known;
}

/** In us-east-1, creating one's own bucket again succeeds; elsewhere it does not. */
function answerExisting(name: string, context: CallContext): ReturnType<typeof located> {
  if (context.region === 'us-east-1') return located(name);
  throw new ServiceFault(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    409,
  );
}

function located(name: string) {
  return { Location: `http://${name}.s3.amazonaws.com/`, BucketArn: `arn:aws:s3:::${name}` };
}

/** The refusal as S3 words it. https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html */
export function publicAclRefused(action: string, bucket: string, { principal }: CallContext): ServiceFault {
  return new ServiceFault(
    'AccessDenied',
    `User: ${principal} is not authorized to perform: s3:${action} on resource: "arn:aws:s3:::${bucket}" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.`,
    403,
  );
}

export const deleteBucket: Handler<DeleteBucketRequest, object> = (request, context) => {
  if (findBucket(request, context).objects > 0) {
    throw new ServiceFault('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
  }
  context.state.s3.buckets = without(context.state.s3.buckets, request.Bucket ?? '');
  return {};
};

/** The answer to HEAD has no body, so that the SDK knows a missing bucket only as `NotFound`. */
export const headBucket: Handler<HeadBucketRequest, HeadBucketOutput> = (request, context) => {
  if (own(context.state.s3.buckets, request.Bucket ?? '') === undefined)
    throw new ServiceFault('NotFound', 'NotFound', 404);
  const { region } = findBucket(request, context);
  return { BucketArn: `arn:aws:s3:::${request.Bucket}`, BucketRegion: region };
};

/** All of the account's buckets, whatever their Region; in pages only if MaxBuckets asks for them. */
export const listBuckets: Handler<ListBucketsRequest, ListBucketsOutput> = (request, context) => {
  const { MaxBuckets = 10_000, ContinuationToken, Prefix, BucketRegion } = request;
  const buckets = Object.entries(context.state.s3.buckets).filter(
    ([name, { region }]) => name.startsWith(Prefix ?? '') && (BucketRegion === undefined || BucketRegion === region),
  );
  const { items, next } = paginate(
    buckets,
    ([name]) => name,
    { token: ContinuationToken, size: MaxBuckets, scope: `ListBuckets ${Prefix ?? ''} ${BucketRegion ?? ''}` },
    () => new ServiceFault('InvalidArgument', 'The continuation token provided is incorrect'),
  );
  return present({
    Buckets: items.map(([Name, { created, region }]) => ({
      Name,
      CreationDate: created,
      BucketRegion: region,
      BucketArn: `arn:aws:s3:::${Name}`,
    })),
    Owner: { ID: canonicalUser(context.account) },
    Prefix,
    ContinuationToken: next,
  });
};

export const getBucketTagging: Handler<GetBucketTaggingRequest, GetBucketTaggingOutput> = (request, context) => {
  const { tags } = findBucket(request, context);
  if (tags.length === 0) throw new ServiceFault('NoSuchTagSet', 'The TagSet does not exist', 404);
  return { TagSet: tags };
};

export const putBucketTagging: Handler<PutBucketTaggingRequest, object> = (request, context) => {
  const tags = (request.Tagging?.TagSet ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions apply to S3 as well.
  if (tags.length > 50) throw new ServiceFault('BadRequest', 'Bucket tags cannot be greater than 50');
  for (const { Key, Value } of tags) {
    if (Key.length < 1 || Key.length > 128)
      throw new ServiceFault('InvalidTag', 'The TagKey you have provided is invalid');
    if (Value.length > 256) throw new ServiceFault('InvalidTag', 'The TagValue you have provided is invalid');
  }
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw new ServiceFault('InvalidTag', 'Cannot provide multiple Tags with the same key');
  }
  changeBucket(request, context, { tags });
  return {};
};

export const deleteBucketTagging: Handler<BucketRequest, object> = (request, context) => {
  changeBucket(request, context, { tags: [] });
  return {};
};
