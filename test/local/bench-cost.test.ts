import { describe, expect, it } from 'vitest';
import { costOf } from '../../local/bench/cost.ts';
import type { FixCost } from '../../local/bench/cost.ts';
import type { LocalDynamoDb } from '../../local/dynamodb.ts';
import type { Step } from '../../shared/plan.ts';
import type { Fixture } from '../kit/fixture.ts';
import { remediations, remediatorOf } from '../kit/world.ts';
import { openWrong } from '../kit/wrong.ts';
import { fixtures } from '../remediations/index.ts';

describe.each(fixtures)('$remediation', (fixture) => {
  it('costs one reading, its writes and one verifying reading', async () => {
    const { cost, steps } = await fix(fixture);

    expect(cost).toMatchObject({ readings: 1, writes: steps.length, verifyings: 1 });
    expect(cost.verifyingCalls).toBeGreaterThan(0);
    // Of a resource that is right; what it takes to find the resource is included there.
    expect(cost.verifyingCalls).toBeLessThanOrEqual(
      (fixture.verifyCalls ?? fixture.readCalls ?? 1) + onTheWay(steps, cost),
    );
  });

  it('costs a checkpointed operation for each thing that must not be done twice, and no other', async () => {
    const { cost, steps, names } = await fix(fixture);

    const writes = steps.map(({ id }) => `do ${id}`);
    const { notifies = false } = remediations.find(({ id }) => id === fixture.remediation) ?? {};
    const notified = notifies ? ['notify'] : [];
    expect(names).toEqual(['claim', 'assess', 'begin', ...writes, 'verify', 'record', ...notified]);
    expect(cost.invocations, 'each wait ends an invocation').toBeLessThanOrEqual(1 + cost.polls);
  });

  it('asks the ledger once for each of its answers', async () => {
    const { cost, ledgerRequests } = await fix(fixture);

    // The claim, its release, the action's beginning and end, the attempt, a place within the limits, which takes
    // three in a table that is still empty; and the claim renewed before each write and at each poll.
    expect(ledgerRequests).toBe(8 + cost.writes + cost.polls);
  });
});

/** Has the first wrong world put right, and counts. */
async function fix(fixture: Fixture) {
  const { remediation, signal } = fixture;
  let ledgerRequests = 0;
  const counting =
    (database: LocalDynamoDb): LocalDynamoDb =>
    (isDead) => {
      const client = database(isDead);
      const count = (input: unknown): void => {
        // Snapshots are for few remediations only, and beside the pipeline.
        if (!/"snapshots?#/.test(JSON.stringify(input))) ledgerRequests += 1;
      };
      client.middlewareStack.add((next) => async (args) => (count(args.input), next(args)), {
        step: 'initialize',
        name: 'count',
      });
      return client;
    };
  const world = await openWrong(fixture, fixture.wrong[0], { database: counting });
  const [outcome] = await world.send(remediation, signal);
  expect(outcome?.status).toBe('remediated');

  const execution = `${remediatorOf(remediation).name}-${signal.id}`;
  const history = world.backend.history(execution);
  const cost = costOf({ history, usage: world.backend.usage(execution), calls: world.account.calls });
  // Waiting is as long as AWS takes, and looking for the resource is only for signals about something else.
  const own = history.filter(({ name, subType }) => subType !== 'WaitForCondition' || isReading(name));
  const names = own.flatMap(({ name }) => (name === undefined || name === 'locate' ? [] : [name]));
  return { cost, ledgerRequests, names, steps: outcome?.plan?.steps ?? [] };
}

/** Readings right before a call: that what it rests on still holds, and the id that AWS has given to what was made. */
function onTheWay(steps: readonly Step[], { polls, verifyings }: FixCost): number {
  const checked = steps.filter(({ only }) => only !== undefined).length;
  const looksUp = steps.some(({ call }) => call.lookup !== undefined);
  return checked + (looksUp ? steps.length + polls + verifyings : 0);
}

function isReading(name: string | undefined): boolean {
  return name === 'assess' || name === 'verify';
}
