import type { Json, JsonObject } from '../json.ts';
import type { Outcome } from '../outcome.ts';
import type { Target } from '../remediation.ts';
import type { ResourceRef, Signal } from '../signals/signal.ts';

/** What is claimed: one remediation on one resource. */
export interface ClaimKey {
  readonly remediation: string;
  readonly account: string;
  readonly region: string;
  readonly type: string;
  readonly id: string;
}

/** What the ledger remembers of a resource in a remediation, from one action to the next. Times are epoch seconds. */
export interface History {
  /** Plans that were applied, oldest first; `before` is the digest of what each found. */
  readonly attempts: readonly { readonly at: number; readonly before: string }[];
  /** The resource is left alone for a while. */
  readonly quarantine?: { readonly until: number; readonly reason: string };
}

/** Who comes by while somebody else is at work, with the grounds on which they would have acted. */
export interface Visitor extends Target {
  /** Missing: the holder's own signal is as good. */
  readonly signal?: Signal;
  /** When they came, epoch seconds. */
  readonly seenAt?: number;
}

export type Claim =
  | { readonly granted: true; readonly history: History }
  /** Somebody else is at work; the visitor has left a note, and they will look again before they go. */
  | { readonly granted: false; readonly owner: string };

export type Release =
  | { readonly state: 'released' }
  /** Others came by meanwhile: these are to be looked at; the claim is still held. */
  | { readonly state: 'look-again'; readonly targets: readonly Visitor[] }
  /** The lease ran out and somebody else has it. */
  | { readonly state: 'lost' };

/** An action as it is written down before its first call, so that no write goes unrecorded. */
export interface ActionRecord {
  readonly id: string;
  readonly execution: string;
  readonly key: ClaimKey;
  readonly target: Target;
  readonly status: 'applying' | Outcome['status'];
  /** The whole plan with all inputs, unredacted: the undo is run from here. */
  readonly plan: JsonObject;
  readonly planDigest: string;
  readonly before: Json;
  readonly after?: Json;
  readonly parameters: JsonObject;
  /** Ids of the steps that were applied, or may have been. */
  readonly applied?: readonly string[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt?: string;
}

/** A plan that waits for a person. Written once; decided once. */
export interface ApprovalRecord {
  /** The id of the action that it would become. */
  readonly id: string;
  /** Completes the durable execution that waits. */
  readonly callbackId: string;
  readonly remediation: string;
  readonly resource: ResourceRef;
  readonly account: string;
  readonly region: string;
  readonly why: readonly string[];
  /** With what may be secret replaced by its digest. */
  readonly plan: JsonObject;
  readonly planDigest: string;
  /** Who made the change that is to be undone; they may not approve it. */
  readonly author?: string;
  /** SHA-256 of the code that came by the other channel. */
  readonly codeDigest: string;
  /** Wrong codes so far. */
  readonly misses: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
  readonly status: 'pending' | 'approved' | 'rejected';
  readonly decidedBy?: string;
}

export interface Reservation {
  /** Writes per account and hour. */
  readonly maxResources: number;
  /** Writes of the remediation per hour, where a share of its candidates is the limit and their number is known. */
  readonly maxOfRemediation?: number;
}

/** Seconds for which a snapshot may stand in for what is gone: what was deleted longer ago is not missed any more. */
export const snapshotMemory = 14 * 86_400;

/**
 * The memory of all remediators: who is at work on what, what was done, what may still be done.
 * Every method is a few conditional writes on single items, and may be repeated after a crash.
 */
export interface Ledger {
  /**
   * Takes the lease on a resource, or leaves a note with whoever holds it. The same owner gets it again.
   *
   * @param now epoch seconds
   * @param lease seconds
   */
  claim(key: ClaimKey, owner: string, visitor: Visitor, now: number, lease: number): Promise<Claim>;
  /** Holds the lease for `lease` more seconds; `false`: somebody else has it. */
  extend(key: ClaimKey, owner: string, now: number, lease: number): Promise<boolean>;
  release(key: ClaimKey, owner: string): Promise<Release>;

  /** Writes the action down and counts the attempt, before the first write. */
  begin(action: ActionRecord, now: number): Promise<void>;
  finish(id: string, end: Pick<ActionRecord, 'status' | 'after' | 'applied' | 'endedAt'>): Promise<void>;
  action(id: string): Promise<ActionRecord | undefined>;

  /**
   * Leaves the resource alone until a time.
   *
   * @returns `true` if this call, or an earlier one `by` the same action, began it: then somebody is to be told
   */
  quarantine(key: ClaimKey, by: string, until: number, reason: string, now: number): Promise<boolean>;
  /** Ends a quarantine, if there is one. */
  endQuarantine(key: ClaimKey): Promise<void>;

  /** Counts a write against the limits of the last hour, once for each action; undefined if it fits in, else why not. */
  reserve(key: ClaimKey, action: string, limits: Reservation, now: number): Promise<string | undefined>;
  /** How many candidates the last sweep has found. */
  population(key: Pick<ClaimKey, 'remediation' | 'account' | 'region'>): Promise<number | undefined>;
  recordPopulation(
    key: Pick<ClaimKey, 'remediation' | 'account' | 'region'>,
    count: number,
    now: number,
  ): Promise<void>;

  /** Keeps what a resource is made of, for when it is gone; the last one counts, for as long as `snapshotMemory`. */
  keepSnapshot(key: ClaimKey, snapshot: Json, now: number): Promise<void>;
  snapshot(key: ClaimKey, now: number): Promise<Json | undefined>;
  /** Ids of the resources that snapshots were ever kept of, sorted. */
  snapshotsOf(place: Pick<ClaimKey, 'remediation' | 'account' | 'region'>): Promise<readonly string[]>;

  /**
   * Writes a request down. Repeated after a crash it replaces its own first try, whose code nobody may have got;
   * a request that is decided, or that waits under another callback, stays as it is.
   */
  requestApproval(request: ApprovalRecord): Promise<void>;
  approval(id: string): Promise<ApprovalRecord | undefined>;
  /** Decides a pending request, once. `undefined`: it is decided, expired or unknown. */
  decide(
    id: string,
    decision: { readonly status: 'approved' | 'rejected'; readonly by: string; readonly planDigest: string },
    now: number,
  ): Promise<ApprovalRecord | undefined>;
  /** Counts a wrong code; the number so far. */
  missApproval(id: string): Promise<number>;
}
