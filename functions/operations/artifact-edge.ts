import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { Collecting } from '../../shared/artifact/collect.ts';
import type { Notices } from '../../shared/notify/notices.ts';

/** What the daily look at AWS Artifact needs of its surroundings. */
export interface ArtifactOperationEdge extends Collecting {
  readonly notices: Notices;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
