import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { redact } from '../evidence/redact.ts';
import type { Json, JsonObject } from '../json.ts';
import { toJson } from '../json.ts';
import type { Release } from '../ledger/ledger.ts';
import type { Outcome } from '../outcome.ts';
import { actionId } from './claim.ts';
import type { Opening } from './claim.ts';
import { epoch } from './condition.ts';
import { notify } from './notify.ts';
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
      | 'answeredBy'
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

/** More patience than for any other step, and with any error: what was done must not go unrecorded. */
const patience = { tries: 15, always: true } as const;

/**
 * Writes down what became of a run: evidence document, ledger, lifecycle event, log line, metrics. Then
 * lets go of the claim. One checkpoint: after a crash all of it is done again, and each part takes that.
 *
 * @param opening undefined: the claim could not be taken, so there is nothing to finish
 * @throws {Error} if it can't be recorded for ten minutes: the execution then ends as failed, which Lambda
 *   reports on the default event bus
 */
export async function conclude(run: Run, opening: Opening | undefined, finding: Finding): Promise<Recorded> {
  const known = opening ?? (await unopened(run));
  const recorded = await attempt(run, 'record', () => write(run, known, finding), patience);
  if (recorded.ok) {
    await notify(run, recorded.value.outcome);
    return recorded.value;
  }
  const { name, message } = recorded.error;
  const { status, reason, failure, left } = finding;
  run.edge.logger.error('Outcome not recorded', {
    outcome: {
      id: known.id,
      remediation: run.remediation.id,
      resource: resourceOf(run),
      status,
      reason,
      failure,
      left,
    },
    error: { name, message },
  });
  throw new Error(`The outcome ${finding.status} of ${run.remediation.id} could not be recorded: ${name}: ${message}`);
}

async function write(run: Run, opening: Known, finding: Finding): Promise<Recorded> {
  const { edge } = run;
  const outcome = outcomeOf(run, opening, finding, edge.clock.now().toISOString());
  const key = `actions/${opening.startedAt.slice(0, 10)}/${outcome.id}.json`;
  // Each is tried whatever becomes of the other: the evidence is the proof, the ledger what an undo rests on.
  const [kept, finished] = await Promise.allSettled([
    edge.evidence.put(key, evidenceOf(run, opening, outcome)),
    finish(run, outcome),
  ]);
  if (kept.status === 'rejected') throw kept.reason;
  if (finished.status === 'rejected') throw finished.reason;
  const complete = { ...outcome, evidence: kept.value };
  await edge.bus.publish({ type: 'Remediation Finished', detail: redact(toJson(complete)) as JsonObject });
  tell(run, complete);
  return { outcome: complete, release: await letGo(run, opening) };
}

async function finish({ edge }: Run, outcome: Outcome): Promise<void> {
  const { id, status, after = null, calls, left = [], rollsBack, endedAt } = outcome;
  if (calls === undefined || rollsBack !== undefined) return;
  const applied = status === 'remediated' ? calls.map(({ step }) => step) : left;
  await edge.ledger.finish(id, { status, after, applied, endedAt });
}

async function letGo(run: Run, { claim }: Known): Promise<Release> {
  const { ledger } = run.edge;
  if (claim !== undefined) {
    return claim.granted ? ledger.release(keyOf(run), run.execution) : { state: 'released' };
  }
  try {
    // No answer came to the claim; that does not mean that it was not taken.
    return await ledger.release(keyOf(run), run.execution);
  } catch {
    return { state: 'released' }; // and if it was, the lease will run out
  }
}

/** An opening, or what stands for it where the claim could not be taken. */
type Known = Omit<Opening, 'claim'> & { readonly claim?: Opening['claim'] };

/**
 * For a run that did not even get its claim: a name and a time, and the cautious reading of the policy. A
 * checkpoint of its own, so that recording it a second time makes no second record.
 */
async function unopened(run: Run): Promise<Known> {
  const startedAt = await run.durable.step('name', async () => run.edge.clock.now().toISOString());
  const ruling = { ok: false, error: 'not asked', parameters: {} } as const;
  return { id: actionId(run, startedAt), startedAt, seenAt: epoch(new Date(startedAt)), ruling };
}

function outcomeOf(run: Run, opening: Known, finding: Finding, endedAt: string): Outcome {
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
function evidenceOf(run: Run, { ruling }: Known, outcome: Outcome): Json {
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
