import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDynamoDb } from '../../local/dynamodb.ts';
import { dynamoDbLedger } from '../../shared/ledger/dynamodb-ledger.ts';
import type { ClaimKey } from '../../shared/ledger/ledger.ts';
import type { JsonObject } from '../../shared/json.ts';
import { blockPublicAccess, bucketNames, bucketSignal, closed, openBuckets, openUp } from '../kit/buckets.ts';
import { byHand, policyIn, signalAt, statuses } from '../kit/drive.ts';
import { openQuickWorld } from '../kit/quick-world.ts';
import { requestsInTurns } from '../kit/meeting.ts';
import { openTestWorld, remediatorOf } from '../kit/world.ts';
import type { TestWorld } from '../kit/world.ts';
import { effectsOf } from '../kit/wrong.ts';
import { fixtures } from '../remediations/index.ts';

const minute = 60;
const hour = 3600;

function limited(limits: JsonObject) {
  return policyIn('enforce', { limits });
}

const oneAttempt = limited({ 'max-attempts': 1 });
const half = limited({ 'max-resources-percent': 50 });

/** Settings that are off in ways that differ: found in each of them, a bucket is another image. */
const images = [
  ['BlockPublicAcls'],
  ['IgnorePublicAcls'],
  ['BlockPublicPolicy'],
  ['RestrictPublicBuckets'],
  ['BlockPublicAcls', 'IgnorePublicAcls'],
  ['BlockPublicAcls', 'BlockPublicPolicy'],
  ['BlockPublicAcls', 'RestrictPublicBuckets'],
  ['IgnorePublicAcls', 'BlockPublicPolicy'],
  ['IgnorePublicAcls', 'RestrictPublicBuckets'],
  ['BlockPublicPolicy', 'RestrictPublicBuckets'],
];

describe('the attempt budget', () => {
  const bucket = 'fraud-training-data';

  /** Opens the bucket up in a way that it has not been in before, and lets an event tell. */
  async function again(world: TestWorld, count: number): Promise<string[]> {
    world.account.edit(openUp(bucket, images[count % images.length]));
    return statuses(await world.send(blockPublicAccess, bucketSignal(bucket, `event-${count}`, world.clock.now())));
  }

  it.each([1, 2, 3])('lets %i plans an hour through and no more, then escalates once', async (most) => {
    const world = await openTestWorld({
      account: openBuckets([bucket]),
      policySource: limited({ 'max-attempts': most }),
    });

    const outcomes: string[] = [];
    for (let count = 0; count < most + 3; count++) outcomes.push(...(await again(world, count)));

    const quarantined = Array.from({ length: 2 }, () => 'refused (quarantine)');
    expect(outcomes).toEqual([
      ...Array.from({ length: most }, () => 'remediated'),
      'refused (attempt-budget)',
      ...quarantined,
    ]);
    expect(effectsOf(world)).toHaveLength(most);
    expect(world.lifecycle('Escalation')).toMatchObject([{ remediation: blockPublicAccess, resource: { id: bucket } }]);
    expect(world.notices).toHaveLength(1);
  });

  it('counts over a sliding hour, to the second', async () => {
    const world = await openTestWorld({ account: openBuckets([bucket]), policySource: limited({ 'max-attempts': 2 }) });
    expect(await again(world, 0)).toEqual(['remediated']);
    world.clock.advance(59 * minute);
    expect(await again(world, 1)).toEqual(['remediated']);

    world.clock.advance(minute);
    expect(await again(world, 2)).toEqual(['remediated']);
    world.clock.advance(59 * minute - 1);
    expect(await again(world, 3)).toEqual(['refused (attempt-budget)']);
  });

  it('ends a slow fight, too: twice as many plans a day', async () => {
    const world = await openTestWorld({ account: openBuckets([bucket]), policySource: limited({ 'max-attempts': 3 }) });

    const outcomes: string[] = [];
    for (let count = 0; count < 10; count++) {
      outcomes.push(...(await again(world, count)));
      world.clock.advance(2 * hour);
    }

    expect(outcomes.slice(0, 7)).toEqual([
      ...Array.from({ length: 6 }, () => 'remediated'),
      'refused (attempt-budget)',
    ]);
    expect(outcomes.slice(7)).toEqual(Array.from({ length: 3 }, () => 'refused (quarantine)'));
    expect(world.lifecycle('Escalation')).toHaveLength(1);
  });

  it('starts anew when the quarantine has passed, to the second, and escalates again', async () => {
    const world = await openTestWorld({ account: openBuckets([bucket]), policySource: limited({ 'max-attempts': 1 }) });
    await again(world, 0);
    expect(await again(world, 1)).toEqual(['refused (attempt-budget)']);

    world.clock.advance(24 * hour - 1);
    expect(await again(world, 2)).toEqual(['refused (quarantine)']);
    world.clock.advance(1);
    expect(await again(world, 3)).toEqual(['remediated']);
    expect(await again(world, 4)).toEqual(['refused (attempt-budget)']);

    expect(world.lifecycle('Escalation')).toHaveLength(2);
    expect(world.notices).toHaveLength(2);
  });

  it('tells people what was stopped, why and until when', async () => {
    const world = await openTestWorld({ account: openBuckets([bucket]), policySource: limited({ 'max-attempts': 1 }) });
    await again(world, 0);
    await again(world, 1);

    expect(world.lifecycle('Escalation')).toMatchObject([
      { quarantinedUntil: '2026-11-21T10:00:00.000Z', account: '111122223333' },
    ]);
    expect(world.notices[0]?.subject).toContain(bucket);
    expect(world.notices[0]?.text).toMatch(/max-attempts.*2026-11-21T10:00:00/s);
  });

  it.each(fixtures)('holds for $remediation', async (fixture) => {
    const { remediation, signal } = fixture;
    const world = openQuickWorld({ account: fixture.wrong[0].account, policy: oneAttempt });

    const first = await world.send(remediation, signalAt(signal, 'first', world.clock.now()));
    byHand(world, fixture.breakAgain);
    const second = await world.send(remediation, signalAt(signal, 'second', world.clock.now()));

    expect(statuses([...first, ...second])).toEqual(['remediated', 'refused (attempt-budget)']);
    expect(world.events.filter(({ type }) => type === 'Escalation')).toHaveLength(1);
  });
});

