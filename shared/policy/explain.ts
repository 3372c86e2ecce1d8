import type * as z from 'zod';
import { suggestion } from './did-you-mean.ts';
import type { Finding, Path } from './problem.ts';
import { excerpt } from './problem.ts';
import type { UnknownKey } from './schema-walk.ts';
import { unknownKeys, wordsAt } from './schema-walk.ts';

/** Everything that a schema finds wrong with a value, in words for the person who wrote it. */
export function findingsOf(schema: z.ZodType, value: unknown): Finding[] {
  const unknown = unknownKeys(schema, value);
  const result = schema.safeParse(value);
  const issues = result.success ? [] : result.error.issues;
  return [
    // Unknown keys are told by the walk, which knows the keys that were possible and sees the open schemas too.
    ...issues.filter(({ code }) => code !== 'unrecognized_keys').map((issue) => explain(issue, schema, value)),
    ...unknown.map(({ path, key, known }) => unknownKey(path, key, known)),
    ...issues.flatMap((issue) => unwalked(issue, unknown)),
  ];
}

function explain(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): Finding {
  const path = pathOf(issue);
  const found = valueAt(value, path);
  const { description, example } = wordsAt(schema, path);
  return {
    path,
    what: found === undefined ? 'is missing' : `${expectation(issue)}; found ${excerpt(found)}`,
    why: description ?? '',
    todo: choice(issue, found) ?? (example === undefined ? '' : `Write for example: ${inYaml(example)}`),
  };
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') {
    return issue.values.length === 1 ? issue.message : `expected one of ${issue.values.map(String).join(', ')}`;
  }
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input') {
    return [...new Set(issue.errors.flat().map(expectation))].join(', or ');
  }
  if (issue.code === 'invalid_key') return issue.issues.map(expectation).join(' and ');
  // zod's own wording, where a remediation's schema has none: what was received is shown anyway.
  return issue.message.replace(/^Invalid input: (.*), received \w+$/, '$1');
}

function pathOf(issue: z.core.$ZodIssue): Path {
  return issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
}

/** A word of a closed list that was nearly right; of a remediation's id too, which may also be a pattern. */
function choice(issue: z.core.$ZodIssue, found: unknown): string | undefined {
  if (typeof found !== 'string') return undefined;
  const issues = issue.code === 'invalid_union' ? issue.errors.flat() : [issue];
  for (const one of issues) {
    if (one.code === 'invalid_value' && one.values.length > 1) return suggestion(found, one.values.map(String));
  }
  return undefined;
}

function unknownKey(path: Path, key: string, known: readonly string[]): Finding {
  return {
    path,
    what: `unknown key ${excerpt(key)}`,
    why: 'Unknown keys are refused so that a misspelt setting is noticed',
    todo: suggestion(key, known),
  };
}

/** Unknown keys in places that the walk doesn't reach, such as the sides of an intersection. */
function unwalked(issue: z.core.$ZodIssue, walked: readonly UnknownKey[]): Finding[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const base = pathOf(issue);
  const told = new Set(walked.map(({ path }) => JSON.stringify(path)));
  return issue.keys
    .filter((key) => !told.has(JSON.stringify([...base, key])))
    .map((key) => unknownKey([...base, key], key, []));
}

/** The own value at a path, or undefined. */
export function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) {
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}

/** An example in YAML's flow style: `[fraud-*]`, `{ environment: production }`. */
function inYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inYaml).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${inYaml(item)}`)
      .join(', ')} }`;
  }
  // Quotes where YAML would otherwise read a number, an alias or a comment.
  return typeof value === 'string' && /^[\d*?&]|: |#/.test(value) ? `'${value}'` : String(value);
}
