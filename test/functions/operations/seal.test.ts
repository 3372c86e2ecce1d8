import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, it, vi } from 'vitest';
import { lambdaSealEdge } from '../../../functions/operations/lambda-seal-edge.ts';
import type { SealEdge } from '../../../functions/operations/seal-edge.ts';
import { createHandler } from '../../../functions/operations/seal.ts';
import { allowedActions } from '../../../local/stack/iam.ts';
import { sourceTemplate } from '../../../local/stack/source-template.ts';
import { resourcesOf } from '../../../local/stack/template.ts';
import type { SdkClient } from '../../../shared/aws/service.ts';
import { kmsSigner } from '../../../shared/evidence/kms-signer.ts';
import { s3EvidenceArchive } from '../../../shared/evidence/s3-archive.ts';
import { sealUntil } from '../../../shared/evidence/seal.ts';
import { trusted } from '../../../shared/evidence/signer.ts';
import { at } from '../../../shared/json.ts';
import { check, recordOf, write } from '../../kit/evidence-log.ts';
import type { Files } from '../../kit/evidence-log.ts';
import { fakeKms } from '../../kit/fake-kms.ts';
import { context, outputOf } from '../sources/edge.ts';

const template = sourceTemplate(readFileSync(join(import.meta.dirname, '../../../serverless.yml'), 'utf8'));

const event = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '111122223333',
  time: '2026-11-21T00:30:00Z',
  region: 'eu-central-1',
  resources: ['arn:aws:events:eu-central-1:111122223333:rule/redress-dev-seal'],
  detail: {},
};

/** A bucket behind S3's commands: pages of two, conditional writes, streams. */
function bucket(files: Files): { readonly client: SdkClient; readonly calls: string[] } {
  const calls: string[] = [];
  const client: SdkClient = {
    async send(command) {
      const { input, constructor } = command as { input: Record<string, string>; constructor: { name: string } };
      calls.push(constructor.name);
      const { Key: key = '', Prefix: prefix = '', ContinuationToken: after = '' } = input;
      if (constructor.name === 'ListObjectsV2Command') {
        const keys = [...files.keys()].filter((one) => one.startsWith(prefix) && one > after).toSorted();
        const page = keys.slice(0, 2);
        return {
          ...(page.length === 0 ? {} : { Contents: page.map((Key) => ({ Key, Size: files.get(Key)?.length })) }),
          ...(keys.length > 2 ? { NextContinuationToken: page.at(-1) } : {}),
        };
      }
      if (constructor.name === 'PutObjectCommand') {
        if (files.has(key)) throw refusal('PreconditionFailed', 412);
        files.set(key, input['Body'] as unknown as Uint8Array);
        return {};
      }
      const bytes = files.get(key);
      if (bytes === undefined) throw refusal('NoSuchKey', 404);
      return { Body: new Blob([Buffer.from(bytes)]).stream() };
    },
  };
  return { client, calls };
}

function refusal(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, $fault: 'client', message: 'no', $metadata: { httpStatusCode } });
}

function deployed(files: Files) {
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  const { client, calls } = bucket(files);
  const kms = fakeKms();
  const edge: SealEdge = {
    archive: s3EvidenceArchive(client, 'redress-evidence'),
    signer: kmsSigner(kms.client, 'alias/redress-dev-seal'),
    clock: { now: () => new Date('2026-11-21T00:30:07.000Z') },
    logger: new Logger({ serviceName: 'test' }),
    metrics: new Metrics({ namespace: 'Test', serviceName: 'test' }),
  };
  const seal = async (of: unknown = event): Promise<Record<string, unknown>[]> =>
    outputOf(async () => createHandler(edge)(of, context));
  return { seal, edge, kms, calls };
}

function someFiles(): Files {
  const files: Files = new Map();
  for (const name of ['a', 'b', 'c', 'd', 'e']) write(files, recordOf('2026-11-20', name, '2026-11-20T10:00:05.000Z'));
  return files;
}