describe('max-resources', () => {
  const buckets = bucketNames(5);

  it.each([3, 4, 5, 6])('lets at most 4 of %i buckets be written to in an hour', async (count) => {
    const names = bucketNames(count);
    const world = await openTestWorld({ account: openBuckets(names), policySource: limited({ 'max-resources': 4 }) });

    const outcomes: string[] = [];
    for (const name of names) {
      outcomes.push(...statuses(await world.send(blockPublicAccess, bucketSignal(name, 'event', world.clock.now()))));
    }

    const through = Math.min(4, count);
    expect(closed(world.account.snapshot())).toEqual(names.slice(0, through));
    expect(outcomes.slice(through)).toEqual(names.slice(through).map(() => 'refused (rate-limit)'));
    // A crowd is nobody's fault: no resource is put into quarantine for it.
    expect(world.lifecycle('Escalation')).toEqual([]);
  });

  it.each([1, 3, 4])('lets no more than %i be written to by ten executions at once', async (most) => {
    const names = bucketNames(10);
    const world = await openTestWorld({
      account: openBuckets(names),
      policySource: limited({ 'max-resources': most }),
      backend: { concurrency: 10 },
    });

    for (const name of names) {
      const signal = bucketSignal(name, 'event', world.clock.now());
      await world.start('s3', `s3-${signal.id}`, { signal });
    }
    await world.backend.runUntilIdle();

    expect(closed(world.account.snapshot())).toHaveLength(most);
    expect(effectsOf(world)).toHaveLength(most);
  });

  it('writes down nothing of what it refuses, and lets it through an hour later', async () => {
    const world = await openTestWorld({ account: openBuckets(buckets), policySource: limited({ 'max-resources': 2 }) });
    const send = async (name: string, event: string) =>
      world.send(blockPublicAccess, bucketSignal(name, event, world.clock.now()));
    await send('training-data-001', 'a');
    world.clock.advance(30 * minute);
    await send('training-data-002', 'a');
    const [refused] = await send('training-data-003', 'a');
    expect(refused).toMatchObject({ status: 'refused', guard: 'rate-limit' });
    expect(await world.ledger.action(refused?.id ?? '')).toBeUndefined();

    // The hour slides: the first write leaves it exactly an hour after it was made, the second one later.
    world.clock.advance(30 * minute - 1);
    expect(statuses(await send('training-data-003', 'b'))).toEqual(['refused (rate-limit)']);
    world.clock.advance(1);
    expect(statuses(await send('training-data-003', 'c'))).toEqual(['remediated']);
    expect(statuses(await send('training-data-004', 'c'))).toEqual(['refused (rate-limit)']);
    world.clock.advance(30 * minute);
    expect(statuses(await send('training-data-004', 'd'))).toEqual(['remediated']);
  });

  it('is one limit for all remediations of an account', async () => {
    const [trail, bucket] = ['cloudtrail-trail-logging', blockPublicAccess].map((id) =>
      fixtures.find(({ remediation }) => remediation === id)!,
    );
    const world = await openTestWorld({
      account: {
        ...trail!.wrong[0].account,
        s3: { buckets: { ...trail!.wrong[0].account.s3?.buckets, ...bucket!.wrong[0].account.s3?.buckets } },
      },
      policySource: limited({ 'max-resources': 1 }),
    });

    expect(statuses(await world.send(trail!.remediation, trail!.signal))).toEqual(['remediated']);
    expect(statuses(await world.send(bucket!.remediation, bucket!.signal))).toEqual(['refused (rate-limit)']);
  });

  it('does not count what was found right, or only reported', async () => {
    const world = await openTestWorld({
      account: { s3: { buckets: Object.fromEntries(buckets.map((name) => [name, {}])) } },
      policySource: limited({ 'max-resources': 1 }),
    });
    world.account.edit(openUp('training-data-001', []));
    const right = await world.send(blockPublicAccess, bucketSignal('training-data-001', 'event', world.clock.now()));
    const wrong = await world.send(blockPublicAccess, bucketSignal('training-data-002', 'event', world.clock.now()));

    expect(statuses([...right, ...wrong])).toEqual(['compliant', 'remediated']);
  });
});

