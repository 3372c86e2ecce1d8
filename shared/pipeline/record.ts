import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { redact } from '../evidence/redact.ts';
import type { Json, JsonObject } from '../json.ts';
import { toJson } from '../json.ts';
import type { Release } from '../ledger/ledger.ts';
import type { Outcome } from '../outcome.ts';
import { actionId } from './claim.ts';
import type { Opening } from './claim.ts';
import { epoch } from './condition.ts';
import { modeOf } from './ruling.ts';
import { attempt, keyOf, resourceOf } from './run.ts';
import type { Run } from './run.ts';

/** What the pipeline found out; the rest of an outcome is the same for all. */
export type Finding = Pick<Outcome, 'status' | 'reason'> &
  Partial<
    Pick<
      Outcome,
      | 'why'
      | 'todo'
      | 'guard'
      | 'plan'
      | 'planDigest'
      | 'calls'
      | 'before'
      | 'after'
      | 'failure'
      | 'restored'
      | 'left'
      | 'rollsBack'
    >
  >;

export interface Recorded {
  readonly outcome: Outcome;
  readonly release: Release;
}

/** More patience than for any other step: what was done must not go unrecorded. */
const recordTries = 15;

/**
 * Writes down what became of a run: evidence document, ledger, lifecycle event, log line, metrics. Then
 * lets go of the claim. One checkpoint: after a crash all of it is done again, and each part takes that.
 *
 * @param opening undefined: the claim could not be taken, so there is nothing to finish or to let go
 * @throws {Error} if it can't be recorded for ten minutes: the execution then ends as failed, which Lambda
 *   reports on the default event bus
 */
export async function conclude(run: Run, opening: Opening | undefined, finding: Finding): Promise<Recorded> {
  const recorded = await attempt(run, 'record', () => write(run, opening, finding), { tries: recordTries });
  if (recorded.ok) return recorded.value;
  const { name, message } = recorded.error;
  throw new Error(`The outcome ${finding.status} of ${run.remediation.id} could not be recorded: ${name}: ${message}`);
}

async function write(run: Run, opening: Opening | undefined, finding: Finding): Promise<Recorded> {
  const { edge } = run;
  const endedAt = edge.clock.now().toISOString();
  const known = opening ?? unopened(run, endedAt);
  const outcome = outcomeOf(run, known, finding, endedAt);
  const key = `actions/${known.startedAt.slice(0, 10)}/${outcome.id}.json`;
  const complete = { ...outcome, evidence: await edge.evidence.put(key, evidenceOf(run, known, outcome)) };
  if (finding.calls !== undefined && finding.rollsBack === undefined) {
    const { status, after = null, calls, left = [] } = finding;
    const applied = status === 'remediated' ? calls.map(({ step }) => step) : left;
    await edge.ledger.finish(outcome.id, { status, after, applied, endedAt });
  }
  await edge.bus.publish({ type: 'Remediation Finished', detail: redact(toJson(complete)) as JsonObject });
  tell(run, complete);
  const held = opening !== undefined && opening.claim.granted;
  const release: Release = held ? await edge.ledger.release(keyOf(run), run.execution) : { state: 'released' };
  return { outcome: complete, release };
}

/** For a run that did not even get its claim: a name and a time, and the cautious reading of the policy. */
function unopened(run: Run, startedAt: string): Omit<Opening, 'claim'> {
  const error = 'not asked';
  const ruling = { ok: false, error, parameters: {} } as const;
  return { id: actionId(run, startedAt), startedAt, seenAt: epoch(new Date(startedAt)), ruling };
}

function outcomeOf(run: Run, opening: Omit<Opening, 'claim'>, finding: Finding, endedAt: string): Outcome {
  const { signal, remediation } = run;
  return {
    id: opening.id,
    remediation: remediation.id,
    resource: resourceOf(run) as unknown as Outcome['resource'],
    account: signal.account,
    region: signal.region,
    mode: modeOf(opening.ruling),
    ...finding,
    signal: { id: signal.id, source: signal.source, at: signal.at, event: signal.event },
    ...(signal.actor === undefined ? {} : { actor: signal.actor }),
    startedAt: opening.startedAt,
    endedAt,
  };
}

/** The document for the auditor: the outcome, what it rests on, and which controls it supports. */
function evidenceOf(run: Run, { ruling }: Pick<Opening, 'ruling'>, outcome: Outcome): Json {
  const policy = ruling.ok
    ? { digest: ruling.digest, mode: ruling.decision.mode, entry: ruling.decision.modeEntry }
    : { error: ruling.error };
  return redact(
    toJson({
      version: 1,
      ...outcome,
      hints: run.signal.hints,
      controls: run.remediation.controls,
      severity: run.remediation.severity,
      parameters: ruling.parameters,
      policy,
      execution: run.execution,
    }),
  );
}

function tell({ edge }: Run, outcome: Outcome): void {
  const { id, remediation, resource, account, region, status, mode, reason, guard, evidence } = outcome;
  edge.logger.info('Remediation finished', {
    outcome: { id, remediation, resource: { ...resource }, account, region, status, mode, reason, guard, evidence },
  });
  const metrics = edge.metrics.singleMetric();
  metrics.addDimensions({ remediation, status });
  metrics.addMetric('Outcomes', MetricUnit.Count, 1);
}
