import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { systemClock } from '../../shared/clock.ts';
import type { EvidenceArchive } from '../../shared/evidence/archive.ts';
import { kmsSigner } from '../../shared/evidence/kms-signer.ts';
import { s3EvidenceArchive } from '../../shared/evidence/s3-archive.ts';
import type { Signer } from '../../shared/evidence/signer.ts';
import type { SealEdge } from './seal-edge.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The surroundings of the daily sealing: the evidence bucket and the key that signs. */
export function lambdaSealEdge(environment: Environment = process.env): SealEdge {
  let archive: EvidenceArchive | undefined;
  let signer: Signer | undefined;
  return {
    clock: systemClock,
    get archive() {
      archive ??= s3EvidenceArchive(new S3Client({}), required(environment, 'EVIDENCE_BUCKET'));
      return archive;
    },
    get signer() {
      signer ??= kmsSigner(new KMSClient({}), required(environment, 'SEAL_KEY'));
      return signer;
    },
    logger: new Logger(),
    metrics: new Metrics(),
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set`);
  return value;
}
