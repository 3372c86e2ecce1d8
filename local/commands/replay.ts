import { join } from 'node:path';
import { modes } from '../../shared/outcome.ts';
import type { Mode } from '../../shared/outcome.ts';
import { readEvents } from '../input.ts';
import { isOutstanding, jsonPrinter, tablePrinter } from '../print/replayed.ts';
import { paintFor } from '../print/style.ts';
import { replay } from '../replay.ts';
import { projectRoot } from '../root.ts';
import { UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { openStage } from '../stage.ts';
import type { StageOptions } from '../stage.ts';

const help = `Sends events through the stack's rules and handlers on this machine, against an embedded local
AWS account, and shows what was found, planned and done.

  [files, folders or -]  events as EventBridge delivers them: single events, JSON arrays, JSON Lines;
                         without any, the samples in events/

  --mode MODE            off, report, approve or enforce, whatever the policy says
  --policy FILE          policy file; the local account's own by default, the one in policy.yml for AWS
  --account FILE         what the local account holds at the beginning, as JSON
  --fresh                start each event with the account as it was at the beginning
  --endpoint URL         use an AWS emulator instead of the local account
  --profile NAME         use an AWS account, in mode report unless --mode says otherwise
  --evidence FOLDER      where evidence documents go; .redress/evidence by default
  --format FORMAT        table (default) or json
  --exit-code            exit with 3 when something is left for somebody to do`;

export const replayCommand: Command = {
  summary: 'Replays events through the handlers against a local AWS account.',
  usage: '[files, folders or -] [options]',
  help,
  options: {
    mode: { type: 'string' },
    policy: { type: 'string' },
    account: { type: 'string' },
    fresh: { type: 'boolean' },
    endpoint: { type: 'string' },
    profile: { type: 'string' },
    evidence: { type: 'string' },
    format: { type: 'string' },
    'exit-code': { type: 'boolean' },
  },
  run: runReplay,
};

async function runReplay(given: Arguments, streams: Streams): Promise<ExitCode> {
  const { stdout, stderr } = streams;
  const stage = await openStage(stageOptions(given));
  const write = backPressured(stdout);
  const printer =
    format(given) === 'json'
      ? jsonPrinter(write, (text) => stderr.write(text))
      : tablePrinter(write, paintFor(stdout), Math.min(stdout.columns ?? 120, 160));
  const progress = progressOn(stderr, stdout);

  const paths = given.positionals.length === 0 ? [join(projectRoot, 'events')] : given.positionals;
  for await (const item of readEvents(paths, () => streams.stdin)) {
    if ('problem' in item) printer.problem(item.file, item.problem);
    else printer.event(await replay(item.event, item.file, await stage.next(item.event)));
    progress.tick(printer.tally().events);
    await write.drained();
  }
  progress.clear();
  printer.end();
  await write.drained();
  const tally = printer.tally();
  if (tally.unreadable > 0) return 1;
  return given.values['exit-code'] === true && isOutstanding(tally) ? 3 : 0;
}

function stageOptions({ values }: Arguments): StageOptions {
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const mode = text('mode');
  if (mode !== undefined && !modes.includes(mode as Mode))
    throw new UsageError(`--mode takes one of ${modes.join(', ')}`);
  const endpoint = text('endpoint');
  if (endpoint !== undefined && !URL.canParse(endpoint)) throw new UsageError('--endpoint takes a URL');
  if (endpoint !== undefined && text('profile') !== undefined)
    throw new UsageError('--endpoint and --profile exclude each other');
  const elsewhere = endpoint !== undefined || text('profile') !== undefined;
  for (const option of ['account', 'fresh']) {
    if (elsewhere && values[option] !== undefined) throw new UsageError(`--${option} goes with the local account only`);
  }
  return {
    mode: mode as Mode | undefined,
    policy: text('policy'),
    account: text('account'),
    endpoint,
    profile: text('profile'),
    evidence: text('evidence') ?? join(projectRoot, '.redress', 'evidence'),
    fresh: values['fresh'] === true,
  };
}

function format({ values }: Arguments): 'table' | 'json' {
  const { format: wanted = 'table' } = values;
  if (wanted !== 'table' && wanted !== 'json') throw new UsageError('--format takes table or json');
  return wanted;
}

/** Writes that can be waited for, so that a slow reader does not fill up the memory. */
function backPressured(stream: NodeJS.WriteStream): ((text: string) => void) & { drained(): Promise<void> } {
  const write = (text: string): void => void stream.write(text);
  const drained = async (): Promise<void> => {
    // Asked now, not remembered from the write: the stream may have drained since, and won't say so again.
    if (stream.writableNeedDrain) await new Promise((resolve) => stream.once('drain', resolve));
  };
  return Object.assign(write, { drained });
}

/** A count on the terminal, where the output itself goes elsewhere. */
function progressOn(
  stderr: NodeJS.WriteStream,
  stdout: NodeJS.WriteStream,
): { tick(events: number): void; clear(): void } {
  const shown = stderr.isTTY && !stdout.isTTY;
  return {
    tick(events) {
      if (shown && events % 100 === 0) stderr.write(`\r${events} events`);
    },
    clear() {
      if (shown) stderr.write('\r\u001B[K');
    },
  };
}
