import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { Importing } from '../../shared/audit/import.ts';

/** What the daily import into Audit Manager needs of its surroundings. */
export interface AuditManagerEdge extends Importing {
  readonly logger: Logger;
  readonly metrics: Metrics;
}
