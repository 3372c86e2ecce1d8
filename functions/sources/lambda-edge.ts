import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Dispatch, SourceEdge } from '../../shared/edge.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The surroundings of a source in Lambda. Nothing is read or loaded before the first dispatch: most
 * events end without one, and loading the SDK's client takes longer than all the rest.
 */
export function lambdaSourceEdge(environment: Environment = process.env): SourceEdge {
  // Kept for as long as the process: making a client means new connections.
  let invoke: Promise<Dispatch> | undefined;
  return {
    policyFile: async () => (await import('../../policy.yml')).default.policy,
    logger: new Logger(),
    metrics: new Metrics(),
    dispatch: async (remediator, executionName, request) => {
      invoke ??= import('../../shared/aws/lambda-start.ts').then(({ lambdaStart }) => lambdaStart(environment));
      const dispatch = await invoke;
      return dispatch(remediator, executionName, request);
    },
  };
}
