import { execute } from '../../shared/aws/service.ts';
import { canonical } from '../../shared/json.ts';
import type { Plan, Step } from '../../shared/plan.ts';
import { atRest } from './at-rest.ts';
import type { Fixture, WrongWorld } from './fixture.ts';
import { region, remediations } from './world.ts';
import type { TestWorld } from './world.ts';
import { openWrong } from './wrong.ts';

/** Tells which of a plan's steps a world shows the effects of; undefined: it is not a world that the plan can make. */
export type StepsSeen = (world: TestWorld) => readonly string[] | undefined;

/**
 * Knows what the account looks like after each selection of a plan's steps, because it has tried: a failed
 * run is believed only if the account is as the steps that it names leave it.
 */
export async function learnSteps(fixture: Fixture, wrong: WrongWorld, { steps }: Plan): Promise<StepsSeen> {
  const known = new Map<string, readonly string[]>();
  for (const selection of selections(steps)) {
    const world = await openWrong(fixture, wrong);
    if (await carriesOut(world, fixture, selection)) {
      known.set(
        look(world, fixture),
        selection.map(({ id }) => id),
      );
    }
  }
  return (world) => known.get(look(world, fixture));
}

/** All selections of steps, in the plan's order; the empty one first. */
function selections(steps: readonly Step[]): Step[][] {
  return steps.reduce<Step[][]>((all, step) => [...all, ...all.map((selection) => [...selection, step])], [[]]);
}

/** Some selections can't be: an endpoint does not move to a configuration that nobody has created. */
async function carriesOut(world: TestWorld, { remediation }: Fixture, steps: readonly Step[]): Promise<boolean> {
  const { uses } = remediations.find(({ id }) => id === remediation) ?? {};
  for (const { call } of steps) {
    try {
      await execute(call, uses ?? {}, world.account.clientFor, region);
    } catch {
      return false;
    }
    world.clock.advance(3600);
  }
  return true;
}

/** The account's essence, without times: the same steps at another time come to the same. */
function look(world: TestWorld, fixture: Fixture): string {
  return canonical(fixture.essence(atRest(world))).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'T');
}
