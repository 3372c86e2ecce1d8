import type { RollbackRequest } from '../edge.ts';
import { canonical } from '../json.ts';
import type { Json } from '../json.ts';
import type { ActionRecord } from '../ledger/ledger.ts';
import type { Outcome } from '../outcome.ts';
import type { Plan, Step } from '../plan.ts';
import { shortDigest, undoOf } from '../plan.ts';
import type { Remediation } from '../remediation.ts';
import type { Signal } from '../signals/signal.ts';
import { undo } from './apply.ts';
import { assess, imageOf, isAsBefore, verify } from './assess.ts';
import type { Reading } from './assess.ts';
import { actionId } from './claim.ts';
import type { Opening } from './claim.ts';
import { epoch, lease } from './condition.ts';
import { conclude } from './record.ts';
import type { Finding } from './record.ts';
import { lookAgain } from './remediate.ts';
import { rule } from './ruling.ts';
import { attempt, keyOf } from './run.ts';
import type { Run } from './run.ts';

/** What somebody took back on purpose is not put right again by the next event; after that, an exemption says it. */
const holdOff = 7 * 86_400;

/**
 * Undoes an action from its record: the undo calls in reverse order, claimed, verified and recorded like
 * any other change. Refused if the resource has changed since, unless it is forced.
 */
export async function rollback(
  request: RollbackRequest,
  remediations: readonly Remediation[],
  way: Omit<Run, 'target' | 'signal' | 'remediation'>,
): Promise<Outcome[]> {
  const found = await attempt(way, 'find action', async () => (await way.edge.ledger.action(request.action)) ?? null);
  if (!found.ok) throw new Error(`The action ${request.action} could not be read: ${found.error.message}`);
  const action = found.value;
  const remediation = remediations.find(({ id }) => id === action?.key.remediation);
  if (action === null || remediation === undefined) {
    throw new Error(`There is no action ${request.action} of a remediation of this function`);
  }
  const run: Run = { ...way, remediation, target: action.target, signal: signalOf(request, action) };
  const opened = await claim(run);
  if (!opened.ok) {
    const failure = { step: 'claim', error: opened.error };
    const reason = `The claim could not be taken, so nothing was undone: ${opened.error.message}`;
    return [(await conclude(run, undefined, { status: 'failed', reason, failure })).outcome];
  }
  const finding = await takeBack(run, opened.value, action, request);
  const { outcome, release } = await conclude(run, opened.value, finding);
  return [outcome, ...(await lookAgain(run, outcome, release))];
}

async function claim(run: Run) {
  return attempt(run, 'claim', async (): Promise<Opening> => {
    const now = run.edge.clock.now();
    const startedAt = now.toISOString();
    const ruling = await rule(run, now);
    const held = await run.edge.ledger.claim(keyOf(run), run.execution, run.target, epoch(now), lease);
    return { id: actionId(run, startedAt), startedAt, seenAt: epoch(now), claim: held, ruling };
  });
}

async function takeBack(
  run: Run,
  { claim: held, startedAt }: Opening,
  action: ActionRecord,
  request: RollbackRequest,
): Promise<Finding> {
  if (!held.granted) return { status: 'refused', guard: 'claim', reason: `${held.owner} is at work on this resource.` };
  const plan = action.plan as unknown as Plan;
  // An action whose run died before it could say how far it got may have got through.
  const steps = plan.steps.filter(({ id }) => action.applied?.includes(id) ?? true);
  if (steps.length === 0) return no(`Of action ${action.id} (${action.status}) nothing is left to undo.`);
  const final = steps.filter((step) => undoOf(step).length === 0);
  if (final.length > 0) return no(`It can't be undone: ${final.map((step) => step.final ?? step.title).join('; ')}.`);

  const now = await assess(run, action.parameters, false);
  const changed = difference(now, action, plan);
  if (changed !== undefined && !request.force) {
    return no(`The resource has changed since: ${changed}. Use --force to undo all the same.`);
  }
  return undone(run, action, steps, request, startedAt);
}

async function undone(
  run: Run,
  action: ActionRecord,
  steps: readonly Step[],
  { by }: RollbackRequest,
  startedAt: string,
): Promise<Finding> {
  // Held off first: the event of our own undo, or another rule, must not find an opening.
  const held = await attempt(run, 'hold off', async () => {
    const until = epoch(new Date(startedAt)) + holdOff;
    await run.edge.ledger.endQuarantine(keyOf(run));
    await run.edge.ledger.quarantine(keyOf(run), action.id, until, `${by} rolled back ${action.id}`, 0);
  });
  if (!held.ok) return no(`The resource could not be held off from further fixes: ${held.error.message}`);
  const { calls, failure, steps: left } = await undo(run, steps);
  const reading = await verify(run, action.parameters, (found) => isAsBefore(found, action.before), true);
  const restored = failure === undefined && isAsBefore(reading, action.before);
  const settled = await attempt(run, 'settle action', async () =>
    run.edge.ledger.finish(action.id, {
      status: restored ? 'rolled-back' : action.status === 'applying' ? 'failed' : action.status,
      after: action.after ?? null,
      applied: left.map(({ id }) => id),
      endedAt: startedAt,
    }),
  );
  if (!settled.ok) run.edge.logger.error('Action not settled', { action: action.id, error: { ...settled.error } });
  const rest = left.map(({ id }) => id);
  return {
    status: restored ? 'rolled-back' : 'failed',
    reason: restored
      ? `${by} had action ${action.id} undone; the resource is as it was before.`
      : `Undoing action ${action.id} did not bring the resource back to what it was.`,
    rollsBack: action.id,
    calls,
    before: action.after ?? null,
    after: imageOf(reading) ?? null,
    restored,
    ...(rest.length === 0 ? {} : { left: rest }),
    ...(failure === undefined ? {} : { failure: { step: failure.step, error: failure.error } }),
  };
}

/** What is not as the action left it, for a person; undefined if nothing is. */
function difference(reading: Reading, { after = null, status }: ActionRecord, plan: Plan): string | undefined {
  if (!reading.read) return `it can't be read (${reading.error.message})`;
  const { assessment } = reading;
  const live: Json = imageOf(reading) ?? null;
  // What is seen to be as it was left may be taken back, whatever is thought of it by now.
  if (live !== null && canonical(live) === canonical(after)) return undefined;
  // What failed half-way is not what the plan was to make of it; only what it was left as can tell.
  if (status === 'remediated' && assessment.state !== plan.expect) {
    const why =
      assessment.state === 'wrong' || assessment.state === 'manual' ? assessment.why.join('; ') : assessment.why;
    return `expected ${plan.expect}, found ${assessment.state} (${why})`;
  }
  if (canonical(live) === canonical(after)) return undefined;
  return `left as ${canonical(after)}, found as ${canonical(live)}`;
}

function no(reason: string): Finding {
  return { status: 'refused', guard: 'rollback', reason };
}

function signalOf({ action: id, by, at }: RollbackRequest, { key, target }: ActionRecord): Signal {
  const { type, id: resourceId, arn } = target;
  return {
    id: shortDigest(['rollback', id, at], 32),
    source: 'person',
    at,
    event: id,
    account: key.account,
    region: key.region,
    resource: arn === undefined ? { type, id: resourceId } : { type, id: resourceId, arn },
    hints: { requested: 'person' },
    actor: { arn: by },
  };
}
