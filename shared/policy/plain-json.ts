import type { Finding, Path } from './problem.ts';

/** Far above what a policy needs, and far below what would exhaust a stack or a Lambda function. */
const limits = { depth: 32, values: 100_000, string: 4_096 };

/**
 * Checks that a value is plain JSON of a reasonable size before anything else looks at it. `usable`
 * is false if the rest of the checks can't be trusted with it.
 */
export function checkPlainJson(value: unknown): { readonly findings: readonly Finding[]; readonly usable: boolean } {
  const findings: Finding[] = [];
  // A list of what is still to be looked at instead of recursion: nesting must not exhaust the stack.
  const open: { readonly value: unknown; readonly path: Path }[] = [{ value, path: [] }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    seen += 1;
    if (seen > limits.values || next.path.length > limits.depth) {
      findings.push(tooLarge(next.path.slice(0, 4)));
      return { findings, usable: false };
    }
    if (!isJson(next.value)) {
      findings.push(notJson(next.path));
      return { findings, usable: false };
    }
    if (typeof next.value === 'string' && next.value.length > limits.string) findings.push(tooLong(next.path));
    for (const member of members(next.value, next.path).toReversed()) open.push(member);
    findings.push(...hostileKeys(next.value, next.path));
  }
  return { findings, usable: true };
}

function members(value: unknown, path: Path): { readonly value: unknown; readonly path: Path }[] {
  if (Array.isArray(value)) {
    return value.slice(0, limits.values + 1).map((item: unknown, index) => ({ value: item, path: [...path, index] }));
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value)
    .slice(0, limits.values + 1)
    .map(([key, member]) => ({ value: member as unknown, path: [...path, key] }));
}

function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function hostileKeys(value: unknown, path: Path): Finding[] {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, '__proto__')) return [];
  return [
    {
      path: [...path, '__proto__'],
      what: 'the key "__proto__" is not allowed',
      why: 'It could change what other keys mean to the program that reads them',
      todo: 'Remove it.',
    },
  ];
}

function tooLarge(path: Path): Finding {
  return {
    path,
    what: `more than ${limits.depth} levels or ${limits.values} values`,
    why: 'A policy has to be small enough for a person to review, and for a function to read at every start',
    todo: 'Look for an alias that contains itself; otherwise write patterns with * instead of long lists.',
  };
}

function tooLong(path: Path): Finding {
  return {
    path,
    what: `a text of more than ${limits.string} characters`,
    why: 'Nothing in a policy is that long: an ARN has at most 2,048 characters',
    todo: 'Shorten it.',
  };
}

function notJson(path: Path): Finding {
  return {
    path,
    what: 'neither a mapping, a list, a text, a finite number, true, false nor nothing',
    why: 'Evidence keeps a digest of the policy, and only plain JSON has one',
    todo: 'Write it as a text in quotes.',
  };
}
