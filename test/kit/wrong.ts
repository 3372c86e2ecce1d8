import type { Fixture, WrongWorld } from './fixture.ts';
import { enforcing, openTestWorld, remediatorOf } from './world.ts';
import type { TestWorld, TestWorldOptions } from './world.ts';
import type { Outcome } from '../../shared/outcome.ts';

/** A world in which a fixture's resource is wrong, under a policy that has it put right. */
export function openWrong(
  { remediation }: Pick<Fixture, 'remediation'>,
  { account, parameters }: WrongWorld,
  options: Omit<TestWorldOptions, 'account' | 'policy'> = {},
): Promise<TestWorld> {
  if (parameters === undefined) return openTestWorld({ ...options, account });
  const policy = enforcing();
  const each = { ...(policy['remediations'] as object), [remediation]: { mode: 'enforce', parameters } };
  return openTestWorld({ ...options, account, policy: { ...policy, remediations: each } });
}

/** Every wrong world of every fixture, with a name for the test's title. */
export function wrongWorldsOf(fixtures: readonly Fixture[]) {
  return fixtures.flatMap((fixture) =>
    fixture.wrong.map((wrong, index) => ({
      title: `${fixture.remediation}, from a world where ${wrong.name}`,
      fixture,
      wrong,
      /** The first world of its fixture. */
      first: index === 0,
    })),
  );
}

/** Asks for an action to be undone, runs it, and gives what came of it. */
export async function rollBack(
  world: TestWorld,
  { remediation, signal }: Fixture,
  action: string,
  execution = 'rollback-1',
): Promise<Outcome[]> {
  const rollback = { action, force: false, by: 'arn:aws:iam::111122223333:user/ops', at: signal.at };
  await world.start(remediatorOf(remediation).name, execution, { rollback });
  await world.backend.runUntilIdle();
  return world.outcomesOf(execution);
}

/** The calls to AWS in the account's name; not those to the lifecycle bus, which is Redress's own. */
export function callsOf({ account }: Pick<TestWorld, 'account'>) {
  return account.calls.filter(({ service }) => service !== 'EventBridge');
}

/** Of these the ones that changed something. */
export function effectsOf(world: Pick<TestWorld, 'account'>) {
  return callsOf(world).filter(({ write, effect }) => write && effect.kind === 'applied');
}

/** The same signal as a later event would bring it. */
export function signalAgain({ signal }: Pick<Fixture, 'signal'>, event: string): Fixture['signal'] {
  const id = Buffer.from(event).toString('hex').padEnd(32, '0').slice(0, 32);
  return { ...signal, id, event };
}