describe('max-resources-percent', () => {
  const names = bucketNames(6);

  async function send(world: TestWorld, count: number): Promise<number> {
    for (const name of names.slice(0, count)) {
      await world.send(blockPublicAccess, bucketSignal(name, 'event', world.clock.now()));
    }
    return closed(world.account.snapshot()).length;
  }

  it.each([
    [0, 1],
    [1, 1],
    [3, 1],
    [7, 1],
    [8, 2],
    [11, 2],
    [12, 3],
    [100, 6],
  ])('of %i candidates lets 25 per cent be written to in an hour, at least one: %i', async (population, through) => {
    const world = await openTestWorld({
      account: openBuckets(names),
      policySource: limited({ 'max-resources-percent': 25 }),
    });
    const place = { remediation: blockPublicAccess, account: '111122223333', region: 'eu-central-1' };
    await world.ledger.recordPopulation(place, population, 0);

    expect(await send(world, 6)).toBe(through);
  });

  it('does not limit where nobody has counted the candidates; max-resources does', async () => {
    const policySource = limited({ 'max-resources-percent': 1, 'max-resources': 5 });
    const world = await openTestWorld({ account: openBuckets(names), policySource });

    expect(await send(world, 6)).toBe(5);
  });

  it('gives back the place in the account that a refused write had taken', async () => {
    const policySource = limited({ 'max-resources-percent': 25, 'max-resources': 2 });
    const trail = fixtures.find(({ remediation }) => remediation === 'cloudtrail-trail-logging');
    const buckets = { ...openBuckets(names).s3?.buckets, ...trail!.wrong[0].account.s3?.buckets };
    const world = await openTestWorld({ account: { ...trail!.wrong[0].account, s3: { buckets } }, policySource });
    await world.ledger.recordPopulation(
      { remediation: blockPublicAccess, account: '111122223333', region: 'eu-central-1' },
      4,
      0,
    );

    expect(await send(world, 4)).toBe(1);
    expect(statuses(await world.send(trail!.remediation, trail!.signal))).toEqual(['remediated']);
  });

  it.each(remediationsThatList())('goes by what a sweep of %s has counted', async (remediation) => {
    const fixture = fixtures.find((one) => one.remediation === remediation)!;
    const world = openQuickWorld({ account: fixture.wrong[0].account, policy: half });
    byHand(world, fixture.fixByHand);

    await world.ask(remediation, 'sweep-1', {
      sweep: {
        account: '111122223333',
        region: 'eu-central-1',
        at: world.clock.now().toISOString(),
        remediations: [remediation],
      },
    });
    await world.backend.runUntilIdle();

    // What is the same in all Regions counts where its events come from.
    const place = { remediation, account: '111122223333', region: fixture.signal.region };
    expect(await world.ledger.population(place)).toBe(1);

    byHand(world, fixture.breakAgain);
    const first = await world.send(remediation, signalAt(fixture.signal, 'first', world.clock.now()));
    byHand(world, fixture.breakAgain);
    const [second] = await world.send(remediation, signalAt(fixture.signal, 'second', world.clock.now()));
    expect(statuses(first)).toEqual(['remediated']);
    expect(second).toMatchObject({
      status: 'refused',
      guard: 'rate-limit',
      reason: expect.stringContaining('percent'),
    });
  });
});

