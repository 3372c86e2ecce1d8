import type { Dispatch } from '../../shared/edge.ts';
import type { Ignored } from '../../shared/signals/normalised.ts';
import type { Routes } from '../../shared/signals/route.ts';
import { route, unanswered } from '../../shared/signals/route.ts';
import type { Signal } from '../../shared/signals/signal.ts';

/** A remediator that was started for a signal, or would have been, had it not been before. */
export interface Dispatched {
  readonly remediator: string;
  readonly executionName: string;
  readonly signal: Signal;
  readonly result: 'started' | 'exists';
}

interface Wanted {
  readonly remediator: string;
  readonly signal: Signal;
}

/** Whom each signal concerns, and which signals concern nobody. */
export function destinations(
  signals: readonly Signal[],
  routes: Routes,
): { readonly wanted: readonly Wanted[]; readonly unwanted: readonly Ignored[] } {
  const wanted: Wanted[] = [];
  const unwanted: Ignored[] = [];
  for (const signal of signals) {
    const found = route(signal, routes);
    if (found.length === 0) unwanted.push({ reason: unanswered(signal), resource: signal.resource });
    for (const { remediator } of found) wanted.push({ remediator, signal });
  }
  return { wanted, unwanted };
}

/**
 * The durable execution's name. It depends on the event and the resource alone, so that an event that
 * comes twice starts one execution: https://docs.aws.amazon.com/lambda/latest/dg/durable-execution-idempotency.html
 */
export function executionName(remediator: string, signal: Signal): string {
  const name = `${remediator}-${signal.id}`;
  if (!/^[\w-]{1,64}$/.test(name)) throw new RangeError(`"${name}" can't name a durable execution`);
  return name;
}

/** Tries every one, whatever becomes of the others: a remediator that can't be started must not hold up another. */
export async function dispatchAll(
  wanted: readonly Wanted[],
  dispatch: Dispatch,
): Promise<{ readonly dispatched: readonly Dispatched[]; readonly failures: readonly Error[] }> {
  const attempts = wanted.map(async ({ remediator, signal }): Promise<Dispatched> => {
    const name = executionName(remediator, signal);
    return { remediator, executionName: name, signal, result: await dispatch(remediator, name, { signal }) };
  });
  const settled = await Promise.allSettled(attempts);
  return {
    dispatched: settled.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : [])),
    failures: settled.flatMap((attempt) => (attempt.status === 'rejected' ? [toError(attempt.reason)] : [])),
  };
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('a dispatch failed without an error', { cause: reason });
}
