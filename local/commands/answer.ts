import type { ApprovalRecord } from '../../shared/ledger/ledger.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { decide } from '../../shared/pipeline/decide.ts';
import type { Decided, PersonsAnswer } from '../../shared/pipeline/decide.ts';
import { answeredLines } from '../print/answered.ts';
import type { Answered } from '../print/answered.ts';
import { paintFor, safe } from '../print/style.ts';
import { outcomesOf } from '../replay.ts';
import type { ReplayOutcome } from '../replay.ts';
import { CommandError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import type { Scene } from '../stage.ts';
import { awaitingAnywhere } from '../state/awaiting.ts';
import { answerAtUrl } from './answer-url.ts';
import { format, oneArgument, text, widthOf, worldOptions } from './options.ts';
import { actor, continueScene } from './scene.ts';

type Decision = PersonsAnswer['decision'];

const help = (
  decision: Decision,
): string => `Answers a request for approval by its id, which the request tells, and so does redress replay --mode approve.

  ID                     the request
  --plan DIGEST          only if the request is about this plan; without it, whichever plan it is about
  --as ARN               who answers; whoever made the change that is to be undone may not

Requests of a replay on this machine:
  --state FILE           what the replay has left; .redress/state.json by default
  --policy FILE          another policy file than the replay's
  --endpoint, --profile  as they were for the replay
  --evidence FOLDER      where evidence documents go; .redress/evidence by default

Requests of a deployment:
  --url URL              the approvals function's URL, an output of the stack
  --profile NAME         credentials that may call it; the answer is recorded under their identity

  --format FORMAT        table (default) or json

${decision === 'approve' ? 'The resource is read again before anything is done; if its plan would be another one by now, nothing is.' : 'Nothing is done about the resource then.'}`;

/** `redress approve` and `redress reject` differ by one word. */
export function answerCommand(decision: Decision): Command {
  return {
    summary: decision === 'approve' ? 'Approves a plan that waits for a person.' : 'Rejects a plan that waits.',
    usage: 'ID [options]',
    help: help(decision),
    options: {
      ...worldOptions,
      plan: { type: 'string' },
      as: { type: 'string' },
      url: { type: 'string' },
      format: { type: 'string' },
    },
    run: async (given, streams): Promise<ExitCode> => {
      const id = oneArgument(given, 'the ID of a request');
      const wanted = format(given);
      const atUrl = text(given, 'url') !== undefined;
      const answered = atUrl ? await answerAtUrl(id, decision, given) : await answerHere(id, decision, given, streams);
      print(answered, wanted, streams);
      return 0;
    },
  };
}

async function answerHere(id: string, decision: Decision, given: Arguments, streams: Streams): Promise<Answered> {
  const { stage, scene, keep } = await continueScene(given, streams, { needed: true });
  const { ledger, backend } = scene.world;
  const request = await ledger.approval(id);
  if (request === undefined) throw new CommandError(await unknown(id, scene));
  const execution = backend.pendingCallbacks().find(({ callbackId }) => callbackId === request.callbackId)?.execution;
  const by = actor(given, streams, stage);
  const planDigest = text(given, 'plan') ?? request.planDigest;
  const decided = await decide(
    { id, decision, planDigest, approver: { arn: by } },
    { ledger, clock: scene.clock, complete: (callbackId) => complete(callbackId, scene) },
  );
  if (!decided.ok) throw new CommandError(refusal(decided));
  await backend.runUntilIdle({ expire: false });
  const all = execution === undefined ? [] : await outcomesOf(execution, scene);
  await keep();
  return { ...about(decided.approval, decided.repeated), outcomes: all.filter((one) => isOf(one, id)) };
}

function about({ id, status, decidedBy, planDigest }: ApprovalRecord, repeated: boolean): Answered {
  const decision = status === 'rejected' ? 'rejected' : 'approved';
  return { id, decision, by: decidedBy ?? '', planDigest, repeated };
}

/** One execution may be about several resources; the others' outcomes are not the answer's doing. */
function isOf(outcome: ReplayOutcome, id: string): boolean {
  return !('id' in outcome) || (outcome satisfies Outcome).id === id;
}

async function complete(callbackId: string, { world }: Scene): Promise<'woken' | 'closed'> {
  try {
    await world.backend.sendCallbackSuccess(callbackId);
    return 'woken';
  } catch (error) {
    // A state holds nothing of an execution that has ended, so that its callback is not known either.
    const closed = ['CallbackTimeoutException', 'ResourceNotFoundException'].includes((error as Error).name);
    if (!closed) throw error;
    return 'closed';
  }
}

export function refusal({ code, reason }: Decided & { ok: false }): string {
  return `the answer was not taken (${code}). ${safe(reason, 500)}`;
}

async function unknown(id: string, { world }: Scene): Promise<string> {
  const waiting = await awaitingAnywhere(world);
  const list = waiting.map(
    ({ approval }) => `\n  ${approval.id}  ${approval.remediation}  ${safe(approval.resource.id)}`,
  );
  const hint = list.length === 0 ? ' Nothing waits for an answer.' : ` Waiting are:${list.join('')}`;
  return `there is no request ${JSON.stringify(safe(id, 80))}.${hint}`;
}

function print(answered: Answered, wanted: 'table' | 'json', streams: Streams): void {
  const { stdout } = streams;
  stdout.write(
    wanted === 'json'
      ? `${JSON.stringify(answered)}\n`
      : `${answeredLines(answered, paintFor(stdout), widthOf(streams)).join('\n')}\n`,
  );
}
