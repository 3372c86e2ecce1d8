/**
 * Where two JSON values differ, as `path: found instead of expected`: an outcome is long, and what a person
 * wants to see of two is the line that is not the same.
 */
export function difference(expected: unknown, found: unknown, path: string): string[] {
  if (JSON.stringify(expected) === JSON.stringify(found)) return [];
  if (!isBranch(expected) || !isBranch(found)) return [`${path}: ${short(found)} instead of ${short(expected)}`];
  const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...keys].flatMap((key) => difference(expected[key], found[key], `${path}.${key}`));
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
