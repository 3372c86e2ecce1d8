import { execute } from '../../shared/aws/service.ts';
import { undoOf } from '../../shared/plan.ts';
import type { Action, Plan, Step } from '../../shared/plan.ts';
import type { Fixture, WrongWorld } from './fixture.ts';
import { look } from './states.ts';
import { remediations } from './world.ts';
import { openQuickly } from './wrong.ts';
import type { AnyWorld } from './wrong.ts';

/** Tells which of a plan's steps a world shows the effects of; undefined: it is not a world that the plan can make. */
export type StepsSeen = (world: Pick<AnyWorld, 'account' | 'clock'>) => readonly string[] | undefined;

/**
 * Knows what the account looks like after each selection of a plan's steps, because it has tried: a failed
 * run is believed only if the account is as the steps that it names leave it.
 */
export async function learnSteps(fixture: Fixture, wrong: WrongWorld, { steps }: Plan): Promise<StepsSeen> {
  const known = new Map<string, readonly string[]>();
  for (const { selection, actions } of selections(steps).flatMap(withHalfUndone)) {
    const world = openQuickly(fixture, wrong);
    if (await carriesOut(world, fixture, actions)) {
      const seen = look(world, fixture);
      // Steps may take each other back, such as stopping and starting: then none of them shows.
      if (!known.has(seen)) {
        known.set(
          seen,
          selection.map(({ id }) => id),
        );
      }
    }
  }
  return (world) => known.get(look(world, fixture));
}

/** All selections of steps, in the plan's order; the empty one first. */
function selections(steps: readonly Step[]): Step[][] {
  return Array.from({ length: 2 ** steps.length }, (_, number) => steps.filter((__, index) => number & (1 << index)));
}

/** A step whose undo takes several calls is there until the last of them. */
function withHalfUndone(selection: readonly Step[]): { selection: readonly Step[]; actions: readonly Action[] }[] {
  const undo = selection.flatMap((step, index) => (index === selection.length - 1 ? undoOf(step) : []));
  const partly = undo.slice(0, -1).map((_, index) => [...selection, ...undo.slice(0, index + 1)]);
  return [selection, ...partly].map((actions) => ({ selection, actions }));
}

/** Some selections can't be: an endpoint does not move to a configuration that nobody has created. */
async function carriesOut(
  world: AnyWorld,
  { remediation, signal }: Fixture,
  actions: readonly Action[],
): Promise<boolean> {
  const { uses } = remediations.find(({ id }) => id === remediation) ?? {};
  for (const { call } of actions) {
    try {
      await execute(call, uses ?? {}, world.account.clientFor, signal.region);
    } catch {
      return false;
    }
    world.clock.advance(3600);
  }
  return true;
}
