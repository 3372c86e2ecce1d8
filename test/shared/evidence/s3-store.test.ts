import { S3ServiceException } from '@aws-sdk/client-s3';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { SdkClient } from '../../../shared/aws/service.ts';
import { s3EvidenceStore } from '../../../shared/evidence/s3-store.ts';

const key = 'actions/2026-11-20/20261120T100000-0123456789.json';

function refusal(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, $fault: 'client', message: 'no', $metadata: { httpStatusCode } });
}

/** A bucket that takes objects as S3 does with `If-None-Match: *`, and loses some answers. */
function bucket(lost = 0): { readonly client: SdkClient; readonly objects: Map<string, PutObjectCommandInput> } {
  const objects = new Map<string, PutObjectCommandInput>();
  let unanswered = lost;
  const client: SdkClient = {
    async send(command) {
      const { input } = command as { input: PutObjectCommandInput };
      const name = `${input.Bucket}/${input.Key}`;
      if (input.IfNoneMatch === '*' && objects.has(name)) throw refusal('PreconditionFailed', 412);
      objects.set(name, input);
      if (unanswered-- > 0) throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
      return {};
    },
  };
  return { client, objects };
}

describe('evidence in a bucket', () => {
  it('lies where the answer says, as canonical JSON with a checksum', async () => {
    const { client, objects } = bucket();

    const url = await s3EvidenceStore(client, 'redress-evidence').put(key, { version: 1, after: null, before: [2] });

    expect(url).toBe(`s3://redress-evidence/${key}`);
    expect(objects.get(`redress-evidence/${key}`)).toMatchObject({
      Body: '{"after":null,"before":[2],"version":1}',
      ContentType: 'application/json',
      ChecksumAlgorithm: 'SHA256',
    });
  });

  it('is written once: a second document under the same key leaves the first as it is', async () => {
    const { client, objects } = bucket();
    const store = s3EvidenceStore(client, 'redress-evidence');
    await store.put(key, { status: 'remediated' });

    await expect(store.put(key, { status: 'compliant' })).resolves.toBe(`s3://redress-evidence/${key}`);
    expect([...objects.values()].map(({ Body }) => Body)).toEqual(['{"status":"remediated"}']);
  });

  it('counts as stored when the first answer was lost and the second try finds it there', async () => {
    const { client, objects } = bucket(1);
    const store = s3EvidenceStore(client, 'redress-evidence');

    await expect(store.put(key, { version: 1 })).rejects.toThrow('socket hang up');
    await expect(store.put(key, { version: 1 })).resolves.toBe(`s3://redress-evidence/${key}`);
    expect(objects.size).toBe(1);
  });

  it('is not stored where the bucket says so in any other way', async () => {
    const client: SdkClient = {
      send: async () => {
        throw refusal('AccessDenied', 403);
      },
    };

    await expect(s3EvidenceStore(client, 'redress-evidence').put(key, {})).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });
});
