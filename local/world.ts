import { pathToFileURL } from 'node:url';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { SourceHandler } from '../functions/sources/source.ts';
import type { ClientFor } from '../shared/aws/service.ts';
import { service } from '../shared/aws/service.ts';
import type { RemediatorEdge, RemediatorRequest, SourceEdge, Start } from '../shared/edge.ts';
import type { EvidenceStore } from '../shared/evidence/store.ts';
import { dynamoDbLedger } from '../shared/ledger/dynamodb-ledger.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { eventBridgeBus } from '../shared/notify/bus.ts';
import type { Notices } from '../shared/notify/notices.ts';
import type { PolicySource } from '../shared/policy/policy.ts';
import { createDurableBackend } from './durable.ts';
import { LambdaApiError } from './durable/errors.ts';
import type { DurableBackend, DurableBackendOptions } from './durable.ts';
import type { Remediator } from './remediations.ts';
import type { MovableClock } from './simulated-clock.ts';
import type { Stack } from './stack/serverless-file.ts';

export const ledgerTable = 'redress-ledger';
export const lifecycleBus = 'redress-lifecycle';

/** What a world is made of. Everything that Lambda and AWS would provide comes in here. */
export interface WorldOptions {
  readonly stack: Stack;
  readonly remediators: readonly Remediator[];
  readonly clock: MovableClock;
  readonly ids: () => string;
  /** AWS as a role of this deployment sees it. */
  readonly clientsFor: (roleArn: string) => ClientFor;
  /** Where the lifecycle bus is; always the local account. */
  readonly bus: ClientFor;
  /** A DynamoDB that answers no process that has been killed. */
  readonly database: (isDead: () => boolean) => DynamoDBClient;
  readonly evidence: EvidenceStore;
  readonly policy: PolicySource;
  /** The policy file's JSON, of which sources read the account's own names of Config rules. */
  readonly policyFile?: () => Promise<unknown>;
  readonly accountId: string;
  /** Accounts that remediators may act in, if not that one alone. */
  readonly accounts?: readonly string[];
  readonly backend?: Omit<DurableBackendOptions, 'clock' | 'ids'>;
  /** What would go to people; nowhere by default. */
  readonly notices?: Notices;
  /** Powertools' log level; nothing is logged by default. */
  readonly logLevel?: 'SILENT' | 'INFO' | 'ERROR';
}

/** The deployed stack on one machine: the very handlers, on a simulated clock. */
export interface World {
  readonly backend: DurableBackend;
  readonly ledger: Ledger;
  readonly sources: ReadonlyMap<string, SourceHandler>;
  /** Starts a remediator, as a source or an operator would. */
  readonly start: Start;
  /** By remediator: what its handler is made with. */
  readonly edges: ReadonlyMap<string, RemediatorEdge>;
}

interface SourceModule {
  createHandler(edge: SourceEdge): SourceHandler;
}

const eventBridge = service('EventBridge', EventBridgeClient, { PutEventsCommand });

/** As the deployment does it: the first payload under a name counts, and what comes after it starts nothing. */
export async function startOnce(
  backend: Pick<DurableBackend, 'start'>,
  functionName: string,
  executionName: string,
  request: RemediatorRequest,
): ReturnType<Start> {
  try {
    return await backend.start(functionName, executionName, request);
  } catch (error) {
    if (error instanceof LambdaApiError && error.name === 'DurableExecutionAlreadyStartedException') return 'exists';
    throw error;
  }
}

/** Makes the functions of serverless.yml, each with a role of its own, and puts them on the local backend. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const { stack, clock, ids, accountId } = options;
  const backend = createDurableBackend({ ...options.backend, clock, ids });
  const ledger = dynamoDbLedger(
    options.database(() => backend.isAbandoned()),
    ledgerTable,
  );
  const logger = new Logger({ serviceName: stack.service, logLevel: options.logLevel ?? 'SILENT' });
  const metrics = new Metrics({ namespace: 'Redress', serviceName: stack.service });
  const shared = { clock, ledger, evidence: options.evidence, policy: options.policy, logger, metrics };

  const functionOf = new Map(options.remediators.map(({ name, functionName }) => [name, functionName]));
  const start: Start = async (remediator, executionName, request) => {
    const name = functionOf.get(remediator);
    if (name === undefined) throw new Error(`serverless.yml has no function for the remediator ${remediator}`);
    return startOnce(backend, name, executionName, request);
  };
  const edges = new Map<string, RemediatorEdge>();
  for (const { name, functionName, createHandler } of options.remediators) {
    const clientFor = ofTheLiving(options.clientsFor(roleArn(accountId, name)), backend);
    const edge: RemediatorEdge = {
      ...shared,
      clientFor,
      dispatch: start,
      notices: options.notices ?? { send: async () => undefined },
      newCode: () => options.ids().slice(0, 8),
      bus: eventBridgeBus(ofTheLiving(options.bus, backend)(eventBridge, 'eu-central-1'), lifecycleBus),
      ownRoles: ownRoles(accountId, options.remediators),
      accounts: options.accounts ?? [accountId],
      durable: backend.client,
    };
    backend.register(functionName, createHandler(edge));
    edges.set(name, edge);
  }

  const sources = new Map<string, SourceHandler>();
  for (const { name, path, source } of stack.functions) {
    if (!path.startsWith('sources/')) continue;
    const module = (await import(pathToFileURL(source).href)) as SourceModule;
    const { policyFile } = options;
    const edge = { dispatch: start, logger, metrics, ...(policyFile !== undefined && { policyFile }) };
    sources.set(name, module.createHandler(edge));
  }
  return { backend, ledger, sources, edges, start };
}

/** Calls of a process that was killed go nowhere, as those of a real one would. */
function ofTheLiving(clientFor: ClientFor, backend: DurableBackend): ClientFor {
  return (of, region) => {
    const client = clientFor(of, region);
    return {
      send: async (command) => (backend.isAbandoned() ? new Promise<never>(() => undefined) : client.send(command)),
    };
  };
}

/** ARNs of the remediators' roles, as serverless.yml names them. */
export function ownRoles(accountId: string, remediators: readonly Pick<Remediator, 'name'>[]): string[] {
  return remediators.map(({ name }) => roleArn(accountId, name));
}

export function roleArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:role/redress-dev-${name}-eu-central-1`;
}
