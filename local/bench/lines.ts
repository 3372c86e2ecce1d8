import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { JsonObject } from '../../shared/json.ts';

/** Two kinds that an account has most of, small as they are. */
const everyday: readonly JsonObject[] = [
  {
    version: '0',
    id: '',
    'detail-type': 'EC2 Instance State-change Notification',
    source: 'aws.ec2',
    account: '111122223333',
    time: '2026-11-20T10:00:00Z',
    region: 'eu-central-1',
    resources: ['arn:aws:ec2:eu-central-1:111122223333:instance/i-0a1b2c3d4e5f60718'],
    detail: { 'instance-id': 'i-0a1b2c3d4e5f60718', state: 'running' },
  },
  {
    version: '0',
    id: '',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '111122223333',
    time: '2026-11-20T10:00:00Z',
    region: 'eu-central-1',
    resources: ['arn:aws:s3:::fraud-features'],
    detail: {
      version: '0',
      bucket: { name: 'fraud-features' },
      object: { key: 'daily/2026-11-20/part-00000.parquet', size: 5_242_880, etag: 'b57f9512698f4b09e608f4f2a65852e5' },
      'request-id': 'N4N7GDK58NMKJ12R',
      requester: '111122223333',
      'source-ip-address': '192.0.2.17',
      reason: 'PutObject',
    },
  },
];

/** As many different events as wanted, one by one, made of these and of everyday's. */
export function* eventLines(models: readonly object[], count: number): Generator<string> {
  const all = [...everyday, ...models];
  for (let number = 0; number < count; number++) {
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    yield `${JSON.stringify({ ...all[number % all.length], id })}\n`;
  }
}

export async function writeLines(file: string, models: readonly object[], count: number): Promise<void> {
  await pipeline(Readable.from(eventLines(models, count)), createWriteStream(file));
}

/** The least that a program can do about events: parse each line, and look where it might have to go. */
export function bareLoop(text: string): number {
  let known = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const event = JSON.parse(line) as { readonly source: string; readonly 'detail-type': string };
    switch (event.source) {
      case 'aws.config':
        known += event['detail-type'] === 'Config Rules Compliance Change' ? 1 : 0;
        break;
      case 'aws.inspector2':
        known += event['detail-type'] === 'Inspector2 Finding' ? 1 : 0;
        break;
      default:
        known += event['detail-type'] === 'AWS API Call via CloudTrail' ? 1 : 0;
    }
  }
  return known;
}
