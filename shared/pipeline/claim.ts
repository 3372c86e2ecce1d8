import type { History, Visitor } from '../ledger/ledger.ts';
import { shortDigest } from '../plan.ts';
import { epoch, lease } from './condition.ts';
import { rule } from './ruling.ts';
import type { Ruling } from './ruling.ts';
import { attempt, keyOf } from './run.ts';
import type { Attempt, Run } from './run.ts';

/** What is known before the resource is read. Plain JSON: it is checkpointed. */
export interface Opening {
  /** Id of the action, if it comes to one: `20261121T101500-3f9a2b7c1d`. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** When the signal was first seen, epoch seconds: whoever waited for an answer or for the claim has not gone stale. */
  readonly seenAt: number;
  readonly claim:
    | { readonly granted: true; readonly history: History }
    | { readonly granted: false; readonly owner: string };
  readonly ruling: Ruling;
}

/** Asks the policy and takes the claim, in one checkpoint. */
export async function open(run: Run): Promise<Attempt<Opening>> {
  return attempt(run, 'claim', async () => {
    const now = run.edge.clock.now();
    const ruling = await rule(run, now);
    // Switched off, not even the claim is taken; but one that is held for a later look has to be let go.
    const off = ruling.ok && ruling.decision.mode === 'off' && run.again === undefined;
    const claim = off
      ? ({ granted: false, owner: '' } as const)
      : await run.edge.ledger.claim(keyOf(run), run.execution, visitor(run, now), epoch(now), lease);
    const startedAt = now.toISOString();
    return { id: actionId(run, startedAt), startedAt, seenAt: run.again?.seenAt ?? epoch(now), claim, ruling };
  });
}

/** The note for whoever holds the claim. Images may have a thousand tags, which a note has no room for. */
export function visitor({ target, signal, again }: Run, now: Date): Visitor {
  const { image: _, ...hints } = signal.hints;
  return { ...target, signal: { ...signal, hints }, seenAt: again?.seenAt ?? epoch(now) };
}

/** Sortable by time, and the same for the same look of an execution at a resource: `20261121T101500-3f9a2b7c1d`. */
export function actionId(run: Run, at: string): string {
  const look = run.again === undefined ? [] : [run.again.count];
  return `${at.replaceAll(/[-:]|\.\d+Z/g, '')}-${shortDigest([run.execution, keyOf(run), ...look])}`;
}
