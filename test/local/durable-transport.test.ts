import type {
  CheckpointDurableExecutionResponse,
  DurableExecutionInvocationInput,
  DurableLambdaHandler,
  OperationUpdate,
} from '@aws/durable-execution-sdk-js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBench } from './durable-fixture.ts';
import type { Bench } from './durable-fixture.ts';

/** What a handler may do that speaks to the backend itself, without the SDK. */
interface Raw {
  readonly event: DurableExecutionInvocationInput;
  /** Sends updates under the latest token. */
  readonly send: (...updates: readonly OperationUpdate[]) => Promise<CheckpointDurableExecutionResponse>;
}

type Answer = { readonly Status: string; readonly Result?: string };

function raw(bench: Bench, script: (raw: Raw) => Promise<Answer | undefined>): void {
  const handler = async (event: DurableExecutionInvocationInput): Promise<unknown> => {
    let token: string | undefined = event.CheckpointToken;
    const send: Raw['send'] = async (...updates) => {
      const { DurableExecutionArn } = event;
      const answer = await bench.backend.client.checkpoint({
        DurableExecutionArn,
        CheckpointToken: token,
        Updates: [...updates],
      });
      token = answer.CheckpointToken;
      return answer;
    };
    return script({ event, send });
  };
  bench.backend.register('raw', handler as DurableLambdaHandler);
}

const start = (Id: string, Type: OperationUpdate['Type'], more: Partial<OperationUpdate> = {}): OperationUpdate => ({
  Id,
  Type,
  Action: 'START',
  ...more,
});
const step = (Id: string, Action: OperationUpdate['Action'], more: Partial<OperationUpdate> = {}): OperationUpdate => ({
  Id,
  Type: 'STEP',
  Action,
  ...more,
});
const done: Answer = { Status: 'SUCCEEDED', Result: '"done"' };

