import { S3Client } from '@aws-sdk/client-s3';
import { artifactApi } from '../../shared/artifact/api.ts';
import type { ArtifactApi, ArtifactEdge } from '../../shared/artifact/api.ts';
import { artifactSigner } from '../../shared/artifact/signer.ts';
import { artifactKeys } from './artifact-server.ts';

export const now = new Date('2026-11-21T06:00:00Z');

/** The adapter against a server; waits are only written down. */
export function apiOf(
  endpoint: string,
  more: Partial<ArtifactEdge> = {},
): { readonly api: ArtifactApi; readonly waits: number[] } {
  const waits: number[] = [];
  const client = new S3Client({ region: 'us-east-1', credentials: artifactKeys });
  const api = artifactApi({
    endpoint,
    sign: artifactSigner(client, 'us-east-1', () => now),
    fetch: async (url, init) => fetch(url, init),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    ...more,
  });
  return { api, waits };
}

export const soc = {
  id: 'report-0123456789abcdeF',
  name: 'SOC 2 Type 2 Report',
  version: 3,
  state: 'PUBLISHED',
  uploadState: 'COMPLETE',
  acceptanceType: 'EXPLICIT',
  series: 'SOC',
  category: 'Certifications and attestations',
  periodStart: '2026-04-01T00:00:00Z',
  periodEnd: '2027-03-31T00:00:00Z',
};
export const iso = {
  id: 'report-iso42001iso42001',
  name: 'ISO/IEC 42001:2023 Certificate',
  version: 1,
  acceptanceType: 'PASSTHROUGH',
  description: 'Covers Amazon Bedrock and others',
  periodEnd: 1_830_000_000,
};
export const old = {
  id: 'report-pcipcipcipcipci1',
  name: 'PCI DSS Attestation',
  version: 7,
  periodEnd: '2025-01-31T00:00:00Z',
  state: 'PUBLISHED',
};
