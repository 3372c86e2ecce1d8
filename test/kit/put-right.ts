import type { AccountState } from '../../local/account/state.ts';
import { atRest } from './at-rest.ts';
import { effectText, enforced, signalAt } from './drive.ts';
import type { Fixture } from './fixture.ts';
import { openQuickWorld } from './quick-world.ts';
import type { QuickWorld, QuickWorldOptions } from './quick-world.ts';
import { beginning } from './world.ts';

/** What one undisturbed fix of a fixture's first wrong world comes to. */
export interface CleanRun {
  /** The changes that it made, in order. */
  readonly effects: string;
  /** How many they were. */
  readonly writes: number;
  /** The account once all had come to rest. */
  readonly after: AccountState;
}

const known = new Map<Fixture, Promise<CleanRun>>();

/** Done once for each fixture, whoever asks. */
export function cleanRun(fixture: Fixture): Promise<CleanRun> {
  const run = known.get(fixture) ?? fix(fixture);
  known.set(fixture, run);
  return run;
}

async function fix(fixture: Fixture): Promise<CleanRun> {
  const world = openQuickWorld({ account: fixture.wrong[0].account, policy: enforced });
  await world.send(fixture.remediation, signalAt(fixture.signal, 'first', beginning));
  const effects = effectText(world);
  return { effects, writes: effects.split('\n').length, after: atRest(world) };
}

/** A world in which the fixture's resource has been put right, by a fix that nobody remembers. */
export async function openRight(fixture: Fixture, options: Partial<QuickWorldOptions> = {}): Promise<QuickWorld> {
  const { snapshots } = fixture.wrong[0].account;
  // What sweeps have kept is no memory of a fix.
  const kept = snapshots === undefined ? {} : { account: { snapshots } };
  const world = openQuickWorld({ policy: enforced, ...kept, ...options });
  world.account.restore((await cleanRun(fixture)).after);
  return world;
}
