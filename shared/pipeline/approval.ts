import { createHash } from 'node:crypto';
import { CallbackTimeoutError } from '@aws/durable-execution-sdk-js';
import { errorRecord } from '../aws/failure.ts';
import { redact } from '../evidence/redact.ts';
import type { JsonObject } from '../json.ts';
import { toJson } from '../json.ts';
import { assess } from './assess.ts';
import type { Planned } from './carry-out.ts';
import { planFor } from './carry-out.ts';
import { open } from './claim.ts';
import type { Opening } from './claim.ts';
import { epoch, lease } from './condition.ts';
import type { Finding } from './record.ts';
import { modeOf } from './ruling.ts';
import { attempt, keyOf, resourceOf } from './run.ts';
import type { Run } from './run.ts';
import { stopped } from './stopped.ts';

/** A yes, with what the policy and the ledger say now; or what the run ends in. */
export type Answer = { readonly yes: Opening; readonly by?: string } | { readonly no: Finding };

/**
 * Asks a person, and waits for the answer as long as the policy says. Silence means no. After a yes the
 * world is read and the guards are asked again: the yes was given to one plan, and holds for no other.
 */
export async function approval(run: Run, opening: Opening, planned: Planned, why: readonly string[]): Promise<Answer> {
  const { ruling, id } = opening;
  const earlier = run.again?.answers[planned.planDigest];
  if (earlier !== undefined) return no(`This plan has just been answered: ${earlier}`);
  const seconds = ruling.ok ? ruling.decision.approvalExpiry : 0;
  try {
    await run.durable.waitForCallback('approval', async (callbackId) => ask(run, opening, planned, why, callbackId), {
      timeout: { seconds },
    });
  } catch (error) {
    if (error instanceof CallbackTimeoutError) return no(`Nobody answered within ${seconds} s, which means no.`);
    const record = errorRecord((error as Error).cause ?? error);
    const reason = `Approval could not be asked for: ${record.message}`;
    return { no: { status: 'failed', reason, failure: { step: 'approval', error: record } } };
  }
  // The callback says that there is an answer; which one, only the ledger knows.
  const answered = await attempt(run, 'read the answer', async () => {
    const record = await run.edge.ledger.approval(id);
    return { status: record?.status ?? 'pending', by: record?.decidedBy ?? 'nobody', digest: record?.planDigest ?? '' };
  });
  if (!answered.ok) return no(`The answer could not be read: ${answered.error.message}`);
  const { status, by, digest } = answered.value;
  if (status === 'rejected') return no(`${by} said no.`, by);
  if (status !== 'approved') return no('There was no valid answer.');
  if (digest !== planned.planDigest) return no('The answer was given to another plan.', by);
  const looked = await lookAgain(run, opening, planned);
  return 'yes' in looked ? { ...looked, by } : { no: { ...looked.no, answeredBy: by } };
}

async function ask(
  run: Run,
  opening: Opening,
  { plan, planDigest }: Planned,
  why: readonly string[],
  callbackId: string,
): Promise<void> {
  const { edge, remediation, signal, target } = run;
  const now = epoch(edge.clock.now());
  const expiry = opening.ruling.ok ? opening.ruling.decision.approvalExpiry : 0;
  const code = edge.newCode();
  const shown = redact(toJson(plan)) as JsonObject;
  const expiresAt = now + expiry;
  // Whoever comes by while somebody is thinking leaves a note, instead of asking a second time.
  await edge.ledger.extend(keyOf(run), run.execution, now, expiry + lease);
  await edge.ledger.requestApproval({
    id: opening.id,
    callbackId,
    remediation: remediation.id,
    resource: resourceOf(run) as unknown as typeof target,
    account: signal.account,
    region: signal.region,
    why,
    plan: shown,
    planDigest,
    ...(signal.actor === undefined ? {} : { author: signal.actor.roleArn ?? signal.actor.arn }),
    codeDigest: codeDigest(opening.id, code),
    misses: 0,
    expiresAt,
    status: 'pending',
  });
  const expires = new Date(expiresAt * 1000).toISOString();
  const { id } = opening;
  await edge.bus.publish({
    type: 'Approval Requested',
    detail: { id, remediation: remediation.id, resource: resourceOf(run), why, plan: shown, planDigest, expires },
  });
  await edge.notices.send({
    subject: `Redress asks: ${remediation.title}, ${target.id}`,
    text: [
      ...why,
      '',
      ...plan.steps.map((step) => `- ${step.title}`),
      '',
      `Approve: redress approve ${id}`,
      `Reject:  redress reject ${id}`,
      `Code for the approval page: ${code}`,
      `Plan:    ${planDigest}`,
      `Until:   ${expires}; no answer means no.`,
    ].join('\n'),
  });
}

/** The code alone would be easy to try out; with the id in front, no table made beforehand fits. */
export function codeDigest(id: string, code: string): string {
  return createHash('sha256').update(`${id}\n${code}`).digest('hex');
}

async function lookAgain(run: Run, first: Opening, planned: Planned): Promise<Answer> {
  const opened = await open(run);
  if (!opened.ok) return no(`The claim could not be taken again: ${opened.error.message}`);
  const { claim, ruling } = opened.value;
  if (modeOf(ruling) !== 'approve' && modeOf(ruling) !== 'enforce') {
    return no(`The policy has changed meanwhile; the mode is ${modeOf(ruling)}.`);
  }
  if (!claim.granted) return no(`${claim.owner} has taken over the resource meanwhile.`);
  const reading = await assess(run, ruling.parameters, true);
  if (!reading.read) return no(`The resource could not be read again: ${reading.error.message}`);
  const { assessment } = reading;
  if (assessment.state !== 'wrong') {
    return assessment.state === 'compliant' || assessment.state === 'gone'
      ? { no: { status: assessment.state, reason: `Put right by somebody else meanwhile: ${assessment.why}` } }
      : no(`The resource has changed meanwhile; it is ${assessment.state}.`);
  }
  const again = planFor(run, assessment.before, ruling.parameters);
  if (again.planDigest !== planned.planDigest) {
    return no('The resource has changed since it was asked for; the yes was given to another plan.');
  }
  const now: Opening = { ...opened.value, id: first.id, seenAt: first.seenAt };
  const stop = await stopped(run, now, assessment.before, reading.owner);
  return stop === undefined ? { yes: now } : { no: stop };
}

function no(reason: string, by?: string): Answer {
  return { no: { status: 'refused', guard: 'approval', reason, ...(by === undefined ? {} : { answeredBy: by }) } };
}
