import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { artifactApi } from '../../shared/artifact/api.ts';
import type { ArtifactApi } from '../../shared/artifact/api.ts';
import { artifactSigner } from '../../shared/artifact/signer.ts';
import { systemClock } from '../../shared/clock.ts';
import type { EvidenceArchive } from '../../shared/evidence/archive.ts';
import { s3EvidenceArchive } from '../../shared/evidence/s3-archive.ts';
import { snsNotices } from '../../shared/notify/notices.ts';
import type { ArtifactOperationEdge } from './artifact-edge.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The surroundings of the daily look at Artifact: the evidence bucket, the topic, and what the deployment wants and accepts. */
export function lambdaArtifactEdge(environment: Environment = process.env): ArtifactOperationEdge {
  let archive: EvidenceArchive | undefined;
  let api: ArtifactApi | undefined;
  return {
    clock: systemClock,
    get api() {
      api ??= awsArtifact(required(environment, 'ARTIFACT_REGION'));
      return api;
    },
    get archive() {
      archive ??= s3EvidenceArchive(new S3Client({}), required(environment, 'EVIDENCE_BUCKET'));
      return archive;
    },
    get policy() {
      return {
        reports: globs(environment['ARTIFACT_REPORTS']),
        acceptTerms: globs(environment['ARTIFACT_ACCEPT_TERMS']),
      };
    },
    notices: {
      send: async (notice) => snsNotices(new SNSClient({}), required(environment, 'NOTICES_TOPIC')).send(notice),
    },
    logger: new Logger(),
    metrics: new Metrics(),
  };
}

function awsArtifact(region: string): ArtifactApi {
  return artifactApi({
    endpoint: `https://artifact.${region}.amazonaws.com`,
    sign: artifactSigner(new S3Client({ region }), region, () => systemClock.now()),
    fetch: async (url, init) => fetch(url, init),
    sleep: async (milliseconds) => sleep(milliseconds),
  });
}

/** One a line, or parted by commas. */
function globs(text = ''): readonly string[] {
  return text
    .split(/[,\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set`);
  return value;
}
