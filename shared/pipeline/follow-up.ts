import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { RemediatorEdge } from '../edge.ts';
import type { Outcome } from '../outcome.ts';
import { route } from '../signals/route.ts';
import { routes } from '../signals/routes.ts';
import type { Signal, SignalSource } from '../signals/signal.ts';
import { evaluateRule, isPutRight } from './evaluate-rule.ts';
import { resolveFinding } from './resolve-finding.ts';
import { resolveRecommendation } from './resolve-recommendation.ts';
import { attempt } from './run.ts';
import type { Run } from './run.ts';

/** What a signal came to, in all remediations that it called. */
export interface Answered {
  readonly signal: Signal;
  readonly outcomes: readonly Outcome[];
}

/** What the service that sent a signal is told, or asked, once the signal is answered. */
export interface FollowUp {
  /** Whether there is anything to be told. The same for the same outcomes: it decides over a checkpoint. */
  readonly due: (answered: Answered) => boolean;
  /**
   * Tells it. May be done again after a crash.
   *
   * @returns one sentence for a person
   */
  readonly carryOut: (edge: Pick<RemediatorEdge, 'clientFor'>, answered: Answered) => Promise<string>;
  /** Times that it is tried, where the pipeline's usual ones end too early. */
  readonly tries?: number;
}

/** By the source of the signal. */
const followUps: Readonly<Partial<Record<SignalSource, FollowUp>>> = {
  // Config takes one request a minute: nine tries take two minutes at least.
  config: { due: isPutRight, carryOut: evaluateRule, tries: 9 },
  'security-hub': { due: isRight, carryOut: resolveFinding },
  'trusted-advisor': {
    due: (answered) => answered.signal.hints.recommendation !== undefined && isRight(answered),
    carryOut: resolveRecommendation,
  },
};

/**
 * Tells the service that sent a signal what has become of it. It comes last, when all is done and written down, and
 * is no part of the fix: if it fails, the outcomes stand as they are, with a note that says so.
 */
export async function followUp(
  run: Pick<Run, 'durable' | 'execution' | 'edge'>,
  answered: Answered,
): Promise<readonly Outcome[]> {
  const { signal, outcomes } = answered;
  const next = followUps[signal.source];
  if (next === undefined || !next.due(answered)) return outcomes;
  const told = await attempt(run, 'follow-up', () => next.carryOut(run.edge, answered), {
    ...(next.tries !== undefined && { tries: next.tries }),
  });
  const { logger, metrics } = run.edge;
  const about = { signal: signal.id, source: signal.source, actions: outcomes.map(({ id }) => id) };
  const metric = metrics.singleMetric();
  metric.addDimension('source', signal.source);
  metric.addMetric(told.ok ? 'FollowUps' : 'FollowUpsFailed', MetricUnit.Count, 1);
  if (told.ok) logger.info('Follow-up done', { ...about, note: told.value });
  else logger.warn('Follow-up failed', { ...about, error: { ...told.error } });
  const note = told.ok ? told.value : `${signal.source} could not be told: ${told.error.name}: ${told.error.message}`;
  return outcomes.map((outcome) => ({ ...outcome, followUps: [...(outcome.followUps ?? []), note] }));
}

/**
 * Whether the resource was read, and found right, by every remediation that answers the signal. Where remediators of
 * several services answer one, none of them sees the others' outcomes, and it is left to the service to find out.
 */
export function isRight({ signal, outcomes }: Answered): boolean {
  const answering = new Set(route(signal, routes).flatMap(({ remediations }) => remediations));
  const heard = new Set(outcomes.map(({ remediation }) => remediation));
  return (
    outcomes.length > 0 &&
    [...answering].every((id) => heard.has(id)) &&
    outcomes.every(({ status }) => status === 'remediated' || status === 'compliant')
  );
}
