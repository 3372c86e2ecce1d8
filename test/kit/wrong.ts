import type { JsonObject } from '../../shared/json.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { PolicySource } from '../../shared/policy/policy.ts';
import type { Fixture, WrongWorld } from './fixture.ts';
import { openQuickWorld } from './quick-world.ts';
import type { QuickWorldOptions } from './quick-world.ts';
import { enforcing, openTestWorld, remediatorOf, remediators, sourceOf } from './world.ts';
import type { TestWorld, TestWorldOptions } from './world.ts';

/** A world in which a fixture's resource is wrong, under a policy that has it put right. */
export function openWrong(
  { remediation }: Pick<Fixture, 'remediation'>,
  wrong: WrongWorld,
  options: Omit<TestWorldOptions, 'account' | 'policy'> = {},
): Promise<TestWorld> {
  return openTestWorld({ ...options, account: wrong.account, policy: policyFor(remediation, wrong) });
}

/** What the suites ask of a world, whatever its ledger, bus and store are made of. */
export type AnyWorld = Pick<
  TestWorld,
  'account' | 'backend' | 'clock' | 'evidence' | 'ledger' | 'lifecycle' | 'notices' | 'outcomesOf' | 'send' | 'start'
>;

/**
 * The same around a ledger, a bus and a store of plain data, at a fifth of the price: for suites that open
 * hundreds. The bus is not among the account's services then.
 */
export function openQuickly(
  { remediation }: Pick<Fixture, 'remediation'>,
  wrong: WrongWorld,
  options: Pick<QuickWorldOptions, 'backend' | 'outside'> = {},
): AnyWorld {
  const policy = policies.get(wrong) ?? sourceOf(policyFor(remediation, wrong));
  policies.set(wrong, policy);
  const world = openQuickWorld({ ...options, account: wrong.account, policy });
  return {
    ...world,
    start: async (remediator, execution, request) => {
      const [first] = remediators.find(({ name }) => name === remediator)?.remediations ?? [];
      return world.ask(first?.id ?? '', execution, request);
    },
    lifecycle: (type) => world.events.flatMap((event) => (event.type === type ? [event.detail] : [])),
  };
}

/** Policies are made once for each world: checking one costs more than a run. */
const policies = new WeakMap<WrongWorld, PolicySource>();

function policyFor(remediation: string, { parameters }: WrongWorld): JsonObject {
  const policy = enforcing();
  if (parameters === undefined) return policy;
  const each = { ...(policy['remediations'] as JsonObject), [remediation]: { mode: 'enforce', parameters } };
  return { ...policy, remediations: each };
}

/** Every wrong world of every fixture, with a name for the test's title. */
export function wrongWorldsOf(fixtures: readonly Fixture[]) {
  return fixtures.flatMap((fixture) =>
    fixture.wrong.map((wrong, index) => ({
      title: `${fixture.remediation}, from a world where ${wrong.name}`,
      fixture: wrong.signal === undefined ? fixture : { ...fixture, signal: wrong.signal },
      wrong,
      /** The first world of its fixture. */
      first: index === 0,
    })),
  );
}

/** The same without those that only differ from the first one of their fixture in the kind of resource. */
export function distinctWorldsOf(fixtures: readonly Fixture[]) {
  return wrongWorldsOf(fixtures).filter(({ wrong }) => wrong.alike !== true);
}

/** Asks for an action to be undone, runs it, and gives what came of it. */
export async function rollBack(
  world: AnyWorld,
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
