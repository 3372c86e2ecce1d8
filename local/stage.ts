import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { ClientFor } from '../shared/aws/service.ts';
import { bind, service } from '../shared/aws/service.ts';
import { at } from '../shared/json.ts';
import type { Mode } from '../shared/outcome.ts';
import type { Policy, PolicySource } from '../shared/policy/policy.ts';
import { PolicyError } from '../shared/policy/problem.ts';
import { mapDecisions } from '../shared/policy/tighten.ts';
import { readPolicyText } from '../shared/policy/yaml.ts';
import type { Remediation } from '../shared/remediation.ts';
import { createAccount } from './account/account.ts';
import { AccountStateError } from './account/errors.ts';
import { initialState } from './account/initial.ts';
import { parseAccountState } from './account/parse-state.ts';
import type { AccountSeed } from './account/state.ts';
import { localDynamoDb } from './dynamodb.ts';
import { awsClients } from './elsewhere.ts';
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

/** Where events are replayed: one world for all, or a new one for each event. */
export interface Stage {
  next(event: unknown): Promise<ReplayEdge>;
}

export const sampleAccount = '111122223333';
const region = 'eu-central-1';

/** Sets the stage: stack, remediators, policy, and an AWS to act in. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const stack = readStack(join(projectRoot, 'serverless.yml'));
  const remediators = await loadRemediators(stack);
  const router = createRouter(stack);
  const elsewhere = options.endpoint !== undefined || options.profile !== undefined;
  const policy = await policySource(options, elsewhere, remediators);
  const initial = await accountState(options.account);
  const outside = elsewhere ? awsClients({ endpoint: options.endpoint, profile: options.profile }) : undefined;
  const accounts = outside === undefined ? [sampleAccount] : await accountsOf(outside, options);

  const open = async (clock: MovableClock): Promise<ReplayEdge> => {
    const account = createAccount({ clock, accountId: sampleAccount, region, state: structuredClone(initial) });
    const world = await createWorld({
      stack,
      remediators,
      clock,
      ids: randomUUID,
      clientsFor: (role) => outside ?? account.as(role).clientFor,
      bus: account.clientFor,
      database: await localDynamoDb(ledgerTable),
      evidence: folderEvidenceStore(options.evidence),
      policy,
      accountId: accounts[0] ?? sampleAccount,
      accounts,
      backend: { concurrency: 1 },
    });
    return { world, router, clock };
  };

  let kept: ReplayEdge | undefined;
  return {
    async next(event) {
      if (kept === undefined || options.fresh === true)
        kept = await open(elsewhere ? createWallClock() : clockFor(event));
      return kept;
    },
  };
}

/** Simulated time begins with the first event; a time that can't be read, or is to come, is taken as now. */
function clockFor(event: unknown): MovableClock {
  const time = Date.parse(String(at(event, 'time')));
  const now = Date.now();
  return createSimulatedClock(new Date(Number.isNaN(time) || time > now ? now : time));
}

async function accountState(file: string | undefined): Promise<AccountSeed> {
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

async function policySource(
  { policy, mode }: StageOptions,
  elsewhere: boolean,
  remediators: readonly Remediator[],
): Promise<PolicySource> {
  const file = policy ?? join(projectRoot, elsewhere ? 'policy.yml' : 'local/account-policy.yml');
  const remediations = remediators.flatMap((remediator) => remediator.remediations);
  const fromFile = policyFrom(await read(file, 'policy'), file, remediations);
  const forced = mode ?? (elsewhere ? 'report' : undefined);
  if (forced === undefined) return { load: async () => ({ ok: true, policy: fromFile }) };
  const because = mode === undefined ? 'report mode of --profile and --endpoint' : `--mode ${forced}`;
  const forcedPolicy = mapDecisions(fromFile, (decision) => ({ ...decision, mode: forced, modeEntry: { path: because } }));
  return { load: async () => ({ ok: true, policy: forcedPolicy }) };
}

function policyFrom(text: string, file: string, remediations: readonly Remediation[]): Policy {
  try {
    return readPolicyText(text, file, remediations);
  } catch (error) {
    if (error instanceof PolicyError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

async function read(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`the ${what} file ${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
}

const sts = service('STS', STSClient, { GetCallerIdentityCommand });

/** The account that the credentials are of; with an emulator also the samples' account. */
async function accountsOf(clientFor: ClientFor, { endpoint }: StageOptions): Promise<readonly string[]> {
  try {
    const { Account } = await bind({ sts }, clientFor, region).sts.GetCallerIdentity({});
    if (Account === undefined) throw new Error('no account in the answer');
    return endpoint === undefined ? [Account] : [Account, sampleAccount];
  } catch (error) {
    const where = endpoint ?? 'AWS';
    throw new CommandError(`${where} does not tell whose credentials these are: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
