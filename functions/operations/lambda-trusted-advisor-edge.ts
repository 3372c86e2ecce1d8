import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { lambdaStart } from '../../shared/aws/lambda-start.ts';
import type { SdkClient } from '../../shared/aws/service.ts';
import type { Dispatch } from '../../shared/edge.ts';
import type { TrustedAdvisorEdge } from './trusted-advisor-edge.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The surroundings of the daily look at Trusted Advisor: its client, and every remediator that the environment names. */
export function lambdaTrustedAdvisorEdge(environment: Environment = process.env): TrustedAdvisorEdge {
  const clients = new Map<string, SdkClient>();
  let start: Dispatch | undefined;
  return {
    clientFor: (of, region) => {
      const key = `${of.name} ${region}`;
      const client = clients.get(key) ?? new of.Client({ region, maxAttempts: 3 });
      clients.set(key, client);
      return client;
    },
    dispatch: async (...of) => {
      start ??= lambdaStart(environment);
      return start(...of);
    },
    logger: new Logger(),
    metrics: new Metrics(),
  };
}
