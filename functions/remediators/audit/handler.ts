import type { RemediatorEdge } from '../../../shared/edge.ts';
import { createRemediator } from '../../../shared/pipeline/remediator.ts';
import type { Remediation } from '../../../shared/remediation.ts';
import { lambdaRemediatorEdge } from '../lambda-edge.ts';
import { quotaIncreaseRequested } from './quota-increase-requested.ts';
import { recorderRecording } from './recorder-recording.ts';
import { recommendationSettled } from './recommendation-settled.ts';
import { scanningEnabled } from './scanning-enabled.ts';
import { trailEncrypted } from './trail-encrypted.ts';
import { trailLogging } from './trail-logging.ts';
import { trailMultiRegion } from './trail-multi-region.ts';
import { trailRestored } from './trail-restored.ts';
import { trailSelectorsKept } from './trail-selectors-kept.ts';
import { trailValidated } from './trail-validated.ts';

export const remediations: readonly Remediation[] = [
  recorderRecording,
  scanningEnabled,
  trailLogging,
  trailEncrypted,
  trailMultiRegion,
  trailRestored,
  trailSelectorsKept,
  trailValidated,
  quotaIncreaseRequested,
  recommendationSettled,
];

export const createHandler = (edge: RemediatorEdge) => createRemediator('audit', remediations, edge);

export const handler = createHandler(lambdaRemediatorEdge(remediations));
