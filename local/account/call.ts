import type { JsonObject } from '../../shared/json.ts';
import type { ErrorRecord } from '../../shared/outcome.ts';

/** One AWS API call as it reached the account. */
export interface Call {
  /** The SDK's names: `SageMaker`, `UpdateEndpoint`. */
  readonly service: string;
  readonly operation: string;
  /** Plain JSON: times are ISO 8601 strings. */
  readonly input: JsonObject;
  readonly account: string;
  readonly region: string;
  /** ARN of the role session, role or user that made the call. */
  readonly principal: string;
  readonly requestId: string;
  /** ISO 8601, UTC, by the account's clock. */
  readonly at: string;
  /** Whether the operation is one that changes something. */
  readonly write: boolean;
}

/** What the service did, whether or not its answer reached the caller. */
export type Effect =
  | { readonly kind: 'applied'; readonly output: JsonObject }
  | { readonly kind: 'refused'; readonly error: ErrorRecord }
  /** The request never arrived. */
  | { readonly kind: 'none' };

/** What the caller saw. A time-out after the effect is `failed` although the effect is `applied`. */
export type CallOutcome =
  | { readonly status: 'answered'; readonly output: JsonObject }
  | { readonly status: 'failed'; readonly error: ErrorRecord };

export interface LoggedCall extends Call {
  readonly outcome: CallOutcome;
  readonly effect: Effect;
}

const reads = /^(?:Get|List|Lookup|Describe|Head|Search|BatchGet|BatchDescribe)/;

/** AWS names operations that only read by a handful of verbs; all others count as writes. */
export function isWrite(operation: string): boolean {
  return !reads.test(operation);
}
