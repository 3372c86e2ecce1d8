import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { printable } from '../shared/aws/failure.ts';
import type { ClientFor } from '../shared/aws/service.ts';
import { bind, service } from '../shared/aws/service.ts';
import { at } from '../shared/json.ts';
import type { Json } from '../shared/json.ts';
import type { Mode } from '../shared/outcome.ts';
import { parsePrepared } from '../shared/policy/parse.ts';
import type { FilePolicy } from '../shared/policy/parse.ts';
import type { PolicySource } from '../shared/policy/policy.ts';
import { PolicyError } from '../shared/policy/problem.ts';
import { mapDecisions } from '../shared/policy/tighten.ts';
import { preparePolicy } from '../shared/policy/yaml.ts';
import { createAccount } from './account/account.ts';
import type { Account } from './account/account.ts';
import { AccountStateError } from './account/errors.ts';
import { initialState } from './account/initial.ts';
import { parseAccountState } from './account/parse-state.ts';
import type { AccountSeed } from './account/state.ts';
import { localDynamoDb } from './dynamodb.ts';
import type { LocalDynamoDb } from './dynamodb.ts';
import { awsClients, toldByAws } from './elsewhere.ts';
import { folderEvidenceStore } from './evidence-folder.ts';
import { loadRemediators } from './remediations.ts';
import type { Remediator } from './remediations.ts';
import type { ReplayEdge } from './replay.ts';
import { projectRoot } from './root.ts';
import { createRouter } from './router.ts';
import { CommandError } from './run.ts';
import { createSimulatedClock } from './simulated-clock.ts';
import type { MovableClock } from './simulated-clock.ts';
import { readStack } from './stack/serverless-file.ts';
import type { Stack } from './stack/serverless-file.ts';
import type { SavedState } from './state/file.ts';
import { rememberAll } from './state/remembered.ts';
import { loadTable } from './state/table.ts';
import { createWallClock } from './wall-clock.ts';
import { createWorld, ledgerTable } from './world.ts';

export interface StageOptions {
  readonly mode?: Mode | undefined;
  /** File names; the defaults lie in the project. */
  readonly policy?: string | undefined;
  readonly account?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly profile?: string | undefined;
  readonly evidence: string;
  readonly fresh?: boolean;
}

/** A world with all that is around it: what a command plays in. */
export interface Scene extends ReplayEdge {
  readonly account: Account;
  readonly database: LocalDynamoDb;
}

/** Where events are replayed: one world for all, or a new one for each event. */
export interface Stage {
  readonly stack: Stack;
  readonly remediators: readonly Remediator[];
  /** As it is written. */
  readonly policy: FilePolicy;
  /** As it is asked: with the mode that the caller wants. */
  readonly source: PolicySource;
  /** Account ids that may be acted in; the first is the one that is swept and explained. */
  readonly accounts: readonly [string, ...string[]];
  /** ARN of whose credentials are used; undefined for the local account. */
  readonly caller: string | undefined;
  next(event: unknown): Promise<Scene>;
  /** A world at a time; `saved`: what an earlier command has left, which then takes the initial account's place. */
  open(at: Date, saved?: SavedState): Promise<Scene>;
}

export const sampleAccount = '111122223333';
export const homeRegion = 'eu-central-1';

