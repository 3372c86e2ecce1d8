import { StepSemantics } from '@aws/durable-execution-sdk-js';
import type { DurableContext } from '@aws/durable-execution-sdk-js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Faults } from '../../local/durable.ts';
import { attempts, createBench } from './durable-fixture.ts';
import type { Bench } from './durable-fixture.ts';

/** A part of a made-up handler. */
type Part =
  | { readonly kind: 'step'; readonly failures: number; readonly atMostOnce: boolean }
  | { readonly kind: 'hopeless' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'poll'; readonly polls: number }
  | { readonly kind: 'unanswered'; readonly seconds: number }
  | { readonly kind: 'child'; readonly body: readonly Part[]; readonly raises: boolean }
  | { readonly kind: 'parallel'; readonly branches: readonly (readonly Part[])[] };

const seconds = fc.integer({ min: 1, max: 86_400 });
const { body } = fc.letrec<{ part: Part; body: Part[] }>((tie) => ({
  body: fc.array(tie('part'), { minLength: 1, maxLength: 4, depthIdentifier: 'program' }),
  part: fc.oneof(
    { depthSize: 'small', depthIdentifier: 'program', maxDepth: 3, withCrossShrink: true },
    fc.record({ kind: fc.constant('step'), failures: fc.nat(2), atMostOnce: fc.boolean() }),
    fc.record({ kind: fc.constant('wait'), seconds }),
    fc.record({ kind: fc.constant('poll'), polls: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('unanswered'), seconds }),
    fc.record({ kind: fc.constant('hopeless') }),
    fc.record({ kind: fc.constant('child'), body: tie('body'), raises: fc.boolean() }),
    fc.record({ kind: fc.constant('parallel'), branches: fc.array(tie('body'), { minLength: 1, maxLength: 3 }) }),
  ),
}));

/** For each step the attempts in which its effect took place. */
type World = Map<string, number[]>;

async function perform(
  parts: readonly Part[],
  context: DurableContext,
  path: string,
  world: World,
): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const [index, part] of parts.entries()) results.push(await act(part, context, `${path}.${index}`, world));
  return results;
}

async function act(part: Part, context: DurableContext, path: string, world: World): Promise<unknown> {
  switch (part.kind) {
    case 'step':
      return context.step(
        path,
        async ({ attempt }) => {
          world.set(path, [...(world.get(path) ?? []), attempt]);
          if (attempt <= part.failures) throw new Error('not yet');
          return `done ${path}`;
        },
        {
          // A lost attempt of an at-most-once step counts as one, so there are some to spare.
          ...attempts(part.failures + 10),
          ...(part.atMostOnce && { semantics: StepSemantics.AtMostOncePerRetry }),
        },
      );
    case 'hopeless':
      return context
        .step(
          path,
          async () => {
            throw new Error('never');
          },
          attempts(2),
        )
        .catch((error: unknown) => (error as Error).message);
    case 'wait':
      return context.wait(path, { seconds: part.seconds });
    case 'poll':
      return context.waitForCondition(path, async (n: number) => n + 1, {
        initialState: 0,
        waitStrategy: (n) =>
          n < part.polls ? { shouldContinue: true, delay: { seconds: 60 } } : { shouldContinue: false },
      });
    case 'unanswered':
      return context
        .waitForCallback(path, async () => {}, { timeout: { seconds: part.seconds } })
        .catch((error: unknown) => (error as Error).name);
    case 'child':
      return context
        .runInChildContext(path, async (child) => {
          const results = await perform(part.body, child, path, world);
          if (part.raises) throw new Error(`raised ${path}`);
          return results;
        })
        .catch((error: unknown) => (error as Error).message);
    case 'parallel': {
      const batch = await context.parallel(
        path,
        part.branches.map(
          (branch, index) => async (child: DurableContext) => perform(branch, child, `${path}-${index}`, world),
        ),
      );
      return batch.getResults();
    }
  }
}

interface Run {
  readonly bench: Bench;
  readonly world: World;
}

async function run(program: readonly Part[], faults: Faults = {}): Promise<Run> {
  const world: World = new Map();
  const bench = createBench(faults);
  bench.define('program', async (_event, context) => perform(program, context, 'p', world));
  await bench.run('program');
  return { bench, world };
}

/** When the process dies: at some checkpoints, before or after. At most four times, so that it is never given up. */
const disaster = fc.uniqueArray(
  fc.record({ checkpoint: fc.integer({ min: 1, max: 30 }), phase: fc.constantFrom('before', 'after') }),
  { minLength: 1, maxLength: 4 },
);

function stepsOf(
  parts: readonly Part[],
  path = 'p',
): readonly { readonly path: string; readonly atMostOnce: boolean }[] {
  return parts.flatMap((part, index) => {
    const own = `${path}.${index}`;
    if (part.kind === 'step') return [{ path: own, atMostOnce: part.atMostOnce }];
    if (part.kind === 'child') return stepsOf(part.body, own);
    if (part.kind === 'parallel') return part.branches.flatMap((branch, n) => stepsOf(branch, `${own}-${n}`));
    return [];
  });
}

describe('Any program', { timeout: 120_000 }, () => {
  test('gives the same result whenever its process dies, and does what each step allows', async () => {
    await fc.assert(
      fc.asyncProperty(body, fc.array(disaster, { minLength: 5, maxLength: 5 }), async (program, disasters) => {
        const [calm, ...crashed] = await Promise.all([
          run(program),
          ...disasters.map((moments) =>
            run(program, {
              crashAt: ({ checkpoint, phase }) =>
                moments.some((moment) => moment.checkpoint === checkpoint && moment.phase === phase),
            }),
          ),
        ]);

        expect(calm.bench.backend.result('program').status).toBe('SUCCEEDED');
        for (const { bench, world } of crashed) {
          expect(bench.backend.result('program')).toEqual(calm.bench.backend.result('program'));
          for (const { path, atMostOnce } of stepsOf(program)) {
            const made = world.get(path) ?? [];
            expect(made.length).toBeGreaterThan(0);
            if (atMostOnce) expect(new Set(made).size).toBe(made.length);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('runs the same way twice, to the ids and the times', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (program) => {
        const [one, two] = await Promise.all([run(program), run(program)]);

        expect(two.bench.backend.history('program')).toEqual(one.bench.backend.history('program'));
        expect(two.bench.clock.now()).toEqual(one.bench.clock.now());
      }),
      { numRuns: 20 },
    );
  });
});
