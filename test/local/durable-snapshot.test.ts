import { describe, expect, test } from 'vitest';
import { createDurableBackend } from '../../local/durable.ts';
import type { DurableSnapshot } from '../../local/durable.ts';
import { createSimulatedClock } from '../../local/simulated-clock.ts';
import { createBench, durable, start } from './durable-fixture.ts';
import type { Bench, Program } from './durable-fixture.ts';

/** Another process: all that it knows is the text that the first one has left. */
function inAnotherProcess(bench: Bench, programs: Readonly<Record<string, Program>>): Bench {
  const text = JSON.stringify(bench.backend.snapshot());
  const clock = createSimulatedClock(bench.clock.now());
  let count = 0;
  const backend = createDurableBackend({ clock, ids: () => `later-${(count += 1)}`, concurrency: 1 });
  const define: Bench['define'] = (name, program, options) =>
    backend.register(name, durable(program, backend), options);
  for (const [name, program] of Object.entries(programs)) define(name, program);
  backend.restore(JSON.parse(text) as DurableSnapshot);
  return { backend, clock, define, run: async () => backend.runUntilIdle() };
}

function callbackOf({ backend }: Bench): string {
  return backend.pendingCallbacks()[0]?.callbackId ?? 'none';
}

describe('A backend that goes on from a snapshot', () => {
  test('completes an execution that waits for a callback, without repeating its steps', async () => {
    const done: string[] = [];
    const ask: Program = async (_, context) => {
      const first = await context.step('before', async () => done.push('before'));
      const answer = await context.waitForCallback('ask', async () => void done.push('ask'), {
        timeout: { seconds: 3600 },
      });
      await context.step('after', async () => done.push('after'));
      return { first, answer };
    };
    const bench = createBench();
    bench.define('ask', ask);
    await bench.backend.start('ask', 'one', { n: 1 });
    await bench.backend.runUntilIdle({ expire: false });

    const later = inAnotherProcess(bench, { ask });
    expect(later.backend.payload('one')).toEqual({ n: 1 });
    await later.backend.sendCallbackSuccess(callbackOf(later), 'yes');
    await later.backend.runUntilIdle();

    expect(later.backend.result('one')).toEqual({ status: 'SUCCEEDED', result: { first: 1, answer: 'yes' } });
    expect(done).toEqual(['before', 'ask', 'after']);
  });

  test('lets a callback run out at the time that was set in the first process', async () => {
    const ask: Program = async (_, context) =>
      context.waitForCallback('ask', async () => undefined, { timeout: { seconds: 60 } }).catch(() => 'too late');
    const bench = createBench();
    bench.define('ask', ask);
    await bench.backend.start('ask', 'one', {});
    await bench.backend.runUntilIdle({ expire: false });

    const later = inAnotherProcess(bench, { ask });
    await later.backend.runUntil(new Date(start.getTime() + 59_000));
    expect(later.backend.result('one')).toEqual({ status: 'RUNNING' });
    await later.backend.runUntil(new Date(start.getTime() + 60_000));

    expect(later.backend.result('one')).toEqual({ status: 'SUCCEEDED', result: 'too late' });
  });

  test('lets a heartbeat run out, and counts it anew when it beats', async () => {
    const ask: Program = async (_, context) =>
      context
        .waitForCallback('ask', async () => undefined, { heartbeatTimeout: { seconds: 30 } })
        .catch((error: unknown) => (error as Error).message);
    const bench = createBench();
    bench.define('ask', ask);
    await bench.backend.start('ask', 'one', {});
    await bench.backend.runUntilIdle({ expire: false });

    const later = inAnotherProcess(bench, { ask });
    await later.backend.runUntil(new Date(start.getTime() + 20_000));
    await later.backend.sendCallbackHeartbeat(callbackOf(later));
    await later.backend.runUntil(new Date(start.getTime() + 49_000));
    expect(later.backend.result('one')).toEqual({ status: 'RUNNING' });
    await later.backend.runUntilIdle();

    expect(later.backend.result('one')).toMatchObject({ result: expect.stringContaining('heartbeat') });
  });

  test('ends waits and goes on with attempts when they are due', async () => {
    let tries = 0;
    const program: Program = async (_, context) => {
      await context.wait({ seconds: 100 });
      return context.step(
        'unsteady',
        async () => {
          tries += 1;
          if (tries < 2) throw new Error('not yet');
          return 'done';
        },
        { retryStrategy: () => ({ shouldRetry: true, delay: { seconds: 50 } }) },
      );
    };
    const bench = createBench();
    bench.define('slow', program);
    await bench.backend.start('slow', 'one', {});
    await bench.backend.runUntil(new Date(start.getTime() + 10_000));

    const second = inAnotherProcess(bench, { slow: program });
    await second.backend.runUntil(new Date(start.getTime() + 120_000));
    expect(tries).toBe(1);
    const third = inAnotherProcess(second, { slow: program });
    await third.backend.runUntilIdle();

    expect(third.backend.result('one')).toEqual({ status: 'SUCCEEDED', result: 'done' });
    expect(third.clock.now()).toEqual(new Date(start.getTime() + 150_000));
  });

  test('gives an execution no more time than its function had allowed', async () => {
    const endless: Program = async (_, context) => context.waitForCallback('never', async () => undefined);
    const bench = createBench();
    bench.define('endless', endless, { executionTimeoutSeconds: 600 });
    await bench.backend.start('endless', 'one', {});
    await bench.backend.runUntilIdle({ expire: false });

    const later = inAnotherProcess(bench, { endless });
    await later.backend.runUntilIdle();

    expect(later.backend.result('one')).toMatchObject({ status: 'TIMED_OUT' });
    expect(later.clock.now()).toEqual(new Date(start.getTime() + 600_000));
  });

  test('hands the answer of an invoked function to whoever waits for it', async () => {
    const outer: Program = async (_, context) => context.invoke('inner', 'inner', {});
    const inner: Program = async (_, context) => context.waitForCallback('ask', async () => undefined);
    const bench = createBench();
    bench.define('outer', outer);
    bench.define('inner', inner);
    await bench.backend.start('outer', 'one', {});
    await bench.backend.runUntilIdle({ expire: false });

    const later = inAnotherProcess(bench, { outer, inner });
    await later.backend.sendCallbackSuccess(callbackOf(later), 'yes');
    await later.backend.runUntilIdle();

    expect(later.backend.result('one')).toEqual({ status: 'SUCCEEDED', result: 'yes' });
  });

  test('goes on after an invocation that had died', async () => {
    let dead = true;
    const program: Program = async (_, context) => context.step('work', async () => 'done');
    const bench = createBench({ crashAt: () => dead });
    bench.define('work', program);
    await bench.backend.start('work', 'one', {});
    await bench.backend.runUntil(bench.clock.now());
    dead = false;

    const later = inAnotherProcess(bench, { work: program });
    await later.backend.runUntilIdle();

    expect(later.backend.result('one')).toEqual({ status: 'SUCCEEDED', result: 'done' });
  });

  test('knows nothing of what had ended, so that its names are free again', async () => {
    const program: Program = async () => 'done';
    const bench = createBench();
    bench.define('work', program);
    await bench.run('work');

    const later = inAnotherProcess(bench, { work: program });

    expect(later.backend.executions()).toEqual([]);
    expect(await later.backend.start('work', 'work', {})).toBe('started');
  });
});

describe('A snapshot', () => {
  test('is refused while something is at work', async () => {
    const bench = createBench();
    bench.define('work', async () => 'done');
    await bench.backend.start('work', 'one', {});

    expect(() => bench.backend.snapshot()).toThrow('drive the backend until it is idle');
  });

  test('is not taken up by half where a function is missing', async () => {
    const bench = createBench();
    const ask: Program = async (_, context) => context.waitForCallback('ask', async () => undefined);
    for (const name of ['here', 'missing']) {
      bench.define(name, ask);
      await bench.backend.start(name, name, {});
    }
    await bench.backend.runUntilIdle({ expire: false });
    const later = createBench();
    later.define('here', ask);

    expect(() => later.backend.restore(bench.backend.snapshot())).toThrow('missing, which is not registered');
    expect(later.backend.executions()).toEqual([]);
    later.define('missing', ask);
    later.backend.restore(bench.backend.snapshot());
    expect(() => later.backend.restore(bench.backend.snapshot())).toThrow('there already');
  });
});
