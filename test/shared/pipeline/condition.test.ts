import { describe, expect, it } from 'vitest';
import { bind } from '../../../shared/aws/service.ts';
import { ask, epoch, waitFor } from '../../../shared/pipeline/condition.ts';
import { keyOf } from '../../../shared/pipeline/run.ts';
import type { Run } from '../../../shared/pipeline/run.ts';
import type { Condition } from '../../../shared/plan.ts';
import { here, hosting, services } from '../../local/account/world.ts';
import { openPipeline } from './fixture.ts';
import type { PipelineBench } from './fixture.ts';

const inService: Condition = {
  call: { service: 'SageMaker', operation: 'DescribeEndpoint', input: { EndpointName: 'scorer' } },
  path: 'EndpointStatus',
  is: ['InService'],
  not: ['Failed', 'RollingBack'],
  reason: 'FailureReason',
  every: 30,
  within: 600,
};

/** An endpoint that is in a state. */
function being(status: 'InService' | 'Failed' | 'OutOfService', failureReason?: string): PipelineBench {
  const reason = failureReason === undefined ? {} : { failureReason };
  return openPipeline(hosting({ endpoints: { scorer: { config: 'scorer-1', status, ...reason } } }));
}

/** An endpoint that has just been told to change, which takes `update` seconds. */
async function changing(update: number, result: 'InService' | 'Failed' = 'InService'): Promise<PipelineBench> {
  const seconds = { create: 1, update, rollback: 1, delete: 1 };
  const outcomes = { scorer: [{ result, reason: 'Not enough GPUs' }] };
  const pipeline = openPipeline(hosting({ seconds, outcomes }));
  const { sagemaker } = bind(services, pipeline.account.clientFor, here);
  await sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' });
  return pipeline;
}

const waiting = (condition: Condition) => async (run: Run) => (await waitFor(run, 'wait', condition)) ?? null;

describe('asking for a condition', () => {
  const asking = (condition: Condition) => async (run: Run) => ask(run, condition);

  it('finds it met', async () => {
    await expect(being('InService').run(asking(inService))).resolves.toEqual({ state: 'met' });
  });

  it('finds it not met yet in any state that nobody has ruled out', async () => {
    await expect(being('OutOfService').run(asking(inService))).resolves.toEqual({ state: 'not-yet' });
  });

  it('finds it not met yet where what is to be looked up is not listed', async () => {
    const list = { service: 'SageMaker', operation: 'ListEndpoints', input: {} };
    const where = { member: 'EndpointName', is: 'another' };
    const lookup = { EndpointName: { call: list, list: 'Endpoints', where, give: 'EndpointName' } };
    const condition = { ...inService, call: { ...inService.call, input: {}, lookup } };

    await expect(being('InService').run(asking(condition))).resolves.toEqual({ state: 'not-yet' });
    await expect(being('InService').run(asking({ ...condition, gone: true }))).resolves.toEqual({ state: 'met' });
  });

  it('finds it out of reach, and says what the service says about that, fit to be shown', async () => {
    await expect(being('Failed', 'No GPUs\n\u001b[31mleft').run(asking(inService))).resolves.toEqual({
      state: 'never',
      error: { name: 'UnexpectedState', message: 'Failed: No GPUs [31mleft' },
    });
  });

  it('names the state alone where the service gives no reason, or is not asked for one', async () => {
    const { reason: _, ...unasked } = inService;

    for (const condition of [inService, unasked]) {
      await expect(being('Failed').run(asking(condition))).resolves.toMatchObject({ error: { message: 'Failed' } });
    }
  });

  it('goes by the first path that leads to something', async () => {
    const path = ['PendingDeploymentSummary.EndpointConfigName', 'EndpointConfigName'];
    const on = (name: string) => ({ ...inService, path, is: [name] });

    await expect(being('InService').run(asking(on('scorer-1')))).resolves.toEqual({ state: 'met' });
    await expect((await changing(300)).run(asking(on('scorer-2')))).resolves.toEqual({ state: 'met' });
    await expect((await changing(300)).run(asking(on('scorer-1')))).resolves.toEqual({ state: 'not-yet' });
  });

  it('tells the text "1" from the number', async () => {
    const instances: Condition = {
      ...inService,
      path: 'ProductionVariants.0.CurrentInstanceCount',
      is: ['1'],
      not: [],
    };

    await expect(being('InService').run(asking(instances))).resolves.toEqual({ state: 'not-yet' });
    await expect(being('InService').run(asking({ ...instances, is: [1] }))).resolves.toEqual({ state: 'met' });
  });

  it.each([
    ['met, where that was hoped for', { gone: true }, { state: 'met' }],
    ['never, where it was not', {}, { state: 'never', error: { name: 'ValidationException' } }],
  ])('of a resource that is gone is %s', async (_, gone, holds) => {
    const pipeline = openPipeline(hosting({ endpoints: {} }));

    await expect(pipeline.run(asking({ ...inService, ...gone }))).resolves.toMatchObject(holds);
  });

  it.each([
    ['access-denied', 'never'],
    ['conflict', 'never'],
  ] as const)('that ends in %s is %s met', async (kind, state) => {
    const pipeline = being('InService');
    pipeline.account.fault({ kind });

    await expect(pipeline.run(asking(inService))).resolves.toMatchObject({ state });
  });

  it.each(['throttle', 'server-error', 'timeout-before'] as const)(
    'that ends in %s has no answer, so whoever asks has to ask again',
    async (kind) => {
      const pipeline = being('InService');
      pipeline.account.fault({ kind, times: Infinity });
      const run = async (of: Run) => ask(of, inService).catch(() => 'thrown');

      await expect(pipeline.run(run)).resolves.toBe('thrown');
    },
  );
});

