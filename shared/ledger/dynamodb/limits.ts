import type { ClaimKey, Ledger } from '../ledger.ts';
import { memory } from './table.ts';
import type { ItemKey, Table } from './table.ts';

/** Limits look back this many seconds, from any moment: no doubling at the turn of an hour. */
const window = 3600;
/** Each round clears away what has left the window; a second reservation may come in between. */
const rounds = 10;
/** An expression holds 4 KB: some 300 names. */
const removedAtOnce = 100;

export function limits(table: Table): Pick<Ledger, 'reserve' | 'population' | 'recordPopulation'> {
  return {
    async reserve({ account, region, remediation }, action, { maxResources, maxOfRemediation }, now) {
      const inAccount: ItemKey = { pk: `writes#${account}`, sk: 'writes' };
      if (!(await enter(table, inAccount, action, maxResources, now))) {
        return `${maxResources} resources of account ${account} were written to in the last hour (max-resources).`;
      }
      if (maxOfRemediation === undefined) return undefined;
      // By Region, as the candidates were counted.
      const inRemediation: ItemKey = { pk: `writes#${account}#${region}#${remediation}`, sk: 'writes' };
      if (await enter(table, inRemediation, action, maxOfRemediation, now)) return undefined;
      await remove(table, inAccount, [action]);
      return `${maxOfRemediation} resources were written to by ${remediation} in the last hour (max-resources-percent).`;
    },

    async population(key) {
      const item = await table.get(populationKey(key));
      return item?.['count'] as number | undefined;
    },

    async recordPopulation(key, count, now) {
      await table.put({ ...populationKey(key), count, at: now, expires: now + memory });
    },
  };
}

function populationKey({
  remediation,
  account,
  region,
}: Pick<ClaimKey, 'remediation' | 'account' | 'region'>): ItemKey {
  return { pk: `population#${remediation}#${account}#${region}`, sk: 'population' };
}

/**
 * Enters a write into a window that holds `most`, unless it is full. The window is a map from action to time,
 * so an action that is in it already stays in it, and counts once.
 */
async function enter(table: Table, Key: ItemKey, action: string, most: number, now: number): Promise<boolean> {
  if (most < 1) return false;
  for (let round = 0; round < rounds; round++) {
    const entered = await tryToEnter(table, Key, action, most, now);
    if (entered !== undefined) return true;
    const writes = Object.entries(((await table.get(Key))?.['writes'] as Record<string, number> | undefined) ?? {});
    const old = writes.filter(([, at]) => at <= now - window).map(([name]) => name);
    if (old.length === 0) return false;
    await remove(table, Key, old.slice(0, removedAtOnce));
  }
  return false;
}

/** The new item, or undefined where the window is full. The first write of all has to make the map. */
async function tryToEnter(table: Table, Key: ItemKey, action: string, most: number, now: number) {
  const write = async () =>
    table.update({
      Key,
      UpdateExpression: 'SET writes.#action = if_not_exists(writes.#action, :now), expires = :expires',
      ConditionExpression: 'attribute_not_exists(writes) OR attribute_exists(writes.#action) OR size(writes) < :most',
      ExpressionAttributeNames: { '#action': action },
      ExpressionAttributeValues: { ':now': now, ':most': most, ':expires': now + window * 2 },
    });
  try {
    return await write();
  } catch (error) {
    // "The document path provided in the update expression is invalid for update": there is no map yet.
    if ((error as Error).name !== 'ValidationException') throw error;
    await table.update({
      Key,
      UpdateExpression: 'SET writes = if_not_exists(writes, :none)',
      ExpressionAttributeValues: { ':none': {} },
    });
    return write();
  }
}

async function remove(table: Table, Key: ItemKey, names: readonly string[]): Promise<void> {
  const placeholders = names.map((_, index) => `#n${index}`);
  await table.update({
    Key,
    UpdateExpression: `REMOVE ${placeholders.map((placeholder) => `writes.${placeholder}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(
      placeholders.map((placeholder, index) => [placeholder, names[index] ?? '']),
    ),
  });
}
