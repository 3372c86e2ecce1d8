import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { onTestFinished, vi } from 'vitest';
import { commands } from '../../../local/commands/index.ts';
import { run } from '../../../local/run.ts';
import type * as StackFile from '../../../local/stack/serverless-file.ts';
import type { Streams } from '../../../local/run.ts';
import type { SavedState } from '../../../local/state/file.ts';
import type { Outcome } from '../../../shared/outcome.ts';

// A command opens a whole world, a tenth of a second each, and a test calls up to eight of them.
vi.setConfig({ testTimeout: 30_000 });

// Half of that tenth is reading serverless.yml, which no test changes.
vi.mock('../../../local/stack/serverless-file.ts', async (original) => {
  const module = await original<typeof StackFile>();
  const known = new Map<string, ReturnType<typeof module.readStack>>();
  const readStack: typeof module.readStack = (file, ...rest) => {
    const stack = known.get(file) ?? module.readStack(file, ...rest);
    known.set(file, stack);
    return stack;
  };
  return { ...module, readStack };
});

/** What a command wrote, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Calls the command line as a shell would, but for the process. */
export async function redress(args: readonly string[], input = ''): Promise<Ran> {
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
  const [stdout, out] = collecting();
  const [stderr, err] = collecting();
  const stdin = new PassThrough();
  stdin.end(input);
  const streams = { stdin, stdout, stderr, env: { USER: 'olga' } } as unknown as Streams;
  const code = await run(commands, args, streams);
  return { code, out: out(), err: err() };
}

function collecting(): [Writable, () => string] {
  const parts: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      parts.push(chunk.toString('utf8'));
      done();
    },
  });
  return [stream, () => parts.join('')];
}

/** A folder for one test, with the options that keep a command's files in it. */
export interface Desk {
  readonly folder: string;
  readonly state: string;
  /** `--state … --evidence …` */
  readonly files: readonly string[];
  read(): Promise<SavedState>;
  /** Changes the state as nobody but a test would. */
  edit(change: (state: Record<string, never>) => void): Promise<void>;
  write(name: string, content: string | object): Promise<string>;
}

export async function openDesk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'redress-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const state = join(folder, 'state.json');
  const read = async (): Promise<SavedState> => JSON.parse(await readFile(state, 'utf8')) as SavedState;
  return {
    folder,
    state,
    files: ['--state', state, '--evidence', join(folder, 'evidence')],
    read,
    async edit(change) {
      const content = (await read()) as unknown as Record<string, never>;
      change(content);
      await writeFile(state, JSON.stringify(content));
    },
    async write(name, content) {
      const file = join(folder, name);
      await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
      return file;
    },
  };
}

/** The outcomes that a command printed as JSON. */
export function outcomesIn({ out }: Ran): Outcome[] {
  const value = JSON.parse(out) as { outcomes?: Outcome[]; events?: { outcomes: Outcome[] }[] };
  return value.outcomes ?? (value.events ?? []).flatMap(({ outcomes }) => outcomes);
}

export const trailStopped = 'events/cloudtrail/12-audit-trail-stopped.json';
export const trail = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/org-audit';
