import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { modes } from '../../shared/outcome.ts';
import { accountFile } from '../account/state.ts';
import type { AccountState } from '../account/state.ts';
import type { DurableSnapshot } from '../durable.ts';
import { CommandError } from '../run.ts';
import type { TableItem } from './table.ts';

/**
 * What one command leaves to the next: the local account, the ledger, whatever waits for a person, and the
 * time that it was. With it, `redress approve` goes on where `redress replay --mode approve` has ended.
 */
export interface SavedState {
  readonly version: 1;
  /** Simulated time, ISO 8601; real time if the state is of an account at AWS. */
  readonly at: string;
  /** How the world was set up, so that it is the same one afterwards. */
  readonly stage: SavedStage;
  readonly account: AccountState;
  readonly ledger: readonly TableItem[];
  readonly durable: DurableSnapshot;
}

export interface SavedStage {
  readonly mode?: (typeof modes)[number] | undefined;
  /** Absolute path of the policy file, where it isn't the usual one. */
  readonly policy?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly profile?: string | undefined;
}

/** Whoever replays more than this wants the outcomes, and no account to go on with. */
export const mostBytes = 16_000_000;

const text = z.string().max(4096);
const time = z.iso.datetime();
const count = z.int().nonnegative();

const operation = z.looseObject({
  Id: text,
  Type: z.enum(['EXECUTION', 'STEP', 'WAIT', 'CALLBACK', 'CONTEXT', 'CHAINED_INVOKE']),
  Status: text,
  StartTimestamp: time,
  EndTimestamp: time.exactOptional(),
});

const execution = z.strictObject({
  id: text,
  name: text,
  arn: text,
  functionName: text,
  payload: z.string(),
  caller: z.strictObject({ arn: text, operationId: text }).exactOptional(),
  startedAt: time,
  invocations: count,
  failures: count,
  checkpoints: count,
  billedOperations: count,
  storedBytes: count,
  operations: z.array(operation),
  untold: z.array(text),
  timers: z.array(z.strictObject({ key: text, kind: z.enum(['wait', 'expiry']), at: time })),
  heartbeats: z.array(z.tuple([text, count])),
});

const savedState = z.strictObject({
  version: z.literal(1),
  at: time,
  stage: z.strictObject({
    mode: z.enum(modes).exactOptional(),
    policy: text.exactOptional(),
    endpoint: text.exactOptional(),
    profile: text.exactOptional(),
  }),
  account: accountFile,
  ledger: z.array(z.record(z.string(), z.looseObject({}))),
  durable: z.strictObject({ version: z.literal(1), executions: z.array(execution) }),
});

/**
 * The state that an earlier command has left, or undefined if none has.
 *
 * @throws CommandError if the file can't be used
 */
export async function readState(file: string): Promise<SavedState | undefined> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CommandError(`the state in ${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
  const advice = 'Delete it, or make a new one with: redress replay';
  try {
    const parsed = savedState.safeParse(JSON.parse(content));
    if (parsed.success) return parsed.data as unknown as SavedState;
    const [issue] = parsed.error.issues;
    const where = issue?.path.map(String).join('.') ?? '';
    throw new CommandError(`${file} holds no state that can be gone on with (${where}). ${advice}`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CommandError(`${file} is not JSON. ${advice}`, { cause: error });
  }
}

/**
 * Leaves a state for the next command, readable for its owner alone: plans and before-images are in it as
 * they are.
 *
 * @returns `false` if it is larger than 16 MB; an older state is removed then, as it is out of date
 */
export async function writeState(file: string, state: SavedState): Promise<boolean> {
  const content = JSON.stringify(state);
  if (content.length > mostBytes) {
    await dropState(file);
    return false;
  }
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, file);
  return true;
}

/** Removes what an earlier command has left. */
export async function dropState(file: string): Promise<void> {
  await rm(file, { force: true });
}
