import type { Json } from '../json.ts';
import type { Release } from '../ledger/ledger.ts';
import type { ErrorRecord, Outcome } from '../outcome.ts';
import type { Assessment } from '../remediation.ts';
import { approval } from './approval.ts';
import { assess } from './assess.ts';
import { carryOut, planFor } from './carry-out.ts';
import { open } from './claim.ts';
import type { Opening } from './claim.ts';
import type { Owner } from './owner.ts';
import { conclude } from './record.ts';
import type { Finding } from './record.ts';
import { modeOf } from './ruling.ts';
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
  const outcomes: Outcome[] = [];
  let targets = [run.target];
  while (targets.length > 0) {
    const next: typeof targets = [];
    for (const target of targets) {
      const { outcome, release } = await settle({ ...run, target });
      outcomes.push(outcome);
      if (release.state === 'look-again') next.push(...release.targets);
    }
    targets = next;
  }
  return outcomes;
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
  if (assessment.state !== 'wrong') return withoutPlan(assessment);

  const { before } = assessment;
  const planned = planFor(run, before, ruling.parameters);
  const found = { ...planned, why: [...assessment.why, ...ownedBy(reading.owner)], before };
  const stop = await stopped(run, opening, before, reading.owner);
  if (stop !== undefined) return { ...found, ...stop };
  const no = modeOf(ruling) === 'approve' ? await approval(run, opening, planned, found.why) : undefined;
  if (no !== undefined) return { ...found, ...no };
  return { ...found, ...(await carryOut(run, opening, planned, before)) };
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

export function withoutPlan(assessment: Exclude<Assessment, { state: 'wrong' }>): Finding {
  switch (assessment.state) {
    case 'compliant':
      return { status: 'compliant', reason: assessment.why, ...after(assessment.live) };
    case 'gone':
      return { status: 'gone', reason: assessment.why };
    case 'manual': {
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
