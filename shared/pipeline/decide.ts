import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { ApprovalRecord, Ledger } from '../ledger/ledger.ts';
import { codeDigest } from './approval.ts';
import { samePrincipal } from './principal.ts';

/** Whom IAM has recognised, by ARN; or whoever holds the code that came by the other channel. */
export type Approver = { readonly arn: string } | { readonly code: string };

/** A person's answer to an approval request. All of it is untrusted. */
export interface PersonsAnswer {
  readonly id: string;
  readonly decision: 'approve' | 'reject';
  /** Digest of the plan that the person has seen; the answer holds for no other. */
  readonly planDigest: string;
  readonly approver: Approver;
}

/**
 * - `unknown` there is no such request
 * - `own-change` whoever made the change may not approve that it stays or goes
 * - `code-missing` what was given can't be a code; it counts as no try
 * - `code-wrong`, `locked` a wrong code; too many of them
 * - `other-plan` the request is about another plan
 * - `decided` somebody has answered already, or this person otherwise
 * - `expired` no answer came in time, which means no
 */
export type RefusalCode =
  | 'unknown'
  | 'own-change'
  | 'code-missing'
  | 'code-wrong'
  | 'locked'
  | 'other-plan'
  | 'decided'
  | 'expired';

export type Decided =
  /** `repeated`: the same person had given the same answer before. */
  | { readonly ok: true; readonly approval: ApprovalRecord; readonly repeated: boolean }
  | { readonly ok: false; readonly code: RefusalCode; readonly reason: string };

export interface DecideEdge {
  readonly ledger: Pick<Ledger, 'approval' | 'decide' | 'missApproval'>;
  readonly clock: Clock;
  /** Wakes the execution that waits; `closed`: it has been woken, or has stopped waiting. May be repeated. */
  readonly complete: (callbackId: string) => Promise<'woken' | 'closed'>;
}

/** Who is on record where a code was the only proof. */
export const byCode = 'approval page, code';
/** Wrong codes until a request can only be answered by IAM identity. */
export const mostMisses = 5;

/**
 * Decides a pending request: once, in time, for the plan that was seen, by somebody who may. The ledger is
 * written first and the execution woken after, so that a crash in between leaves an answer that the same
 * person can simply give again.
 *
 * @throws whatever ledger and `complete` throw; nothing is lost by calling again
 */
export async function decide(answer: PersonsAnswer, edge: DecideEdge): Promise<Decided> {
  const { id, planDigest, approver } = answer;
  const asked = await edge.ledger.approval(id);
  if (asked === undefined) return refuse('unknown', 'There is no such request.');
  const barred = 'code' in approver ? await tryCode(asked, approver.code, edge) : ownChange(asked, approver.arn);
  if (barred !== undefined) return barred;
  if (!sameText(asked.planDigest, planDigest)) {
    return refuse('other-plan', `The request is about plan ${asked.planDigest}; look at it before answering.`);
  }
  const by = 'code' in approver ? byCode : approver.arn;
  const status = answer.decision === 'approve' ? 'approved' : 'rejected';
  const now = Math.floor(edge.clock.now().getTime() / 1000);
  const decided = await edge.ledger.decide(id, { status, by, planDigest }, now);
  const approval = decided ?? (await edge.ledger.approval(id)) ?? asked;
  if (decided === undefined && (approval.status !== status || approval.decidedBy !== by)) return tooLate(approval);
  const woken = await edge.complete(approval.callbackId);
  if (decided !== undefined && woken === 'closed') {
    return refuse('expired', 'Nobody waits for this answer any more, which means no. Nothing was done.');
  }
  return { ok: true, approval, repeated: decided === undefined };
}

/** The author of a change may neither wave through nor turn down what is done about it. */
function ownChange({ author }: ApprovalRecord, arn: string): Decided | undefined {
  if (author === undefined || !samePrincipal(author, arn)) return undefined;
  return refuse('own-change', `${author} made the change that is to be undone, so somebody else has to answer.`);
}

/** What a code looks like; whatever else comes in was put there by something that fills in forms. */
const CODE = /^[0-9a-z]{8,32}$/;

/**
 * Counts the try before it looks at the code: of many tries at the same time none gets by uncounted. The
 * right code is a try as well, which does no harm, as it is the last one that is needed.
 */
async function tryCode(asked: ApprovalRecord, given: string, { ledger }: DecideEdge): Promise<Decided | undefined> {
  const code = given.toLowerCase().replaceAll(/[\s-]/g, '');
  if (!CODE.test(code)) return refuse('code-missing', 'The code that came with the request is needed.');
  // Once it is answered the code is worth nothing, and a second click is no try.
  const tries = asked.status === 'pending' ? await ledger.missApproval(asked.id) : 0;
  if (tries > mostMisses) {
    return refuse('locked', 'Too many wrong codes were given. Answer with: redress approve, or redress reject.');
  }
  if (sameText(asked.codeDigest, codeDigest(asked.id, code))) return undefined;
  return refuse('code-wrong', `This is not the code. Tries left: ${mostMisses - tries}.`);
}

function tooLate({ status, decidedBy }: ApprovalRecord): Decided {
  if (status === 'pending') return refuse('expired', 'Nobody answered in time, which means no.');
  return refuse('decided', `It has been ${status} already, by ${decidedBy ?? 'somebody'}.`);
}

function refuse(code: RefusalCode, reason: string): Decided {
  return { ok: false, code, reason };
}

/** In a time that tells nothing of where two texts differ. */
function sameText(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
