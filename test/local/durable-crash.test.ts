import { StepSemantics } from '@aws/durable-execution-sdk-js';
import { describe, expect, test } from 'vitest';
import type { CheckpointEvent, Faults } from '../../local/durable.ts';
import { attempts, createBench } from './durable-fixture.ts';
import type { Bench, Program } from './durable-fixture.ts';

/** What a run did to the world: for each step the numbers of the attempts in which its effect took place. */
type World = Map<string, number[]>;

function effect(world: World, step: string, attempt: number): void {
  world.set(step, [...(world.get(step) ?? []), attempt]);
}

/** A handler with every kind of operation. */
function eventful(world: World): Program {
  return async (_event, context) => {
    const read = await context.step('read', async ({ attempt }) => {
      effect(world, 'read', attempt);
      return 'image';
    });
    const charge = await context.step(
      'charge',
      async ({ attempt }) => {
        effect(world, 'charge', attempt);
        return `${read} charged`;
      },
      { semantics: StepSemantics.AtMostOncePerRetry, ...attempts(9) },
    );
    await context.wait('settle', { days: 2 });
    const flaky = await context.step(
      'flaky',
      async ({ attempt }) => {
        effect(world, 'flaky', attempt);
        if (attempt < 2) throw new Error('throttled');
        return 'through';
      },
      attempts(5),
    );
    const polls = await context.waitForCondition(
      'ready',
      async (state: number, { attempt }) => {
        effect(world, 'ready', attempt);
        return state + 1;
      },
      {
        initialState: 0,
        waitStrategy: (state) =>
          state < 3 ? { shouldContinue: true, delay: { minutes: 5 } } : { shouldContinue: false },
      },
    );
    const batch = await context.map('items', ['x', 'y'], async (child, item) => {
      await child.wait('pause', { seconds: 30 });
      return child.step(`write-${item}`, async ({ attempt }) => {
        effect(world, `write-${item}`, attempt);
        return item.toUpperCase();
      });
    });
    const approval = await context
      .waitForCallback('approval', async () => {}, { timeout: { days: 7 } })
      .catch((error: unknown) => (error as Error).name);
    return { charge, flaky, polls, items: batch.getResults(), approval };
  };
}

async function runEventful(faults: Faults = {}): Promise<{ readonly bench: Bench; readonly world: World }> {
  const world: World = new Map();
  const bench = createBench(faults);
  bench.define('eventful', eventful(world));
  await bench.run('eventful');
  return { bench, world };
}

const expected = {
  status: 'SUCCEEDED',
  result: {
    charge: 'image charged',
    flaky: 'through',
    polls: 3,
    items: ['X', 'Y'],
    approval: 'CallbackTimeoutError',
  },
};

/** The steps, their ends and their attempts, leaving out those whose number a crash may raise. */
function outline(bench: Bench): readonly string[] {
  return bench.backend
    .history('eventful')
    .map(
      ({ subType, name, status, attempts: made }) => `${subType} ${name} ${status} ${name === 'charge' ? '' : made}`,
    );
}

function checkSemantics(world: World): void {
  for (const step of ['read', 'charge', 'flaky', 'ready', 'write-x', 'write-y']) {
    expect(world.get(step)?.length ?? 0, `${step} took place`).toBeGreaterThan(0);
  }
  // At most once for each attempt; a lost attempt is followed by another one, never by itself.
  expect(new Set(world.get('charge')).size).toBe(world.get('charge')?.length);
}

