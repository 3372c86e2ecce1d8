import { gunzipSync, gzipSync } from 'node:zlib';
import type { Json } from '../../json.ts';
import type { ClaimKey, Ledger } from '../ledger.ts';
import { snapshotMemory } from '../ledger.ts';
import type { ItemKey, Table } from './table.ts';

type Place = Pick<ClaimKey, 'remediation' | 'account' | 'region'>;

export function snapshots(table: Table): Pick<Ledger, 'keepSnapshot' | 'snapshot' | 'snapshotsOf'> {
  return {
    async keepSnapshot(key, snapshot, now) {
      const expires = now + snapshotMemory;
      // An item holds 400 KB, and a guardrail's word list alone may have a megabyte.
      const content = gzipSync(JSON.stringify(snapshot)).toString('base64');
      await table.put({ ...snapshotKey(key), content, at: now, expires });
      await table.update({
        Key: indexKey(key),
        UpdateExpression: 'ADD ids :id SET expires = :expires',
        ExpressionAttributeValues: { ':id': new Set([key.id]), ':expires': expires },
      });
    },

    async snapshot(key, now) {
      const item = await table.get(snapshotKey(key));
      // DynamoDB takes its time to delete what has expired.
      if (item === undefined || (item['expires'] as number) <= now) return undefined;
      return JSON.parse(gunzipSync(Buffer.from(item['content'] as string, 'base64')).toString()) as Json;
    },

    async snapshotsOf(place) {
      const ids = (await table.get(indexKey(place)))?.['ids'] as Set<string> | undefined;
      return [...(ids ?? [])].toSorted();
    },
  };
}

function snapshotKey({ remediation, account, region, type, id }: ClaimKey): ItemKey {
  return { pk: `snapshot#${remediation}#${account}#${region}#${type}#${id}`, sk: 'snapshot' };
}

function indexKey({ remediation, account, region }: Place): ItemKey {
  return { pk: `snapshots#${remediation}#${account}#${region}`, sk: 'snapshots' };
}
