import { join } from 'node:path';
import type { ParseArgsOptionsConfig } from 'node:util';
import { modes } from '../../shared/outcome.ts';
import type { Mode } from '../../shared/outcome.ts';
import { safe } from '../print/style.ts';
import { projectRoot } from '../root.ts';
import { UsageError } from '../run.ts';
import type { Arguments, Streams } from '../run.ts';
import type { StageOptions } from '../stage.ts';

/** Options of every command that opens a stage. */
export const stageOptions = {
  mode: { type: 'string' },
  policy: { type: 'string' },
  account: { type: 'string' },
  endpoint: { type: 'string' },
  profile: { type: 'string' },
  evidence: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

/** Options of every command that needs the world of an earlier one, set up as it was. */
export const worldOptions = {
  policy: { type: 'string' },
  endpoint: { type: 'string' },
  profile: { type: 'string' },
  evidence: { type: 'string' },
  state: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

/** Options of every command that goes on from where an earlier one has ended. */
export const stateOptions = {
  state: { type: 'string' },
  'no-state': { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig;

/** An option's text; undefined if it wasn't given. */
export function text({ values }: Arguments, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a yes-or-no option was given. */
export function isSet({ values }: Arguments, name: string): boolean {
  return values[name] === true;
}

/** @throws UsageError for anything but table and json */
export function format({ values }: Arguments): 'table' | 'json' {
  const { format: wanted = 'table' } = values;
  if (wanted !== 'table' && wanted !== 'json') throw new UsageError('--format takes table or json');
  return wanted;
}

/** @throws UsageError for what is no mode */
export function mode(given: Arguments): Mode | undefined {
  const wanted = text(given, 'mode');
  const found = modes.find((known) => known === wanted);
  if (wanted !== undefined && found === undefined) throw new UsageError(`--mode takes one of ${modes.join(', ')}`);
  return found;
}

/** The argument of a command that takes exactly one. @throws UsageError */
export function oneArgument({ positionals }: Arguments, what: string): string {
  const [only, ...more] = positionals;
  if (only === undefined) throw new UsageError(`${what} is missing`);
  if (more.length > 0) throw new UsageError(`expected ${what} alone, found ${more.length} more`);
  return only;
}

/** @throws UsageError for a command that takes no arguments */
export function noArguments({ positionals }: Arguments): void {
  const [first] = positionals;
  if (first !== undefined) throw new UsageError(`unexpected argument ${JSON.stringify(safe(first, 80))}`);
}

/** How the stage is to be set. @throws UsageError for options that contradict each other */
export function toStageOptions(given: Arguments): StageOptions {
  const endpoint = text(given, 'endpoint');
  const profile = text(given, 'profile');
  if (endpoint !== undefined && !URL.canParse(endpoint)) throw new UsageError('--endpoint takes a URL');
  if (endpoint !== undefined && profile !== undefined)
    throw new UsageError('--endpoint and --profile exclude each other');
  const elsewhere = endpoint !== undefined || profile !== undefined;
  for (const option of ['account', 'fresh']) {
    if (elsewhere && given.values[option] !== undefined)
      throw new UsageError(`--${option} goes with the local account only`);
  }
  return {
    mode: mode(given),
    policy: text(given, 'policy'),
    account: text(given, 'account'),
    endpoint,
    profile,
    evidence: text(given, 'evidence') ?? join(projectRoot, '.redress', 'evidence'),
    fresh: isSet(given, 'fresh'),
  };
}

/** Where the state lies; undefined: none is read and none is kept. */
export function stateFile(given: Arguments): string | undefined {
  const file = text(given, 'state');
  const without = isSet(given, 'no-state');
  if (file !== undefined && without) throw new UsageError('--state and --no-state exclude each other');
  return without ? undefined : (file ?? join(projectRoot, '.redress', 'state.json'));
}

/** How many columns a table may take. */
export function widthOf({ stdout }: Streams): number {
  return Math.min(stdout.columns ?? 120, 160);
}
