import type { History } from '../ledger/ledger.ts';
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
    const off = ruling.ok && ruling.decision.mode === 'off';
    const claim = off
      ? ({ granted: true, history: { attempts: [] } } as const)
      : await run.edge.ledger.claim(keyOf(run), run.execution, run.target, epoch(now), lease);
    const startedAt = now.toISOString();
    return { id: actionId(run, startedAt), startedAt, claim, ruling };
  });
}

/** Sortable by time, and the same for the same execution and resource: `20261121T101500-3f9a2b7c1d`. */
export function actionId(run: Run, at: string): string {
  return `${at.replaceAll(/[-:]|\.\d+Z/g, '')}-${shortDigest([run.execution, keyOf(run)])}`;
}
