import { describe, expect, it } from 'vitest';
import type { Actor } from '../../shared/signals/signal.ts';
import { between } from '../kit/between.ts';
import { byHand, enforced, policyIn, signalAt, statuses } from '../kit/drive.ts';
import type { Fixture } from '../kit/fixture.ts';
import { inParallel } from '../kit/pool.ts';
import { cleanRun } from '../kit/put-right.ts';
import { openQuickWorld } from '../kit/quick-world.ts';
import type { QuickWorld } from '../kit/quick-world.ts';
import { effectsOf } from '../kit/wrong.ts';
import { fixtures } from '../remediations/index.ts';

const minute = 60;
const hour = 3600;

/** Who reverts, as CloudTrail tells it; the AWS Config rule's event names nobody. */
const reverters: readonly { readonly who: string; readonly actor?: Actor }[] = [
  { who: 'somebody whom no record names' },
  {
    who: 'CloudFormation',
    actor: {
      arn: 'arn:aws:sts::111122223333:assumed-role/deploy/AWSCloudFormation',
      invokedBy: 'cloudformation.amazonaws.com',
    },
  },
  {
    who: 'Terraform',
    actor: {
      arn: 'arn:aws:sts::111122223333:assumed-role/ci/apply',
      userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.4 (+https://www.terraform.io) terraform-provider-aws/6.20.0',
    },
  },
];

interface Fight {
  /** Until the controller reverts what was put right; then an event tells. */
  readonly everySeconds: number;
  /** Until the next event about what is left wrong. */
  readonly toldEvery: number;
  readonly hours: number;
  readonly actor?: Actor;
}

/** A controller that reverts whatever was put right; each revert is an event. What every event came to. */
async function fight(
  world: QuickWorld,
  fixture: Fixture,
  { everySeconds, toldEvery, hours, actor }: Fight,
): Promise<string[]> {
  const outcomes: string[] = [];
  const begin = world.clock.now().getTime();
  for (let now = begin, count = 0; now < begin + hours * hour * 1000; count++) {
    world.clock.advanceTo(new Date(now));
    if (outcomes.at(-1) === 'remediated') byHand(world, fixture.breakAgain);
    const { actor: _, ...signal } = signalAt(fixture.signal, `revert-${count}`, world.clock.now());
    outcomes.push(...statuses(await world.send(fixture.remediation, { ...signal, ...(actor && { actor }) })));
    now += (outcomes.at(-1) === 'remediated' ? everySeconds : toldEvery) * 1000;
  }
  return outcomes;
}

function escalations(world: QuickWorld): number {
  return world.events.filter(({ type }) => type === 'Escalation').length;
}

describe.concurrent.each(fixtures)('$remediation', (fixture) => {
  it('gives in to whoever reverts it every ten minutes: three fixes at most in a day, and one escalation', async () => {
    await inParallel(reverters, async ({ who, actor }) => {
      const world = openQuickWorld({ account: fixture.wrong[0].account, policy: enforced });

      const often = { everySeconds: 10 * minute, toldEvery: 3 * hour, hours: 24 };
      const outcomes = await fight(world, fixture, { ...often, ...(actor && { actor }) });

      const fixes = outcomes.filter((status) => status === 'remediated').length;
      expect(outcomes.length, who).toBeGreaterThanOrEqual(8);
      expect(fixes, who).toBeGreaterThanOrEqual(1);
      expect(fixes, who).toBeLessThanOrEqual(3);
      expect(effectsOf(world).length, who).toBe(fixes * (await cleanRun(fixture)).writes);
      expect(escalations(world), who).toBe(1);
      expect(
        world.notices.filter(({ subject }) => subject.startsWith('Redress stops at')),
        who,
      ).toHaveLength(1);
      expect(
        outcomes.slice(fixes + 1).every((status) => status === 'refused (quarantine)'),
        who,
      ).toBe(true);
    });
  });

  it('gives in to a slow one as well', async () => {
    const world = openQuickWorld({ account: fixture.wrong[0].account, policy: enforced });

    const outcomes = await fight(world, fixture, { everySeconds: 2 * hour, toldEvery: 4 * hour, hours: 24 });

    expect(outcomes.filter((status) => status === 'remediated').length).toBeLessThanOrEqual(6);
    expect(escalations(world)).toBe(1);
  });
});

describe('a bucket that goes from bad to good to bad', () => {
  const fixture = fixtures.find(({ remediation }) => remediation === 's3-bucket-public-access-blocked')!;
  const { remediation, signal } = fixture;
  const open = (policy = enforced): QuickWorld => openQuickWorld({ account: fixture.wrong[0].account, policy });

  async function revert(world: QuickWorld, event: string, actor?: Actor): Promise<string[]> {
    if (fixture.isRight(world.account.snapshot())) byHand(world, fixture.breakAgain);
    return statuses(
      await world.send(remediation, { ...signalAt(signal, event, world.clock.now()), ...(actor && { actor }) }),
    );
  }

  it('is left alone for the rest of the day, though somebody reports it every ten minutes', async () => {
    const world = open();

    const outcomes = await fight(world, fixture, { everySeconds: 10 * minute, toldEvery: 10 * minute, hours: 24 });

    expect(outcomes.slice(0, 3)).toEqual(['remediated', 'remediated', 'reported (flapping)']);
    expect(outcomes.slice(3)).toEqual(Array.from({ length: 141 }, () => 'refused (quarantine)'));
    expect(escalations(world)).toBe(1);
  });

  it('is put right twice; the third time people are told', async () => {
    const world = open();

    expect(await revert(world, 'a')).toEqual(['remediated']);
    world.clock.advance(11 * hour);
    expect(await revert(world, 'b')).toEqual(['remediated']);
    world.clock.advance(11 * hour);
    expect(await revert(world, 'c')).toEqual(['reported (flapping)']);
    expect(await revert(world, 'd')).toEqual(['refused (quarantine)']);
    expect(escalations(world)).toBe(1);
    expect(world.notices[0]?.text).toContain('has come back 2 times in 24 hours');
  });

  it('is not flapping if a day lies between', async () => {
    const world = open();
    await revert(world, 'a');
    world.clock.advance(12 * hour);
    await revert(world, 'b');
    world.clock.advance(12 * hour);
    // The first one is exactly a day old.
    expect(await revert(world, 'c')).toEqual(['remediated']);
    expect(escalations(world)).toBe(0);
  });

  it.each(reverters.slice(1))('is left to $who once that has reverted us', async ({ actor }) => {
    const world = open();

    expect(await revert(world, 'a', actor)).toEqual(['remediated']);
    expect(await revert(world, 'b', actor)).toEqual(['reported (flapping)']);
    expect(escalations(world)).toBe(1);
    expect(world.notices[0]?.text).toMatch(/once in 24 hours, by (CloudFormation|Terraform)/);
  });

  it('is not thought to be Terraform because somebody says so elsewhere', async () => {
    const world = open();
    const actor = { arn: 'arn:aws:sts::111122223333:assumed-role/Terraform/1.13', userAgent: 'my-Terraformer/2.0' };

    await revert(world, 'a', actor);
    expect(await revert(world, 'b', actor)).toEqual(['remediated']);
  });

  it('says whose code has to change when it is put right', async () => {
    const world = open();
    const [outcome] = await world.send(remediation, { ...signal, actor: reverters[1]!.actor! });

    expect(outcome).toMatchObject({
      status: 'remediated',
      why: expect.arrayContaining([expect.stringMatching(/^CloudFormation owns/)]),
    });
  });

  it('is only reported where the policy leaves owned resources alone', async () => {
    const world = open(policyIn('enforce', { ownership: 'report' }));

    expect(await revert(world, 'a', reverters[2]!.actor)).toEqual(['reported (ownership)']);
    expect(await revert(world, 'b')).toEqual(['remediated']);
    expect(escalations(world)).toBe(0);
  });

  it('gets its escalation on the next event if it could not be sent', async () => {
    let fails = true;
    const world = openQuickWorld({
      account: fixture.wrong[0].account,
      policy: enforced,
      outside: between(['quarantine'], async ({ given, go }) => {
        if (!fails) return go(...given);
        throw Object.assign(new Error('denied'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
      }),
    });
    await revert(world, 'a');
    await revert(world, 'b');
    expect(await revert(world, 'c')).toEqual(['reported (flapping)']);
    expect(escalations(world)).toBe(0);

    fails = false;
    expect(await revert(world, 'd')).toEqual(['reported (flapping)']);
    expect(await revert(world, 'e')).toEqual(['refused (quarantine)']);
    expect(escalations(world)).toBe(1);
    expect(effectsOf(world)).toHaveLength(2);
  });
});
