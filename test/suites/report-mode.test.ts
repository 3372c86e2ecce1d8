import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../../local/account/faults.ts';
import type { Decision, PolicySource } from '../../shared/policy/policy.ts';
import { parseKillSwitch } from '../../shared/policy/kill-switch.ts';
import { bundledPolicySource } from '../../shared/policy/source.ts';
import { ssmKillSwitch } from '../../shared/policy/ssm-kill-switch.ts';
import { mapDecisions, withKillSwitch } from '../../shared/policy/tighten.ts';
import { between } from '../kit/between.ts';
import { enforced, policyIn, signalAt, statuses } from '../kit/drive.ts';
import type { Fixture, WrongWorld } from '../kit/fixture.ts';
import { inParallel } from '../kit/pool.ts';
import { openQuickWorld } from '../kit/quick-world.ts';
import type { QuickWorld } from '../kit/quick-world.ts';
import { beginning, openTestWorld, remediations, sourceOf } from '../kit/world.ts';
import { wrongWorldsOf } from '../kit/wrong.ts';
import { fixtures } from '../remediations/index.ts';

/** What was written, or tried to be: a call that is refused is one too many as well. */
function writesOf(world: Pick<QuickWorld, 'account'>): string[] {
  return world.account.calls
    .filter(({ write, service }) => write && service !== 'EventBridge')
    .map(({ operation }) => operation);
}

/** Policies under which nothing may be written, whatever the rest says. */
const cautious: readonly { readonly name: string; readonly policy: PolicySource }[] = [
  { name: 'mode report', policy: policyIn('report') },
  { name: 'mode off', policy: policyIn('off') },
  { name: 'an empty policy', policy: sourceOf({ version: 1 }) },
  {
    name: 'a policy with an error',
    policy: { load: async () => ({ ok: false, error: 'line 12: unknown key "mdoe"' }) },
  },
  { name: 'a policy that cannot be loaded', policy: { load: async () => Promise.reject(new Error('no such file')) } },
  {
    name: 'a policy whose bundle is garbage',
    policy: bundledPolicySource({ value: ['enforce'], lines: {} } as never, remediations),
  },
  { name: 'a kill switch that is on', policy: killed('all too many calls at night') },
  { name: 'a kill switch that cannot be read', policy: killed(undefined) },
  { name: 'a kill switch that says nothing clear', policy: killed('enforce') },
  { name: 'parameters that do not fit', policy: mapped((decision) => ({ ...decision, parameters: { bogus: [] } })) },
  { name: 'a decision without a known mode', policy: mapped((decision) => ({ ...decision, mode: 'yes' as never })) },
];

function killed(text: string | undefined): PolicySource {
  return withKillSwitch(
    enforced,
    ssmKillSwitch({
      parameterName: '/redress/kill',
      ttlSeconds: 60,
      clock: { now: () => beginning },
      get: async () => text,
    }),
  );
}

function mapped(change: (decision: Decision) => Decision): PolicySource {
  return {
    load: async () => {
      const state = await enforced.load();
      return state.ok ? { ...state, policy: mapDecisions(state.policy, change) } : state;
    },
  };
}

const kinds: readonly FaultKind[] = [
  'throttle',
  'server-error',
  'access-denied',
  'not-found',
  'conflict',
  'timeout-before',
  'timeout-after',
  'malformed',
  'incomplete',
];

const anyWorld = fc.constantFrom(...wrongWorldsOf(fixtures));
const anyFault = fc.record({
  kind: fc.constantFrom(...kinds),
  occurrence: fc.integer({ min: 1, max: 6 }),
  times: fc.constantFrom(1, 2, Infinity),
});

async function run(world: QuickWorld, { remediation, signal }: Fixture, events: readonly string[]): Promise<void> {
  for (const event of events) await world.start(remediation, signalAt(signal, event, beginning));
  await world.backend.runUntilIdle();
}