describe('waiting for a condition', () => {
  it('ends at the first reading that shows it', async () => {
    const { run, clock } = await changing(100);
    const began = epoch(clock.now());

    await expect(run(waiting(inService))).resolves.toBeNull();
    expect(epoch(clock.now()) - began).toBe(120);
  });

  it('ends at the first reading that rules it out', async () => {
    const { run, clock } = await changing(100, 'Failed');
    const began = epoch(clock.now());

    await expect(run(waiting(inService))).resolves.toEqual({
      name: 'UnexpectedState',
      message: 'Failed: Not enough GPUs',
    });
    expect(epoch(clock.now()) - began).toBe(120);
  });

  it('gives up when its time is over, and says for how long it has waited', async () => {
    const { run } = await changing(5000);

    await expect(run(waiting(inService))).resolves.toEqual({
      name: 'StillWaiting',
      message: 'DescribeEndpoint did not show the expected state in 600 s',
    });
  });

  it('reads every half a minute for an hour where nothing else is said', async () => {
    const { every: _, within: __, ...plain } = inService;
    const { run, account } = await changing(7200);

    await expect(run(waiting(plain))).resolves.toMatchObject({ message: expect.stringContaining('3600 s') as string });
    expect(account.calls.filter(({ operation }) => operation === 'DescribeEndpoint')).toHaveLength(120);
  });

  it('reads once at least', async () => {
    await expect(being('InService').run(waiting({ ...inService, within: 0 }))).resolves.toBeNull();
  });

  it.each(['throttle', 'server-error', 'timeout-before', 'malformed'] as const)(
    'goes on over readings that end in %s',
    async (kind) => {
      const pipeline = await changing(100);
      pipeline.account.fault({ kind, operation: 'DescribeEndpoint', times: 5 });

      await expect(pipeline.run(waiting(inService))).resolves.toBeNull();
    },
  );

  it('keeps the claim for as long as it takes', async () => {
    const { run, ledger, clock } = await changing(5000);
    // The lease alone would be over after three of ten readings.
    const wait = { ...inService, every: 300, within: 3000 };

    const taken = await run(async (of) => {
      await waitFor(of, 'wait', wait);
      return ledger.claim(keyOf(of), 'somebody-else', of.target, epoch(clock.now()), 900);
    });

    expect(taken).toEqual({ granted: false, owner: 'sagemaker-1' });
  });

  it('goes on where the ledger fails: what is waited for has been set in motion', async () => {
    const { run } = await changing(100);
    const broken = async () => {
      throw new Error('the table is gone');
    };

    const waited = await run(async (of) =>
      waiting(inService)({ ...of, edge: { ...of.edge, ledger: { ...of.edge.ledger, extend: broken } } }),
    );

    expect(waited).toBeNull();
  });
});
