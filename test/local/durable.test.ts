import { describe, expect, test } from 'vitest';
import { createDurableBackend } from '../../local/durable.ts';
import { createSimulatedClock } from '../../local/simulated-clock.ts';
import { attempts, countingIds, createBench, durable, start } from './durable-fixture.ts';
import type { Bench, Program } from './durable-fixture.ts';

const greet: Program = async (event, context) => context.step('greet', async () => ({ seen: event }));

describe('Starting an execution', () => {
  test('runs nothing before the backend is driven', async () => {
    const { backend, define } = createBench();
    define('hello', greet);

    const answer = await backend.start('hello', 'first', { n: 1 });

    expect(answer).toBe('started');
    expect(backend.result('first')).toEqual({ status: 'RUNNING' });
    await backend.runUntilIdle();
    expect(backend.result('first')).toEqual({ status: 'SUCCEEDED', result: { seen: { n: 1 } } });
  });

  test('a second time with the same payload finds the first, running or ended', async () => {
    const { backend, define } = createBench();
    define('hello', greet);
    await backend.start('hello', 'first', { n: 1 });

    expect(await backend.start('hello', 'first', { n: 1 })).toBe('exists');
    await backend.runUntilIdle();
    expect(await backend.start('hello', 'first', { n: 1 })).toBe('exists');
    await backend.runUntilIdle();

    expect(backend.usage('first').invocations).toBe(1);
    expect(backend.executions()).toHaveLength(1);
  });

  test('under a taken name with another payload or of another function is refused', async () => {
    const { backend, define } = createBench();
    define('hello', greet);
    define('other', greet);
    await backend.start('hello', 'first', { n: 1 });

    const refusal = { name: 'DurableExecutionAlreadyStartedException', $metadata: { httpStatusCode: 409 } };
    await expect(backend.start('hello', 'first', { n: 2 })).rejects.toMatchObject(refusal);
    await expect(backend.start('other', 'first', { n: 1 })).rejects.toMatchObject(refusal);
  });

  test('takes a name for one account and Region only', async () => {
    const { backend, define } = createBench();
    define('here', greet);
    define('there', greet, { region: 'us-east-1' });
    define('elsewhere', greet, { accountId: '444455556666' });

    for (const name of ['here', 'there', 'elsewhere']) {
      expect(await backend.start(name, 'same', { name })).toBe('started');
    }
    await backend.runUntilIdle();

    expect(() => backend.result('same')).toThrow('Give the execution');
    const arns = backend.executions().map(({ arn }) => arn);
    expect(arns.map((arn) => backend.result(arn))).toMatchObject([
      { result: { seen: { name: 'here' } } },
      { result: { seen: { name: 'there' } } },
      { result: { seen: { name: 'elsewhere' } } },
    ]);
    expect(arns[2]).toMatch(
      /^arn:aws:lambda:eu-central-1:444455556666:function:elsewhere:1\/durable-execution\/same\/id-\d+$/,
    );
  });

  test.each(['', 'a'.repeat(65), 'with space', 'dot.ted', 'slash/ed', 'ümlaut', 'line\nbreak', '\u0000'])(
    'under a name that Lambda does not take is refused: %j',
    async (name) => {
      const { backend, define } = createBench();
      define('hello', greet);

      await expect(backend.start('hello', name, {})).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    },
  );

  test('takes names that are members of every object', async () => {
    const { backend, define } = createBench();
    define('__proto__', greet);

    await backend.start('__proto__', '__proto__', {});
    await backend.start('__proto__', 'constructor', {});
    await backend.runUntilIdle();

    expect(backend.result('__proto__')).toMatchObject({ status: 'SUCCEEDED' });
    expect(backend.result('constructor')).toMatchObject({ status: 'SUCCEEDED' });
    expect(() => backend.result('toString')).toThrow('Execution not found');
  });

  test('of a function that is not registered is refused', async () => {
    const { backend } = createBench();

    await expect(backend.start('nobody', 'first', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('with more than 1 MB of payload is refused', async () => {
    const { backend, define } = createBench();
    define('hello', greet);

    await expect(backend.start('hello', 'big', 'x'.repeat(1_048_576))).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    });
  });

  test('hands over hostile payloads as they are', async () => {
    const { backend, define } = createBench();
    define('hello', greet);
    const payload = JSON.parse(
      '{"__proto__":{"polluted":true},"text":"\\u0000\\u001b[31m\\ud800","deep":[[[[]]]]}',
    ) as object;

    await backend.start('hello', 'hostile', payload);
    await backend.runUntilIdle();

    expect(JSON.stringify(backend.result('hostile'))).toContain(JSON.stringify(payload));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('from inside a handler runs in the same drive', async () => {
    const { backend, define, run } = createBench();
    define('child', greet);
    define('parent', async (_event, context) =>
      context.step('dispatch', async () => backend.start('child', 'child-1', { from: 'parent' })),
    );

    await run('parent');

    expect(backend.result('parent')).toEqual({ status: 'SUCCEEDED', result: 'started' });
    expect(backend.result('child-1')).toEqual({ status: 'SUCCEEDED', result: { seen: { from: 'parent' } } });
  });

  test('serves new executions with the version that was registered last', async () => {
    const { backend, define } = createBench();
    const version =
      (name: string): Program =>
      async (_event, context) => {
        await context.wait({ days: 1 });
        return name;
      };
    define('fn', version('old'));
    await backend.start('fn', 'before', {});
    await backend.runUntil(new Date(start.getTime() + 3_600_000));
    define('fn', version('new'), { version: '2' });
    await backend.start('fn', 'after', {});
    await backend.runUntilIdle();

    expect([backend.result('before'), backend.result('after')]).toMatchObject([{ result: 'old' }, { result: 'new' }]);
  });
});

describe('Simulated time', () => {
  test('lets a year of waits pass at once', async () => {
    const { backend, clock, define, run } = createBench();
    define('yearly', async (_event, context) => {
      for (let month = 1; month <= 12; month += 1) await context.wait(`month ${month}`, { days: 30 });
      return context.step('when', async () => clock.now().toISOString());
    });

    await run('yearly');

    expect(backend.result('yearly')).toEqual({ status: 'SUCCEEDED', result: '2027-11-15T08:00:00.000Z' });
    expect(backend.history('yearly')[12]).toMatchObject({
      name: 'month 12',
      startedAt: new Date('2027-10-16T08:00:00.000Z'),
      endedAt: new Date('2027-11-15T08:00:00.000Z'),
    });
  });

  test.each(['1999-12-31T23:59:59.000Z', '2261-01-01T00:00:00.000Z'])(
    'may lie far from the time of the machine (%s)',
    async (date) => {
      const clock = createSimulatedClock(new Date(date));
      const backend = createDurableBackend({ clock, ids: countingIds() });
      const program: Program = async (_event, context) => {
        await context.parallel([
          async (child) => child.wait('short', { seconds: 1 }),
          async (child) => child.step('busy', async () => new Promise((resolve) => setImmediate(resolve))),
        ]);
        return context.step(
          'flaky',
          async ({ attempt }) => {
            if (attempt < 3) throw new Error('not yet');
            return attempt;
          },
          attempts(3),
        );
      };
      backend.register('fn', durable(program, backend));
      await backend.start('fn', 'x', {});
      await backend.runUntilIdle();

      expect(backend.result('x')).toEqual({ status: 'SUCCEEDED', result: 3 });
      expect(clock.now().getTime() - Date.parse(date)).toBe(3000);
    },
  );

  test('is not polled for by the real time of the machine', async () => {
    const { backend } = createBench();
    let empty = 0;
    const checkpoint: typeof backend.client.checkpoint = async (params) => {
      if (!params.Updates?.length) empty += 1;
      return backend.client.checkpoint(params);
    };
    const program: Program = async (_event, context) => {
      await context.wait({ seconds: 1 });
      await context.step(async ({ attempt }) => {
        if (attempt < 2) throw new Error('not yet');
      }, attempts(2));
    };
    backend.register('fn', durable(program, { ...backend, client: { ...backend.client, checkpoint } }));
    await backend.start('fn', 'x', {});

    await backend.runUntilIdle();

    expect(backend.result('x').status).toBe('SUCCEEDED');
    expect(empty).toBe(0);
  });

  test('stops at the date that is asked for, with everything due by then done', async () => {
    const { backend, clock, define } = createBench();
    define('fn', async (_event, context) => {
      await context.wait({ hours: 1 });
      await context.wait({ hours: 1 });
      return 'over';
    });
    await backend.start('fn', 'x', {});

    await backend.runUntil(new Date('2026-11-20T09:30:00.000Z'));

    expect(clock.now().toISOString()).toBe('2026-11-20T09:30:00.000Z');
    expect(backend.history('x').map(({ status }) => status)).toEqual(['STARTED', 'SUCCEEDED', 'STARTED']);
    await backend.runUntil(new Date('2026-11-20T10:00:00.000Z'));
    expect(backend.result('x')).toEqual({ status: 'SUCCEEDED', result: 'over' });
  });

  test('fires what is due in the order of its times', async () => {
    const { backend, define } = createBench();
    const order: unknown[] = [];
    define('fn', async (event, context) => {
      const { seconds } = event as { readonly seconds: number };
      await context.wait({ seconds });
      await context.step(async () => order.push(seconds));
    });
    for (const seconds of [30, 10, 20, 5, 25]) await backend.start('fn', `wait-${seconds}`, { seconds });

    await backend.runUntilIdle();

    expect(order).toEqual([5, 10, 20, 25, 30]);
  });

  test('catches up with a clock that was moved by hand', async () => {
    const { backend, clock, define } = createBench();
    define('fn', async (_event, context) => {
      await context.wait({ hours: 1 });
      return clock.now().toISOString();
    });
    await backend.start('fn', 'x', {});
    await backend.runUntil(start);
    clock.advance(7200);
    await backend.runUntil(clock.now());

    expect(backend.result('x')).toMatchObject({ result: '2026-11-20T10:00:00.000Z' });
  });

  test('is driven by one run at a time', async () => {
    const { backend, define } = createBench();
    define('hello', greet);
    await backend.start('hello', 'x', {});
    const first = backend.runUntilIdle();

    await expect(backend.runUntilIdle()).rejects.toThrow('being driven already');
    await first;
    await backend.runUntilIdle();
    expect(backend.result('x')).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('A callback', () => {
  function waiting(options: { readonly timeout?: number; readonly heartbeat?: number } = {}): Bench {
    const bench = createBench();
    bench.define('ask', async (_event, context) => {
      const config = {
        ...(options.timeout !== undefined && { timeout: { seconds: options.timeout } }),
        ...(options.heartbeat !== undefined && { heartbeatTimeout: { seconds: options.heartbeat } }),
      };
      return context
        .waitForCallback('approval', async () => {}, config)
        .catch((error: unknown) => `${(error as Error).name}: ${(error as Error).message}`);
    });
    return bench;
  }

  test('without a time-out leaves the execution waiting, and the clock where it is', async () => {
    const { backend, clock, run } = waiting();

    await run('ask');

    expect(backend.result('ask')).toEqual({ status: 'RUNNING' });
    expect(clock.now()).toEqual(start);
    expect(backend.pendingCallbacks()).toMatchObject([
      { execution: 'ask', functionName: 'ask', name: 'approval', startedAt: start, timesOutAt: undefined },
    ]);
  });

  test('that succeeds hands its text to the handler', async () => {
    const { backend, run } = waiting({ timeout: 60 });
    await backend.start('ask', 'ask', {});
    await backend.runUntilIdle({ expire: false });
    const [pending] = backend.pendingCallbacks();
    expect(pending?.timesOutAt).toEqual(new Date('2026-11-20T08:01:00.000Z'));

    await backend.sendCallbackSuccess(pending!.callbackId, 'yes');
    await run('ask');

    expect(backend.result('ask')).toEqual({ status: 'SUCCEEDED', result: 'yes' });
    expect(backend.pendingCallbacks()).toEqual([]);
  });

  test('is left waiting when time-outs may not move the clock, but runs out on the way to something else', async () => {
    const { backend, clock, define } = waiting({ timeout: 60 });
    await backend.start('ask', 'ask', {});
    await backend.runUntilIdle({ expire: false });
    expect([backend.result('ask').status, clock.now()]).toEqual(['RUNNING', start]);

    define('other', async (_event, context) => context.wait({ minutes: 5 }));
    await backend.start('other', 'other', {});
    await backend.runUntilIdle({ expire: false });

    expect(backend.result('ask')).toMatchObject({ result: 'CallbackTimeoutError: Callback timed out' });
    const timedOut = backend.history('ask').find(({ type }) => type === 'CALLBACK');
    expect(timedOut).toMatchObject({ status: 'TIMED_OUT', endedAt: new Date('2026-11-20T08:01:00.000Z') });
  });

  test('lives as long as its heartbeat goes on', async () => {
    const { backend, clock } = waiting({ heartbeat: 60 });
    await backend.start('ask', 'ask', {});
    await backend.runUntil(start);
    const { callbackId } = backend.pendingCallbacks()[0]!;
    for (let beat = 1; beat <= 5; beat += 1) {
      await backend.runUntil(new Date(start.getTime() + beat * 50_000));
      await backend.sendCallbackHeartbeat(callbackId);
    }
    expect(backend.result('ask').status).toBe('RUNNING');

    await backend.runUntilIdle();

    expect(backend.result('ask')).toMatchObject({ result: 'CallbackTimeoutError: Callback timed out on heartbeat' });
    expect(clock.now().getTime() - start.getTime()).toBe((5 * 50 + 60) * 1000);
  });

  test('that has no heartbeat time-out takes no heartbeat', async () => {
    const { backend, run } = waiting();
    await run('ask');

    await expect(backend.sendCallbackHeartbeat(backend.pendingCallbacks()[0]!.callbackId)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  test('that is closed refuses every further word', async () => {
    const { backend, run } = waiting({ timeout: 60 });
    await run('ask');
    const { callbackId } = await oneMore(backend);
    await backend.sendCallbackFailure(callbackId, { ErrorMessage: 'no' });

    const closed = { name: 'CallbackTimeoutException' };
    await expect(backend.sendCallbackSuccess(callbackId, 'yes')).rejects.toMatchObject(closed);
    await backend.runUntilIdle();
    await expect(backend.sendCallbackFailure(callbackId)).rejects.toMatchObject(closed);
    await expect(backend.sendCallbackHeartbeat(callbackId)).rejects.toMatchObject(closed);
    expect(backend.result('second')).toMatchObject({ result: 'CallbackExternalError: no' });

    backend.forget('second');
    await expect(backend.sendCallbackSuccess(callbackId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  async function oneMore(backend: Bench['backend']) {
    await backend.start('ask', 'second', {});
    await backend.runUntilIdle({ expire: false });
    return backend.pendingCallbacks()[0]!;
  }

  test.each([
    { what: 'empty', id: '' },
    { what: 'no base64', id: 'not base64!' },
    { what: 'a member of every object', id: '__proto__' },
    { what: 'too long', id: 'A'.repeat(1025) },
  ])('id that is $what is invalid', async ({ id }) => {
    const { backend } = createBench();

    await expect(backend.sendCallbackSuccess(id)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  test('id that nobody has given out is not found', async () => {
    const { backend } = createBench();

    await expect(backend.sendCallbackSuccess('QUJD')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('takes a result of 256 KB and no more', async () => {
    const { backend, run } = waiting();
    await run('ask');
    const { callbackId } = backend.pendingCallbacks()[0]!;

    await expect(backend.sendCallbackSuccess(callbackId, 'x'.repeat(262_145))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    await backend.sendCallbackSuccess(callbackId, 'x'.repeat(262_144));
    await backend.runUntilIdle();
    expect(backend.result('ask')).toMatchObject({ result: 'x'.repeat(262_144) });
  });

  test.each([{ timeout: 60 }, { heartbeat: 60 }])(
    'once answered, has no time-out left that moves the clock (%j)',
    async (config) => {
      const { backend, clock, define } = createBench();
      define('fn', async (_event, context) => {
        const seconds = { seconds: 60 };
        const options = 'timeout' in config ? { timeout: seconds } : { heartbeatTimeout: seconds };
        await context.waitForCallback('first', async () => {}, options);
        await context.waitForCallback('second', async () => {});
      });
      await backend.start('fn', 'x', {});
      await backend.runUntilIdle({ expire: false });
      await backend.sendCallbackSuccess(backend.pendingCallbacks()[0]!.callbackId);

      await backend.runUntilIdle();

      expect(backend.pendingCallbacks()).toMatchObject([{ name: 'second' }]);
      expect(clock.now()).toEqual(start);
    },
  );

  test('that is answered while its invocation is about to suspend is not missed', async () => {
    const { backend } = waiting();
    await backend.start('ask', 'ask', {});
    const running = backend.runUntilIdle();
    while (backend.history('ask').every(({ subType, status }) => subType !== 'Step' || status !== 'SUCCEEDED')) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    await backend.sendCallbackSuccess(backend.pendingCallbacks()[0]!.callbackId, 'just in time');
    await running;

    expect(backend.result('ask')).toEqual({ status: 'SUCCEEDED', result: 'just in time' });
  });

  test('may be answered by its own submitter, while the invocation is still running', async () => {
    const bench = createBench();
    bench.define('auto', async (_event, context) =>
      context.waitForCallback('approval', async (callbackId) => {
        await bench.backend.sendCallbackSuccess(callbackId, 'at once');
      }),
    );

    await bench.run('auto');

    expect(bench.backend.result('auto')).toEqual({ status: 'SUCCEEDED', result: 'at once' });
  });
});

describe('An execution', () => {
  test('ends in FAILED when its handler raises, with the error', async () => {
    const { backend, define, run } = createBench();
    define('fn', async () => {
      throw new RangeError('too far');
    });

    await run('fn');

    expect(backend.result('fn')).toMatchObject({
      status: 'FAILED',
      error: { ErrorType: 'RangeError', ErrorMessage: 'too far' },
    });
    expect(backend.usage('fn').invocations).toBe(1);
  });

  test('ends in TIMED_OUT when its time is over, and its steps with it', async () => {
    const { backend, clock, define, run } = createBench();
    const after: string[] = [];
    define(
      'fn',
      async (_event, context) => {
        await context.wait({ days: 2 });
        after.push('still there');
      },
      { executionTimeoutSeconds: 86_400 },
    );

    await run('fn');

    expect(backend.result('fn')).toMatchObject({ status: 'TIMED_OUT' });
    expect(backend.history('fn')[0]).toMatchObject({
      status: 'TIMED_OUT',
      endedAt: new Date('2026-11-21T08:00:00.000Z'),
    });
    expect(clock.now().toISOString()).toBe('2026-11-21T08:00:00.000Z');
    expect(after).toEqual([]);
  });

  test('that is stopped does nothing more', async () => {
    const { backend, define, run } = createBench();
    define('fn', async (_event, context) => {
      await context.waitForCallback('approval', async () => {});
      return 'never';
    });
    await run('fn');
    const { callbackId } = backend.pendingCallbacks()[0]!;

    expect(backend.stop('fn', { ErrorMessage: 'kill switch' })).toBe(true);
    expect(backend.stop('fn')).toBe(false);
    await expect(backend.sendCallbackSuccess(callbackId)).rejects.toMatchObject({ name: 'CallbackTimeoutException' });
    await backend.runUntilIdle();

    expect(backend.result('fn')).toEqual({ status: 'STOPPED', error: { ErrorMessage: 'kill switch' } });
    expect(backend.usage('fn').invocations).toBe(1);
  });

  test('that is stopped while an invocation runs has that one write nothing more', async () => {
    const { backend, define, run } = createBench();
    define('fn', async (_event, context) => {
      await context.step('stop', async () => backend.stop('fn'));
      return context.step('more', async () => 'never recorded');
    });

    await run('fn');

    expect(backend.result('fn').status).toBe('STOPPED');
    expect(backend.history('fn').map(({ name }) => name)).not.toContain('more');
  });

  test('fails when it invokes a function that is not there', async () => {
    const { backend, define, run } = createBench();
    define('other', greet, { region: 'us-east-1' });
    define('fn', async (_event, context) =>
      Promise.all(
        ['nobody', 'other', 'arn:aws:lambda:eu-central-1:111122223333:function:fun:live'].map(async (name) =>
          context.invoke(name, {}).catch((error: unknown) => (error as Error).message),
        ),
      ),
    );

    await run('fn');

    expect(backend.result('fn')).toMatchObject({
      result: [
        'Function not found: nobody',
        'Function not found: other',
        'Function not found: arn:aws:lambda:eu-central-1:111122223333:function:fun:live',
      ],
    });
  });

  test('invokes another by its qualified name and waits days for it', async () => {
    const { backend, clock, define, run } = createBench();
    define('slow', async (event, context) => {
      await context.wait({ days: 3 });
      return event;
    });
    define('fn', async (_event, context) => context.invoke('slow:live', { n: 1 }));

    await run('fn');

    expect(backend.result('fn')).toEqual({ status: 'SUCCEEDED', result: { n: 1 } });
    expect(clock.now().toISOString()).toBe('2026-11-23T08:00:00.000Z');
    expect(backend.executions().map(({ functionName }) => functionName)).toEqual(['fn', 'slow']);
  });

  test('that has ended takes no answer of a function that it invoked', async () => {
    const { backend, define, run } = createBench();
    define('slow', async (_event, context) => context.wait({ days: 1 }));
    define('fn', async (_event, context) => context.invoke('slow', {}), { executionTimeoutSeconds: 60 });

    await run('fn');

    expect(backend.executions().map(({ status }) => status)).toEqual(['TIMED_OUT', 'SUCCEEDED']);
    expect(backend.history('fn')[1]).toMatchObject({ type: 'CHAINED_INVOKE', status: 'STARTED', endedAt: undefined });
  });

  test('is forgotten on request, and its name is free', async () => {
    const { backend, define, run } = createBench();
    define('fn', async (_event, context) => context.waitForCallback('approval', async () => {}));
    await run('fn');
    expect(() => backend.forget('fn')).toThrow('is running');
    backend.stop('fn');

    backend.forget('fn');

    expect(() => backend.history('fn')).toThrow('Execution not found');
    expect(backend.executions()).toEqual([]);
    expect(await backend.start('fn', 'fn', { other: 'payload' })).toBe('started');
  });

  test('is forgotten when its retention is over', async () => {
    const { backend, clock, define } = createBench({ retentionDays: 14 });
    define('fn', greet);
    await backend.start('fn', 'early', {});
    await backend.runUntilIdle();
    clock.advance(10 * 86_400);
    await backend.start('fn', 'late', {});
    await backend.runUntilIdle();
    expect(await backend.start('fn', 'early', {})).toBe('exists');

    clock.advance(5 * 86_400);

    expect(await backend.start('fn', 'early', {})).toBe('started');
    expect(backend.executions().map(({ name }) => name)).toEqual(['late', 'early']);
  });

  test('leaves nothing behind when whoever is told of its end forgets it', async () => {
    const bench = createBench({ onFinished: (arn) => bench.backend.forget(arn), concurrency: 32 });
    bench.define(
      'fn',
      async (_event, context) => {
        await context.wait({ seconds: 5 });
        await context.step(async () => 1);
      },
      { executionTimeoutSeconds: 31_622_400 },
    );
    for (let n = 0; n < 300; n += 1) await bench.backend.start('fn', `n-${n}`, { n });

    await bench.backend.runUntilIdle();

    expect(bench.backend.executions()).toEqual([]);
    expect(bench.clock.now().getTime() - start.getTime()).toBe(5000);
  });

  test('costs what the price list counts', async () => {
    const { backend, define, run } = createBench();
    define('fn', async (_event, context) => {
      await context.step('plain', async () => 'twelve chars');
      await context.step(
        'twice',
        async ({ attempt }) => {
          if (attempt < 2) throw new Error('once more');
        },
        attempts(2),
      );
      await context.wait({ seconds: 1 });
      await context.waitForCondition('three polls', async (n: number) => n + 1, {
        initialState: 0,
        waitStrategy: (n) => (n < 3 ? { shouldContinue: true, delay: { seconds: 1 } } : { shouldContinue: false }),
      });
      await context.map(['a', 'b'], async () => 1);
      await context.runInChildContext(async () => 1);
      await context.waitForCallback('approval', async () => {}, { timeout: { seconds: 1 } }).catch(() => {});
    });

    await run('fn', {});

    // Execution 1, step 1, step and retry 2, wait 1, waitForCondition 1 + 3, map 1 + 2, child 1, callback 3.
    // Invocations: the first, and one after the retry's delay, the wait, two polls and the time-out.
    expect(backend.usage('fn')).toMatchObject({ operations: 1 + 1 + 2 + 1 + 4 + 3 + 1 + 3, invocations: 6 });
    expect(backend.usage('fn').bytesWritten).toBeGreaterThan('{}"twelve chars"123'.length);
  });

  test('sees the Lambda context of its function', async () => {
    const { backend, clock, define, run } = createBench();
    define(
      'fn',
      async (_event, context) => {
        const { functionName, invokedFunctionArn, awsRequestId } = context.lambdaContext;
        clock.advance(100);
        return {
          functionName,
          invokedFunctionArn,
          awsRequestId,
          left: context.lambdaContext.getRemainingTimeInMillis(),
        };
      },
      { accountId: '444455556666', region: 'us-east-1', version: '7', timeoutSeconds: 300 },
    );

    await run('fn');

    expect(backend.result('fn')).toMatchObject({
      result: {
        functionName: 'fn',
        invokedFunctionArn: 'arn:aws:lambda:us-east-1:444455556666:function:fn:7',
        awsRequestId: expect.stringMatching(/^id-\d+$/),
        left: 200_000,
      },
    });
  });
});

describe('Many executions', () => {
  test('are all run, whenever they are started during a drive', async () => {
    for (let ticks = 0; ticks < 12; ticks += 1) {
      const bench = createBench({
        onFinished: (arn) => {
          if (arn.includes('/first/')) void startSecond();
        },
      });
      const startSecond = async (): Promise<void> => {
        for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
        await bench.backend.start('fn', 'second', {});
      };
      bench.define('fn', greet);
      await bench.backend.start('fn', 'first', {});

      await bench.backend.runUntilIdle();

      expect(bench.backend.result('second').status, `after ${ticks} ticks`).toBe('SUCCEEDED');
    }
  });

  test('may wait for one another inside an invocation', async () => {
    const { backend, define, run } = createBench({ concurrency: 2 });
    define('child', greet);
    define('parent', async (_event, context) =>
      context.step('dispatch and see', async () => {
        await backend.start('child', 'child-1', {});
        while (backend.result('child-1').status === 'RUNNING') await new Promise((resolve) => setImmediate(resolve));
        return backend.result('child-1').status;
      }),
    );

    await run('parent');

    expect(backend.result('parent')).toEqual({ status: 'SUCCEEDED', result: 'SUCCEEDED' });
  });

  test('overlap, as many at a time as allowed', async () => {
    const bench = createBench({ concurrency: 8 });
    let running = 0;
    let most = 0;
    bench.define('fn', async (event, context) => {
      await context.step(async () => {
        most = Math.max(most, (running += 1));
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      });
      await context.wait({ minutes: 1 });
      return event;
    });
    for (let n = 0; n < 100; n += 1) await bench.backend.start('fn', `n-${n}`, { n });

    await bench.backend.runUntilIdle();

    expect(most).toBe(8);
    const results = bench.backend.executions().map(({ name }) => bench.backend.result(name));
    expect(results).toEqual(Array.from({ length: 100 }, (_, n) => ({ status: 'SUCCEEDED', result: { n } })));
    expect(bench.clock.now().getTime() - start.getTime()).toBe(60_000);
  });

  test('run one after the other, in the order of their starts, where one may run at a time', async () => {
    const bench = createBench({ concurrency: 1 });
    const trace: string[] = [];
    bench.define('fn', async (event, context) => {
      const { n } = event as { readonly n: number };
      for (const step of ['a', 'b']) {
        await context.step(step, async () => {
          trace.push(`${n}${step} in`);
          await new Promise((resolve) => setImmediate(resolve));
          trace.push(`${n}${step} out`);
        });
      }
    });
    for (let n = 0; n < 3; n += 1) await bench.backend.start('fn', `n-${n}`, { n });

    await bench.backend.runUntilIdle();

    expect(trace).toEqual([0, 1, 2].flatMap((n) => [`${n}a in`, `${n}a out`, `${n}b in`, `${n}b out`]));
  });
});
