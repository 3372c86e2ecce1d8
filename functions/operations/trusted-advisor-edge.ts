import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { ClientFor } from '../../shared/aws/service.ts';
import type { Dispatch } from '../../shared/edge.ts';

/** What the daily look at Trusted Advisor needs of its surroundings. */
export interface TrustedAdvisorEdge {
  readonly clientFor: ClientFor;
  readonly dispatch: Dispatch;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
