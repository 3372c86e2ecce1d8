import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import type { SdkClient } from '../../../shared/aws/service.ts';
import { s3EvidenceArchive } from '../../../shared/evidence/s3-archive.ts';

it.each([
  ['seals/2026-11-20.json', 'application/json'],
  ['artifact/report-0123456789abcdeF/v3/details.json', 'application/json'],
  ['artifact/report-0123456789abcdeF/v3/report.pdf', 'application/pdf'],
  ['artifact/report-0123456789abcdeF/v3/report.zip', 'application/zip'],
  ['artifact/report-0123456789abcdeF/v3/report.bin', 'application/octet-stream'],
  ['artifact/pdf', 'application/octet-stream'],
])('stores %s as %s, with a checksum, and only where there is nothing yet', async (key, type) => {
  const stored: PutObjectCommandInput[] = [];
  const client: SdkClient = {
    async send(command) {
      stored.push((command as { input: PutObjectCommandInput }).input);
      return {};
    },
  };

  expect(await s3EvidenceArchive(client, 'redress-evidence').create(key, Buffer.from('x'))).toBe('created');
  expect(stored).toMatchObject([
    { Bucket: 'redress-evidence', Key: key, ContentType: type, ChecksumAlgorithm: 'SHA256', IfNoneMatch: '*' },
  ]);
});
