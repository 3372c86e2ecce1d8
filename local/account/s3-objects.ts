import { gzipSync } from 'node:zlib';
import type { GetObjectOutput, GetObjectRequest, ListObjectsV2Output, ListObjectsV2Request } from '@aws-sdk/client-s3';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { own, present } from './own.ts';
import { paginate } from './page.ts';
import { findBucket } from './s3-buckets.ts';
import type { Answer, Handler } from './simulation.ts';

/** What is asked of a listing beyond what is simulated is refused, not ignored. */
const listed = new Set(['Bucket', 'ContinuationToken', 'Delimiter', 'ExpectedBucketOwner', 'MaxKeys', 'Prefix']);
// The SDK's own client asks for checksums.
const got = new Set(['Bucket', 'ChecksumMode', 'ExpectedBucketOwner', 'Key']);

/**
 * The objects whose content the account knows, in the order of their keys, 1,000 a page; with a delimiter, what lies
 * below one as a common prefix.
 */
export const listObjects: Handler<ListObjectsV2Request, ListObjectsV2Output> = (request, context) => {
  refuse('ListObjectsV2', request, listed);
  const { Bucket, Prefix = '', Delimiter, MaxKeys = 1000, ContinuationToken } = request;
  const { contents = {} } = findBucket(request, context);
  const keys = Object.keys(contents).filter((key) => key.startsWith(Prefix));
  const names = new Set(keys.map((key) => folderOf(key, Prefix, Delimiter) ?? key));
  const { items, next } = paginate(
    [...names],
    (name) => name,
    {
      token: ContinuationToken,
      size: Math.min(MaxKeys, 1000),
      scope: `ListObjectsV2 ${Bucket} ${Prefix} ${Delimiter}`,
    },
    () => new ServiceFault('InvalidArgument', 'The continuation token provided is incorrect'),
  );
  const objects = items.filter((name) => Object.hasOwn(contents, name));
  const folders = items.filter((name) => !Object.hasOwn(contents, name));
  return present({
    Name: Bucket,
    Prefix,
    KeyCount: items.length,
    IsTruncated: next !== undefined,
    NextContinuationToken: next,
    Contents:
      objects.length === 0 ? undefined : objects.map((Key) => ({ Key, Size: bytesOf(Key, contents[Key]).length })),
    CommonPrefixes: folders.length === 0 ? undefined : folders.map((folder) => ({ Prefix: folder })),
  });
};

function folderOf(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  const end = delimiter === undefined || delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + (delimiter ?? '').length);
}

/** The whole object at once, where AWS answers with a stream. */
export const getObject: Handler<GetObjectRequest, GetObjectOutput> = (request, context) => {
  refuse('GetObject', request, got);
  const { Key = '' } = request;
  const content = own(findBucket(request, context).contents ?? {}, Key);
  if (content === undefined) throw new ServiceFault('NoSuchKey', 'The specified key does not exist.', 404);
  const bytes = bytesOf(Key, content);
  const body = Buffer.from(bytes).toString('base64');
  // The SDK's type of a body is that of a stream; a schema knows bytes alone.
  return { Body: body, ContentLength: bytes.length } as unknown as Answer<GetObjectOutput>;
};

/** Content is kept as JSON, which a person can read; the ending of its key says what becomes of it. */
function bytesOf(key: string, content: unknown): Uint8Array {
  const text = JSON.stringify(content);
  return key.endsWith('.gz') ? new Uint8Array(gzipSync(text)) : new TextEncoder().encode(text);
}

function refuse(operation: string, request: object, known: ReadonlySet<string>): void {
  const unknown = Object.entries(request).find(([name, value]) => value !== undefined && !known.has(name));
  if (unknown !== undefined) throw new UnsupportedOperation(`S3.${operation} with ${unknown[0]}`);
}
