import { join } from 'node:path';
import { createAccount } from '../../local/account/account.ts';
import type { Account } from '../../local/account/account.ts';
import { parseAccountState } from '../../local/account/parse-state.ts';
import type { AccountFile } from '../../local/account/state.ts';
import type { DurableBackendOptions } from '../../local/durable.ts';
import { localDynamoDb } from '../../local/dynamodb.ts';
import type { LocalDynamoDb } from '../../local/dynamodb.ts';
import { loadRemediators } from '../../local/remediations.ts';
import type { Remediator } from '../../local/remediations.ts';
import { createSimulatedClock } from '../../local/simulated-clock.ts';
import type { SimulatedClock } from '../../local/simulated-clock.ts';
import { rememberAll } from '../../local/state/remembered.ts';
import { readStack } from '../../local/stack/serverless-file.ts';
import type { Stack } from '../../local/stack/serverless-file.ts';
import { createWorld, ledgerTable, lifecycleBus } from '../../local/world.ts';
import type { World } from '../../local/world.ts';
import type { RemediatorRequest } from '../../shared/edge.ts';
import type { EvidenceStore } from '../../shared/evidence/store.ts';
import type { Json, JsonObject } from '../../shared/json.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { parsePolicy } from '../../shared/policy/parse.ts';
import type { PolicySource } from '../../shared/policy/policy.ts';
import type { Remediation } from '../../shared/remediation.ts';
import type { Signal } from '../../shared/signals/signal.ts';

export const accountId = '111122223333';
export const region = 'eu-central-1';
/** Simulated time in every test begins here. */
export const beginning = new Date('2026-11-20T10:00:00Z');

export const stack: Stack = readStack(join(import.meta.dirname, '../../serverless.yml'));
export const remediators: readonly Remediator[] = await loadRemediators(stack);
export const remediations: readonly Remediation[] = remediators.flatMap((remediator) => remediator.remediations);

export function remediatorOf(remediation: string): Remediator {
  const found = remediators.find((remediator) => remediator.remediations.some(({ id }) => id === remediation));
  if (found === undefined) throw new Error(`no remediator has the remediation ${remediation}`);
  return found;
}

// Metrics go to standard output, where they would drown what the tests say.
process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';

export interface TestWorldOptions {
  /** What the account holds; nothing by default. */
  readonly account?: AccountFile;
  /** The policy file as data; enforces everything by default. */
  readonly policy?: unknown;
  /** Instead of a policy file. */
  readonly policySource?: PolicySource;
  readonly backend?: Omit<DurableBackendOptions, 'clock' | 'ids'>;
  /** Stands between the ledger and its database, to make the database fail. */
  readonly database?: (database: LocalDynamoDb) => LocalDynamoDb;
  /** Stands before the evidence store, to make it fail. */
  readonly evidence?: (store: EvidenceStore) => EvidenceStore;
}

/** The stack with an account of its own, and what came out of it. */
export interface TestWorld extends World {
  readonly account: Account;
  readonly clock: SimulatedClock;
  readonly database: LocalDynamoDb;
  /** Evidence documents by key. */
  readonly evidence: ReadonlyMap<string, Json>;
  readonly notices: readonly { readonly subject: string; readonly text: string }[];
  /** Starts the remediator of a remediation and runs it until nothing moves any more; its outcomes. */
  send(remediation: string, signal: Signal): Promise<Outcome[]>;
  /** Starts without running; the execution's name. */
  start(remediator: string, executionName: string, request: RemediatorRequest): Promise<'started' | 'exists'>;
  /** What an execution ended with; throws if it has not ended well. */
  outcomesOf(executionName: string): Outcome[];
  /** Lifecycle events of a type, oldest first. */
  lifecycle(type: string): JsonObject[];
}

/** Everything in mode enforce, with the parameters that the remediations need to be able to act. */
export function enforcing(changes: JsonObject = {}): JsonObject {
  const each = remediations.map(({ id }): [string, JsonObject] => [id, { mode: 'enforce', ...parametersOf(id) }]);
  return { version: 1, remediations: Object.fromEntries(each), ...changes };
}

const key = `arn:aws:kms:${region}:${accountId}:key/11112222-3333-4444-5555-666677778888`;

