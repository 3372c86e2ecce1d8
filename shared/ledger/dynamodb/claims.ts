import { digest } from '../../plan.ts';
import type { Claim, ClaimKey, History, Ledger, Release, Visitor } from '../ledger.ts';
import { memory } from './table.ts';
import type { Item, ItemKey, Table } from './table.ts';

/** How many visitors the holder of a lease is told of; identical ones count once when it looks. */
const keptVisitors = 25;
/** A lease that changes hands between two writes is tried for again; more often than this it never is. */
const rounds = 5;

/** The lease, the visitors and the history of a resource in a remediation are attributes of one item. */
export function stateKey({ remediation, account, region, type, id }: ClaimKey): ItemKey {
  return { pk: `resource#${remediation}#${account}#${region}#${type}#${id}`, sk: 'state' };
}

export function claims(table: Table): Pick<Ledger, 'claim' | 'extend' | 'release'> {
  return {
    async claim(key, owner, visitor, now, lease): Promise<Claim> {
      for (let round = 0; round < rounds; round++) {
        const taken = await take(table, key, owner, now, lease);
        if (taken !== undefined) return { granted: true, history: history(taken) };
        const holder = await visit(table, key, owner, visitor, now);
        if (holder !== undefined) return { granted: false, owner: holder };
      }
      // All places for visitors are taken, so the holder will look again anyway.
      return { granted: false, owner: 'another execution' };
    },

    async extend(key, owner, now, lease) {
      const item = await table.update({
        Key: stateKey(key),
        UpdateExpression: 'SET leaseUntil = :until',
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': owner, ':until': now + lease },
      });
      return item !== undefined;
    },

    async release(key, owner): Promise<Release> {
      for (let round = 0; round < rounds; round++) {
        if (await leave(table, key, owner)) return { state: 'released' };
        const visitors = await visitorsOf(table, key, owner);
        if (visitors !== undefined) return { state: 'look-again', targets: distinct(visitors) };
        const holder = (await table.get(stateKey(key)))?.['owner'];
        if (holder !== owner) return { state: holder === undefined ? 'released' : 'lost' };
      }
      return { state: 'lost' };
    },
  };
}

async function take(table: Table, key: ClaimKey, owner: string, now: number, lease: number): Promise<Item | undefined> {
  const values = { ':owner': owner, ':until': now + lease, ':expires': now + memory };
  const free = await table.update({
    Key: stateKey(key),
    UpdateExpression: 'SET #owner = :owner, leaseUntil = :until, expires = :expires',
    ConditionExpression: 'attribute_not_exists(#owner) OR (#owner <> :owner AND leaseUntil < :now)',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ...values, ':now': now },
  });
  if (free !== undefined) return free;
  // Whoever claims again has kept what the last release handed to them.
  return table.update({
    Key: stateKey(key),
    UpdateExpression: 'SET leaseUntil = :until, expires = :expires REMOVE handedOver',
    ConditionExpression: '#owner = :owner',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: values,
  });
}

async function visit(
  table: Table,
  key: ClaimKey,
  owner: string,
  visitor: Visitor,
  now: number,
): Promise<string | undefined> {
  const item = await table.update({
    Key: stateKey(key),
    UpdateExpression: 'SET visitors = list_append(if_not_exists(visitors, :none), :visitor)',
    ConditionExpression:
      '#owner <> :owner AND leaseUntil >= :now AND (attribute_not_exists(visitors) OR size(visitors) < :kept)',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: {
      ':owner': owner,
      ':now': now,
      ':none': [],
      ':visitor': [visitor],
      ':kept': keptVisitors,
    },
  });
  return item?.['owner'] as string | undefined;
}

async function leave(table: Table, key: ClaimKey, owner: string): Promise<boolean> {
  const item = await table.update({
    Key: stateKey(key),
    UpdateExpression: 'REMOVE #owner, leaseUntil',
    ConditionExpression: '#owner = :owner AND attribute_not_exists(visitors) AND attribute_not_exists(handedOver)',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':owner': owner },
  });
  return item !== undefined;
}

/**
 * The notes, which stay in the item as handed over: a release that is repeated, since the process died before
 * it could keep them, finds them again. They go when the holder claims for the next look.
 */
async function visitorsOf(table: Table, key: ClaimKey, owner: string): Promise<Visitor[] | undefined> {
  await table.update({
    Key: stateKey(key),
    UpdateExpression: 'SET handedOver = list_append(if_not_exists(handedOver, :none), visitors) REMOVE visitors',
    ConditionExpression: '#owner = :owner AND attribute_exists(visitors)',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':owner': owner, ':none': [] },
  });
  const item = await table.get(stateKey(key));
  return item?.['owner'] === owner ? (item['handedOver'] as Visitor[] | undefined) : undefined;
}

function distinct(visitors: readonly Visitor[]): Visitor[] {
  return [...new Map(visitors.map((visitor) => [digest(visitor), visitor])).values()];
}

/** Attempts are kept as `<epoch seconds>#<action>#<digest of before>`, quarantine as attributes of its own. */
function history(item: Item): History {
  const attempts = [...((item['attempts'] as Set<string> | undefined) ?? [])]
    .map((attempt) => {
      const [at = '0', , before = ''] = attempt.split('#');
      return { at: Number(at), before };
    })
    .toSorted((a, b) => a.at - b.at);
  const { quarantinedUntil: until, quarantineReason: reason } = item as {
    quarantinedUntil?: number;
    quarantineReason?: string;
  };
  return until === undefined ? { attempts } : { attempts, quarantine: { until, reason: reason ?? '' } };
}
