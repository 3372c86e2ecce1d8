import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { Sealing } from '../../shared/evidence/seal.ts';

/** What the daily sealing needs of its surroundings. */
export interface SealEdge extends Sealing {
  readonly logger: Logger;
  readonly metrics: Metrics;
}
