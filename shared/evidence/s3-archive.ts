import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { GetObjectCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { SdkClient } from '../aws/service.ts';
import { fingerprintOf, gather } from './archive.ts';
import type { EvidenceArchive } from './archive.ts';

/**
 * The evidence bucket. Listings and readings are of current versions: whoever lays another version over a record
 * changes the record, and Object Lock keeps the one below.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel: what was stored is listed
 */
export function s3EvidenceArchive(client: SdkClient, bucket: string): EvidenceArchive {
  return {
    async *list(prefix) {
      let token: string | undefined;
      do {
        const page: ListObjectsV2CommandOutput = (await client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        )) as ListObjectsV2CommandOutput;
        for (const { Key: key = '', Size: size = 0 } of page.Contents ?? []) yield { key, size };
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
    async get(key, most) {
      const body = await bodyOf(client, bucket, key);
      return body === undefined ? undefined : gather(body, most);
    },
    async fingerprint(key) {
      const body = await bodyOf(client, bucket, key);
      return body === undefined ? undefined : fingerprintOf(body);
    },
    async create(key, bytes) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: bytes,
        ContentType: contentTypeOf(key),
        ChecksumAlgorithm: 'SHA256',
        IfNoneMatch: '*',
      });
      try {
        await client.send(command);
        return 'created';
      } catch (error) {
        if ((error as Error).name === 'PreconditionFailed') return 'exists';
        throw error;
      }
    },
  };
}

/** By the ending of a key: whoever opens a report from the bucket gets it as what it is. */
export function contentTypeOf(key: string): string {
  const ending = /\.(json|pdf|zip)$/.exec(key)?.[1];
  return ending === undefined ? 'application/octet-stream' : `application/${ending}`;
}

async function bodyOf(client: SdkClient, bucket: string, key: string): Promise<AsyncIterable<Uint8Array> | undefined> {
  try {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    const { Body: body } = (await client.send(command)) as GetObjectCommandOutput;
    // In Node the SDK answers with a stream; its type also stands for browsers.
    return body as unknown as AsyncIterable<Uint8Array> | undefined;
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  }
}
