import { shortDigest } from '../../shared/plan.ts';
import type { Hints, ResourceRef, Signal } from '../../shared/signals/signal.ts';
import { accountId, beginning, region } from './world.ts';

/** A signal about a resource; another `event` makes another signal. */
export function signalAbout(
  resource: ResourceRef,
  hints: Hints,
  changes: Partial<Omit<Signal, 'resource' | 'hints'>> = {},
): Signal {
  const event = changes.event ?? '11111111-2222-4333-8444-555555555555';
  return {
    id: shortDigest([event, resource.type, resource.id], 32),
    source: 'config',
    at: beginning.toISOString(),
    event,
    account: accountId,
    region,
    resource,
    hints,
    ...changes,
  };
}