/** Remediations that can list their candidates. */
function remediationsThatList(): string[] {
  return fixtures
    .map(({ remediation }) => remediation)
    .filter((id) => remediatorOf(id).remediations.some((one) => one.id === id && one.list !== undefined));
}

describe('the window of writes', () => {
  const key: ClaimKey = {
    remediation: blockPublicAccess,
    account: '111122223333',
    region: 'eu-central-1',
    type: 'AWS::S3::Bucket',
    id: 'x',
  };
  const table = 'redress-ledger';
  const now = 1_795_000_000;

  it('never holds more than its most, however reservations interleave, and loses none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 4 }), async (scheduler, most) => {
        const client = (await localDynamoDb(table))();
        const ledger = dynamoDbLedger(client, table);
        // Half of the places are taken by writes that are just leaving the window.
        for (let old = 0; old < most; old += 2)
          await ledger.reserve(key, `old-${old}`, { maxResources: most }, now - hour);
        requestsInTurns(client, scheduler);

        const reservations = Array.from({ length: 6 }, async (_, index) =>
          ledger.reserve(key, `action-${index}`, { maxResources: most }, now),
        );
        const answers = await scheduler.waitFor(Promise.all(reservations));

        expect(answers.filter((answer) => answer === undefined)).toHaveLength(most);
      }),
      { numRuns: 12, seed: 20261120 },
    );
  });

  it('is cleared of 400 writes that leave it together', async () => {
    const client = (await localDynamoDb(table))();
    const ledger = dynamoDbLedger(client, table);
    const limits = { maxResources: 400 };
    await ledger.reserve(key, 'action-0', limits, now);
    const others = Array.from({ length: 399 }, (_, index) => [`action-${index + 1}`, now]);
    await DynamoDBDocumentClient.from(client).send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: 'writes#111122223333', sk: 'writes' },
        UpdateExpression: 'SET writes = :writes',
        ExpressionAttributeValues: { ':writes': Object.fromEntries([['action-0', now], ...others]) },
      }),
    );

    expect(await ledger.reserve(key, 'too-early', limits, now + hour - 1)).toContain('max-resources');
    expect(await ledger.reserve(key, 'in-time', limits, now + hour)).toBeUndefined();
  });

  it('counts a write once, however often it is asked for', async () => {
    const ledger = dynamoDbLedger((await localDynamoDb(table))(), table);
    for (let count = 0; count < 3; count++) {
      expect(await ledger.reserve(key, 'one', { maxResources: 2, maxOfRemediation: 1 }, now + count)).toBeUndefined();
    }

    expect(await ledger.reserve(key, 'two', { maxResources: 2 }, now)).toBeUndefined();
    expect(await ledger.reserve(key, 'three', { maxResources: 2 }, now)).toContain('max-resources');
  });

  it('knows Regions apart where a share is the limit, and accounts always', async () => {
    const ledger = dynamoDbLedger((await localDynamoDb(table))(), table);
    const share = { maxResources: 2, maxOfRemediation: 1 };

    expect(await ledger.reserve(key, 'one', share, now)).toBeUndefined();
    expect(await ledger.reserve(key, 'two', share, now)).toContain('max-resources-percent');
    expect(await ledger.reserve({ ...key, region: 'us-east-1' }, 'three', share, now)).toBeUndefined();
    expect(await ledger.reserve({ ...key, region: 'us-east-1' }, 'four', { maxResources: 2 }, now)).toContain(
      'max-resources',
    );
    expect(await ledger.reserve({ ...key, account: '444455556666' }, 'five', share, now)).toBeUndefined();
  });
});
