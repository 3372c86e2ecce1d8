import { join } from 'node:path';
import { redact } from '../../shared/evidence/redact.ts';
import { at, toJson } from '../../shared/json.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { undoOf } from '../../shared/plan.ts';
import type { Plan } from '../../shared/plan.ts';
import { readEvents } from '../input.ts';
import { isOutcome } from '../print/outcome.ts';
import { proposalLines, planSummary } from '../print/proposal.ts';
import type { Proposal } from '../print/proposal.ts';
import { paintFor, safe } from '../print/style.ts';
import { replay } from '../replay.ts';
import { projectRoot } from '../root.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { iamAction } from '../stack/iam.ts';
import { openStage } from '../stage.ts';
import type { Stage } from '../stage.ts';
import { format, isSet, stageOptions, toStageOptions, widthOf } from './options.ts';

const help = `Sends events through the handlers, as redress replay does, but writes nothing: shows what would be done, by
which API calls, how each is undone, what a workload notices, which permissions it takes, and what the
policy says to it.

  [files, folders or -]  events as EventBridge delivers them; without any, the samples in events/

  --policy FILE          policy file; the local account's own by default, the one in policy.yml for AWS
  --account FILE         what the local account holds, as JSON
  --fresh                start each event with the account as it was at the beginning
  --endpoint URL         use an AWS emulator instead of the local account
  --profile NAME         use an AWS account
  --evidence FOLDER      where evidence documents go; .redress/evidence by default
  --format FORMAT        table (default) or json
  --exit-code            exit with 3 when something would be done`;

const { mode: _, ...withoutMode } = stageOptions;

export const planCommand: Command = {
  summary: 'Shows what would be done about events, without doing it.',
  usage: '[files, folders or -] [options]',
  help,
  options: {
    ...withoutMode,
    fresh: { type: 'boolean' },
    format: { type: 'string' },
    'exit-code': { type: 'boolean' },
  },
  run: runPlan,
};

async function runPlan(given: Arguments, streams: Streams): Promise<ExitCode> {
  const { stdout, stderr } = streams;
  const wanted = format(given);
  const stage = await openStage({ ...toStageOptions(given), mode: 'report' });
  const paths = given.positionals.length === 0 ? [join(projectRoot, 'events')] : given.positionals;
  const proposals: Proposal[] = [];
  let events = 0;
  let problems = 0;
  for await (const item of readEvents(paths, () => streams.stdin)) {
    if ('problem' in item) {
      stderr.write(`${safe(item.file)}: ${safe(item.problem, 500)}\n`);
      problems += 1;
      continue;
    }
    events += 1;
    const { outcomes, rejected } = await replay(item.event, item.file, await stage.next(item.event));
    if (rejected !== undefined) stderr.write(`${safe(item.file)}: rejected: ${safe(rejected, 500)}\n`);
    for (const outcome of outcomes) {
      if (!isOutcome(outcome) || outcome.status === 'compliant' || outcome.status === 'gone') continue;
      const proposal = proposalOf(outcome, item.file, stage);
      proposals.push(proposal);
      if (wanted === 'table') {
        stdout.write(`${proposalLines(proposal, paintFor(stdout), widthOf(streams)).join('\n')}\n`);
      }
    }
  }
  stdout.write(
    wanted === 'json' ? `${JSON.stringify({ events, plans: proposals })}\n` : planSummary(proposals, events),
  );
  if (problems > 0) return 1;
  return isSet(given, 'exit-code') && proposals.length > 0 ? 3 : 0;
}

function proposalOf(outcome: Outcome, file: string, stage: Stage): Proposal {
  const { id, remediation, resource, account, region, status, reason, why, todo, plan, planDigest, before } = outcome;
  const author = stage.remediators
    .flatMap(({ remediations }) => remediations)
    .find((candidate) => candidate.id === remediation);
  if (author === undefined) throw new TypeError(`an outcome names ${remediation}, which is nobody's`);
  const subject = { remediation, account, region, resource };
  const decision = stage.policy.decide(subject, new Date(outcome.startedAt));
  return {
    file,
    id,
    remediation,
    resource,
    account,
    region,
    // The mode is this command's own, so that its guard's no is no news.
    ...(status === 'reported' ? {} : { refused: { status, reason } }),
    severity: author.severity,
    impact: plan?.impact ?? author.impact,
    reversible: plan === undefined ? author.reversible : plan.steps.every(({ final }) => final === undefined),
    policy: decision,
    ...(why === undefined ? {} : { why }),
    ...(todo === undefined ? {} : { todo }),
    ...(before === undefined ? {} : { before: redact(before) }),
    ...(plan === undefined ? {} : { plan: redact(toJson(plan)) as unknown as Plan, permissions: permissionsOf(plan) }),
    ...(planDigest === undefined ? {} : { planDigest }),
  };
}

/** IAM actions that carrying out a plan takes, its reads while waiting and its undo included. */
export function permissionsOf({ steps }: Plan): readonly string[] {
  const actions = steps.flatMap((step) => [step, ...undoOf(step)]);
  const calls = actions.flatMap(({ call, ready, done, until }) => [call, ready?.call, done?.call, until?.call]);
  return [
    ...new Set(
      calls.flatMap((call) => {
        if (call === undefined) return [];
        const tags = at(call.input, 'Tags');
        const tagging = call.service === 'SageMaker' && Array.isArray(tags) && tags.length > 0;
        return [iamAction(call.service, call.operation), ...(tagging ? [iamAction(call.service, 'AddTags')] : [])];
      }),
    ),
  ].toSorted();
}
