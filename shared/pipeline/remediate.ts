import type { Json } from '../json.ts';
import type { Release, Visitor } from '../ledger/ledger.ts';
import type { ErrorRecord, Outcome } from '../outcome.ts';
import { digest } from '../plan.ts';
import type { Assessment, Target } from '../remediation.ts';
import { approval } from './approval.ts';
import { assess } from './assess.ts';
import { carryOut, planFor } from './carry-out.ts';
import { open } from './claim.ts';
import type { Opening } from './claim.ts';
import { followUp } from './follow-up.ts';
import { excuse } from './guard.ts';
import type { Owner } from './owner.ts';
import { conclude } from './record.ts';
import type { Finding } from './record.ts';
import { modeOf } from './ruling.ts';
import type { Ruling } from './ruling.ts';
import type { Run } from './run.ts';
import { stopped } from './stopped.ts';

/**
 * The product's story: from a signal about a resource to a recorded outcome.
 *
 * The signal only says where to look. The resource is claimed and read; if it is wrong, the plan is
 * made, and every guard asked; only then is it written down, applied, and read again. Whoever comes
 * by meanwhile leaves a note, and the resource is looked at once more before the claim is let go.
 */
export async function remediate(run: Run): Promise<Outcome[]> {
  const { outcome, release } = await settle(run);
  return [outcome, ...(await lookAgain(run, outcome, release))];
}

/**
 * Looks again for those who came by while somebody was at work, each on the grounds of their own signal:
 * the holder's may be stale or an echo where theirs is not. Who would only find what another has just
 * settled is not looked for.
 */
export async function lookAgain(run: Run, first: Outcome, release: Release): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const answers = new Map(answered(first));
  let waiting = visitorsIn(release);
  for (let count = 1; ; count++) {
    const [next, ...others] = waiting;
    if (next === undefined) return outcomes;
    const { signal = run.signal, seenAt, ...target } = next;
    const looked = await settle({
      ...run,
      signal,
      target,
      again: { count, seenAt, answers: Object.fromEntries(answers) },
    });
    for (const [plan, reason] of answered(looked.outcome)) answers.set(plan, reason);
    const same = isSettled(looked.outcome) ? others.filter((other) => isSame(other, target)) : [];
    outcomes.push(await followVisitors(run, looked.outcome, [next, ...same]));
    waiting = [...others.filter((other) => !same.includes(other)), ...visitorsIn(looked.release)];
  }
}

function visitorsIn(release: Release): readonly Visitor[] {
  return release.state === 'look-again' ? release.targets : [];
}

/**
 * One look answers the signals of all who came by about the resource; the services that sent them are told. A signal
 * that has led here from another resource may have led to more, of which this look says nothing.
 */
async function followVisitors(run: Run, outcome: Outcome, visitors: readonly Visitor[]): Promise<Outcome> {
  let followed = outcome;
  for (const { signal } of visitors) {
    if (signal === undefined || signal.id === run.signal.id) continue;
    const { type, id } = signal.resource;
    if (type !== outcome.resource.type || id !== outcome.resource.id) continue;
    [followed = outcome] = await followUp(run, { signal, outcomes: [followed] });
  }
  return followed;
}

/** A person's no holds for whoever came by while they were thinking, as long as the plan is the same. */
function answered({ guard, planDigest, reason }: Outcome): [string, string][] {
  return guard === 'approval' && planDigest !== undefined ? [[planDigest, reason]] : [];
}

/** Whether the outcome would be the same for another signal about the resource. */
function isSettled({ status, guard }: Outcome): boolean {
  return status !== 'duplicate' && guard !== 'own-echo' && guard !== 'staleness';
}

function isSame({ signal: _, seenAt: __, ...a }: Visitor, b: Target): boolean {
  return digest(a) === digest(b);
}

async function settle(run: Run): Promise<{ outcome: Outcome; release: Release }> {
  const opened = await open(run);
  if (!opened.ok) {
    const reason = `The claim could not be taken, so nothing was read or written: ${opened.error.message}`;
    return conclude(run, undefined, { status: 'failed', reason, failure: { step: 'claim', error: opened.error } });
  }
  return conclude(run, opened.value, await find(run, opened.value));
}

async function find(run: Run, opening: Opening): Promise<Finding> {
  const { claim, ruling } = opening;
  if (ruling.ok && ruling.decision.mode === 'off') {
    return { status: 'ignored', reason: `Switched off by ${ruling.decision.modeEntry.path}.` };
  }
  if (!claim.granted) {
    return { status: 'duplicate', reason: `${claim.owner} is at work on this resource and will look at it again.` };
  }
  const writes = ruling.ok && (ruling.decision.mode === 'enforce' || ruling.decision.mode === 'approve');
  const reading = await assess(run, ruling.parameters, writes);
  if (!reading.read) return unreadable(reading.error);
  const { assessment } = reading;
  if (assessment.state !== 'wrong') return withoutPlan(assessment, run, ruling);

  const { before } = assessment;
  const planned = planFor(run, before, ruling.parameters);
  const found = { ...planned, why: [...assessment.why, ...ownedBy(reading.owner)], before };
  const stop = await stopped(run, opening, before, reading.owner);
  if (stop !== undefined) return { ...found, ...stop };
  const answer = modeOf(ruling) === 'approve' ? await approval(run, opening, planned, found.why) : { yes: opening };
  if ('no' in answer) return { ...found, ...answer.no };
  const people = answer.by === undefined ? {} : { answeredBy: answer.by };
  return { ...found, ...people, ...(await carryOut(run, answer.yes, planned, before)) };
}

function unreadable(error: ErrorRecord): Finding {
  const reason = `The resource could not be read: ${error.message}`;
  return { status: 'failed', reason, failure: { step: 'assess', error } };
}

/** Whoever describes the resource in code has to change the code, or the fault comes back. */
function ownedBy(owner: Owner | 'unknown' | undefined): string[] {
  if (owner === undefined || owner === 'unknown') return [];
  return [`${owner.tool} owns the resource: change ${owner.where} too, or it will come back`];
}

export function withoutPlan(
  assessment: Exclude<Assessment, { state: 'wrong' }>,
  { signal, edge }: Pick<Run, 'signal' | 'edge'>,
  ruling: Ruling,
): Finding {
  switch (assessment.state) {
    case 'compliant':
      return { status: 'compliant', reason: assessment.why, ...after(assessment.live) };
    case 'gone':
      return { status: 'gone', reason: assessment.why };
    case 'manual': {
      const excused = excuse({ signal, accounts: edge.accounts }, ruling);
      if (excused !== undefined) {
        return { status: excused.status, reason: excused.reason, guard: excused.guard, why: assessment.why };
      }
      const reason = 'Only a person can put this right; the steps are listed.';
      return { status: 'reported', reason, why: assessment.why, todo: assessment.steps, ...after(assessment.live) };
    }
    case 'busy': {
      const error = { name: 'StillBusy', message: assessment.why };
      const reason = `The resource kept changing for two hours: ${assessment.why}`;
      return { status: 'failed', reason, failure: { step: 'assess', error } };
    }
  }
}

function after(live: Json | undefined): { after?: Json } {
  return live === undefined ? {} : { after: live };
}
