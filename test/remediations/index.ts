import type { Fixture } from '../kit/fixture.ts';
import { fixture as trailLogging } from './cloudtrail-trail-logging.ts';
import { fixture as bucketPublicAccessBlocked } from './s3-bucket-public-access-blocked.ts';
import { fixture as endpointEncrypted } from './sagemaker-endpoint-encrypted.ts';
import { fixture as modelPackageNotVulnerable } from './sagemaker-model-package-not-vulnerable.ts';

/** One for each remediation; the suites go over all of them. */
export const fixtures: readonly Fixture[] = [
  trailLogging,
  bucketPublicAccessBlocked,
  endpointEncrypted,
  modelPackageNotVulnerable,
];
