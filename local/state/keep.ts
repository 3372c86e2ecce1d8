import { resolve } from 'node:path';
import { recordsOf, withRecords } from '../account/cloudtrail-record.ts';
import type { Scene, StageOptions } from '../stage.ts';
import { ledgerTable } from '../world.ts';
import { dropState, mostBytes, writeState } from './file.ts';
import { dumpTable } from './table.ts';

/**
 * Leaves a world for the next command. Calls, and the calls that `delivered` events tell of, go into the account's
 * event history.
 *
 * @returns `false` if it is too large to be kept; nothing is kept then
 */
export async function keepState(
  file: string,
  { world, account, database, clock }: Scene,
  { mode, policy, endpoint, profile }: Pick<StageOptions, 'mode' | 'policy' | 'endpoint' | 'profile'>,
  delivered: readonly unknown[] = [],
): Promise<boolean> {
  // Requests that have run out meanwhile are closed first; nobody could answer them any more.
  await world.backend.runUntil(clock.now());
  const ledger = await dumpTable(database(), ledgerTable, mostBytes);
  if (ledger === undefined) {
    await dropState(file);
    return false;
  }
  // Not while events are replayed: what an event tells happened before, and nothing should find itself in the history.
  const records = recordsOf(account.calls, delivered);
  return writeState(file, {
    version: 1,
    at: clock.now().toISOString(),
    stage: { mode, policy: policy === undefined ? undefined : resolve(policy), endpoint, profile },
    account: withRecords(account.snapshot(), records, account.id, clock.now()),
    ledger,
    durable: world.backend.snapshot(),
  });
}