describe('A process that is killed', { timeout: 60_000 }, () => {
  test.each([1, 2])('%i times in a row, at any checkpoint, before or after, ends in the same result', async (times) => {
    const calm = await runEventful();
    const { checkpoints, invocations } = calm.bench.backend.usage('eventful');
    const moments = Array.from({ length: checkpoints }, (_, index) => index + 1).flatMap((checkpoint) =>
      (['before', 'after'] as const).map((phase) => ({ checkpoint, phase })),
    );

    const runs = await Promise.all(
      moments.map(({ checkpoint, phase }) =>
        runEventful({
          crashAt: (event) =>
            event.phase === phase && event.checkpoint >= checkpoint && event.checkpoint < checkpoint + times,
        }),
      ),
    );

    expect(calm.bench.backend.result('eventful')).toEqual(expected);
    expect(runs).toHaveLength(2 * checkpoints);
    for (const { bench, world } of runs) {
      expect(bench.backend.result('eventful')).toEqual(expected);
      expect(outline(bench)).toEqual(outline(calm.bench));
      // Not always more: the end of a delay that is shorter than the pause after a failure wakes it as well.
      expect(bench.backend.usage('eventful').invocations).toBeGreaterThanOrEqual(invocations);
      checkSemantics(world);
    }
  });

  test('before a checkpoint has done the step for nothing, and does it again', async () => {
    const { world } = await runEventful({ crashAt: ({ checkpoint, phase }) => checkpoint === 1 && phase === 'before' });

    expect(world.get('read')).toEqual([1, 1]);
  });

  test('after a checkpoint finds the step done', async () => {
    const { world } = await runEventful({ crashAt: ({ checkpoint, phase }) => checkpoint === 1 && phase === 'after' });

    expect(world.get('read')).toEqual([1]);
  });

  test.each([
    { phase: 'before', done: 1, outcome: 'charged' },
    { phase: 'after', done: 0, outcome: 'StepError' },
  ] as const)(
    '$phase the start of a step without retries leaves it done $done times',
    async ({ phase, done, outcome }) => {
      let charges = 0;
      const bench = createBench({ crashAt: (event) => event.phase === phase && event.checkpoint === 1 });
      bench.define('once', async (_event, context) =>
        context
          .step(
            'charge',
            async () => {
              charges += 1;
              return 'charged';
            },
            { semantics: StepSemantics.AtMostOncePerRetry, ...attempts(1) },
          )
          .catch((error: unknown) => (error as Error).name),
      );

      await bench.run('once');

      expect(charges).toBe(done);
      expect(bench.backend.result('once')).toEqual({ status: 'SUCCEEDED', result: outcome });
    },
  );

  test('with the effect of such a step done does not do it twice, and is told that it was interrupted', async () => {
    let charges = 0;
    const bench = createBench({ crashAt: ({ checkpoint, phase }) => checkpoint === 2 && phase === 'before' });
    bench.define('once', async (_event, context) =>
      context
        .step('charge', async () => (charges += 1), {
          semantics: StepSemantics.AtMostOncePerRetry,
          ...attempts(1),
        })
        .catch((error: unknown) => (error as Error).message),
    );

    await bench.run('once');

    expect(charges).toBe(1);
    expect(bench.backend.result('once')).toMatchObject({ result: expect.stringContaining('interruption') });
  });

  test('in the middle of a poll goes on with the state of the poll before', async () => {
    const seen: number[] = [];
    // Checkpoints: start of poll 1, its end, start of poll 2 (which is under way by then).
    const bench = createBench({ crashAt: ({ checkpoint, phase }) => checkpoint === 3 && phase === 'after' });
    bench.define('poll', async (_event, context) =>
      context.waitForCondition(
        'ready',
        async (state: number) => {
          seen.push(state);
          await new Promise((resolve) => setImmediate(resolve));
          return state + 1;
        },
        {
          initialState: 10,
          waitStrategy: (state) =>
            state < 13 ? { shouldContinue: true, delay: { seconds: 60 } } : { shouldContinue: false },
        },
      ),
    );

    await bench.run('poll');

    expect(seen).toEqual([10, 11, 11, 12]);
    expect(bench.backend.result('poll')).toEqual({ status: 'SUCCEEDED', result: 13 });
  });

  test('and was woken before the pause after a failure is over is not invoked once more at its end', async () => {
    const bench = createBench({ crashAt: ({ checkpoint, phase }) => checkpoint === 1 && phase === 'after' });
    bench.define('early', async (_event, context) => {
      await context.wait({ seconds: 2 });
      await context.wait({ minutes: 1 });
    });

    await bench.run('early');

    // The one that died, one after each wait.
    expect(bench.backend.usage('early').invocations).toBe(3);
    expect(bench.clock.now().toISOString()).toBe('2026-11-20T08:01:02.000Z');
  });

  test('leaves nothing behind that could still write', async () => {
    const written: string[] = [];
    const refused: string[] = [];
    let release = (): void => {};
    const bench = createBench({ crashAt: ({ checkpoint, phase }) => checkpoint === 1 && phase === 'before' });
    bench.define('slow', async (_event, context) => {
      // The second invocation lets the dead one's step go on.
      release();
      return context.step('put', async () => {
        const mine = bench.backend.usage('slow').invocations;
        if (mine === 1) await new Promise<void>((resolve) => (release = resolve));
        if (bench.backend.isAbandoned()) refused.push(`invocation ${mine}`);
        else written.push(`invocation ${mine}`);
        return mine;
      });
    });

    await bench.run('slow');
    await new Promise((resolve) => setImmediate(resolve));

    expect(refused).toEqual(['invocation 1']);
    expect(written).toEqual(['invocation 2']);
    expect(bench.backend.result('slow')).toEqual({ status: 'SUCCEEDED', result: 2 });
    expect(bench.backend.history('slow')).toMatchObject([{}, { name: 'put', result: '2' }]);
  });

  test('again and again is given up after five invocations, five seconds apart', async () => {
    const bench = createBench({ crashAt: () => true });
    bench.define('doomed', async (_event, context) => context.step('never', async () => 1));

    await bench.run('doomed');

    expect(bench.backend.usage('doomed').invocations).toBe(5);
    expect(bench.backend.result('doomed')).toEqual({
      status: 'FAILED',
      error: { ErrorType: 'Runtime.ExitError', ErrorMessage: 'Runtime exited with error: signal: killed' },
    });
    expect(bench.clock.now().toISOString()).toBe('2026-11-20T08:00:20.000Z');
  });

  test('now and then is not given up: an invocation that ends well starts the count anew', async () => {
    const seen = new Set<number>();
    const bench = createBench({
      crashAt: ({ invocation, phase }) => phase === 'before' && invocation % 2 === 1 && !seen.has(invocation),
    });
    bench.define('patient', async (_event, context) => {
      for (let day = 1; day <= 8; day += 1) await context.wait(`day ${day}`, { days: 1 });
      return 'arrived';
    });

    await bench.run('patient');

    expect(bench.backend.result('patient')).toEqual({ status: 'SUCCEEDED', result: 'arrived' });
    expect(bench.backend.usage('patient').invocations).toBeGreaterThan(10);
  });
});

describe('A checkpoint that fails', { timeout: 60_000 }, () => {
  const cases = (['TooManyRequestsException', 'ServiceException'] as const).flatMap((name) =>
    (['before', 'after'] as const).map((phase) => ({ name, phase })),
  );

  test.each(cases)(
    'with $name $phase taking effect ends the invocation, not the execution',
    async ({ name, phase }) => {
      const calm = await runEventful();
      const total = calm.bench.backend.usage('eventful').checkpoints;

      // No outline here: the SDK lets an execution succeed whose last, unawaited checkpoint has failed.
      const runs = await Promise.all(
        Array.from({ length: total }, (_, index) =>
          runEventful({
            failAt: (event: CheckpointEvent) =>
              event.checkpoint === index + 1 && event.phase === phase ? name : undefined,
          }),
        ),
      );

      for (const { bench, world } of runs) {
        expect(bench.backend.result('eventful')).toEqual(expected);
        checkSemantics(world);
      }
    },
  );
});
