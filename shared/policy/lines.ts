import type { Json } from '../json.ts';
import type { Path } from './problem.ts';

/**
 * A policy file as the build leaves it: plain JSON, so that no YAML reader is deployed, and the lines,
 * so that a decision can still name the line it comes from.
 */
export interface PreparedPolicy {
  /** The file's name, for messages. */
  readonly file: string;
  readonly policy: Json;
  /** 1-based lines by JSON Pointer (RFC 6901): `/rules/2/mode`. */
  readonly lines: Readonly<Record<string, number>>;
}

/** `/rules/2/mode`; the empty string for the file as a whole. */
export function pointer(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Finds the line of a value; of a value that isn't there, the line of what would hold it. */
export function lineFinder(lines: PreparedPolicy['lines']): (path: Path) => number | undefined {
  return (path) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const key = pointer(path.slice(0, length));
      if (Object.hasOwn(lines, key)) return lines[key];
    }
    return undefined;
  };
}
