/** What survives a checkpoint, a digest and an evidence document unchanged: plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/**
 * One spelling for one value: keys sorted, `undefined` members left out. Two plans with the same
 * canonical text are the same plan, whatever order their keys were written in. Times are their ISO text.
 */
export function canonical(value: unknown): string {
  if (value instanceof Date) return canonical(value.toJSON());
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    let text = '';
    // Sorted by UTF-16 code units, as `<` compares them.
    for (const key of Object.keys(value).toSorted()) {
      const member = (value as Readonly<Record<string, unknown>>)[key];
      if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(member)}`;
    }
    return `{${text}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/**
 * A value at a dotted path (`Endpoint.Status`, `Items.0.Name`), or undefined where the path ends
 * early. Only own members are followed.
 */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split('.')) {
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/**
 * A copy that is JSON through and through: dates become ISO strings, undefined members go. Says what
 * `JSON.parse(JSON.stringify(value))` says, in a third of the time.
 */
export function toJson(value: unknown): Json {
  return copyOf(value) ?? null;
}

/** Undefined for what JSON leaves out of an object. */
function copyOf(value: unknown): Json | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  // There is no -0 in JSON, and neither NaN nor infinity.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return Array.from(value, (item) => copyOf(item) ?? null);
  return isPlain(value) ? copyOfMembers(value) : copyByText(value);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !('toJSON' in value);
}

function copyOfMembers(value: Readonly<Record<string, unknown>>): JsonObject {
  const members: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const member = copyOf(value[key]);
    if (member === undefined) continue;
    // An assignment to this one name would change the prototype.
    if (key === '__proto__') Object.defineProperty(members, key, { ...writable, value: member });
    else members[key] = member;
  }
  return members;
}

const writable = { configurable: true, enumerable: true, writable: true } as const;

/** Dates, functions, instances of classes: JSON itself knows what becomes of them. */
function copyByText(value: unknown): Json | undefined {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as Json);
}
