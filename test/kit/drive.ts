import type { Account } from '../../local/account/account.ts';
import type { AccountState } from '../../local/account/state.ts';
import type { LoggedCall } from '../../local/account/call.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { shortDigest } from '../../shared/plan.ts';
import type { PolicySource } from '../../shared/policy/policy.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import { atRest } from './at-rest.ts';
import { enforcing, sourceOf } from './world.ts';
import type { TestWorld } from './world.ts';
import { effectsOf } from './wrong.ts';

/** Every remediation enforced, read once: a policy is the same for all worlds. */
export const enforced: PolicySource = sourceOf(enforcing());

/** Every remediation in a mode, with the parameters that it needs and other settings as given. */
export function policyIn(mode: string, defaults: object = {}): PolicySource {
  const policy = enforcing();
  const each = Object.entries(policy['remediations'] as Record<string, object>);
  const remediations = Object.fromEntries(each.map(([id, settings]) => [id, { ...settings, mode }]));
  return sourceOf({ ...policy, defaults, remediations });
}

/** A signal as another event brings it at a time; the event's name makes it that event's. */
export function signalAt(signal: Signal, event: string, at: Date): Signal {
  return { ...signal, id: shortDigest([event, signal.resource], 32), event, at: at.toISOString() };
}

/** Changes the account as somebody's hand would, once what is under way has come to its end. */
export function byHand(world: Pick<TestWorld, 'account' | 'clock'>, change: (state: AccountState) => void): void {
  world.account.restore(atRest(world));
  world.account.edit(change);
}

/**
 * What changed anything, as a text to compare: the same calls in the same order are the same text. Without the
 * checksum that S3's client asks for by itself, and that a quick world's calls go without.
 */
export function effectText(world: { readonly account: Account }): string {
  return effectsOf(world)
    .map(({ service, operation, input: { ChecksumAlgorithm: _, ...input } }: LoggedCall) => {
      return `${service}.${operation} ${JSON.stringify(input)}`;
    })
    .join('\n');
}

export function statuses(outcomes: readonly Outcome[]): string[] {
  return outcomes.map(({ status, guard }) => (guard === undefined ? status : `${status} (${guard})`));
}
