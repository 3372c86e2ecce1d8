import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';
import { printable } from '../shared/aws/failure.ts';
import { closest } from '../shared/policy/did-you-mean.ts';

/** 0 done · 1 the tool failed · 2 called wrongly · 3 a verdict: something is outstanding, or is not as it should be. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What a command may use of the process. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What stands behind `redress <name>`. */
  readonly usage: string;
  /** Explanation of arguments and options, as shown by `--help`. */
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  run(given: Arguments, streams: Streams): Promise<ExitCode>;
}

/** The command was called in a way that means nothing. Shown with the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command can't do its work, for a reason that the message tells; no stack trace is of any use. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export type Commands = Readonly<Record<string, () => Promise<Command>>>;

/** Finds the command, reads its arguments, runs it. Nothing but the commands' own output goes to standard output. */
export async function run(commands: Commands, args: readonly string[], streams: Streams): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const to = name === undefined ? streams.stderr : streams.stdout;
    to.write(await overview(commands));
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    const guess = closest(name, Object.keys(commands));
    const hint = guess === undefined ? '' : ` Did you mean ${guess}?`;
    streams.stderr.write(`redress: there is no command ${JSON.stringify(name)}.${hint}\n\n${await overview(commands)}`);
    return 2;
  }
  const command = await load();
  try {
    const given = read(command, rest);
    if (given.values['help'] === true) {
      streams.stdout.write(`Usage: redress ${name} ${command.usage}\n\n${command.summary}\n\n${command.help}\n`);
      return 0;
    }
    return await command.run(given, streams);
  } catch (error) {
    return report(error, name, command, streams);
  }
}

function read(command: Command, args: readonly string[]): Arguments {
  try {
    return parseArgs({
      args: [...args],
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const message = (error as Error).message.split('. To specify')[0] ?? '';
    throw new UsageError(printable(message, 500), { cause: error });
  }
}

function report(error: unknown, name: string, command: Command, { stderr }: Streams): ExitCode {
  if (error instanceof UsageError) {
    stderr.write(`redress ${name}: ${error.message}\nUsage: redress ${name} ${command.usage}\n`);
    return 2;
  }
  const expected = error instanceof CommandError || isOfFiles(error);
  const text = expected ? error.message : ((error as Error).stack ?? String(error));
  // Line by line: a stack trace and a list of problems have several.
  const lines = text.split('\n').map((line) => printable(line, 2000));
  stderr.write(`redress ${name}: ${lines.join('\n')}\n`);
  return 1;
}

/** A full disk, a folder that may not be written to: where that was found in the program helps nobody. */
function isOfFiles(error: unknown): error is NodeJS.ErrnoException {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return error instanceof Error && typeof code === 'string' && typeof syscall === 'string';
}

async function overview(commands: Commands): Promise<string> {
  const lines: string[] = [];
  for (const [name, load] of Object.entries(commands)) lines.push(`  ${name.padEnd(12)} ${(await load()).summary}`);
  return `Usage: redress <command> [options]\n\n${lines.join('\n')}\n\nredress <command> --help tells more.\n`;
}
