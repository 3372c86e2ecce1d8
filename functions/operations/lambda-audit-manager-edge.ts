import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import { importing } from '../../shared/audit/service.ts';
import type { Importer } from '../../shared/audit/service.ts';
import { bind } from '../../shared/aws/service.ts';
import { systemClock } from '../../shared/clock.ts';
import type { EvidenceArchive } from '../../shared/evidence/archive.ts';
import { s3EvidenceArchive } from '../../shared/evidence/s3-archive.ts';
import { parsePrepared } from '../../shared/policy/parse.ts';
import type { AuditManagerEdge } from './audit-manager-edge.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The surroundings of the daily import: the evidence bucket, and Audit Manager in this account and Region. */
export function lambdaAuditManagerEdge(environment: Environment = process.env): AuditManagerEdge {
  let archive: EvidenceArchive | undefined;
  let audit: Importer | undefined;
  return {
    clock: systemClock,
    get audit() {
      // 20 requests a second for the whole account: adaptive retries keep below what others leave of it.
      const of = { region: required(environment, 'AWS_REGION'), maxAttempts: 8, retryMode: 'adaptive' };
      audit ??= bind(importing, ({ Client }) => new Client(of), of.region).audit;
      return audit;
    },
    get archive() {
      archive ??= s3EvidenceArchive(new S3Client({}), required(environment, 'EVIDENCE_BUCKET'));
      return archive;
    },
    get bucket() {
      return required(environment, 'EVIDENCE_BUCKET');
    },
    // Ids of remediations are not compared here: this bundle has none, and those that have some refuse a wrong one.
    mapping: async () => parsePrepared((await import('../../policy.yml')).default, []).auditManager,
    logger: new Logger(),
    metrics: new Metrics(),
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set`);
  return value;
}
