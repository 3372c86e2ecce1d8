import { join } from 'node:path';
import { projectRoot } from '../root.ts';
import type { Stack } from '../stack/serverless-file.ts';
import { runNode, runProcess } from './child.ts';
import type { Consumption } from './child.ts';
import type { Figure } from './figure.ts';
import { writeLines } from './lines.ts';
import { readSamples } from './samples.ts';
import { median, medianRatio, secondsEach } from './statistics.ts';

type Run = Consumption & { readonly seconds: number };

const few = 10_000;
const many = 100_000;

/** How fast events that concern nobody are replayed, and in how much memory. */
export async function replayFigures(stack: Stack, folder: string, rounds: number): Promise<readonly Figure[]> {
  const models: object[] = [];
  for await (const { event, routedTo } of readSamples(stack)) if (routedTo.length === 0) models.push(event as object);
  const files = { few: join(folder, 'few.jsonl'), many: join(folder, 'many.jsonl') };
  await writeLines(files.few, models, few);
  await writeLines(files.many, models, many);

  const each = { replay: [] as number[], table: [] as number[], bare: [] as number[] };
  const peaks = { few: [] as number[], many: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const bare = await both(files, (file) => job('bare-loop', file));
    const replay = await both(files, (file) => job('replay', file, 'json', folder));
    const table = await both(files, (file) => job('replay', file, 'table', folder));
    each.bare.push(bare.each);
    each.replay.push(replay.each);
    each.table.push(table.each);
    peaks.few.push(replay.few.peakMegabytes);
    peaks.many.push(replay.many.peakMegabytes);
  }
  return [speed('as JSON', each.replay, each.bare), speed('as a table', each.table, each.bare), memory(peaks)];
}

async function both(files: { readonly few: string; readonly many: string }, run: (file: string) => Promise<Run>) {
  const short = await run(files.few);
  const long = await run(files.many);
  const each = secondsEach({ count: few, seconds: short.seconds }, { count: many, seconds: long.seconds });
  return { few: short, many: long, each };
}

async function job(...args: readonly string[]): Promise<Run> {
  return (await runNode([join(import.meta.dirname, 'worker.ts'), ...args])) as Run;
}

function speed(name: string, replay: readonly number[], bare: readonly number[]): Figure {
  return {
    group: `Replay of events that concern nobody, over a loop that only parses and looks`,
    name: `speed, printed ${name}`,
    value: medianRatio(bare, replay),
    unit: '×',
    goal: { is: 'at least', limit: 0.25 },
    parts: { 'events per second': 1 / median(replay), bare: 1 / median(bare) },
    note: `without what starting takes: ${many} lines less ${few}`,
  };
}

function memory({
  few: short,
  many: long,
}: {
  readonly few: readonly number[];
  readonly many: readonly number[];
}): Figure {
  return {
    group: 'Peak memory',
    name: 'of ten times as many ignored events',
    value: medianRatio(long, short),
    unit: '×',
    // Flat, with room for how generous the garbage collector is at the moment.
    goal: { is: 'at most', limit: 1.25 },
    parts: { [`MB for ${few}`]: median(short), [`MB for ${many}`]: median(long) },
  };
}

/** How long the README's first command takes. */
export async function samplesFigure(folder: string): Promise<Figure> {
  const begin = performance.now();
  const args = ['replay', '--no-state', '--format', 'json', '--evidence', join(folder, 'evidence')];
  await runProcess([join(projectRoot, 'local', 'cli.ts'), ...args]);
  return {
    group: 'Replay of all samples',
    name: 'from start to end of the process',
    value: (performance.now() - begin) / 1000,
    unit: 's',
    goal: { is: 'at most', limit: 10 },
  };
}
