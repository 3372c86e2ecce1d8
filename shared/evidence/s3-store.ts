import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { SdkClient } from '../aws/service.ts';
import { canonical } from '../json.ts';
import type { EvidenceStore } from './store.ts';

/**
 * Evidence in an S3 bucket under Object Lock. `If-None-Match: *` makes the first writer the only one:
 * a step that is repeated after a crash finds its document there already.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function s3EvidenceStore(client: SdkClient, bucket: string): EvidenceStore {
  return {
    async put(key, document) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: canonical(document),
        ContentType: 'application/json',
        ChecksumAlgorithm: 'SHA256',
        IfNoneMatch: '*',
      });
      try {
        await client.send(command);
      } catch (error) {
        if ((error as Error).name !== 'PreconditionFailed') throw error;
      }
      return `s3://${bucket}/${key}`;
    },
  };
}
