import type { Json, JsonObject } from '../json.ts';
import { toJson } from '../json.ts';
import { redact } from '../evidence/redact.ts';
import { modes } from '../outcome.ts';
import { planDigest, undoOf } from '../plan.ts';
import type { Plan, Step } from '../plan.ts';
import { apply, changedMeanwhile, undo } from './apply.ts';
import type { Applied } from './apply.ts';
import { imageOf, isAsBefore, shows, verify } from './assess.ts';
import type { Reading } from './assess.ts';
import type { Opening } from './claim.ts';
import { ask, epoch } from './condition.ts';
import type { Finding } from './record.ts';
import { modeOf, rule } from './ruling.ts';
import type { Ruling } from './ruling.ts';
import { attempt, keyOf, resourceOf, scopeOf } from './run.ts';
import type { Attempt, Run } from './run.ts';

export interface Planned {
  readonly plan: Plan;
  readonly planDigest: string;
}

/** The plan for what was found. Pure, so a replay after a crash makes the same one. */
export function planFor(run: Run, before: Json, parameters: JsonObject): Planned {
  const plan = run.remediation.plan(before, parameters, run.target, scopeOf(run));
  return { plan, planDigest: planDigest(plan) };
}

/** Writes the action down, applies it, reads the resource again, and takes it back if it did not help. */
export async function carryOut(run: Run, opening: Opening, planned: Planned, before: Json): Promise<Finding> {
  const { plan } = planned;
  const begun = await begin(run, opening, planned, before);
  if (begun.ok && begun.value !== null) return begun.value;
  if (!begun.ok) {
    const reason = `The action could not be written down, so nothing was changed: ${begun.error.message}`;
    // The record may have got through where the announcement did not: with calls, none of them made, it is closed.
    return { status: 'failed', reason, calls: [], failure: { step: 'begin', error: begun.error } };
  }
  const { parameters } = opening.ruling;
  const applied = await apply(run, plan);
  // Nothing can have changed if the first call was refused outright: there is nothing to read.
  const untouched = applied.failure !== undefined && applied.steps.length === 0 && isNo(applied.failure.kind);
  if (untouched) return notApplied(applied, plan);
  const reading = await verify(run, parameters, (found) => shows(found, plan), applied.failure === undefined);
  if (shows(reading, plan) && (await isThrough(run, applied, plan))) return verified(applied, reading, plan);
  return takeBack(run, parameters, plan, applied, reading, before);
}

/**
 * Asks the policy once more, takes a place within the limits and writes the action down.
 *
 * @returns null: it may begin. Otherwise what the run ends in
 */
async function begin(
  run: Run,
  opening: Opening,
  { plan, planDigest: digest }: Planned,
  before: Json,
): Promise<Attempt<Finding | null>> {
  const { id, startedAt, ruling } = opening;
  return attempt(run, 'begin', async () => {
    const changed = await noLonger(run, ruling);
    if (changed !== undefined) return changed;
    const full = await reserve(run, opening);
    if (full !== undefined) return { status: 'refused', guard: 'rate-limit', reason: full, calls: [] };
    await run.edge.ledger.begin(
      {
        id,
        execution: run.execution,
        key: keyOf(run),
        target: run.target,
        status: 'applying',
        plan: toJson(plan) as JsonObject,
        planDigest: digest,
        before,
        parameters: ruling.parameters,
        startedAt,
      },
      epoch(new Date(startedAt)),
    );
    const detail = { id, remediation: run.remediation.id, resource: resourceOf(run), plan: toJson(plan), startedAt };
    await run.edge.bus.publish({ type: 'Remediation Started', detail: redact(detail) as JsonObject });
    return null;
  });
}

/** Hours may have passed since the policy was asked, while the resource was changing: the switch may be thrown by now. */
async function noLonger(run: Run, ruling: Ruling): Promise<Finding | undefined> {
  const now = await rule(run, run.edge.clock.now());
  if (modes.indexOf(modeOf(now)) < modes.indexOf(modeOf(ruling))) {
    const reason = `The policy has changed meanwhile; the mode is ${modeOf(now)}.`;
    const gate = now.ok && now.killed !== undefined ? 'kill-switch' : 'mode';
    // With calls, none of them made: an earlier try that was cut off may have written the action down.
    return { status: 'refused', guard: gate, reason, calls: [] };
  }
  return undefined;
}

async function reserve(run: Run, { id, ruling }: Opening): Promise<string | undefined> {
  if (!ruling.ok) return 'The policy could not be used.';
  const { ledger, clock } = run.edge;
  const { maxResources, maxResourcesPercent } = ruling.decision.limits;
  const share = maxResourcesPercent === undefined ? {} : await shareOf(run, maxResourcesPercent);
  return ledger.reserve(keyOf(run), id, { maxResources, ...share }, epoch(clock.now()));
}

/** A share of the candidates that the last sweep counted: at least one, or small fleets would never be served. */
async function shareOf(run: Run, percent: number): Promise<{ maxOfRemediation?: number }> {
  const candidates = await run.edge.ledger.population(keyOf(run));
  if (candidates === undefined) return {};
  return { maxOfRemediation: Math.max(1, Math.floor((candidates * percent) / 100)) };
}

