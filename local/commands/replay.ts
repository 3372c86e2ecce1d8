import { join } from 'node:path';
import { keptRecords } from '../account/cloudtrail-record.ts';
import { readEvents } from '../input.ts';
import { isOutstanding, jsonPrinter, tablePrinter } from '../print/replayed.ts';
import { backPressured, progressOn } from '../print/stream.ts';
import { paintFor } from '../print/style.ts';
import { replay } from '../replay.ts';
import { projectRoot } from '../root.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { openStage } from '../stage.ts';
import type { Scene } from '../stage.ts';
import { dropState } from '../state/file.ts';
import { keepState } from '../state/keep.ts';
import { format, isSet, stageOptions, stateFile, stateOptions, toStageOptions, widthOf } from './options.ts';

const help = `Sends events through the stack's rules and handlers on this machine, against an embedded local
AWS account, and shows what was found, planned and done.

  [files, folders or -]  events as EventBridge delivers them: single events, JSON arrays, JSON Lines,
                         compressed or not; also messages of SQS and SNS that hold them, those of the
                         dead-letter queues, and log files of CloudTrail. Without any, the samples in events/

  --mode MODE            off, report, approve or enforce, whatever the policy says
  --policy FILE          policy file; the local account's own by default, the one in policy.yml for AWS
  --account FILE         what the local account holds at the beginning, as JSON
  --fresh                start each event with the account as it was at the beginning
  --endpoint URL         use an AWS emulator instead of the local account
  --profile NAME         use an AWS account, in mode report unless --mode says otherwise
  --evidence FOLDER      where evidence documents go; .redress/evidence by default
  --state FILE           where the account, the ledger and what waits for a person are kept afterwards, for
                         redress approve, reject, rollback, explain and sweep; .redress/state.json by default
  --no-state             keep nothing
  --format FORMAT        table (default) or json
  --exit-code            exit with 3 when something is left for somebody to do`;

export const replayCommand: Command = {
  summary: 'Replays events through the handlers against a local AWS account.',
  usage: '[files, folders or -] [options]',
  help,
  options: {
    ...stageOptions,
    ...stateOptions,
    fresh: { type: 'boolean' },
    format: { type: 'string' },
    'exit-code': { type: 'boolean' },
  },
  run: runReplay,
};

async function runReplay(given: Arguments, streams: Streams): Promise<ExitCode> {
  const { stdout, stderr } = streams;
  const options = toStageOptions(given);
  const file = stateFile(given);
  const stage = await openStage(options);
  const write = backPressured(stdout);
  const printer =
    format(given) === 'json'
      ? jsonPrinter(write, (problem) => stderr.write(problem))
      : tablePrinter(write, paintFor(stdout), widthOf(streams));
  // A count on the terminal, where the output itself goes elsewhere.
  const progress = progressOn(stderr, stderr.isTTY && !stdout.isTTY);

  const paths = given.positionals.length === 0 ? [join(projectRoot, 'events')] : given.positionals;
  let scene: Scene | undefined;
  const delivered: unknown[] = [];
  for await (const item of readEvents(paths, () => streams.stdin)) {
    if ('problem' in item) {
      printer.problem(item.file, item.problem);
    } else {
      scene = await stage.next(item.event);
      printer.event(await replay(item.event, item.file, scene));
      if (delivered.push(item.event) > 2 * keptRecords) delivered.splice(0, keptRecords);
    }
    const { events } = printer.tally();
    if (events % 100 === 0) progress.tell(`${events} events`);
    await write.drained();
  }
  progress.clear();
  printer.end();
  await write.drained();
  // Of many worlds none could be gone on with; and what an earlier command has left is out of date either way.
  if (file !== undefined && scene !== undefined && options.fresh !== true)
    await keepState(file, scene, options, delivered);
  else if (file !== undefined) await dropState(file);
  const tally = printer.tally();
  if (tally.unreadable > 0) return 1;
  return isSet(given, 'exit-code') && isOutstanding(tally) ? 3 : 0;
}
