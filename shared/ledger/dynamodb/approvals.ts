import type { ApprovalRecord, Ledger } from '../ledger.ts';
import { memory } from './table.ts';
import type { Item, ItemKey, Table } from './table.ts';

export function approvals(table: Table): Pick<Ledger, 'requestApproval' | 'approval' | 'decide' | 'missApproval'> {
  return {
    async requestApproval(request) {
      const item = { ...approvalKey(request.id), ...request, expires: request.expiresAt + memory };
      await table.put(item, {
        ConditionExpression: 'attribute_not_exists(pk) OR (#status = :pending AND callbackId = :callbackId)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':pending': 'pending', ':callbackId': request.callbackId },
      });
    },

    async approval(id) {
      return record(await table.get(approvalKey(id)));
    },

    async decide(id, { status, by, planDigest }, now) {
      const item = await table.update({
        Key: approvalKey(id),
        UpdateExpression: 'SET #status = :status, decidedBy = :by',
        ConditionExpression: '#status = :pending AND expiresAt > :now AND planDigest = :digest',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':status': status,
          ':pending': 'pending',
          ':by': by,
          ':now': now,
          ':digest': planDigest,
        },
      });
      return record(item);
    },

    async missApproval(id) {
      const item = await table.update({
        Key: approvalKey(id),
        UpdateExpression: 'ADD misses :one',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':one': 1 },
      });
      return (item?.['misses'] as number | undefined) ?? Number.POSITIVE_INFINITY;
    },
  };
}

function approvalKey(id: string): ItemKey {
  return { pk: `approval#${id}`, sk: 'approval' };
}

function record(item: Item | undefined): ApprovalRecord | undefined {
  if (item === undefined) return undefined;
  const { pk: _pk, sk: _sk, expires: _expires, ...approval } = item;
  return approval as unknown as ApprovalRecord;
}
