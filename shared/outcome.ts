import type { Json } from './json.ts';
import type { Plan } from './plan.ts';
import type { Actor, ResourceRef, SignalSource } from './signals/signal.ts';

export const outcomeStatuses = [
  'ignored', // no remediation takes this signal
  'compliant', // the live state is right
  'gone', // the resource no longer exists
  'reported', // wrong; the mode is report, or only a person can put it right
  'awaiting-approval',
  'exempted', // by a policy entry
  'refused', // a guard said no
  'remediated', // applied, and verified by reading the resource again
  'rolled-back', // applied, not verified, and verifiably as it was before
  'failed', // with the step and the cause
  'duplicate', // somebody else is at work on this resource, and has been told to look again
] as const;
export type OutcomeStatus = (typeof outcomeStatuses)[number];

export const modes = ['off', 'report', 'approve', 'enforce'] as const;
export type Mode = (typeof modes)[number];

/** A call that was made, or that may have been made (`uncertain`: no answer came). */
export interface CallRecord {
  readonly step: string;
  readonly kind: 'do' | 'undo';
  readonly service: string;
  readonly operation: string;
  readonly result: 'done' | 'already' | 'failed' | 'uncertain';
  readonly requestId?: string;
  /** ISO 8601, UTC. */
  readonly at?: string;
  readonly error?: ErrorRecord;
}

export interface ErrorRecord {
  /** As the service names it, for example `AccessDeniedException`. */
  readonly name: string;
  readonly message: string;
}

/** What became of one signal in one remediation for one resource. */
export interface Outcome {
  readonly id: string;
  readonly remediation: string;
  readonly resource: ResourceRef;
  readonly account: string;
  readonly region: string;
  readonly status: OutcomeStatus;
  readonly mode: Mode;
  /** One sentence for a person. */
  readonly reason: string;
  /** What was found wrong. */
  readonly why?: readonly string[];
  /** What a person has to do, where a program can't. */
  readonly todo?: readonly string[];
  /** The guard that said no. */
  readonly guard?: string;
  /** Who said yes or no to the plan, as the approval names them. */
  readonly answeredBy?: string;
  readonly plan?: Plan;
  readonly planDigest?: string;
  readonly calls?: readonly CallRecord[];
  readonly before?: Json;
  readonly after?: Json;
  /** The step that failed, and what the service said. */
  readonly failure?: { readonly step: string; readonly error: ErrorRecord };
  /** After a failure: `true` if the resource was read and found as it was before. */
  readonly restored?: boolean;
  /** After a failure: steps whose effect may still be there. */
  readonly left?: readonly string[];
  /** The action that this one has undone. */
  readonly rollsBack?: string;
  readonly signal: { readonly id: string; readonly source: SignalSource; readonly at: string; readonly event: string };
  readonly actor?: Actor;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** What the service that had sent the signal was told when all was done; no part of the evidence document. */
  readonly followUps?: readonly string[];
  /** Where the evidence document lies. */
  readonly evidence?: string;
}
