import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { decoded } from './decode.ts';
import { unwrapped } from './unwrap.ts';

/** An event as it was read, or why there is none. */
export type Item =
  | { readonly file: string; readonly event: unknown }
  | { readonly file: string; readonly problem: string };

/** EventBridge takes no event above 1 MB; whatever is much longer is no list of events. */
const mostBytes = 256 * 1024 * 1024;

/** Files of a folder that are read; compressed ones, too. */
const isRead = /\.(json|jsonl|ndjson)(\.gz)?$/i;
const isLines = /\.(jsonl|ndjson)(\.gz)?$/i;

/**
 * Reads events from files, folders (their .json, .jsonl and .ndjson files, by name) and standard input
 * (`-`). A file holds one event, a JSON array of events, or JSON Lines; events may be wrapped in what they were delivered
 * in. Lines are handed on one by one, so that the length of the input does not matter. Standard input is only touched where it is asked for: an open
 * pipe would keep the process alive.
 */
export async function* readEvents(paths: readonly string[], standardInput: () => Readable): AsyncGenerator<Item> {
  for (const path of paths) {
    if (path === '-') yield* fromStream(standardInput(), 'standard input', false);
    else yield* fromPath(path);
  }
}

async function* fromPath(path: string): AsyncGenerator<Item> {
  let found;
  try {
    found = await stat(path);
  } catch (error) {
    yield {
      file: path,
      problem: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file or folder' : String(error),
    };
    return;
  }
  if (!found.isDirectory()) {
    yield* fromStream(createReadStream(path), path, isLines.test(path));
    return;
  }
  const names = await readdir(path, { recursive: true });
  const files = names.filter((name) => isRead.test(name)).toSorted();
  if (files.length === 0) yield { file: path, problem: 'the folder holds no .json, .jsonl or .ndjson file' };
  for (const name of files) {
    const file = relative(process.cwd(), join(path, name)) || name;
    yield* fromStream(createReadStream(join(path, name)), file, isLines.test(name));
  }
}

/**
 * Lines that are JSON each are events each; otherwise the whole is one JSON text.
 *
 * @param lines `true`: JSON Lines by the file's name, so that a bad first line is a bad line
 */
async function* fromStream(stream: Readable, file: string, lines: boolean): AsyncGenerator<Item> {
  const held: string[] = [];
  let size = 0;
  let number = 0;
  let filled = false;
  let byLine = lines;
  try {
    for await (const line of createInterface({ input: Readable.from(decoded(stream)), crlfDelay: Infinity })) {
      number += 1;
      if (line.trim() === '') continue;
      filled = true;
      if (byLine) {
        yield* fromText(line, `${file}:${number}`);
        continue;
      }
      // The first line tells: an event by itself, with more to come, or the beginning of a longer text.
      if (held.length === 1 && isObject(held[0] ?? '')) {
        yield* fromText(held[0] ?? '', `${file}:1`);
        held.length = 0;
        byLine = true;
        yield* fromText(line, `${file}:${number}`);
        continue;
      }
      held.push(line);
      size += line.length;
      if (size > mostBytes) throw new Error('longer than 256 MB; use JSON Lines, which are read one by one');
    }
  } catch (error) {
    yield { file, problem: (error as Error).message };
    return;
  }
  if (held.length > 0) yield* fromText(held.join('\n'), file);
  else if (!filled) yield { file, problem: 'empty' };
}

function* fromText(text: string, file: string): Generator<Item> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    yield { file, problem: `not JSON: ${(error as Error).message}` };
    return;
  }
  if (!Array.isArray(value)) {
    yield* asEvents(value, file);
    return;
  }
  for (const [index, event] of value.entries()) yield* asEvents(event, `${file}[${index}]`);
}

function* asEvents(value: unknown, file: string): Generator<Item> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    yield { file, problem: 'not an event: expected a JSON object' };
    return;
  }
  const events = unwrapped(value);
  if (events === undefined) {
    yield { file, problem: 'not an event: it has no "detail-type", as every EventBridge event has' };
    return;
  }
  const several = events.length > 1 || events[0] !== value;
  for (const [index, event] of events.entries()) yield { file: several ? `${file}[${index}]` : file, event };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}
