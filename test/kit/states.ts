import { canonical } from '../../shared/json.ts';
import { atRest } from './at-rest.ts';
import type { Fixture } from './fixture.ts';
import type { TestWorld } from './world.ts';

/** The account as far as an undo has to bring it back, without times: what happened later is not another state. */
export function look(world: Pick<TestWorld, 'account' | 'clock'>, fixture: Pick<Fixture, 'essence'>): string {
  return canonical(fixture.essence(atRest(world))).replaceAll(/\d{4}-\d\d-\d\dT(?:[\d:.]|%3A)+Z/g, 'T');
}

/**
 * Watches the states that an account goes through, write by write. A write that is repeated and changes
 * nothing leads to no new state.
 *
 * @returns gives the states so far, the present one last
 */
export function watch(world: Pick<TestWorld, 'account' | 'clock'>, fixture: Pick<Fixture, 'essence'>): () => string[] {
  const states: string[] = [];
  const note = (): void => {
    const state = look(world, fixture);
    if (state !== states.at(-1)) states.push(state);
  };
  world.account.fault({
    when: ({ write, service }) => write && service !== 'EventBridge',
    times: Number.POSITIVE_INFINITY,
    // Asked before each write, and lets it pass.
    kind: () => {
      note();
      return undefined;
    },
  });
  return () => {
    note();
    return states;
  };
}