describe('A checkpoint', () => {
  test('is answered with the operations that changed, and a new token', async () => {
    const bench = createBench();
    const answers: CheckpointDurableExecutionResponse[] = [];
    raw(bench, async ({ send }) => {
      answers.push(await send(step('a', 'START'), step('a', 'SUCCEED', { Payload: '1' })), await send());
      return done;
    });

    await bench.run('raw');

    expect(answers).toMatchObject([
      { NewExecutionState: { Operations: [{ Id: 'a', Status: 'SUCCEEDED', StepDetails: { Result: '1' } }] } },
      { NewExecutionState: { Operations: [] } },
    ]);
    expect(answers[0]!.CheckpointToken).not.toBe(answers[1]!.CheckpointToken);
  });

  test('under a token that was used up is refused, so that nothing is recorded twice', async () => {
    const bench = createBench();
    let failure: unknown;
    raw(bench, async ({ event, send }) => {
      await send(step('a', 'START'));
      const { DurableExecutionArn, CheckpointToken } = event;
      const again = { DurableExecutionArn, CheckpointToken, Updates: [step('b', 'START')] };
      failure = await bench.backend.client.checkpoint(again).catch((error: unknown) => error);
      return done;
    });

    await bench.run('raw');

    expect(failure).toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringMatching(/^Invalid Checkpoint Token/),
      $metadata: { httpStatusCode: 400 },
    });
    expect(bench.backend.history('raw').map(({ id }) => id)).not.toContain('b');
  });

  test('of an invocation that has answered, or of an execution that has ended, is refused', async () => {
    const bench = createBench();
    const late: Raw[] = [];
    raw(bench, async (given) => {
      late.push(given);
      if (late.length > 1) return done;
      await given.send(start('w', 'WAIT', { WaitOptions: { WaitSeconds: 60 } }));
      return { Status: 'PENDING' };
    });
    await bench.backend.start('raw', 'raw', {});
    await bench.backend.runUntil(bench.clock.now());

    const stale = { message: expect.stringMatching(/^Invalid Checkpoint Token/) };
    await expect(late[0]!.send(step('late', 'START'))).rejects.toMatchObject(stale);
    await bench.backend.runUntilIdle();
    await expect(late[1]!.send(step('later', 'START'))).rejects.toMatchObject(stale);
    expect(bench.backend.history('raw')).toHaveLength(2);
  });

  test('for an execution that nobody knows is refused', async () => {
    const { backend } = createBench();
    const params = { DurableExecutionArn: 'arn:aws:lambda:nowhere', CheckpointToken: 'x' };

    await expect(backend.client.checkpoint(params)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    await expect(backend.client.getExecutionState(params)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  const open: OperationUpdate[] = [
    step('running', 'START'),
    step('over', 'SUCCEED', { Payload: '1' }),
    step('delayed', 'RETRY', { StepOptions: { NextAttemptDelaySeconds: 5 } }),
    start('box', 'CONTEXT'),
    start('closed', 'CONTEXT'),
    { Id: 'closed', Type: 'CONTEXT', Action: 'FAIL', Error: { ErrorMessage: 'x' } },
    start('nap', 'WAIT', { WaitOptions: { WaitSeconds: 60 } }),
    start('bell', 'CALLBACK'),
  ];
  const error = { ErrorMessage: 'no' };
  const refused: readonly (readonly [string, readonly OperationUpdate[]])[] = [
    ['starts a step that is running', [step('running', 'START')]],
    ['starts a step whose delay is not over', [step('delayed', 'START')]],
    ['closes a step that is closed', [step('over', 'FAIL', { Error: error })]],
    ['closes a step whose delay is not over', [step('delayed', 'SUCCEED')]],
    ['cancels a step', [step('running', 'CANCEL')]],
    ['retries without saying when', [step('running', 'RETRY')]],
    ['retries at once', [step('running', 'RETRY', { StepOptions: { NextAttemptDelaySeconds: 0 } })]],
    ['retries after half a second', [step('running', 'RETRY', { StepOptions: { NextAttemptDelaySeconds: 0.5 } })]],
    [
      'retries with a result and an error',
      [step('running', 'RETRY', { StepOptions: { NextAttemptDelaySeconds: 1 }, Payload: '1', Error: error })],
    ],
    ['succeeds with an error', [step('running', 'SUCCEED', { Error: error })]],
    ['fails with a result', [step('running', 'FAIL', { Payload: '1' })]],
    ['starts a context that exists', [start('box', 'CONTEXT')]],
    ['closes a context that is closed', [{ Id: 'closed', Type: 'CONTEXT', Action: 'SUCCEED' }]],
    ['retries a context', [{ Id: 'box', Type: 'CONTEXT', Action: 'RETRY' }]],
    ['starts a wait that exists', [start('nap', 'WAIT', { WaitOptions: { WaitSeconds: 1 } })]],
    ['waits for an unsaid time', [start('new', 'WAIT')]],
    ['waits no time', [start('new', 'WAIT', { WaitOptions: { WaitSeconds: 0 } })]],
    ['waits more than 366 days', [start('new', 'WAIT', { WaitOptions: { WaitSeconds: 31_622_401 } })]],
    ['ends a wait itself', [{ Id: 'nap', Type: 'WAIT', Action: 'SUCCEED' }]],
    ['starts a callback that exists', [start('bell', 'CALLBACK')]],
    ['answers a callback itself', [{ Id: 'bell', Type: 'CALLBACK', Action: 'SUCCEED' }]],
    ['cancels a callback that does not exist', [{ Id: 'new', Type: 'CALLBACK', Action: 'CANCEL' }]],
    ['times out in the past', [start('new', 'CALLBACK', { CallbackOptions: { TimeoutSeconds: -1 } })]],
    ['invokes no function', [start('new', 'CHAINED_INVOKE')]],
    ['makes a step a wait', [start('running', 'WAIT', { WaitOptions: { WaitSeconds: 1 } })]],
    ['starts the execution', [{ Id: 'x', Type: 'EXECUTION', Action: 'START' }]],
    [
      'ends the execution before something else',
      [{ Id: 'x', Type: 'EXECUTION', Action: 'SUCCEED' }, step('new', 'START')],
    ],
    ['updates an operation twice', [step('new', 'START'), step('new', 'START')]],
    ['goes on with an operation after its end', [step('new', 'SUCCEED'), step('new', 'FAIL', { Error: error })]],
    ['has a parent that does not exist', [step('new', 'START', { ParentId: 'nobody' })]],
    ['has a step for a parent', [step('new', 'START', { ParentId: 'running' })]],
    ['has no id', [{ ...step('new', 'START'), Id: undefined }]],
    ['has an id that is too long', [step('i'.repeat(65), 'START')]],
    ['has a name of other than printable ASCII', [step('new', 'START', { Name: 'schließen' })]],
    ['has an empty name', [step('new', 'START', { Name: '' })]],
    ['has a name that is too long', [step('new', 'START', { Name: 'n'.repeat(257) })]],
    ['has no action', [{ Id: 'new', Type: 'STEP', Action: undefined }]],
    ['has no type', [{ Id: 'new', Type: undefined, Action: 'START' }]],
    ['has a result of more than 1 MB', [step('running', 'SUCCEED', { Payload: 'x'.repeat(1_048_577) })]],
    ['has an error of more than 32 KB', [step('running', 'FAIL', { Error: { ErrorMessage: 'x'.repeat(32_768) } })]],
    ['has a result that is not text', [step('running', 'SUCCEED', { Payload: { a: 1 } as unknown as string })]],
  ];

  test.each(refused)('that %s is refused as a whole', async (_what, updates) => {
    const bench = createBench();
    let failure: unknown;
    raw(bench, async ({ send }) => {
      await send(...open);
      failure = await send(step('first', 'START'), ...updates).catch((reason: unknown) => reason);
      return done;
    });

    await bench.run('raw');

    expect(failure).toMatchObject({ name: 'InvalidParameterValueException', $fault: 'client' });
    expect((failure as Error).message).not.toContain('Invalid Checkpoint Token');
    expect(bench.backend.history('raw').map(({ id, status }) => `${id} ${status}`)).toEqual([
      expect.stringContaining('SUCCEEDED'),
      'running STARTED',
      'over SUCCEEDED',
      'delayed PENDING',
      'box STARTED',
      'closed FAILED',
      'nap STARTED',
      'bell STARTED',
    ]);
  });

  test('beyond 3,000 operations is refused', async () => {
    const bench = createBench();
    const failures: unknown[] = [];
    raw(bench, async ({ send }) => {
      const batch = (from: number): OperationUpdate[] =>
        Array.from({ length: 1000 }, (_, n) => step(`s${from + n}`, 'SUCCEED'));
      await send(...batch(0));
      await send(...batch(1000));
      failures.push(await send(...batch(2000)).catch((reason: unknown) => reason));
      // The execution itself is one of the 3,000.
      await send(...batch(2000).slice(1));
      failures.push(await send(step('one-more', 'SUCCEED')).catch((reason: unknown) => reason));
      return done;
    });

    await bench.run('raw');

    expect(failures).toMatchObject([{ message: expect.stringContaining('3000') }, {}]);
    expect(bench.backend.usage('raw').operations).toBe(3000);
  });

  test('beyond 100 MB is refused', async () => {
    const bench = createBench({ limits: { storedBytes: 1000 } });
    const outcomes: boolean[] = [];
    raw(bench, async ({ send }) => {
      for (const Id of ['a', 'b', 'c']) {
        outcomes.push(
          await send(step(Id, 'SUCCEED', { Payload: 'x'.repeat(400) })).then(
            () => true,
            () => false,
          ),
        );
      }
      return done;
    });

    await bench.run('raw');

    expect(outcomes).toEqual([true, true, false]);
  });

  test('cancels a wait and a callback for good', async () => {
    const bench = createBench();
    raw(bench, async ({ send }) => {
      await send(
        start('nap', 'WAIT', { WaitOptions: { WaitSeconds: 60 } }),
        start('bell', 'CALLBACK', { CallbackOptions: { TimeoutSeconds: 60, HeartbeatTimeoutSeconds: 30 } }),
      );
      await send({ Id: 'nap', Type: 'WAIT', Action: 'CANCEL' }, { Id: 'bell', Type: 'CALLBACK', Action: 'CANCEL' });
      await send(start('other', 'CALLBACK'));
      return { Status: 'PENDING' };
    });
    const before = bench.clock.now();

    await bench.run('raw');

    expect(bench.backend.history('raw').map(({ status }) => status)).toEqual([
      'STARTED',
      'CANCELLED',
      'CANCELLED',
      'STARTED',
    ]);
    expect(bench.backend.usage('raw').invocations).toBe(1);
    expect(bench.backend.pendingCallbacks()).toHaveLength(1);
    expect(bench.clock.now()).toEqual(before);
  });
});

describe('The state that an invocation is given', () => {
  test('comes as JSON, the execution first, with what has changed since', async () => {
    const bench = createBench();
    const events: DurableExecutionInvocationInput[] = [];
    raw(bench, async ({ event, send }) => {
      events.push(event);
      if (events.length > 1) return done;
      await send(step('a', 'SUCCEED', { Payload: '1' }), start('w', 'WAIT', { WaitOptions: { WaitSeconds: 60 } }));
      return { Status: 'PENDING' };
    });

    await bench.run('raw', { n: 1 });

    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
    expect(events[0]).toMatchObject({
      UpdatedOperationIds: [],
      InitialExecutionState: {
        Operations: [{ Type: 'EXECUTION', Status: 'STARTED', ExecutionDetails: { InputPayload: '{"n":1}' } }],
      },
    });
    expect(events[1]).toMatchObject({
      UpdatedOperationIds: ['w'],
      InitialExecutionState: {
        Operations: [
          { Type: 'EXECUTION' },
          { Id: 'a', StartTimestamp: '2026-11-20T08:00:00.000Z' },
          { Id: 'w', Status: 'SUCCEEDED', EndTimestamp: '2026-11-20T08:01:00.000Z' },
        ],
      },
    });
  });

  test('leaves out what lies below a closed context, unless that asks for its children', async () => {
    const bench = createBench();
    let ids: readonly unknown[] | undefined;
    raw(bench, async ({ event, send }) => {
      if (bench.backend.usage('raw').invocations > 1) {
        ids = event.InitialExecutionState.Operations.map(({ Id }) => Id).slice(1);
        return done;
      }
      for (const box of ['closed', 'kept', 'open']) {
        await send(
          start(box, 'CONTEXT'),
          start(`${box}-inner`, 'CONTEXT', { ParentId: box }),
          step(`${box}-step`, 'SUCCEED', { ParentId: `${box}-inner` }),
        );
      }
      await send(
        { Id: 'closed', Type: 'CONTEXT', Action: 'SUCCEED' },
        { Id: 'kept', Type: 'CONTEXT', Action: 'SUCCEED', ContextOptions: { ReplayChildren: true } },
        start('w', 'WAIT', { WaitOptions: { WaitSeconds: 1 } }),
      );
      return { Status: 'PENDING' };
    });

    await bench.run('raw');

    expect(ids).toEqual(['closed', 'kept', 'kept-inner', 'kept-step', 'open', 'open-inner', 'open-step', 'w']);
    expect(bench.backend.history('raw')).toHaveLength(11);
  });

  test('comes in pages that the SDK puts together', async () => {
    const bench = createBench({ limits: { pageSize: 7 } });
    const ran: number[] = [];
    bench.define('paged', async (_event, context) => {
      const results: number[] = [];
      for (let n = 0; n < 30; n += 1) results.push(await context.step(`s${n}`, async () => ran.push(n)));
      await context.wait({ days: 1 });
      return results;
    });

    await bench.run('paged');

    expect(ran).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect(bench.backend.result('paged')).toEqual({ status: 'SUCCEEDED', result: ran.map((n) => n + 1) });
  });

  test('is not given for a marker that is none', async () => {
    const bench = createBench();
    const failures: unknown[] = [];
    raw(bench, async ({ event: { DurableExecutionArn, CheckpointToken } }) => {
      for (const Marker of ['-1', 'x', '1.5', '__proto__']) {
        const params = { DurableExecutionArn, CheckpointToken, Marker };
        failures.push(await bench.backend.client.getExecutionState(params).catch((reason: unknown) => reason));
      }
      return done;
    });

    await bench.run('raw');

    expect(failures.map((failure) => (failure as Error).message)).toEqual(Array(4).fill('Invalid marker.'));
  });
});

describe('An invocation that goes wrong', () => {
  const wrong: readonly (readonly [string, () => Promise<Answer | undefined>])[] = [
    ['answers nothing', async () => undefined],
    ['answers with a status that is none', async () => ({ Status: 'MAYBE' })],
    ['waits for nothing', async () => ({ Status: 'PENDING' })],
    [
      'raises',
      async () => {
        throw new Error('out of memory');
      },
    ],
  ];

  test.each(wrong)('because it %s is repeated, then given up', async (_what, script) => {
    const bench = createBench();
    raw(bench, script);

    await bench.run('raw');

    expect(bench.backend.result('raw').status).toBe('FAILED');
    expect(bench.backend.usage('raw').invocations).toBe(5);
  });

  test('once is repeated', async () => {
    const bench = createBench({ retries: { failures: 2, backoffSeconds: 60 } });
    let calls = 0;
    raw(bench, async () => {
      if ((calls += 1) === 1) throw new Error('a bad day');
      return done;
    });

    await bench.run('raw');

    expect(bench.backend.result('raw')).toEqual({ status: 'SUCCEEDED', result: 'done' });
    expect(bench.clock.now().toISOString()).toBe('2026-11-20T08:01:00.000Z');
  });
});

describe('Whatever is sent', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'box', '__proto__', '', 'ü');
  const seconds = fc.oneof(fc.constantFrom(0, 1, 60), fc.double());
  const update = fc.record(
    {
      Id: id,
      ParentId: fc.oneof(fc.constant(undefined), id),
      Name: fc.oneof(fc.constant(undefined), fc.string({ unit: 'binary', maxLength: 300 })),
      Type: fc.constantFrom('STEP', 'CONTEXT', 'WAIT', 'CALLBACK', 'CHAINED_INVOKE', 'NONSENSE' as 'STEP'),
      Action: fc.constantFrom('START', 'SUCCEED', 'FAIL', 'RETRY', 'CANCEL', 'NONSENSE' as 'START'),
      Payload: fc.oneof(fc.constant(undefined), fc.string()),
      Error: fc.oneof(fc.constant(undefined), fc.record({ ErrorMessage: fc.string() })),
      WaitOptions: fc.record({ WaitSeconds: seconds }),
      StepOptions: fc.record({ NextAttemptDelaySeconds: seconds }),
      CallbackOptions: fc.record({ TimeoutSeconds: seconds, HeartbeatTimeoutSeconds: seconds }),
      ChainedInvokeOptions: fc.record({ FunctionName: fc.string() }),
    },
    { requiredKeys: ['Id', 'Type', 'Action'] },
  );
  const final = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT', 'STOPPED']);

  test('is either recorded or refused by name, and what has ended never changes again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(update, { maxLength: 4 }), { maxLength: 12 }), async (batches) => {
        const bench = createBench();
        const strange: unknown[] = [];
        raw(bench, async ({ send }) => {
          for (const batch of batches) {
            const before = new Map(bench.backend.history('raw').map((entry) => [entry.id, entry]));
            const failure = await send(...batch).then(
              () => undefined,
              (reason: unknown) => reason,
            );
            const after = bench.backend.history('raw');
            if (failure !== undefined && !(failure as Error).name.endsWith('ParameterValueException'))
              strange.push(failure);
            if (failure !== undefined && JSON.stringify([...before.values()]) !== JSON.stringify(after))
              strange.push(batch);
            for (const entry of after) {
              const earlier = before.get(entry.id);
              if (earlier !== undefined && final.has(earlier.status)) expect(entry).toEqual(earlier);
            }
          }
          return done;
        });

        await bench.run('raw');

        expect(strange).toEqual([]);
        expect(bench.backend.result('raw')).toEqual({ status: 'SUCCEEDED', result: 'done' });
      }),
      { numRuns: 300 },
    );
  });
});
