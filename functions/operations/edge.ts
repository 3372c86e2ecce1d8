import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { Start } from '../../shared/edge.ts';
import type { DecideEdge } from '../../shared/pipeline/decide.ts';

/** What the functions that take people's answers need of their surroundings. */
export interface ApprovalEdge extends DecideEdge {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What the scheduled sweep needs of its surroundings. */
export interface SweepEdge {
  readonly start: Start;
  /** Names of all remediators, as `start` takes them. */
  readonly remediators: readonly string[];
  /** Account ids to be swept; the first is the deployment's own. */
  readonly accounts: readonly string[];
  readonly region: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
