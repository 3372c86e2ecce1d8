import type { ServiceFault } from './errors.ts';

export interface PageRequest {
  /** Where the previous page ended, as this module gave it. */
  readonly token: string | undefined;
  readonly size: number;
  /** The operation and its filters: a token of another list is refused. */
  readonly scope: string;
  readonly descending?: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/**
 * One page of a list, sorted by key. A token remembers the last key instead of a position, so that items
 * that come or go between two pages are neither skipped nor repeated.
 *
 * @param key unique; a text that sorts as the items shall
 * @param refuse makes the service's own error for a token that is none of this list's
 */
export function paginate<T>(
  items: readonly T[],
  key: (item: T) => string,
  { token, size, scope, descending = false }: PageRequest,
  refuse: () => ServiceFault,
): Page<T> {
  const direction = descending ? -1 : 1;
  const compare = (a: string, b: string) => direction * (a < b ? -1 : a > b ? 1 : 0);
  const sorted = items.map((item) => ({ item, key: key(item) })).toSorted((a, b) => compare(a.key, b.key));
  const after = token === undefined ? undefined : readToken(token, scope);
  if (token !== undefined && after === undefined) throw refuse();
  const rest = after === undefined ? sorted : sorted.filter((entry) => compare(entry.key, after) > 0);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return {
    items: page.map(({ item }) => item),
    next: rest.length > size && last !== undefined ? writeToken(scope, last.key) : undefined,
  };
}

function writeToken(scope: string, key: string): string {
  return Buffer.from(JSON.stringify([scope, key])).toString('base64url');
}

function readToken(token: string, scope: string): string | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (!Array.isArray(content) || content[0] !== scope) return undefined;
    return typeof content[1] === 'string' ? content[1] : undefined;
  } catch {
    return undefined;
  }
}
