import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { lambdaStart } from '../../shared/aws/lambda-start.ts';
import type { Start } from '../../shared/edge.ts';
import type { SweepEdge } from './edge.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const prefix = 'REMEDIATOR_';

/** The surroundings of the scheduled sweep: every remediator that the environment names, in every account of the deployment. */
export function lambdaSweepEdge(environment: Environment = process.env): SweepEdge {
  let made: Start | undefined;
  return {
    start: async (...of) => {
      made ??= lambdaStart(environment);
      return made(...of);
    },
    get remediators() {
      const named = Object.keys(environment).filter((name) => name.startsWith(prefix));
      return named.map((name) => name.slice(prefix.length).toLowerCase().replaceAll('_', '-')).toSorted();
    },
    get accounts() {
      return required(environment, 'ACCOUNTS').split(',');
    },
    get region() {
      return required(environment, 'AWS_REGION');
    },
    logger: new Logger(),
    metrics: new Metrics(),
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set`);
  return value;
}
