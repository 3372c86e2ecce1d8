import { StepSemantics, withDurableExecution } from '@aws/durable-execution-sdk-js';
import { describe, expect, test } from 'vitest';
import { runOnBoth, useOfficialRunner } from './durable-contract.ts';
import type { ContractOptions, MakeHandler, NormalRun } from './durable-contract.ts';
import { attempts } from './durable-fixture.ts';
import type { Program } from './durable-fixture.ts';

useOfficialRunner();

function made(program: () => Program): MakeHandler {
  return ({ durableExecutionClient }) =>
    withDurableExecution(program(), durableExecutionClient === undefined ? {} : { durableExecutionClient });
}

/** What both runners agree on; fails where they don't. */
async function agreed(
  program: () => Program,
  payload: unknown = {},
  options: ContractOptions = {},
): Promise<NormalRun> {
  const { local, official } = await runOnBoth(made(program), payload, options);
  expect(local).toStrictEqual(official);
  return local;
}

function statuses(run: NormalRun): readonly string[] {
  return run.operations.map(({ subType, name, status }) => `${subType} ${name ?? '-'} ${status}`);
}

describe('The in-memory backend and the official runner agree on', () => {
  test('steps and their input', async () => {
    const run = await agreed(
      () => async (event, context) => {
        const first = await context.step('first', async () => ({ event }));
        const second = await context.step(async () => undefined);
        return { first, second: second ?? null };
      },
      { bucket: 'training-data', nested: [1, 'zwei', null] },
    );

    expect(run.result).toEqual({
      first: { event: { bucket: 'training-data', nested: [1, 'zwei', null] } },
      second: null,
    });
    expect(statuses(run)).toEqual(['Step first SUCCEEDED', 'Step - SUCCEEDED']);
  });

  test('a step that succeeds at its third attempt', async () => {
    const run = await agreed(
      () => async (_event, context) =>
        context.step(
          'flaky',
          async ({ attempt }) => {
            if (attempt < 3) throw new Error(`attempt ${attempt}`);
            return attempt;
          },
          attempts(5),
        ),
    );

    expect(run.result).toBe(3);
    expect(run.operations).toMatchObject([{ name: 'flaky', attempts: 3, status: 'SUCCEEDED' }]);
  });

  test('a step that fails for good, caught and uncaught', async () => {
    const failing =
      (name: string): Program =>
      async (_event, context) => {
        await context.step(
          name,
          async () => {
            throw new TypeError('no such bucket');
          },
          attempts(2),
        );
      };
    const caught = await agreed(() => async (event, context) => {
      try {
        return await failing('caught')(event, context);
      } catch (error) {
        return (error as Error).message;
      }
    });
    const uncaught = await agreed(() => failing('uncaught'));

    expect(caught.result).toBe('no such bucket');
    expect(uncaught).toMatchObject({ status: 'FAILED', error: { message: 'no such bucket' } });
    expect(uncaught.operations).toMatchObject([{ attempts: 2, status: 'FAILED' }]);
  });

  test('a step that may run once at most', async () => {
    const run = await agreed(
      () => async (_event, context) =>
        context.step(
          'charge',
          async ({ attempt }) => {
            if (attempt === 1) throw new Error('once more');
            return 'charged';
          },
          { semantics: StepSemantics.AtMostOncePerRetry, ...attempts(3) },
        ),
    );

    expect(run).toMatchObject({ result: 'charged', operations: [{ attempts: 2 }] });
  });

  test('waits of seconds and of days', async () => {
    const run = await agreed(() => async (_event, context) => {
      await context.wait({ seconds: 1 });
      await context.step('between', async () => 1);
      await context.wait('a month', { days: 30 });
      return 'over';
    });

    expect(run.result).toBe('over');
    expect(statuses(run)).toEqual(['Wait - SUCCEEDED', 'Step between SUCCEEDED', 'Wait a month SUCCEEDED']);
  });

  test('waitForCondition that polls', async () => {
    const run = await agreed(
      () => async (_event, context) =>
        context.waitForCondition('InService', async (polls: number) => polls + 1, {
          initialState: 0,
          waitStrategy: (polls) =>
            polls < 4 ? { shouldContinue: true, delay: { minutes: 5 } } : { shouldContinue: false },
        }),
    );

    expect(run).toMatchObject({ result: 4, operations: [{ subType: 'WaitForCondition', attempts: 4 }] });
  });

  test('waitForCondition whose check raises', async () => {
    const run = await agreed(
      () => async (_event, context) =>
        context.waitForCondition(
          'never',
          async () => {
            throw new Error('the endpoint failed');
          },
          { initialState: 0, waitStrategy: () => ({ shouldContinue: false }) },
        ),
    );

    expect(run).toMatchObject({ status: 'FAILED', error: { message: 'the endpoint failed' } });
  });

  test('child contexts, nested, one of them failing', async () => {
    const run = await agreed(
      () => async (_event, context) =>
        context.runInChildContext('outer', async (outer) => {
          const inner = await outer.runInChildContext('inner', async (child) => {
            await child.wait({ seconds: 5 });
            return child.step('deep', async () => 7);
          });
          const failed = await outer
            .runInChildContext('failing', async () => {
              throw new Error('not this one');
            })
            .catch((error: unknown) => (error as Error).message);
          return { inner, failed };
        }),
    );

    expect(run.result).toEqual({ inner: 7, failed: 'not this one' });
    expect(run.operations.map(({ name, parent }) => [name, parent])).toEqual([
      ['outer', undefined],
      ['inner', 0],
      [undefined, 1],
      ['deep', 1],
      ['failing', 0],
    ]);
  });

  test('map with waits in its items', async () => {
    const run = await agreed(() => async (_event, context) => {
      const batch = await context.map('buckets', ['a', 'b', 'c'], async (child, bucket, index) => {
        const read = await child.step(`read-${bucket}`, async () => bucket.toUpperCase());
        if (index === 1) await child.wait('settle', { minutes: 10 });
        return child.step(`write-${bucket}`, async () => `${read}!`);
      });
      return batch.getResults();
    });

    expect(run.result).toEqual(['A!', 'B!', 'C!']);
    expect(run.operations).toHaveLength(11);
  });

  test('parallel branches of which one fails', async () => {
    const run = await agreed(() => async (_event, context) => {
      const batch = await context.parallel('branches', [
        async (child) => child.step('good', async () => 1),
        async (child) =>
          child.step(
            'bad',
            async () => {
              throw new Error('denied');
            },
            attempts(1),
          ),
      ]);
      return { failures: batch.failureCount, errors: batch.getErrors().map(({ message }) => message) };
    });

    expect(run.result).toEqual({ failures: 1, errors: ['denied'] });
  });

  test('a callback that succeeds', async () => {
    const run = await agreed(
      () => async (_event, context) => {
        const answer = await context.waitForCallback('approval', async () => {}, { timeout: { days: 7 } });
        return JSON.parse(answer) as unknown;
      },
      {},
      { answers: [{ name: 'approval', success: '{"approved":true}' }] },
    );

    expect(run.result).toEqual({ approved: true });
    expect(statuses(run)).toEqual(['WaitForCallback approval SUCCEEDED', 'Callback - SUCCEEDED', 'Step - SUCCEEDED']);
  });

  test('a callback that fails', async () => {
    const run = await agreed(
      () => async (_event, context) => {
        try {
          return await context.waitForCallback('approval', async () => {});
        } catch (error) {
          return `${(error as Error).name}: ${(error as Error).message}`;
        }
      },
      {},
      { answers: [{ name: 'approval', failure: { ErrorType: 'Denied', ErrorMessage: 'not on a Friday' } }] },
    );

    expect(run.result).toBe('CallbackExternalError: not on a Friday');
  });

  test('a callback that nobody answers in time', async () => {
    const run = await agreed(() => async (_event, context) => {
      try {
        return await context.waitForCallback('approval', async () => {}, { timeout: { seconds: 1 } });
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`;
      }
    });

    expect(run.result).toBe('CallbackTimeoutError: Callback timed out');
    expect(statuses(run)).toContain('Callback - TIMED_OUT');
  });

  test('a callback whose heartbeat stops', async () => {
    const run = await agreed(() => async (_event, context) => {
      const [answer] = await context.createCallback('job', { heartbeatTimeout: { seconds: 1 } });
      return answer.catch((error: unknown) => (error as Error).message);
    });

    expect(run.result).toBe('Callback timed out on heartbeat');
  });

  test('a bare callback next to a step', async () => {
    const run = await agreed(
      () => async (_event, context) => {
        const [answer, id] = await context.createCallback('job');
        await context.step('hand over', async () => typeof id);
        return answer;
      },
      {},
      { answers: [{ name: 'job', success: 'done' }] },
    );

    expect(run.result).toBe('done');
  });

  test('an invoked function, in success and in failure', async () => {
    const child = made(() => async (event, context) => {
      await context.wait({ hours: 1 });
      const { fail } = event as { readonly fail: boolean };
      if (fail) throw new Error('the child gave up');
      return 'the child is through';
    });
    const run = await agreed(
      () => async (_event, context) => {
        const good = await context.invoke('good', 'child', { fail: false });
        const bad = await context
          .invoke('bad', 'child', { fail: true })
          .catch((error: unknown) => (error as Error).message);
        return [good, bad];
      },
      {},
      { functions: { child } },
    );

    expect(run.result).toEqual(['the child is through', 'the child gave up']);
  });

  test('results that are too large to be checkpointed inside a child context', async () => {
    const run = await agreed(() => async (_event, context) => {
      const text = await context.runInChildContext('large', async (child) => {
        const part = await child.step('part', async () => 'x'.repeat(200_000));
        return part + part;
      });
      await context.wait({ seconds: 1 });
      return text.length;
    });

    expect(run.result).toBe(400_000);
  });

  test('a result of more than 6 MB, which comes by an EXECUTION checkpoint', async () => {
    const run = await agreed(() => async () => 'x'.repeat(6 * 1024 * 1024));

    expect(run.status).toBe('SUCCEEDED');
    expect((run.result as string).length).toBe(6 * 1024 * 1024);
  });
});
