import { StepSemantics } from '@aws/durable-execution-sdk-js';
import type { DurableContext, RetryDecision } from '@aws/durable-execution-sdk-js';
import { errorRecord, failureKind } from '../aws/failure.ts';
import type { FailureKind } from '../aws/failure.ts';
import { bind } from '../aws/service.ts';
import type { BoundServices, Services } from '../aws/service.ts';
import type { RemediatorEdge } from '../edge.ts';
import type { JsonObject } from '../json.ts';
import type { ClaimKey } from '../ledger/ledger.ts';
import type { ErrorRecord } from '../outcome.ts';
import { shortDigest } from '../plan.ts';
import type { Remediation, Scope, Target } from '../remediation.ts';
import type { Signal } from '../signals/signal.ts';

/** One signal in one remediation for one resource, on its way through the pipeline. */
export interface Run {
  readonly edge: RemediatorEdge;
  readonly durable: DurableContext;
  /** Name of the durable execution; the claim is held in it. */
  readonly execution: string;
  readonly remediation: Remediation;
  readonly signal: Signal;
  readonly target: Target;
  /** Set while the resource is looked at for somebody who came by during an earlier look. */
  readonly again?: Again;
}

/** A later look of the same execution at the same resource. */
export interface Again {
  /** 1 for the first one. */
  readonly count: number;
  /** When its signal came by, epoch seconds. */
  readonly seenAt?: number | undefined;
  /** Answers that people gave in earlier looks, by the plan's digest. */
  readonly answers: Readonly<Record<string, string>>;
}

export function scopeOf({ signal }: Pick<Run, 'signal'>): Scope {
  return { account: signal.account, region: signal.region };
}

export function servicesOf({
  edge,
  remediation,
  signal,
}: Pick<Run, 'edge' | 'remediation' | 'signal'>): BoundServices<Services> {
  return bind(remediation.uses, edge.clientFor, signal.region);
}

export function keyOf({ remediation, signal, target }: Pick<Run, 'remediation' | 'signal' | 'target'>): ClaimKey {
  const { account, region } = signal;
  return { remediation: remediation.id, account, region, type: target.type, id: target.id };
}

/** The resource without what was only learned on the way. */
export function resourceOf({ target }: Run): JsonObject {
  const { type, id, arn } = target;
  return arn === undefined ? { type, id } : { type, id, arn };
}

export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly kind: FailureKind;
      readonly error: ErrorRecord;
      /** ISO 8601, UTC; missing where a crash left no trace of the time. */
      readonly at?: string;
    };

/** Tries of a checkpointed step before a throttle or an unclear answer counts as a failure. */
export const tries = 6;

/**
 * A checkpointed step that ends in a value or in a failure that is data. What may pass by itself
 * (throttling, no clear answer) is tried again, 2, 4, 8 … 60 seconds later; in Lambda nothing runs
 * and nothing is paid meanwhile.
 *
 * With `once` the step is not repeated after a crash or an unclear answer: it counts as `uncertain`.
 * With `always` no failure is taken for an answer before the tries are used up.
 */
export async function attempt<T>(
  run: Pick<Run, 'durable' | 'execution' | 'edge'>,
  name: string,
  work: () => Promise<T>,
  { once = false, always = false, tries: most = tries }: { once?: boolean; always?: boolean; tries?: number } = {},
): Promise<Attempt<T>> {
  const body = async ({ attempt: count }: { attempt: number }): Promise<Attempt<T>> => {
    try {
      return { ok: true, value: await work() };
    } catch (error) {
      const kind = failureKind(error);
      const again = always || kind === 'throttled' || (kind === 'uncertain' && !once);
      if (again && count < most) throw error;
      // After an earlier try without a clear answer, a refusal may come from that try's own effect.
      const unclear = count > 1 && kind === 'refused' ? 'uncertain' : kind;
      return { ok: false, kind: unclear, error: errorRecord(error), at: run.edge.clock.now().toISOString() };
    }
  };
  try {
    return await run.durable.step(name, body, {
      semantics: once ? StepSemantics.AtMostOncePerRetry : StepSemantics.AtLeastOncePerRetry,
      retryStrategy: (error, count) => retry(error, count, run.execution, once, most),
    });
  } catch (error) {
    // A step that may not be repeated was cut off: whether it took effect is for the next read to tell.
    return { ok: false, kind: 'uncertain', error: errorRecord((error as Error).cause ?? error) };
  }
}

function retry(error: Error, count: number, execution: string, once: boolean, most: number): RetryDecision {
  if (count >= most || (once && failureKind(error) !== 'throttled')) return { shouldRetry: false };
  return { shouldRetry: true, delay: { seconds: backOff(count, execution) } };
}

/** Seconds to wait, spread over half of the span by the execution's name, so that a burst comes apart. */
export function backOff(count: number, execution: string): number {
  const span = Math.min(2 ** count, 60);
  const spread = Number.parseInt(shortDigest([execution, count], 4), 16) / 0xffff;
  return Math.max(1, Math.round(span * (0.5 + spread / 2)));
}
