import type { JsonObject } from '../../../shared/json.ts';
import { at } from '../../../shared/json.ts';

/** A value that a change sets, by which the service's answer tells whether the change is there. */
export interface Change {
  /** Dotted path into what was put. */
  readonly path: string;
  readonly to: string | number | boolean;
  /** Missing: there was nothing at the path. */
  readonly from?: string | number | boolean;
}

/** The first value of `after` that `before` has not, or has otherwise. Objects that are put as a whole differ in all or nothing. */
export function firstChange(before: JsonObject, after: JsonObject): Change | undefined {
  for (const [path, to] of leaves(after, '')) {
    const from = at(before, path);
    if (from === to) continue;
    return isScalar(from) ? { path, to, from } : { path, to };
  }
  return undefined;
}

function* leaves(value: unknown, path: string): Generator<[string, string | number | boolean]> {
  if (isScalar(value)) yield [path, value];
  if (value === null || typeof value !== 'object') return;
  for (const [key, member] of Object.entries(value)) yield* leaves(member, path === '' ? key : `${path}.${key}`);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