describe('the daily sealing', () => {
  it('seals the day before with the KMS key, so that everybody with the public key can check it', async () => {
    const files = someFiles();
    const { seal, edge } = deployed(files);

    const lines = await seal();

    const { publicKey } = await edge.signer.key();
    const report = await check(files, trusted([publicKey]), '2026-11-21T09:00:00.000Z');
    expect(report).toMatchObject({ findings: [], seals: 1, records: 5, head: { day: '2026-11-20' } });
    expect(lines).toContainEqual(expect.objectContaining({ message: 'Evidence sealed' }));
    expect(lines).toContainEqual(expect.objectContaining({ DaysSealed: 1, RecordsSealed: 5 }));
  });

  it('seals nothing twice when Lambda tries again', async () => {
    const files = someFiles();
    const { seal } = deployed(files);
    await seal();
    const before = new Map(files);

    const lines = await seal();

    expect(files).toEqual(before);
    expect(lines).toContainEqual(expect.objectContaining({ DaysSealed: 0 }));
  });

  it('fails where the seals are not as they were, so that somebody is told', async () => {
    const files = someFiles();
    const { seal } = deployed(files);
    await seal();
    files.set('seals/2026-11-20.json', Buffer.from('{}'));

    let lines: Record<string, unknown>[] = [];
    const failing = async (): Promise<void> => {
      lines = await outputOf(() =>
        expect(
          createHandler(deployed(files).edge)({ ...event, time: '2026-11-21T00:30:00Z' }, context),
        ).rejects.toThrow('The seal of 2026-11-20 is not as it was made'),
      );
    };
    await failing();

    expect(lines).toContainEqual(expect.objectContaining({ message: 'Evidence not sealed' }));
  });

  it.each([undefined, null, 'x', {}, { time: 5 }, { time: '2026-11-21' }, { time: '2026-02-31T25:00:00Z' }])(
    'takes no day from anything but a schedule’s event: %j',
    async (other) => {
      const files = someFiles();
      const { edge } = deployed(files);

      await outputOf(() => expect(createHandler(edge)(other, context)).rejects.toThrow(TypeError));

      expect([...files.keys()].filter((key) => key.startsWith('seals/'))).toEqual([]);
    },
  );

  it('asks KMS again after a failure', async () => {
    const kms = fakeKms();
    let failures = 1;
    const client: SdkClient = {
      send: async (command) => {
        if (failures-- > 0) throw new Error('KMSInternalException');
        return kms.client.send(command);
      },
    };
    const signer = kmsSigner(client, kms.arn);

    await expect(signer.key()).rejects.toThrow('KMSInternalException');
    await expect(signer.key()).resolves.toMatchObject({ id: kms.arn });
  });

  it('stores no seal that its key does not vouch for', async () => {
    const [files, one, other] = [someFiles(), fakeKms(), fakeKms()];
    const { edge } = deployed(files);
    const signer = { ...kmsSigner(one.client, one.arn), sign: kmsSigner(other.client, other.arn).sign };

    await expect(sealUntil('2026-11-20', { ...edge, signer })).rejects.toThrow('does not fit the public key');
    expect([...files.keys()].filter((key) => key.startsWith('seals/'))).toEqual([]);
  });

  it('takes no empty answer of KMS for one', async () => {
    const signer = kmsSigner({ send: async () => ({}) }, 'alias/x');

    await expect(signer.key()).rejects.toThrow('without a public key');
    await expect(signer.sign(new Uint8Array())).rejects.toThrow('without a signature');
  });

  it('passes on what S3 refuses', async () => {
    const client: SdkClient = {
      send: async () => {
        throw refusal('AccessDenied', 403);
      },
    };
    const archive = s3EvidenceArchive(client, 'redress-evidence');

    await expect(archive.get('seals/2026-11-20.json', 10)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(archive.fingerprint('seals/2026-11-20.json')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(archive.create('seals/2026-11-20.json', new Uint8Array())).rejects.toThrow('no');
  });
});

describe("the sealing's surroundings", () => {
  it('allow exactly the calls that it makes', async () => {
    const files = someFiles();
    const { seal, kms, calls } = deployed(files);
    await seal();
    await outputOf(() => createHandler(deployed(files).edge)(event, context).catch(() => undefined));
    const actions: Readonly<Record<string, string>> = {
      ListObjectsV2Command: 's3:ListBucket',
      GetObjectCommand: 's3:GetObject',
      PutObjectCommand: 's3:PutObject',
      GetPublicKeyCommand: 'kms:GetPublicKey',
      SignCommand: 'kms:Sign',
    };

    const made = [...new Set([...calls, ...kms.calls])].map((name) => actions[name] ?? name);

    expect(allowedActions(template, 'seal', 'Operation')).toEqual(
      [...made, 'logs:CreateLogStream', 'logs:PutLogEvents'].toSorted(),
    );
  });

  it('give it every variable that it asks for', () => {
    const lambda = resourcesOf(template, 'AWS::Lambda::Function').find(({ id }) => id === 'function seal');
    const given = Object.keys(at(lambda?.properties, 'Environment.Variables') ?? {});

    expect(given).toEqual(expect.arrayContaining(['EVIDENCE_BUCKET', 'SEAL_KEY']));
    expect(() => lambdaSealEdge({}).archive).toThrow('EVIDENCE_BUCKET is not set');
    expect(() => lambdaSealEdge({}).signer).toThrow('SEAL_KEY is not set');
    const edge = lambdaSealEdge({ EVIDENCE_BUCKET: 'redress-evidence', SEAL_KEY: 'alias/x' });
    expect(edge.archive).toBe(edge.archive);
    expect(edge.signer).toBe(edge.signer);
  });

  it('let nobody else sign', () => {
    const key = resourcesOf(template, 'AWS::KMS::Key').find(({ id }) => id === 'SealKey');

    expect(key?.properties).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    expect(at(key?.properties, 'KeyPolicy.Statement')).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Principal: '*', Action: 'kms:Sign' }),
    );
  });
});
