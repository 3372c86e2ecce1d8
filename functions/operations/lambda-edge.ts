import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { systemClock } from '../../shared/clock.ts';
import { dynamoDbLedger } from '../../shared/ledger/dynamodb-ledger.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { ApprovalEdge } from './edge.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The surroundings of the functions that take people's answers. Clients are made when they are first needed. */
export function lambdaApprovalEdge(environment: Environment = process.env): ApprovalEdge {
  let made: Ledger | undefined;
  let completing: Promise<ApprovalEdge['complete']> | undefined;
  return {
    clock: systemClock,
    get ledger() {
      made ??= dynamoDbLedger(new DynamoDBClient({}), required(environment, 'LEDGER_TABLE'));
      return made;
    },
    // Most requests only look: they need no Lambda client, whose loading takes longer than all the rest.
    complete: async (callbackId) => {
      completing ??= import('./lambda-callback.ts').then(({ lambdaCallback }) => lambdaCallback());
      const complete = await completing;
      return complete(callbackId);
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
