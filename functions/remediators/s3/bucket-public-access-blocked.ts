import {
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Grant, ListBucketsOutput, PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { bucketPermissions } from '../../../shared/signals/advisor-check.ts';
import { orUndefined } from '../../../shared/aws/failure.ts';

const s3 = service('S3', S3Client, {
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  PutPublicAccessBlockCommand,
});

type Flags = { readonly [K in keyof Required<PublicAccessBlockConfiguration>]: boolean };

const all: Flags = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

/** Grantees that mean everybody: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
const everybody: Readonly<Record<string, string>> = {
  'http://acs.amazonaws.com/groups/global/AllUsers': 'anyone on the internet',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers': 'anyone with an AWS account',
};

/**
 * Turns on all four settings of S3 Block Public Access for a bucket. The bucket's policy and ACL stay
 * as they are: they only lose their public effect, so undoing brings it back exactly.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export const bucketPublicAccessBlocked = defineRemediation({
  id: 's3-bucket-public-access-blocked',
  title: 'Block public access to a bucket',
  description:
    'Turns on all four settings of S3 Block Public Access. Policy and ACL are left alone; they lose their public effect.',
  severity: 'high',
  // Whoever read the bucket anonymously can't any longer, which is the point; the workload's own roles still can.
  impact: 'brief',
  reversible: true,
  resource: 'AWS::S3::Bucket',
  controls: {
    securityHub: ['S3.2', 'S3.3', 'S3.8'],
    configRules: [
      's3-bucket-level-public-access-prohibited',
      's3-bucket-public-read-prohibited',
      's3-bucket-public-write-prohibited',
    ],
    prowler: [
      's3_bucket_level_public_access_block',
      's3_bucket_policy_public_write_access',
      's3_bucket_public_access',
      's3_bucket_public_list_acl',
      's3_bucket_public_write_acl',
    ],
  },
  triggers: [
    {
      resource: 'AWS::S3::Bucket',
      configRule: [
        's3-bucket-level-public-access-prohibited',
        's3-bucket-public-read-prohibited',
        's3-bucket-public-write-prohibited',
      ],
      apiCall: [
        's3:CreateBucket',
        's3:DeleteBucketPublicAccessBlock',
        's3:PutBucketAcl',
        's3:PutBucketPolicy',
        's3:PutBucketPublicAccessBlock',
      ],
      check: [bucketPermissions],
    },
  ],
  parameters: z.strictObject({}),
  uses: { s3 },

  async assess({ id: Bucket }, aws) {
    const block = await readBlock(aws, Bucket);
    if (block !== null && missing(block).length === 0) {
      return { state: 'compliant', why: 'All four settings of Block Public Access are on.', live: { block } };
    }
    const off = block === null ? 'No Block Public Access settings' : `Off: ${missing(block).join(', ')}`;
    return { state: 'wrong', why: [off, ...(await whoCanRead(aws, Bucket))], before: { block } };
  },

  plan({ block }, _parameters, { id: Bucket }) {
    const undo =
      block === null
        ? apiCall(s3, 'DeletePublicAccessBlock', { Bucket })
        : apiCall(s3, 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration: block });
    return {
      steps: [
        {
          id: 'block-public-access',
          title: `Block public access to ${Bucket}`,
          call: apiCall(s3, 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration: all }),
          undo: { call: undo },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
    };
  },

  async tags({ id: Bucket }, aws) {
    const found = await orUndefined('NoSuchTagSet', aws.s3.GetBucketTagging({ Bucket }));
    return Object.fromEntries((found?.TagSet ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  },

  /** The Region's buckets: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
  async *list(aws, { region: BucketRegion }) {
    let ContinuationToken: string | undefined;
    do {
      const page: ListBucketsOutput = await aws.s3.ListBuckets(
        ContinuationToken === undefined
          ? { BucketRegion, MaxBuckets: 1000 }
          : { BucketRegion, MaxBuckets: 1000, ContinuationToken },
      );
      for (const { Name: id } of page.Buckets ?? []) {
        if (id !== undefined) yield { resource: { type: 'AWS::S3::Bucket', id } };
      }
      ContinuationToken = page.ContinuationToken;
    } while (ContinuationToken !== undefined);
  },
});

type Aws = BoundServices<{ s3: typeof s3 }>;

/** The bucket's own settings, or null where it has none. */
async function readBlock({ s3: bucket }: Aws, Bucket: string): Promise<Flags | null> {
  const found = await orUndefined('NoSuchPublicAccessBlockConfiguration', bucket.GetPublicAccessBlock({ Bucket }));
  const flags = found?.PublicAccessBlockConfiguration;
  if (flags === undefined) return null;
  return {
    BlockPublicAcls: flags.BlockPublicAcls === true,
    BlockPublicPolicy: flags.BlockPublicPolicy === true,
    IgnorePublicAcls: flags.IgnorePublicAcls === true,
    RestrictPublicBuckets: flags.RestrictPublicBuckets === true,
  };
}

function missing(flags: Flags): string[] {
  return Object.entries(flags)
    .filter(([, on]) => !on)
    .map(([name]) => name);
}

/** Who could get at the bucket, for the person who reads the report. */
async function whoCanRead({ s3: bucket }: Aws, Bucket: string): Promise<string[]> {
  const [status, acl] = await Promise.all([
    orUndefined('NoSuchBucketPolicy', bucket.GetBucketPolicyStatus({ Bucket })),
    bucket.GetBucketAcl({ Bucket }),
  ]);
  const policy = status?.PolicyStatus?.IsPublic === true ? ['The bucket policy is public'] : [];
  return [...policy, ...(acl.Grants ?? []).flatMap(publicGrant)];
}

function publicGrant({ Grantee, Permission }: Grant): string[] {
  const who = everybody[Grantee?.URI ?? ''];
  return who === undefined ? [] : [`The ACL gives ${Permission ?? 'access'} to ${who}`];
}