/** By remediation: what it needs of the policy to be able to act. */
const needed: Readonly<Record<string, JsonObject>> = {
  'agentcore-gateway-encrypted': { 'kms-key': key },
  'agentcore-runtime-in-vpc': {
    subnets: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1c2d3e4f5061728'],
    'security-groups': ['sg-0a1b2c3d4e5f60718'],
  },
  'bedrock-agent-alias-contained': { aliases: ['AGCLAIMS01/ALCLAIMS01'] },
  'bedrock-agent-guardrail-attached': { 'guardrail-identifier': 'gr4support01', 'guardrail-version': '1' },
  'bedrock-enforced-guardrail-restored': { guardrail: 'gr4account001', version: '2' },
  'bedrock-custom-model-job-encrypted': { action: 'stop' },
  'bedrock-invocation-log-bucket-encrypted': { 'kms-key': key },
  'bedrock-invocation-log-group-encrypted': { 'kms-key': key },
  'bedrock-invocation-logging-enabled': {
    'log-group': '/redress/bedrock-invocations',
    'role-arn': `arn:aws:iam::${accountId}:role/bedrock-invocation-logging`,
  },
  'bedrock-knowledge-base-data-source-encrypted': { 'kms-key': key },
  'bedrock-prompt-encrypted': { 'kms-key': key },
  'ec2-instance-isolated': {
    tags: { workload: ['ai-*'] },
    'isolation-groups': { 'vpc-0a1b2c3d4e5f60718': 'sg-0150150150150150f' },
  },
  'lambda-function-not-vulnerable': { tags: { workload: ['ai-pipeline'], team: ['fraud', 'vision'] } },
  // The suites let days pass: somebody is denied a call every twenty minutes meanwhile.
  'iam-principal-denied-calls-contained': { 'denied-calls': 3, minutes: 60 },
  // All that the samples come from, but for what is outside.
  'iam-principal-outside-calls-contained': {
    accounts: [accountId],
    networks: ['198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'],
    'vpc-endpoints': ['vpce-0a1b2c3d4e5f60718'],
  },
  'sagemaker-endpoint-data-capture-encrypted': { 'kms-key': key },
  'sagemaker-endpoint-encrypted': { 'kms-key': key },
  'sagemaker-inference-experiment-data-encrypted': { 'kms-key': key },
  ...Object.fromEntries(
    ['in-vpc', 'network-isolated', 'traffic-encrypted', 'volume-encrypted', 'output-encrypted'].map((state) => [
      `sagemaker-job-${state}`,
      { action: 'stop' },
    ]),
  ),
  'sagemaker-resource-tagged': { tags: { owner: 'ml-platform', stage: 'experiment' } },
  'sagemaker-model-in-vpc': {
    subnets: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1c2d3e4f5061728'],
    'security-group-ids': ['sg-0a1b2c3d4e5f60718'],
  },
};

function parametersOf(id: string): JsonObject {
  return needed[id] === undefined ? {} : { parameters: needed[id] };
}

export async function openTestWorld(options: TestWorldOptions = {}): Promise<TestWorld> {
  const clock = createSimulatedClock(beginning);
  const state = parseAccountState(withBus(options.account));
  const account = createAccount({ clock, accountId, region, state });
  const database = await localDynamoDb(ledgerTable);
  const evidence = new Map<string, Json>();
  const notices: { subject: string; text: string }[] = [];
  let count = 0;
  const policy = options.policySource ?? (options.policy === undefined ? everythingEnforced : sourceOf(options.policy));
  // As the bucket does it: the first document under a key stays.
  const store: EvidenceStore = {
    put: async (name, document) => {
      if (!evidence.has(name)) evidence.set(name, document);
      return name;
    },
  };
  const world = await createWorld({
    stack,
    remediators,
    clock,
    ids: () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`,
    clientsFor: (role) => account.as(role).clientFor,
    bus: account.clientFor,
    database: options.database?.(database) ?? database,
    evidence: options.evidence?.(store) ?? store,
    notices: { send: async (notice) => void notices.push(notice) },
    policy,
    accountId,
    backend: { concurrency: 1, ...options.backend },
  });
  await rememberAll(world.ledger, state, accountId, beginning);
  return {
    ...world,
    account,
    clock,
    database,
    evidence,
    notices,
    outcomesOf: (name) => outcomesOf(world, name),
    lifecycle: (type) => lifecycle(account, type),
    async send(remediation, signal) {
      const { name } = remediatorOf(remediation);
      const execution = `${name}-${signal.id}`;
      await world.start(name, execution, { signal: { ...signal, hints: { ...signal.hints, remediation } } });
      await world.backend.runUntilIdle();
      return outcomesOf(world, execution);
    },
  };
}

/** The stack's own bus, without which EventBridge would say yes and forget. */
function withBus(account: AccountFile = {}): AccountFile {
  const eventbridge = { buses: { [lifecycleBus]: {} } };
  return { ...account, regions: { ...account.regions, [region]: { ...account.regions?.[region], eventbridge } } };
}

const everythingEnforced = sourceOf(enforcing());

export function sourceOf(policy: unknown): PolicySource {
  const parsed = parsePolicy(policy, { remediations });
  return { load: async () => ({ ok: true, policy: parsed }) };
}

function outcomesOf({ backend }: World, execution: string): Outcome[] {
  const ended = backend.result(execution);
  if (ended.status === 'SUCCEEDED') return ended.result as Outcome[];
  throw new Error(`${execution} is ${ended.status}: ${'error' in ended ? ended.error.ErrorMessage : ''}`);
}

function lifecycle(account: Account, type: string): JsonObject[] {
  const buses = Object.values(account.snapshot().regions).flatMap(({ eventbridge }) =>
    Object.values(eventbridge.buses),
  );
  return buses
    .flatMap(({ events }) => events)
    .filter(({ detailType }) => detailType === type)
    .map(({ detail }) => JSON.parse(detail) as JsonObject);
}