function isNo(kind: string): boolean {
  return kind === 'denied' || kind === 'throttled' || kind === 'refused' || kind === 'gone';
}

/**
 * Whether all steps were applied, the last one perhaps without a clear answer. A resource that is right may still
 * lack a step: what was stopped to be changed has to be started again. So the last step's own condition is asked.
 */
async function isThrough(run: Run, { failure }: Applied, { steps }: Plan): Promise<boolean> {
  const last = steps.at(-1);
  if (failure === undefined || last === undefined) return true;
  if (failure.kind !== 'uncertain' || failure.step !== last.id) return false;
  const { done } = last;
  if (done === undefined) return true;
  const asked = await attempt(run, `ask for ${last.id}`, () => ask(run, done));
  return asked.ok && asked.value.state === 'met';
}

function verified(applied: Applied, reading: Reading, plan: Plan): Finding {
  const live = imageOf(reading);
  const late =
    applied.failure === undefined ? '' : ` Step ${applied.failure.step} gave no clear answer, but took effect.`;
  const last = plan.steps.at(-1)?.title ?? 'Nothing to do';
  return {
    status: 'remediated',
    reason: `${last}; read again and found right.${late}`,
    calls: applied.calls,
    ...(live === undefined ? {} : { after: live }),
  };
}

function notApplied({ calls, failure }: Applied, plan: Plan): Finding {
  const title = plan.steps.find(({ id }) => id === failure?.step)?.title ?? failure?.step;
  const reason = `${title}: ${failure?.error.name}: ${failure?.error.message}. Nothing was changed.`;
  return { status: 'failed', reason, calls, restored: true, ...failed(failure) };
}

/** Undoes what was applied, reads again, and says whether the resource is as it was. */
async function takeBack(
  run: Run,
  parameters: JsonObject,
  plan: Plan,
  applied: Applied,
  reading: Reading,
  before: Json,
): Promise<Finding> {
  const steps = toUndo(plan, applied, isAsBefore(reading, before));
  const undone = await undo(run, steps);
  const restored = await verify(run, parameters, (found) => isAsBefore(found, before), true);
  // Where somebody else has changed the resource, their change stays: taking back our own is all there is to do.
  const others = applied.failure?.error.name === changedMeanwhile;
  const asBefore = undone.failure === undefined && (others || isAsBefore(restored, before));
  const irreversible = steps.filter((step) => undoOf(step).length === 0).map(({ id }) => id);
  if (isGone(restored) && undone.failure === undefined) return vanished(applied, undone, irreversible);
  const left = [...irreversible, ...undone.steps.map(({ id }) => id)];
  const cause =
    applied.failure === undefined
      ? `All steps were applied, but the resource was then found ${describe(reading)}`
      : `Step ${applied.failure.step} failed: ${applied.failure.error.message}`;
  const end = asBefore
    ? `What had been done was undone, and the resource is as ${others ? 'they left it' : 'it was before'}.`
    : `It could not be brought back to what it was${left.length === 0 ? '' : `; left: ${left.join(', ')}`}.`;
  return {
    // A step that failed is a failure even where all is as before: somebody has to look at the cause.
    status: applied.failure === undefined && asBefore ? 'rolled-back' : 'failed',
    reason: `${cause}. ${end}`,
    calls: [...applied.calls, ...undone.calls],
    // What it was left as: a rollback is refused if somebody has changed it since.
    after: imageOf(restored) ?? null,
    restored: asBefore,
    ...(left.length === 0 ? {} : { left }),
    ...failed(applied.failure ?? undone.failure),
  };
}

function isGone(reading: Reading): boolean {
  return reading.read && reading.assessment.state === 'gone';
}

/** Somebody deleted the resource meanwhile: what the plan had made around it has been taken away again. */
function vanished(applied: Applied, undone: Applied, left: readonly string[]): Finding {
  const rest = left.length === 0 ? 'nothing of the plan is left' : `what can't be taken back: ${left.join(', ')}`;
  return {
    status: 'gone',
    reason: `The resource was deleted while it was being put right; ${rest}.`,
    calls: [...applied.calls, ...undone.calls],
    ...(left.length === 0 ? {} : { left }),
    ...failed(applied.failure),
  };
}

/** A step that was refused after others went through may be left out; one without a clear answer may not. */
function toUndo(plan: Plan, applied: Applied, asBefore: boolean): Step[] {
  const { failure, steps } = applied;
  if (asBefore && steps.length === 0) return [];
  const mayBe = failure?.kind === 'refused' && failure.error.name !== changedMeanwhile;
  return plan.steps.filter((step) => steps.includes(step) || (mayBe && step.id === failure.step));
}

function failed(failure: Applied['failure']): Pick<Finding, 'failure'> {
  return failure === undefined ? {} : { failure: { step: failure.step, error: failure.error } };
}

function describe(reading: Reading): string {
  if (!reading.read) return `unreadable (${reading.error.message})`;
  return reading.assessment.state === 'wrong'
    ? `wrong (${reading.assessment.why.join('; ')})`
    : reading.assessment.state;
}
