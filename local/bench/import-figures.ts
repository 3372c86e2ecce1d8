import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Built } from '../build.ts';
import type { Stack } from '../stack/serverless-file.ts';
import { buildBundles } from './bundles.ts';
import type { Bundle, Bundles } from './bundles.ts';
import type { Figure } from './figure.ts';
import { timeImports } from './imports.ts';
import type { Variant } from './imports.ts';
import { readSamples } from './samples.ts';
import { median, medianRatio } from './statistics.ts';

const overBare = { is: 'at most', limit: 1.3 } as const;
const largestSource = { is: 'at most', limit: 450 } as const;
const note = 'median of process starts, in ms';

/** How long the functions take to load, and how large they are. */
export async function importFigures(stack: Stack, folder: string, rounds: number): Promise<readonly Figure[]> {
  const bundles = await buildBundles(stack, folder);
  const events = await eventsFor(stack, folder);
  const variants = variantsOf(bundles, events);
  const times = await timeImports(variants, rounds);
  const timesOf = ({ directory }: Built, event?: string): readonly number[] => times.get(key(directory, event)) ?? [];
  const empty = timesOf(bundles.empty);
  return [
    ...bundles.functions.flatMap((bundle) => loading(bundle, empty, timesOf, events.get(bundle.path))),
    ...bundles.functions.map((bundle) => size(bundle)),
  ];
}

function variantsOf({ functions, empty }: Bundles, events: ReadonlyMap<string, string>): readonly Variant[] {
  const variants = functions.flatMap(({ path, built, bare = empty }): Variant[] => {
    const event = events.get(path);
    return [
      variant(built.directory),
      variant(bare.directory),
      ...(event === undefined ? [] : [variant(built.directory, event)]),
    ];
  });
  const all = [variant(empty.directory), ...variants];
  return [...new Map(all.map((one) => [one.name, one])).values()];
}

function variant(directory: string, event?: string): Variant {
  const name = key(directory, event);
  return event === undefined ? { name, directory } : { name, directory, event };
}

function key(directory: string, event?: string): string {
  return event === undefined ? directory : `${directory} with an event`;
}

type TimesOf = (built: Built, event?: string) => readonly number[];

function loading(
  { path, built, bare }: Bundle,
  empty: readonly number[],
  timesOf: TimesOf,
  event: string | undefined,
): Figure[] {
  const group = 'Import time, over that of the bare SDK clients';
  if (bare === undefined) return [];
  const compared = timesOf(bare);
  const figure = (name: string, times: readonly number[]): Figure => ({
    group,
    name,
    value: medianRatio(times, compared),
    unit: '×',
    ...(isSource(path) && { goal: overBare }),
    parts: {
      own: median(times),
      bare: median(compared),
      empty: median(empty),
      'over empty': medianRatio(times, empty),
    },
    note,
  });
  const atStart = figure(path, timesOf(built));
  return event === undefined ? [atStart] : [atStart, figure(`${path} + first dispatch`, timesOf(built, event))];
}

function size({ path, built: { eager, total, files } }: Bundle): Figure {
  return {
    group: 'Bundle size, minified, all chunks',
    name: path,
    value: total / 1024,
    unit: 'KiB',
    ...(isSource(path) && { goal: largestSource }),
    parts: { 'at start': eager / 1024, files },
  };
}

function isSource(path: string): boolean {
  return path.startsWith('sources/');
}

/** By source: a file with a sample event that it passes on. */
async function eventsFor(stack: Stack, folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for await (const { event, dispatched } of readSamples(stack)) {
    for (const { source } of dispatched) {
      const path = stack.functions.find(({ name }) => name === source)?.path ?? source;
      if (files.has(path)) continue;
      const file = join(folder, `event-for-${source}.json`);
      await writeFile(file, JSON.stringify(event));
      files.set(path, file);
    }
  }
  return files;
}
