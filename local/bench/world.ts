import type { Json } from '../../shared/json.ts';
import type { Policy } from '../../shared/policy/policy.ts';
import { createAccount } from '../account/account.ts';
import type { Account } from '../account/account.ts';
import type { AccountSeed } from '../account/state.ts';
import { localDynamoDb } from '../dynamodb.ts';
import type { Remediator } from '../remediations.ts';
import { createSimulatedClock } from '../simulated-clock.ts';
import type { SimulatedClock } from '../simulated-clock.ts';
import { homeRegion, sampleAccount } from '../stage.ts';
import type { Stack } from '../stack/serverless-file.ts';
import { createWorld, ledgerTable } from '../world.ts';
import type { World } from '../world.ts';

export interface BenchWorldOptions {
  readonly stack: Stack;
  readonly remediators: readonly Remediator[];
  readonly policy: Policy;
  readonly account: AccountSeed;
  readonly at: Date;
  /** Executions under way at a time. */
  readonly concurrency: number;
}

/** The world of a replay, with evidence in memory, and with counters. */
export interface BenchWorld extends World {
  readonly account: Account;
  readonly clock: SimulatedClock;
  /** Requests to DynamoDB so far. */
  ledgerRequests(): number;
}

export async function openBenchWorld(options: BenchWorldOptions): Promise<BenchWorld> {
  const { stack, remediators, policy, concurrency } = options;
  const clock = createSimulatedClock(options.at);
  const account = createAccount({ clock, accountId: sampleAccount, region: homeRegion, state: options.account });
  const database = await localDynamoDb(ledgerTable);
  const evidence = new Map<string, Json>();
  let ids = 0;
  let requests = 0;
  const world = await createWorld({
    stack,
    remediators,
    clock,
    ids: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
    clientsFor: (role) => account.as(role).clientFor,
    bus: account.clientFor,
    database: (isDead) => {
      const client = database(isDead);
      const count = { step: 'initialize', name: 'count' } as const;
      client.middlewareStack.add((next) => async (args) => ((requests += 1), next(args)), count);
      return client;
    },
    evidence: {
      put: async (key, document) => {
        evidence.set(key, document);
        return key;
      },
    },
    policy: { load: async () => ({ ok: true, policy }) },
    accountId: sampleAccount,
    backend: { concurrency },
  });
  return { ...world, account, clock, ledgerRequests: () => requests };
}
