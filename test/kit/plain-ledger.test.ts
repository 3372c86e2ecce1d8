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

const key = fc.constantFrom(keys[0]!, keys[0]!, keys[0]!, keys[1]!);
const owner = fc.constantFrom('s3-a', 's3-a', 's3-b', 's3-c');
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
  fc.tuple(key, name, fc.integer({ min: 0, max: 4000 })).map(([of, by, span]) => ({
    says: `quarantine ${of.id} ${by}`,
    ask: async (ledger: Ledger, now: number) => ledger.quarantine(of, by, now + span, `because of ${by}`, now),
  })),
  fc.tuple(key, name).map(([of, value]) => ({
    says: `keep ${value} of ${of.id}`,
    ask: async (ledger: Ledger, now: number) => ledger.keepSnapshot(of, { value }, now),
  })),
  key.map((of) => ({
    says: `what is kept of ${of.id}`,
    ask: async (ledger: Ledger, now: number) => [await ledger.snapshot(of, now), await ledger.snapshotsOf(of)],
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

const [bucket] = keys;
const seconds = 1_795_000_000;

/** What was asked, how many seconds after the beginning, and what has to come of it. */
type Script = readonly (readonly [at: number, ask: Question, answer: unknown])[];

function claim(by: string, seenAt = 0): Question {
  return async (ledger, now) => ledger.claim(bucket!, by, { type: bucket!.type, id: bucket!.id, seenAt }, now, 900);
}
function release(by: string): Question {
  return async (ledger) => ledger.release(bucket!, by);
}
function extend(by: string): Question {
  return async (ledger, now) => ledger.extend(bucket!, by, now, 900);
}
function begin(action: string): Question {
  return async (ledger, now) => ledger.begin(actionOf(bucket!, action, now), now);
}
function quarantine(by: string, until: number): Question {
  return async (ledger, now) => ledger.quarantine(bucket!, by, seconds + until, `because of ${by}`, now);
}
function request(callback: string, code: string): Question {
  return async (ledger) => ledger.requestApproval({ ...requestOf('a', callback, seconds + 600), codeDigest: code });
}
const approval: Question = async (ledger) => ledger.approval('a');
function decide(status: 'approved' | 'rejected', planDigest = 'sha256:a'): Question {
  return async (ledger, now) => ledger.decide('a', { status, by: 'ops', planDigest }, now);
}
function several(count: number, ask: (index: number) => Question): Question {
  return async (ledger, now) => {
    for (let index = 0; index < count; index++) await ask(index)(ledger, now);
  };
}

const granted = { granted: true, history: { attempts: [] } };
function notes(...seenAt: number[]): unknown {
  return { state: 'look-again', targets: seenAt.map((time) => ({ type: bucket!.type, id: bucket!.id, seenAt: time })) };
}
const released = { state: 'released' };

const scripts: Readonly<Record<string, Script>> = {
  'hands notes over again until its holder claims again': [
    [0, claim('a'), granted],
    [0, claim('b', 1), { granted: false, owner: 'a' }],
    [0, release('a'), notes(1)],
    [0, release('a'), notes(1)],
    [0, claim('c', 2), { granted: false, owner: 'a' }],
    [0, release('a'), notes(1, 2)],
    [0, claim('a'), granted],
    [0, release('a'), released],
    [0, claim('b'), granted],
  ],
  'counts the same note once': [
    [0, claim('a'), granted],
    [0, claim('b', 1), { granted: false, owner: 'a' }],
    [0, claim('b', 1), { granted: false, owner: 'a' }],
    [0, release('a'), notes(1)],
  ],
  'keeps the notes of the dead for the next holder, handed over or not': [
    [0, claim('a'), granted],
    [0, claim('b', 1), { granted: false, owner: 'a' }],
    [0, release('a'), notes(1)],
    [0, claim('b', 2), { granted: false, owner: 'a' }],
    [901, claim('c'), granted],
    [901, release('a'), { state: 'lost' }],
    [901, release('c'), notes(1, 2)],
    [901, claim('c'), granted],
    [901, release('c'), released],
    [901, release('c'), released],
  ],
  'holds a lease to the second, and longer if it is extended': [
    [0, claim('a'), granted],
    [900, claim('b'), { granted: false, owner: 'a' }],
    [900, extend('a'), true],
    [900, extend('b'), false],
    [1800, claim('b'), { granted: false, owner: 'a' }],
    [1801, claim('b'), granted],
    [1801, extend('a'), false],
    [1801, claim('a'), { granted: false, owner: 'b' }],
  ],
  'keeps the notes of 25 visitors': [
    [0, claim('a'), granted],
    [0, several(30, (index) => claim(`visitor-${index}`, index)), undefined],
    [0, claim('late'), { granted: false, owner: 'another execution' }],
    [0, release('a'), notes(...Array(25).keys())],
  ],
  'counts an attempt once, and remembers the last 50': [
    [0, begin('a'), undefined],
    [0, begin('a'), undefined],
    [0, async (ledger, now) => attempts(await claim('a')(ledger, now)), 1],
    [1, several(60, (index) => begin(`x${index}`)), undefined],
    [1, async (ledger, now) => attempts(await claim('a')(ledger, now)), 50],
  ],
  'quarantines once, to the second, and again by whoever began it': [
    [0, quarantine('a', 100), true],
    [0, quarantine('a', 200), true],
    [199, quarantine('b', 300), false],
    [
      199,
      claim('x'),
      { granted: true, history: { attempts: [], quarantine: { until: seconds + 200, reason: 'because of a' } } },
    ],
    [200, quarantine('b', 300), true],
    [200, async (ledger) => ledger.endQuarantine(bucket!), undefined],
    [200, claim('x'), granted],
    [200, async (ledger) => ledger.endQuarantine(bucket!), undefined],
  ],
  'replaces a question by its own repetition, and by nothing else': [
    [0, request('callback-1', 'first code'), undefined],
    [0, request('callback-1', 'second code'), undefined],
    [0, approval, { ...requestOf('a', 'callback-1', seconds + 600), codeDigest: 'second code' }],
    [0, request('callback-2', 'third code'), undefined],
    [0, approval, { ...requestOf('a', 'callback-1', seconds + 600), codeDigest: 'second code' }],
    [0, decide('rejected'), expect.objectContaining({ status: 'rejected', decidedBy: 'ops' })],
    [0, request('callback-1', 'fourth code'), undefined],
    [0, approval, expect.objectContaining({ status: 'rejected', codeDigest: 'second code' })],
  ],
  'takes an answer once, in time, to the right plan': [
    [0, decide('approved'), undefined],
    [0, request('callback-1', 'code'), undefined],
    [0, decide('approved', 'sha256:b'), undefined],
    [600, decide('approved'), undefined],
    [599, decide('approved'), expect.objectContaining({ status: 'approved' })],
    [599, decide('rejected'), undefined],
    [599, approval, expect.objectContaining({ status: 'approved' })],
  ],
};

function attempts(claimed: unknown): number {
  return (claimed as { history: { attempts: unknown[] } }).history.attempts.length;
}

describe.each([
  ['on DynamoDB', async () => dynamoDbLedger((await localDynamoDb(table))(), table)],
  ['of the suites', async () => plainLedger()],
])('the ledger %s', (_, open) => {
  it.each(Object.entries(scripts))('%s', async (__, script) => {
    const ledger: Ledger = await open();
    for (const [index, [at, ask, answer]] of script.entries()) {
      expect(await ask(ledger, seconds + at), `question ${index + 1}`).toEqual(answer);
    }
  });
});

describe('the plain ledger of the suites', () => {
  it('answers every sequence of questions as the one on DynamoDB does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(question, pause), { minLength: 5, maxLength: 30, size: 'max' }),
        async (asked) => {
          const real = dynamoDbLedger((await localDynamoDb(table))(), table);
          const plain = plainLedger();
          let now = seconds;
          for (const [{ says, ask }, wait] of asked) {
            now += wait;
            expect(await ask(plain, now), says).toEqual(await ask(real, now));
          }
        },
      ),
      { numRuns: Number(process.env['REDRESS_RUNS'] ?? 40), seed: 20261120 },
    );
  }, 120_000);
});
