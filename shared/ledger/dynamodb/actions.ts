import { shortDigest } from '../../plan.ts';
import type { ActionRecord, Ledger } from '../ledger.ts';
import { stateKey } from './claims.ts';
import { memory } from './table.ts';
import type { ItemKey, Table } from './table.ts';

/** Attempts that are kept for a resource; limits and flapping look back a day at most. */
const keptAttempts = 50;

export function actions(table: Table): Pick<Ledger, 'begin' | 'finish' | 'action' | 'quarantine' | 'endQuarantine'> {
  return {
    async begin(action, now) {
      await table.put({ ...actionKey(action.id), expires: now + memory, ...action });
      await countAttempt(table, action, now);
    },

    async finish(id, { status, after = null, applied = [], endedAt = '' }) {
      await table.update({
        Key: actionKey(id),
        UpdateExpression: 'SET #status = :status, #after = :after, applied = :applied, endedAt = :endedAt',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#status': 'status', '#after': 'after' },
        ExpressionAttributeValues: { ':status': status, ':after': after, ':applied': applied, ':endedAt': endedAt },
      });
    },

    async action(id) {
      const item = await table.get(actionKey(id));
      if (item === undefined) return undefined;
      const { pk: _pk, sk: _sk, expires: _expires, ...action } = item;
      return action as unknown as ActionRecord;
    },

    async quarantine(key, by, until, reason, now) {
      const item = await table.update({
        Key: stateKey(key),
        UpdateExpression:
          'SET quarantinedUntil = :until, quarantineReason = :reason, quarantinedBy = :by, expires = :expires',
        ConditionExpression:
          'attribute_not_exists(quarantinedUntil) OR quarantinedUntil <= :now OR quarantinedBy = :by',
        ExpressionAttributeValues: {
          ':until': until,
          ':reason': reason,
          ':by': by,
          ':now': now,
          ':expires': now + memory,
        },
      });
      return item !== undefined;
    },

    async endQuarantine(key) {
      await table.update({
        Key: stateKey(key),
        UpdateExpression: 'REMOVE quarantinedUntil, quarantineReason, quarantinedBy',
        ConditionExpression: 'attribute_exists(quarantinedUntil)',
      });
    },
  };
}

function actionKey(id: string): ItemKey {
  return { pk: `action#${id}`, sk: 'action' };
}

/** A set counts an action once, however often the step is repeated after a crash. */
async function countAttempt(table: Table, action: ActionRecord, now: number): Promise<void> {
  const seconds = Math.floor(Date.parse(action.startedAt) / 1000);
  const entry = `${seconds}#${action.id}#${shortDigest(action.before)}`;
  const item = await table.update({
    Key: stateKey(action.key),
    UpdateExpression: 'ADD attempts :entry SET expires = :expires',
    ExpressionAttributeValues: { ':entry': new Set([entry]), ':expires': now + memory },
  });
  const attempts = [...((item?.['attempts'] as Set<string> | undefined) ?? [])].toSorted();
  const superfluous = attempts.slice(0, -keptAttempts);
  if (superfluous.length === 0) return;
  await table.update({
    Key: stateKey(action.key),
    UpdateExpression: 'DELETE attempts :superfluous',
    ExpressionAttributeValues: { ':superfluous': new Set(superfluous) },
  });
}
