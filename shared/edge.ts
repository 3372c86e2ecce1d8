import type { DurableExecutionClient } from '@aws/durable-execution-sdk-js';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { ClientFor } from './aws/service.ts';
import type { Clock } from './clock.ts';
import type { EvidenceStore } from './evidence/store.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { LifecycleBus } from './notify/bus.ts';
import type { Notices } from './notify/notices.ts';
import type { PolicySource } from './policy/policy.ts';
import type { Signal } from './signals/signal.ts';

/** Answer a signal. Canonical: duplicates of an event give equal payloads. */
export interface RemediationRequest {
  readonly signal: Signal;
}

/** What a remediator may be asked to do. */
export type RemediatorRequest =
  | RemediationRequest
  | { readonly rollback: RollbackRequest }
  | { readonly sweep: SweepRequest };

/** Undo an action that was carried out. */
export interface RollbackRequest {
  /** Id of the action. */
  readonly action: string;
  /** Even if the resource has changed since. */
  readonly force: boolean;
  /** ARN of who asks for it. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Look at all candidates of a remediator's remediations. */
export interface SweepRequest {
  readonly account: string;
  readonly region: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Remediations to sweep; all by default. */
  readonly remediations?: readonly string[];
}

/**
 * Starts a remediator under an execution name, asynchronously. `exists`: an execution of that name was
 * started before, so this request is a duplicate and nothing new runs.
 */
export type Dispatch = (
  remediator: string,
  executionName: string,
  request: RemediationRequest,
) => Promise<'started' | 'exists'>;

/** The same for any request, for operators' functions. */
export type Start = (remediator: string, executionName: string, request: RemediatorRequest) => ReturnType<Dispatch>;

/** What a source needs of its surroundings. */
export interface SourceEdge {
  readonly dispatch: Dispatch;
  /** The policy file's JSON: it tells the account's own names of Config rules, and from where calls may come. */
  readonly policyFile?: () => Promise<unknown>;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What a remediator needs of its surroundings. Lambda and the local account each bring their own. */
export interface RemediatorEdge {
  readonly clock: Clock;
  readonly clientFor: ClientFor;
  readonly ledger: Ledger;
  readonly evidence: EvidenceStore;
  readonly bus: LifecycleBus;
  readonly notices: Notices;
  readonly policy: PolicySource;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Starts executions of this remediator's own function, for what a sweep has found. */
  readonly dispatch: Dispatch;
  /** A new code that nobody can guess, to be typed by a person. */
  readonly newCode: () => string;
  /** ARNs of this deployment's own roles, for example `arn:aws:iam::111122223333:role/redress-dev-s3-eu-central-1`. */
  readonly ownRoles: readonly string[];
  /** Account ids that this remediator may act in. */
  readonly accounts: readonly string[];
  /** Only the local edge sets it; in Lambda the SDK talks to the Lambda service. */
  readonly durable?: DurableExecutionClient;
}