describe('nothing is written', () => {
  it.each(cautious)(
    'under $name, whatever is wrong, whatever fails, and however often it is told',
    async ({ policy }) => {
      const cases = fc.sample(
        fc.tuple(anyWorld, fc.array(anyFault, { maxLength: 2 }), fc.integer({ min: 1, max: 3 })),
        {
          numRuns: 12,
          seed: 20261120,
        },
      );
      await inParallel(cases, async ([{ title, fixture, wrong }, faults, events]) => {
        const world = openQuickWorld({ account: wrong.account, policy, backend: { concurrency: events } });
        for (const fault of faults) world.account.fault(fault);

        await run(
          world,
          fixture,
          Array.from({ length: events }, (_, index) => `event-${index}`),
        );

        expect(writesOf(world), title).toEqual([]);
        expect(world.ledger.actions.size, title).toBe(0);
      });
    },
  );

  it.each(wrongWorldsOf(fixtures))('in mode report: $title', async ({ fixture, wrong }) => {
    const world = openQuickWorld({ account: wrong.account, policy: reporting(fixture, wrong) });
    const before = JSON.stringify(world.account.snapshot());

    const outcomes = await world.send(fixture.remediation, fixture.signal);

    expect(statuses(outcomes)).toEqual(['reported (mode)']);
    expect(outcomes[0]?.plan?.steps.length, 'the plan is shown').toBeGreaterThan(0);
    expect(writesOf(world)).toEqual([]);
    expect(JSON.stringify(world.account.snapshot())).toBe(before);
  });

  it.each(fixtures)(
    'if $remediation is rolled back in mode report without an action',
    async ({ remediation, signal }) => {
      const world = openQuickWorld({ account: {}, policy: policyIn('report') });
      const rollback = {
        action: '20261120T100000-0123456789',
        force: true,
        by: 'arn:aws:iam::111122223333:user/x',
        at: signal.at,
      };
      await world.ask(remediation, 'rollback-1', { rollback });
      await world.backend.runUntilIdle();

      expect(world.backend.result('rollback-1').status).toBe('FAILED');
      expect(writesOf(world)).toEqual([]);
    },
  );

  it.each(fixtures.filter(({ remediation }) => lists(remediation)))(
    'by a sweep of $remediation in mode report',
    async ({ remediation, wrong }) => {
      const world = openQuickWorld({ account: wrong[0].account, policy: policyIn('report') });
      const sweep = { account: '111122223333', region: 'eu-central-1', at: beginning.toISOString() };
      await world.ask(remediation, 'sweep-1', { sweep });
      await world.backend.runUntilIdle();

      expect(world.backend.result('sweep-1').status).toBe('SUCCEEDED');
      expect(writesOf(world)).toEqual([]);
    },
  );
});

function reporting({ remediation }: Fixture, { parameters }: WrongWorld): PolicySource {
  if (parameters === undefined) return policyIn('report');
  return sourceOf({ version: 1, remediations: { [remediation]: { mode: 'report', parameters } } });
}

function lists(remediation: string): boolean {
  return remediations.some(({ id, list }) => id === remediation && list !== undefined);
}

describe('nothing is written without the ledger', () => {
  const methods = ['claim', 'extend', 'reserve', 'begin'] as const;

  /** Fails from a method on: what the pipeline does before is done. */
  function failing(method: (typeof methods)[number], error: Error) {
    return between([method], async () => Promise.reject(error));
  }

  const errors = [
    [
      'is gone',
      Object.assign(new Error('Requested resource not found'), {
        name: 'ResourceNotFoundException',
        $metadata: { httpStatusCode: 400 },
      }),
    ],
    [
      'denies access',
      Object.assign(new Error('denied'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }),
    ],
    [
      'throttles',
      Object.assign(new Error('slow down'), {
        name: 'ProvisionedThroughputExceededException',
        $metadata: { httpStatusCode: 400 },
      }),
    ],
    ['does not answer', Object.assign(new Error('timed out'), { name: 'TimeoutError' })],
  ] as const;

  const bucket = fixtures.find(({ remediation }) => remediation === 's3-bucket-public-access-blocked')!;
  const everyWay = methods.flatMap((method) => errors.map(([how, error]) => ({ fixture: bucket, method, how, error })));
  // Every remediation meets every method's failure, in one way or another; the bucket meets all ways.
  const oneWay = fixtures.flatMap((fixture, index) =>
    methods.map((method, at) => {
      const [how, error] = errors[(index + at) % errors.length]!;
      return { fixture, method, how, error };
    }),
  );

  it('at whichever of its methods it fails, and however', async () => {
    await inParallel([...everyWay, ...oneWay], async ({ fixture, method, how, error }) => {
      const outside = failing(method, error);
      const world = openQuickWorld({ account: fixture.wrong[0].account, policy: enforced, outside });
      const title = `${fixture.remediation}, ${method} ${how}`;

      const outcomes = await world.send(fixture.remediation, fixture.signal);

      expect(writesOf(world), title).toEqual([]);
      expect(statuses(outcomes), title).toEqual(['failed']);
    });
  }, 60_000);

  it('whose table is broken altogether', async () => {
    const world = await openTestWorld({
      account: bucket.wrong[0].account,
      database: (database) => (isDead) => {
        const client = database(isDead);
        client.middlewareStack.add(() => async () => Promise.reject(errors[0][1]), {
          step: 'initialize',
          name: 'broken',
        });
        return client;
      },
    });

    expect(statuses(await world.send(bucket.remediation, bucket.signal))).toEqual(['failed']);
    expect(writesOf(world)).toEqual([]);
  });
});

