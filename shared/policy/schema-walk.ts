import * as z from 'zod';
import type { Path } from './problem.ts';

/** A key that an object's schema doesn't know, and the keys that it does. */
export interface UnknownKey {
  readonly path: Path;
  readonly key: string;
  readonly known: readonly string[];
}

/**
 * Keys of a value that its schema doesn't know, at every depth. An object schema that isn't strict drops
 * them silently; in a policy that would turn a misspelt parameter into the default.
 */
export function unknownKeys(schema: z.core.$ZodType, value: unknown, path: Path = []): UnknownKey[] {
  const def = defOf(unwrap(schema));
  if (def.type === 'array' && Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => unknownKeys(def.element, item, [...path, index]));
  }
  if (def.type === 'union') return unknownToAll(def.options, value, path);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  if (def.type === 'record') {
    return Object.entries(value).flatMap(([key, item]) => unknownKeys(def.valueType, item, [...path, key]));
  }
  if (def.type !== 'object' || isOpen(def)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const memberSchema = Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
    if (memberSchema === undefined) return [{ path: [...path, key], key, known: Object.keys(def.shape) }];
    return unknownKeys(memberSchema, item, [...path, key]);
  });
}

/** Of a union, keys that none of the options for such a value knows. */
function unknownToAll(options: readonly z.core.$ZodType[], value: unknown, path: Path): UnknownKey[] {
  const wanted = Array.isArray(value) ? ['array'] : ['object', 'record', 'union'];
  const fitting = options.filter((option) => wanted.includes(defOf(unwrap(option)).type));
  const [first = [], ...others] = fitting.map((option) => unknownKeys(option, value, path));
  return first.flatMap((one) => {
    const alike = others.map((keys) => keys.filter((other) => JSON.stringify(other.path) === JSON.stringify(one.path)));
    if (alike.some((keys) => keys.length === 0)) return [];
    return [{ ...one, known: [...new Set([one, ...alike.flat()].flatMap(({ known }) => known))] }];
  });
}

/** Whether an object schema takes further keys (`z.looseObject`, `.catchall`). */
function isOpen(def: z.core.$ZodObjectDef): boolean {
  return def.catchall !== undefined && defOf(def.catchall).type !== 'never';
}

/** What a schema says of the value at a path: its description and an example, where it has them. */
export function wordsAt(
  schema: z.core.$ZodType,
  path: Path,
): { readonly description?: string; readonly example?: unknown } {
  let found: z.core.$ZodType | undefined = schema;
  // An entry of a list has no words of its own.
  const described = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
  for (const key of described) {
    found = member(found, key);
    if (found === undefined) return {};
  }
  const meta = metaOf(found);
  const description = meta?.description;
  const examples = Array.isArray(meta?.['examples']) ? (meta['examples'] as unknown[]) : [];
  return {
    ...(description === undefined ? {} : { description }),
    ...(examples.length === 0 ? {} : { example: examples[0] }),
  };
}

function metaOf(schema: z.core.$ZodType): z.core.GlobalMeta | undefined {
  for (let next: z.core.$ZodType | undefined = schema; next !== undefined; next = wrapped(next)) {
    const meta = z.globalRegistry.get(next);
    if (meta?.description !== undefined) return meta;
  }
  return undefined;
}

function member(schema: z.core.$ZodType, key: string | number): z.core.$ZodType | undefined {
  const def = defOf(unwrap(schema));
  if (def.type === 'array') return def.element;
  if (def.type === 'record') return def.valueType;
  return def.type === 'object' && Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
}

/** What a schema is made of, as zod lets libraries see it: https://zod.dev/library-authors */
export function defOf(schema: z.core.$ZodType): z.core.$ZodTypes['_zod']['def'] {
  return (schema as z.core.$ZodTypes)._zod.def;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let found = schema;
  for (let next = wrapped(found); next !== undefined; next = wrapped(found)) found = next;
  return found;
}

/** The schema inside `.optional()`, `.default()`, `.transform()` and the like. */
function wrapped(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const def = defOf(schema);
  if (def.type === 'pipe') return def.in;
  if (def.type === 'optional' || def.type === 'nullable' || def.type === 'default' || def.type === 'prefault')
    return def.innerType;
  if (def.type === 'readonly' || def.type === 'nonoptional' || def.type === 'catch') return def.innerType;
  return undefined;
}
