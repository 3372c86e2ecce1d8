import type { CoveredResource, Finding } from '@aws-sdk/client-inspector2';
import { createAccount } from '../../../local/account/account.ts';
import { parseAccountState } from '../../../local/account/parse-state.ts';
import type { Stored } from '../../../local/account/stored.ts';
import type { CoveredImage } from '../../../local/gate/coverage.ts';
import { inspecting } from '../../../local/gate/inspector.ts';
import type { GateFinding } from '../../../local/gate/findings.ts';
import { createSimulatedClock } from '../../../local/simulated-clock.ts';
import { bind } from '../../../shared/aws/service.ts';

export const here = 'eu-central-1';
export const digest = `sha256:${'ab'.repeat(32)}`;
export const start = new Date('2026-11-20T10:00:00Z');

export type Covered = Stored<CoveredResource>;
type StoredFinding = Stored<Finding>;

/** What Inspector says of an image `scorer:v1`. */
export function covered(
  reason: string,
  changes: { statusCode?: string; digest?: string; tags?: string[]; scannedAt?: string; account?: string } = {},
): Covered {
  const { statusCode = 'ACTIVE', tags = ['v1'], scannedAt, account = '111122223333' } = changes;
  return {
    resourceId: `arn:aws:ecr:${here}:${account}:repository/scorer/${changes.digest ?? digest}`,
    resourceType: 'AWS_ECR_CONTAINER_IMAGE',
    accountId: account,
    scanType: 'PACKAGE',
    scanStatus: { statusCode, reason } as NonNullable<Covered['scanStatus']>,
    resourceMetadata: { ecrImage: { tags } },
    ...(scannedAt === undefined ? {} : { lastScannedAt: scannedAt }),
  };
}

/** A finding about it, as Inspector lists it. */
export function finding(number: number, changes: Partial<StoredFinding> = {}): StoredFinding {
  const seen = '2026-11-19T08:00:00.000Z';
  return {
    findingArn: `arn:aws:inspector2:${here}:111122223333:finding/${String(number).padStart(32, '0')}`,
    awsAccountId: '111122223333',
    type: 'PACKAGE_VULNERABILITY',
    description: 'A crafted record lets a client run code.',
    severity: 'LOW',
    status: 'ACTIVE',
    firstObservedAt: seen,
    lastObservedAt: seen,
    remediation: {},
    resources: [
      {
        type: 'AWS_ECR_CONTAINER_IMAGE',
        id: covered('SUCCESSFUL').resourceId ?? '',
        details: {
          awsEcrContainerImage: {
            repositoryName: 'scorer',
            registry: '111122223333',
            imageHash: digest,
            imageTags: ['v1'],
          },
        },
      },
    ],
    ...changes,
  };
}

export function gateWorld(coverage: readonly Covered[], findings: readonly StoredFinding[] = []) {
  const clock = createSimulatedClock(start);
  const file = { regions: { [here]: { inspector2: { coverage: [...coverage], findings: [...findings] } } } };
  const account = createAccount({ clock, state: parseAccountState(file) });
  return { account, clock, inspector: bind(inspecting, account.clientFor, here).inspector2 };
}

/** A finding as the gate has read it. */
export function read(changes: Partial<GateFinding> = {}): GateFinding {
  return {
    arn: `arn:aws:inspector2:${here}:111122223333:finding/1`,
    id: 'CVE-2026-00001',
    title: 'CVE-2026-00001 - openssl',
    severity: 'HIGH',
    score: 8.1,
    exploited: false,
    fixable: true,
    url: 'https://nvd.nist.gov/vuln/detail/CVE-2026-00001',
    packages: [{ name: 'openssl', version: '3.0.13', fixed: '3.0.19', manager: 'OS', path: undefined }],
    ...changes,
  };
}

export const image: CoveredImage = {
  registry: '111122223333',
  region: here,
  repository: 'scorer',
  digest,
  tags: ['v1'],
  scannedAt: '2026-11-20T09:00:00.000Z',
};
