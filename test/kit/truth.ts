import type { Outcome } from '../../shared/outcome.ts';
import { atRest } from './at-rest.ts';
import type { Fixture } from './fixture.ts';
import type { StepsSeen } from './steps.ts';
import type { TestWorld } from './world.ts';

/** Where an outcome says something else than the account. Nothing is taken on trust, and nothing may go unsaid. */
export function untrue(
  fixture: Pick<Fixture, 'isRight'>,
  world: Pick<TestWorld, 'account' | 'clock'>,
  outcome: Pick<Outcome, 'status' | 'restored' | 'left' | 'plan' | 'calls'>,
  stepsSeen: StepsSeen,
): string[] {
  const { status, plan } = outcome;
  const seen = stepsSeen(world);
  if (seen === undefined) return ['the account is as no selection of the steps leaves it'];
  const all = plan?.steps.map(({ id }) => id) ?? [];
  switch (status) {
    case 'remediated':
      return [
        ...(fixture.isRight(atRest(world)) ? [] : ['the resource is not right']),
        ...(seen.join() === all.join() ? [] : [`of the steps only ${seen.join()} took effect`]),
      ];
    case 'gone':
      // What can't be taken back stays done, whatever became of the resource after it.
      return untold(seen, outcome.left);
    case 'rolled-back':
    case 'compliant':
    // A person is asked where what a plan would rest on is said to be gone.
    case 'reported':
      return untold(seen, []);
    case 'failed':
      return untrueFailure(outcome, seen);
    default:
      return [`the status is ${status}`];
  }
}

function untold(seen: readonly string[], told: readonly string[] = []): string[] {
  const unsaid = seen.filter((step) => !told.includes(step));
  return unsaid.length === 0 ? [] : [`nothing is said of ${unsaid.join()}`];
}

/** A failure names the steps whose effect is there; one that nobody got to see may be named in vain. */
function untrueFailure(
  { restored, left = [], calls = [] }: Pick<Outcome, 'restored' | 'left' | 'calls'>,
  seen: readonly string[],
): string[] {
  const unsaid = seen.filter((step) => restored === true || !left.includes(step));
  const inVain = left.filter((step) => !seen.includes(step));
  const blind = calls.some(({ result, error }) => result !== 'failed' && error !== undefined);
  return [
    ...(unsaid.length === 0 ? [] : [`nothing is said of ${unsaid.join()}`]),
    ...(inVain.length === 0 || blind ? [] : [`nothing is left of ${inVain.join()}`]),
  ];
}
