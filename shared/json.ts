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
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
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

/** A copy that is JSON through and through: dates become ISO strings, undefined members go. */
export function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}
