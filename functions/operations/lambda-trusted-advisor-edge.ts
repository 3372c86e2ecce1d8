import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { lambdaStart } from '../../shared/aws/lambda-start.ts';
import type { SdkClient } from '../../shared/aws/service.ts';
import type { Dispatch } from '../../shared/edge.ts';
import type { TrustedAdvisorEdge } from './trusted-advisor-edge.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The surroundings of the daily look at Trusted Advisor: its client, and every remediator that the environment names. */
export function lambdaTrustedAdvisorEdge(environment: Environment = process.env): TrustedAdvisorEdge {
  let client: SdkClient | undefined;
  let start: Dispatch | undefined;
  return {
    // There is one service, asked in one Region.
    clientFor: (of, region) => (client ??= new of.Client({ region, maxAttempts: 3 })),
    dispatch: async (...of) => {
      start ??= lambdaStart(environment);
      return start(...of);
    },
    logger: new Logger(),
    metrics: new Metrics(),
  };
}