/** Sets the stage: stack, remediators, policy, and an AWS to act in. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const stack = readStack(join(projectRoot, 'serverless.yml'));
  const remediators = await loadRemediators(stack);
  const router = createRouter(stack);
  const elsewhere = isElsewhere(options);
  const { policy, json } = await readPolicy(options, remediators);
  const source = sourceOf(policy, options);
  const initial = await accountState(options.account);
  const outside = elsewhere ? awsClients({ endpoint: options.endpoint, profile: options.profile }) : undefined;
  const { accounts, caller } = outside === undefined ? local : await identity(outside, options);

  const open = async (clock: MovableClock, saved?: SavedState): Promise<Scene> => {
    const state = structuredClone(saved?.account ?? initial);
    const account = createAccount({ clock, accountId: sampleAccount, region: homeRegion, state });
    const database = await localDynamoDb(ledgerTable);
    if (saved !== undefined) await loadTable(database(), ledgerTable, saved.ledger);
    const world = await createWorld({
      stack,
      remediators,
      clock,
      ids: randomUUID,
      clientsFor: (role) => outside ?? account.as(role).clientFor,
      bus: account.clientFor,
      database,
      evidence: folderEvidenceStore(options.evidence),
      policy: source,
      policyFile: async () => json,
      accountId: accounts[0],
      accounts,
      backend: { concurrency: 1 },
    });
    if (saved !== undefined) world.backend.restore(saved.durable);
    else await rememberAll(world.ledger, initial, sampleAccount, clock.now());
    return { world, router, clock, account, database };
  };

  let kept: Scene | undefined;
  return {
    stack,
    remediators,
    policy,
    source,
    accounts,
    caller,
    async next(event) {
      if (kept === undefined || options.fresh === true)
        kept = await open(elsewhere ? createWallClock() : createSimulatedClock(beginningOf(event)));
      return kept;
    },
    open: (date, saved) => open(elsewhere ? createWallClock() : createSimulatedClock(date), saved),
  };
}

/** Whether AWS is not the local account. */
export function isElsewhere({ endpoint, profile }: Pick<StageOptions, 'endpoint' | 'profile'>): boolean {
  return endpoint !== undefined || profile !== undefined;
}

/** Simulated time begins with the first event; a time that can't be read, or is to come, is taken as now. */
export function beginningOf(event: unknown): Date {
  const time = Date.parse(String(at(event, 'time')));
  const now = Date.now();
  return new Date(Number.isNaN(time) || time > now ? now : time);
}

/** The account that a file holds; the initial one where none is named. @throws CommandError */
export async function accountState(file: string | undefined): Promise<AccountSeed> {
  if (file === undefined) return initialState();
  try {
    return parseAccountState(JSON.parse(await read(file, 'account')));
  } catch (error) {
    if (error instanceof AccountStateError || error instanceof SyntaxError) {
      throw new CommandError(`the account file ${file} is not usable: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** The policy file that holds where nobody names one: at AWS the deployment's, else the local account's own. */
export function policyFile(options: Pick<StageOptions, 'policy' | 'endpoint' | 'profile'>): string {
  return options.policy ?? join(projectRoot, isElsewhere(options) ? 'policy.yml' : 'local/account-policy.yml');
}

/** @throws CommandError if the policy file can't be read, or is not valid */
async function readPolicy(
  options: StageOptions,
  remediators: readonly Remediator[],
): Promise<{ readonly policy: FilePolicy; readonly json: Json }> {
  const file = policyFile(options);
  const remediations = remediators.flatMap((remediator) => remediator.remediations);
  const text = await read(file, 'policy');
  try {
    const prepared = preparePolicy(text, file);
    return { policy: parsePrepared(prepared, remediations), json: prepared.policy };
  } catch (error) {
    if (error instanceof PolicyError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

function sourceOf(policy: FilePolicy, { mode, ...options }: StageOptions): PolicySource {
  const forced = mode ?? (isElsewhere(options) ? 'report' : undefined);
  if (forced === undefined) return { load: async () => ({ ok: true, policy }) };
  const path = mode === undefined ? 'report mode of --profile and --endpoint' : `--mode ${forced}`;
  const forcedPolicy = mapDecisions(policy, (decision) => ({ ...decision, mode: forced, modeEntry: { path } }));
  return { load: async () => ({ ok: true, policy: forcedPolicy }) };
}

async function read(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`the ${what} file ${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
}

const sts = service('STS', STSClient, { GetCallerIdentityCommand });

type Identity = Pick<Stage, 'accounts' | 'caller'>;
const local: Identity = { accounts: [sampleAccount], caller: undefined };

/** Whose credentials these are; with an emulator, the samples' account can be acted in, too. */
async function identity(clientFor: ClientFor, { endpoint }: StageOptions): Promise<Identity> {
  try {
    const { Account: id, Arn: caller } = await bind({ sts }, clientFor, homeRegion).sts.GetCallerIdentity({});
    if (id === undefined) throw new Error('no account in the answer');
    return { accounts: endpoint === undefined ? [id] : [id, sampleAccount], caller };
  } catch (error) {
    const where = endpoint ?? 'AWS';
    const told = printable(toldByAws(error), 500);
    throw new CommandError(`${where} does not tell whose credentials these are: ${told}`, { cause: error });
  }
}
