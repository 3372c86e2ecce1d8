import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { bind, service } from '../../shared/aws/service.ts';
import type { BoundServices, ClientFor } from '../../shared/aws/service.ts';
import { CommandError } from '../run.ts';

export const s3 = service('S3', S3Client, { GetObjectCommand, ListObjectsV2Command });
type Aws = BoundServices<{ s3: typeof s3 }>['s3'];

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A log file of CloudTrail's. */
export interface LogFile {
  readonly name: string;
  open(): Promise<Bytes>;
}

/** Where log files lie: in a trail's bucket, or in a copy of it. */
export interface LogStore {
  /** Files and folders right below a folder (`AWSLogs/`, or none for the top), sorted; folders end with a slash. */
  list(folder: string): Promise<readonly string[]>;
  open(name: string): Promise<Bytes>;
}

/** @param prefix what stands before `AWSLogs/` in the keys, with a slash at its end, or nothing */
export function bucketStore(
  bucket: string,
  prefix: string,
  { clientFor, region }: { readonly clientFor: ClientFor; readonly region: string },
): LogStore {
  const { s3: aws } = bind({ s3 }, clientFor, region);
  return {
    list: async (folder) => (await keysBelow(bucket, `${prefix}${folder}`, aws)).map((key) => key.slice(prefix.length)),
    async open(name) {
      const { Body: body } = await aws.GetObject({ Bucket: bucket, Key: `${prefix}${name}` });
      // In Node the SDK answers with a stream; the local account has all of it at once.
      const bytes = body as unknown as AsyncIterable<Uint8Array> | Uint8Array | undefined;
      return bytes instanceof Uint8Array || bytes === undefined ? [bytes ?? new Uint8Array()] : bytes;
    },
  };
}

async function keysBelow(bucket: string, prefix: string, aws: Aws): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page: Awaited<ReturnType<Aws['ListObjectsV2']>> = await aws.ListObjectsV2({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: '/',
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    names.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
    names.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return names.toSorted();
}

/** A copy of a bucket, such as `aws s3 sync` makes one. Links are not followed. */
export function folderStore(root: string): LogStore {
  return {
    async list(folder) {
      const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
        if (folder !== '') throw error;
        throw new CommandError(`there are no log files in ${root}: ${(error as Error).message}`, { cause: error });
      });
      const found = entries.filter((entry) => entry.isDirectory() || entry.isFile());
      return found.map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`).toSorted();
    },
    open: async (name) => createReadStream(join(root, name)),
  };
}
