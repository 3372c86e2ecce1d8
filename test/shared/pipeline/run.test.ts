import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attempt, backOff, keyOf, resourceOf, tries } from '../../../shared/pipeline/run.ts';
import type { Run } from '../../../shared/pipeline/run.ts';
import { openPipeline } from './fixture.ts';

function failure(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(`it is ${name}`), { name, $metadata: { httpStatusCode } });
}

const throttled = failure('ThrottlingException', 400);
const unclear = failure('InternalFailure', 500);
const refused = failure('ConflictException', 409);
const denied = failure('AccessDeniedException', 403);

/** Work that fails with each of these, one after the other, and then succeeds; counts how often it was begun. */
function failing(...errors: readonly Error[]) {
  const left = [...errors];
  const work = { begun: 0, do: async () => 'done' };
  work.do = async () => {
    work.begun += 1;
    const error = left.shift();
    if (error !== undefined) throw error;
    return 'done';
  };
  return work;
}

const times = (count: number, error: Error) => Array.from({ length: count }, () => error);

describe('an attempt', () => {
  it('is its value', async () => {
    await expect(openPipeline().run(async (run) => attempt(run, 'work', failing().do))).resolves.toEqual({
      ok: true,
      value: 'done',
    });
  });

  it.each([
    ['throttling', throttled],
    ['no clear answer', unclear],
  ])('is made again after %s, later and later', async (_, error) => {
    const { run, clock } = openPipeline();
    const began = clock.now().getTime();
    const work = failing(...times(5, error));

    await expect(run(async (of) => attempt(of, 'work', work.do))).resolves.toEqual({ ok: true, value: 'done' });
    expect(work.begun).toBe(6);
    const waited = [1, 2, 3, 4, 5].reduce((sum, count) => sum + backOff(count, 'sagemaker-1'), 0);
    expect((clock.now().getTime() - began) / 1000).toBe(waited);
  });

  it.each([
    ['throttling', 'throttled', throttled],
    ['no clear answer', 'uncertain', unclear],
  ])('ends in a failure after %s six times', async (_, kind, error) => {
    const work = failing(...times(100, error));

    const made = await openPipeline().run(async (run) => attempt(run, 'work', work.do));

    expect(made).toMatchObject({ ok: false, kind, error: { name: error.name, message: error.message } });
    expect(work.begun).toBe(tries);
  });

  it.each([
    ['denied', denied],
    ['refused', refused],
  ])('is made once where it is %s, and says when', async (kind, error) => {
    const { run, clock } = openPipeline();
    const work = failing(...times(100, error));

    await expect(run(async (of) => attempt(of, 'work', work.do))).resolves.toEqual({
      ok: false,
      kind,
      error: { name: error.name, message: error.message },
      at: clock.now().toISOString(),
    });
    expect(work.begun).toBe(1);
  });

  it('that is refused after an unclear answer is unclear: the refusal may come of its own effect', async () => {
    const work = failing(unclear, refused);

    await expect(openPipeline().run(async (run) => attempt(run, 'work', work.do))).resolves.toMatchObject({
      kind: 'uncertain',
    });
  });

  it('that may be made only once is not repeated after an unclear answer', async () => {
    const work = failing(unclear);

    const made = await openPipeline().run(async (run) => attempt(run, 'work', work.do, { once: true }));

    expect(made).toMatchObject({ ok: false, kind: 'uncertain' });
    expect(work.begun).toBe(1);
  });

  it('that may be made only once is repeated after throttling, when nothing has happened', async () => {
    const work = failing(throttled, throttled);

    const made = await openPipeline().run(async (run) => attempt(run, 'work', work.do, { once: true }));

    expect(made).toEqual({ ok: true, value: 'done' });
  });

  it.each([
    ['before', 0, { checkpoint: 1, phase: 'after' }],
    ['after', 1, { checkpoint: 2, phase: 'before' }],
  ] as const)(
    'that may be made only once and is cut off right %s it is made counts as unclear',
    async (_, begun, at) => {
      const work = failing();
      const pipeline = openPipeline(
        {},
        {
          crashAt: ({ checkpoint, phase, invocation }) =>
            invocation === 1 && checkpoint === at.checkpoint && phase === at.phase,
        },
      );

      const made = await pipeline.run(async (run) => attempt(run, 'work', work.do, { once: true }));

      expect(made).toMatchObject({ ok: false, kind: 'uncertain' });
      expect(work.begun).toBe(begun);
    },
  );

  it('may be given more patience, and no failure taken for an answer', async () => {
    const work = failing(...times(14, denied));

    const made = await openPipeline().run(async (run) => attempt(run, 'work', work.do, { tries: 15, always: true }));

    expect(made).toEqual({ ok: true, value: 'done' });
    expect(work.begun).toBe(15);
  });
});

describe('the time until the next try', () => {
  it('is between half of 2, 4, 8 … 60 seconds and the whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.string(), (count, execution) => {
        const span = Math.min(2 ** count, 60);

        expect(backOff(count, execution)).toBeGreaterThanOrEqual(span / 2);
        expect(backOff(count, execution)).toBeLessThanOrEqual(span);
      }),
    );
  });

  it('is the same in a replay, and spreads what began together', () => {
    const seconds = Array.from({ length: 200 }, (_, index) => backOff(6, `s3-${index}`));

    expect(seconds).toEqual(Array.from({ length: 200 }, (_, index) => backOff(6, `s3-${index}`)));
    expect(new Set(seconds).size).toBeGreaterThan(20);
  });
});

describe('what a run is about', () => {
  it('is claimed by remediation, account, Region and resource', async () => {
    await expect(openPipeline().run(async (run) => keyOf(run))).resolves.toEqual({
      remediation: 'sagemaker-endpoint-encrypted',
      account: '111122223333',
      region: 'eu-central-1',
      type: 'AWS::SageMaker::Endpoint',
      id: 'scorer',
    });
  });

  it('is shown without what was learned on the way', async () => {
    const shown = async (target: Run['target']) => openPipeline().run(async (run) => resourceOf({ ...run, target }));
    const scorer = { type: 'AWS::SageMaker::Endpoint', id: 'scorer' };

    await expect(shown({ ...scorer, facts: { image: 'x' } })).resolves.toEqual(scorer);
    await expect(shown({ ...scorer, arn: 'arn:aws:sagemaker:x' })).resolves.toEqual({
      ...scorer,
      arn: 'arn:aws:sagemaker:x',
    });
  });
});
