import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDynamoDb } from '../../local/dynamodb.ts';
import { dynamoDbLedger } from '../../shared/ledger/dynamodb-ledger.ts';
import type { ActionRecord, ApprovalRecord, ClaimKey, Ledger, Visitor } from '../../shared/ledger/ledger.ts';
import { plainLedger } from './plain-ledger.ts';

const table = 'redress-ledger';

const keys: readonly ClaimKey[] = ['fraud-data', 'churn-data'].map((id) => ({
  remediation: 's3-bucket-public-access-blocked',
  account: '111122223333',
  region: 'eu-central-1',
  type: 'AWS::S3::Bucket',
  id,
}));

function actionOf(key: ClaimKey, name: string, now: number): ActionRecord {
  return {
    id: `20261120T100000-${name.repeat(10)}`,
    execution: name,
    key,
    target: { type: key.type, id: key.id },
    status: 'applying',
    plan: { steps: [] },
    planDigest: `sha256:${name}`,
    before: { block: name === 'a' ? null : { BlockPublicAcls: false } },
    parameters: {},
    startedAt: new Date(now * 1000).toISOString(),
  };
}

function requestOf(id: string, callbackId: string, expiresAt: number): ApprovalRecord {
  return {
    id,
    callbackId,
    remediation: 's3-bucket-public-access-blocked',
    resource: { type: 'AWS::S3::Bucket', id: 'fraud-data' },
    account: '111122223333',
    region: 'eu-central-1',
    why: ['No Block Public Access settings'],
    plan: { steps: [] },
    planDigest: 'sha256:a',
    codeDigest: `code of ${callbackId}`,
    misses: 0,
    expiresAt,
    status: 'pending',
  };
}

/** One question to a ledger, at a time. */
type Question = (ledger: Ledger, now: number) => Promise<unknown>;

const key = fc.constantFrom(...keys);
const owner = fc.constantFrom('s3-a', 's3-b', 's3-c');
const name = fc.constantFrom('a', 'b', 'c');
const visitor: fc.Arbitrary<Visitor> = key.chain(({ type, id }) =>
  fc.record({ type: fc.constant(type), id: fc.constant(id), seenAt: fc.integer({ min: 0, max: 2 }) }),
);

const question: fc.Arbitrary<{ readonly says: string; readonly ask: Question }> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(key, owner, visitor).map(([of, by, from]) => ({
      says: `claim ${of.id} ${by}`,
      ask: async (ledger: Ledger, now: number) => ledger.claim(of, by, from, now, 900),
    })),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(key, owner).map(([of, by]) => ({
      says: `release ${of.id} ${by}`,
      ask: async (ledger: Ledger) => ledger.release(of, by),
    })),
  },
  fc.tuple(key, owner).map(([of, by]) => ({
    says: `extend ${of.id} ${by}`,
    ask: async (ledger: Ledger, now: number) => ledger.extend(of, by, now, 900),
  })),
  fc.tuple(key, name).map(([of, action]) => ({
    says: `begin ${of.id} ${action}`,
    ask: async (ledger: Ledger, now: number) => ledger.begin(actionOf(of, action, now), now),
  })),
  fc.tuple(name, fc.constantFrom('remediated' as const, 'failed' as const)).map(([action, status]) => ({
    says: `finish ${action}`,
    ask: async (ledger: Ledger) => {
      const id = `20261120T100000-${action.repeat(10)}`;
      await ledger.finish(id, { status, applied: ['block-public-access'], endedAt: '2026-11-20T10:00:00.000Z' });
      return ledger.action(id);
    },
  })),
  fc.tuple(key, name, fc.integer({ min: 0, max: 4000 })).map(([of, by, seconds]) => ({
    says: `quarantine ${of.id} ${by}`,
    ask: async (ledger: Ledger, now: number) => ledger.quarantine(of, by, now + seconds, `because of ${by}`, now),
  })),
  key.map((of) => ({ says: `end ${of.id}`, ask: async (ledger: Ledger) => ledger.endQuarantine(of) })),
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        key,
        fc.constantFrom('1', '2', '3', '4'),
        fc.integer({ min: 0, max: 3 }),
        fc.option(fc.integer({ min: 1, max: 2 })),
      )
      .map(([of, action, maxResources, share]) => ({
        says: `reserve ${of.id} ${action} ${maxResources} ${share}`,
        ask: async (ledger: Ledger, now: number) =>
          ledger.reserve(of, action, { maxResources, ...(share === null ? {} : { maxOfRemediation: share }) }, now),
      })),
  },
  fc.tuple(key, fc.integer({ min: 0, max: 9 })).map(([of, count]) => ({
    says: `population ${count}`,
    ask: async (ledger: Ledger, now: number) => {
      const before = await ledger.population(of);
      await ledger.recordPopulation(of, count, now);
      return [before, await ledger.population(of)];
    },
  })),
  fc.tuple(name, fc.constantFrom('callback-1', 'callback-2')).map(([id, callback]) => ({
    says: `request ${id} ${callback}`,
    ask: async (ledger: Ledger, now: number) => {
      await ledger.requestApproval(requestOf(id, callback, now + 600));
      return ledger.approval(id);
    },
  })),
  fc
    .tuple(name, fc.constantFrom('approved' as const, 'rejected' as const), fc.constantFrom('sha256:a', 'sha256:b'))
    .map(([id, status, planDigest]) => ({
      says: `decide ${id} ${status} ${planDigest}`,
      ask: async (ledger: Ledger, now: number) => ledger.decide(id, { status, by: 'ops', planDigest }, now),
    })),
  name.map((id) => ({ says: `miss ${id}`, ask: async (ledger: Ledger) => ledger.missApproval(id) })),
);

/** Mostly at once, sometimes exactly at an end, sometimes long after. */
const pause = fc.constantFrom(0, 0, 0, 1, 600, 900, 901, 3600, 90_000);

describe('the plain ledger of the suites', () => {
  it('answers every sequence of questions as the one on DynamoDB does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(question, pause), { minLength: 5, maxLength: 30, size: 'max' }),
        async (asked) => {
          const real = dynamoDbLedger((await localDynamoDb(table))(), table);
          const plain = plainLedger();
          let now = 1_795_000_000;
          for (const [{ says, ask }, seconds] of asked) {
            now += seconds;
            expect(await ask(plain, now), says).toEqual(await ask(real, now));
          }
        },
      ),
      { numRuns: Number(process.env['REDRESS_RUNS'] ?? 40), seed: 20261120 },
    );
  }, 120_000);
});
