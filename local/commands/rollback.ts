import type { RollbackRequest } from '../../shared/edge.ts';
import { outcomeLines } from '../print/outcome.ts';
import { paintFor, safe } from '../print/style.ts';
import { outcomesOf } from '../replay.ts';
import type { ReplayOutcome } from '../replay.ts';
import { CommandError, UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { format, isSet, oneArgument, text, widthOf, worldOptions } from './options.ts';
import { rollbackInLambda, rollbackName } from './rollback-lambda.ts';
import { actor, continueScene } from './scene.ts';

const help = `Runs the undo that was recorded with an action, in reverse order. The resource is read first: if it has
changed since, nothing is undone, and the difference is shown. It is left alone for a week afterwards.

  ACTION                 the id of the action, as outcomes, events and evidence tell it
  --force                even if the resource has changed since
  --as ARN               who asks for it

Actions of a replay on this machine:
  --state FILE           what the replay has left; .redress/state.json by default
  --policy FILE          another policy file than the replay's
  --endpoint, --profile  as they were for the replay
  --evidence FOLDER      where evidence documents go; .redress/evidence by default

Actions of a deployment:
  --function ARN         the remediator that has carried it out, as an ARN that ends in a version or alias
  --profile NAME         credentials that may invoke it; the rollback is recorded under their identity

  --format FORMAT        table (default) or json
  --exit-code            exit with 3 unless the resource is as it was before`;

export const rollbackCommand: Command = {
  summary: 'Undoes an action.',
  usage: 'ACTION [options]',
  help,
  options: {
    ...worldOptions,
    force: { type: 'boolean' },
    as: { type: 'string' },
    function: { type: 'string' },
    format: { type: 'string' },
    'exit-code': { type: 'boolean' },
  },
  run: runRollback,
};

/** As the pipeline writes them; whatever else is no action's id. */
const ACTION = /^\d{8}T\d{6}-[0-9a-f]{10}$/;

async function runRollback(given: Arguments, streams: Streams): Promise<ExitCode> {
  const action = oneArgument(given, 'the ID of an action');
  if (!ACTION.test(action)) {
    throw new UsageError(`${JSON.stringify(safe(action, 80))} is no action's id, such as 20261121T101500-3f9a2b7c1d`);
  }
  const wanted = format(given);
  const where = text(given, 'function');
  if (where !== undefined) return startInLambda(action, where, given, streams);
  const outcomes = await rollBackHere(action, given, streams);
  if (wanted === 'json') {
    streams.stdout.write(`${JSON.stringify({ action, outcomes })}\n`);
  } else {
    const paint = paintFor(streams.stdout);
    const lines = outcomes.flatMap((outcome) => outcomeLines(outcome, paint, widthOf(streams)));
    streams.stdout.write(`${[paint('bold', action), ...lines].join('\n')}\n`);
  }
  const done = outcomes.some((outcome) => outcome.status === 'rolled-back');
  return isSet(given, 'exit-code') && !done ? 3 : 0;
}

async function rollBackHere(action: string, given: Arguments, streams: Streams): Promise<readonly ReplayOutcome[]> {
  const { stage, scene, keep } = await continueScene(given, streams, { needed: true });
  const { world, clock } = scene;
  const record = await world.ledger.action(action);
  if (record === undefined) throw new CommandError(`there is no action ${action} in the state that a replay has left`);
  const remediator = stage.remediators.find(({ remediations }) =>
    remediations.some(({ id }) => id === record.key.remediation),
  );
  if (remediator === undefined) throw new CommandError(`no remediator has ${safe(record.key.remediation)} any more`);
  const rollback: RollbackRequest = {
    action,
    force: isSet(given, 'force'),
    by: actor(given, streams, stage),
    at: clock.now().toISOString(),
  };
  const execution = rollbackName(action);
  await world.start(remediator.name, execution, { rollback });
  await world.backend.runUntilIdle({ expire: false });
  const outcomes = await outcomesOf(execution, scene);
  await keep();
  return outcomes;
}

async function startInLambda(action: string, where: string, given: Arguments, streams: Streams): Promise<ExitCode> {
  const started = await rollbackInLambda(action, where, given);
  const { execution, arn } = started;
  streams.stdout.write(
    format(given) === 'json'
      ? `${JSON.stringify({ action, ...started })}\n`
      : `${action}: started as ${safe(execution)}${arn === undefined ? '' : `\n  ${safe(arn)}`}\n  What comes of it is told on the lifecycle bus, and kept as evidence.\n`,
  );
  return 0;
}