describe('the kill switch', () => {
  const fixture = fixtures.find(({ remediation }) => remediation === 's3-bucket-public-access-blocked')!;

  it('stops the remediations that it names and no other', async () => {
    for (const [named, status] of [
      [fixture.remediation, 'refused (kill-switch)'],
      ['cloudtrail-trail-logging', 'remediated'],
    ]) {
      const text = JSON.stringify({ remediations: [named], reason: 'incident 7' });
      const policy = withKillSwitch(enforced, { name: '/redress/kill', load: async () => parseKillSwitch(text) });
      const world = openQuickWorld({ account: fixture.wrong[0].account, policy });

      expect(statuses(await world.send(fixture.remediation, fixture.signal)), named).toEqual([status]);
    }
  });

  it('stops what is waiting to begin: the policy is asked again at the moment of writing', async () => {
    let text = 'off';
    const policy = withKillSwitch(enforced, { name: '/redress/kill', load: async () => parseKillSwitch(text) });
    const world = openQuickWorld({ account: fixture.wrong[0].account, policy });
    world.account.fault({ operation: 'GetBucketAcl', kind: () => void (text = 'all incident 7') });

    const outcomes = await world.send(fixture.remediation, fixture.signal);

    expect(statuses(outcomes)).toEqual(['refused (kill-switch)']);
    expect(writesOf(world)).toEqual([]);
    expect(world.ledger.actions.size).toBe(0);
  });

  it('closes what was written down when the process died between that and the checkpoint', async () => {
    let text = 'off';
    const policy = withKillSwitch(enforced, { name: '/redress/kill', load: async () => parseKillSwitch(text) });
    const world = openQuickWorld({
      account: fixture.wrong[0].account,
      policy,
      backend: {
        crashAt: ({ updates, phase }) => {
          const dies =
            text === 'off' &&
            phase === 'before' &&
            updates.some(({ Name, Action }) => Name === 'begin' && Action === 'SUCCEED');
          if (dies) text = 'all incident 7';
          return dies;
        },
      },
    });

    const outcomes = await world.send(fixture.remediation, fixture.signal);

    expect(statuses(outcomes)).toEqual(['refused (kill-switch)']);
    expect(writesOf(world)).toEqual([]);
    expect([...world.ledger.actions.values()]).toMatchObject([{ status: 'refused', applied: [] }]);
  });
});

describe('nothing is written that cannot be announced', () => {
  it.each(fixtures)(
    'by $remediation, and what was written down about it is closed',
    async ({ remediation, signal, wrong }) => {
      const denied = Object.assign(new Error('denied'), {
        name: 'AccessDeniedException',
        $metadata: { httpStatusCode: 400 },
      });
      const world = openQuickWorld({
        account: wrong[0].account,
        policy: enforced,
        outside: between(['publish'], async ({ given, go }) => {
          if ((given[0] as { type: string }).type === 'Remediation Started') throw denied;
          return go(...given);
        }),
      });

      const outcomes = await world.send(remediation, signal);

      expect(statuses(outcomes)).toEqual(['failed']);
      expect(outcomes[0]?.failure?.step).toBe('begin');
      expect(writesOf(world)).toEqual([]);
      expect([...world.ledger.actions.values()]).toMatchObject([{ status: 'failed', applied: [] }]);
    },
  );
});
