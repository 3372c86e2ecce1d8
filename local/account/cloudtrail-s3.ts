import type { Json, JsonObject } from '../../shared/json.ts';
import { at } from '../../shared/json.ts';
import type { LoggedCall } from './call.ts';

/** What of a CloudTrail record differs from service to service. */
export interface ServiceRecord {
  readonly eventName: string;
  readonly requestParameters: JsonObject | null;
  readonly resources?: readonly JsonObject[];
}

const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';

/**
 * S3 records a request as it came over HTTP: `bucketName`, the query's parameter with an empty value,
 * headers by their names, and the XML body in its own PascalCase. A policy is recorded as an object. The
 * names of the public access block's events are not those of the API operations.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const operations: Readonly<
  Record<string, { eventName?: string; query?: string; body?: (input: JsonObject) => JsonObject }>
> = {
  CreateBucket: { body: bucketBody },
  DeleteBucket: {},
  DeleteBucketEncryption: { query: 'encryption' },
  DeleteBucketPolicy: { query: 'policy' },
  DeleteBucketTagging: { query: 'tagging' },
  DeletePublicAccessBlock: { eventName: 'DeleteBucketPublicAccessBlock', query: 'publicAccessBlock' },
  PutBucketAcl: { query: 'acl', body: aclBody },
  PutBucketEncryption: { query: 'encryption', body: encryptionBody },
  PutBucketPolicy: { query: 'policy', body: policyBody },
  PutBucketTagging: { query: 'tagging', body: taggingBody },
  PutPublicAccessBlock: { eventName: 'PutBucketPublicAccessBlock', query: 'publicAccessBlock', body: accessBlockBody },
};

export function s3Record({ operation, input, account, region }: LoggedCall): ServiceRecord | undefined {
  const known = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (known === undefined) return undefined;
  const { eventName = operation, query, body } = known;
  const bucket = textOf(input['Bucket']);
  return {
    eventName,
    requestParameters: {
      bucketName: bucket,
      Host: `${bucket}.s3.${region}.amazonaws.com`,
      ...(query === undefined ? {} : { [query]: '' }),
      ...body?.(input),
    },
    // CreateBucket's record has none.
    resources:
      operation === 'CreateBucket'
        ? []
        : [{ accountId: account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }],
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function accessBlockBody(input: JsonObject): JsonObject {
  return { PublicAccessBlockConfiguration: { xmlns, ...objectOf(input['PublicAccessBlockConfiguration']) } };
}

/** XML has no lists: the one rule that there is stands in their place. */
function encryptionBody(input: JsonObject): JsonObject {
  const [rule] = (at(input, 'ServerSideEncryptionConfiguration.Rules') ?? []) as readonly Json[];
  return { ServerSideEncryptionConfiguration: { xmlns, Rule: objectOf(rule) } };
}

function policyBody({ Policy }: JsonObject): JsonObject {
  try {
    return { bucketPolicy: JSON.parse(textOf(Policy)) as Json };
  } catch {
    return {};
  }
}

function bucketBody(input: JsonObject): JsonObject {
  const configuration = objectOf(input['CreateBucketConfiguration']);
  return {
    ...(Object.keys(configuration).length === 0 ? {} : { CreateBucketConfiguration: { xmlns, ...configuration } }),
    ...headersOf(input, { ACL: 'x-amz-acl', ObjectOwnership: 'x-amz-object-ownership' }),
  };
}

function aclBody(input: JsonObject): JsonObject {
  const grants = at(input, 'AccessControlPolicy.Grants');
  const policy = objectOf(input['AccessControlPolicy']);
  return {
    ...(input['AccessControlPolicy'] === undefined
      ? {}
      : {
          AccessControlPolicy: {
            xmlns,
            ...(policy['Owner'] === undefined ? {} : { Owner: policy['Owner'] }),
            AccessControlList: { Grant: Array.isArray(grants) ? grants.map(grantBody) : [] },
          },
        }),
    ...headersOf(input, {
      ACL: 'x-amz-acl',
      GrantFullControl: 'x-amz-grant-full-control',
      GrantRead: 'x-amz-grant-read',
      GrantReadACP: 'x-amz-grant-read-acp',
      GrantWrite: 'x-amz-grant-write',
      GrantWriteACP: 'x-amz-grant-write-acp',
    }),
  };
}

/** A grantee's type is an XML attribute. */
function grantBody(grant: unknown): JsonObject {
  const { Grantee, Permission } = objectOf(grant as Json);
  const { Type, ...grantee } = objectOf(Grantee);
  return {
    Grantee: { 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance', 'xsi:type': Type, ...grantee },
    Permission,
  };
}

function taggingBody(input: JsonObject): JsonObject {
  return { Tagging: { xmlns, TagSet: { Tag: (at(input, 'Tagging.TagSet') ?? []) as Json } } };
}

function headersOf(input: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  const given = Object.entries(names).filter(([member]) => input[member] !== undefined);
  return Object.fromEntries(given.map(([member, header]) => [header, input[member]]));
}
