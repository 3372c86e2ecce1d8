import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, PatternError } from '../../../local/patterns/compile.ts';

/*
 * The matcher against a second one that was built another way: the event is flattened into fields, each with the
 * list elements that it lies in, and all ways to pick one value for each field of the pattern are tried. That is how
 * Event Ruler describes array consistency. It knows just enough operators to need them all.
 */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Pattern = { [key: string]: Json };
type Membership = ReadonlyMap<number, number>;
interface Field {
  readonly path: string;
  readonly value: Json;
  readonly membership: Membership;
}

function flatten(event: Json): readonly Field[] {
  const fields: Field[] = [];
  let lists = 0;
  const visit = (value: Json, path: string, membership: Membership): void => {
    if (Array.isArray(value)) {
      const id = lists++;
      value.forEach((element, index) => {
        const nested = element !== null && typeof element === 'object';
        visit(element, path, nested ? new Map(membership).set(id, index) : membership);
      });
    } else if (value !== null && typeof value === 'object') {
      for (const [key, member] of Object.entries(value))
        visit(member, path === '' ? key : `${path}.${key}`, membership);
    } else fields.push({ path, value, membership });
  };
  visit(event, '', new Map());
  return fields;
}

/** Lists of `[path, value list]`, one for each combination of `$or` branches. */
function alternatives(pattern: Pattern, prefix = ''): readonly (readonly (readonly [string, Json[]])[])[] {
  let combined: (readonly (readonly [string, Json[]])[])[] = [[]];
  for (const [key, value] of Object.entries(pattern)) {
    const path = `${prefix}${key}`;
    const choices =
      key === '$or'
        ? (value as Pattern[]).flatMap((branch) => alternatives(branch, prefix))
        : Array.isArray(value)
          ? [[[path, value] as const]]
          : alternatives(value as Pattern, `${path}.`);
    combined = combined.flatMap((left) => choices.map((right) => [...left, ...right]));
  }
  return combined;
}

function consistent(a: Membership, b: Membership): boolean {
  return [...b].every(([list, index]) => (a.get(list) ?? index) === index);
}

function accepts(list: readonly Json[], value: Json): boolean {
  return list.some((entry) => {
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return entry === value;
    if ('exists' in entry) return entry['exists'] === true;
    return entry['anything-but'] !== value;
  });
}

function pick(fields: readonly Field[], wanted: readonly (readonly [string, Json[]])[], so: Membership): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return true;
  const [path, list] = first;
  const here = fields.filter((field) => field.path === path && consistent(so, field.membership));
  const absent = list.some(
    (entry) => entry !== null && typeof entry === 'object' && 'exists' in entry && entry['exists'] === false,
  );
  if (absent && here.length === 0 && pick(fields, rest, so)) return true;
  return here
    .filter(({ value }) => accepts(list, value))
    .some(({ membership }) => pick(fields, rest, new Map([...so, ...membership])));
}

function reference(pattern: Pattern, event: Json): boolean {
  const fields = flatten(event);
  return alternatives(pattern).some((wanted) =>
    pick(
      fields,
      wanted.toSorted(([a], [b]) => (a < b ? -1 : 1)),
      new Map(),
    ),
  );
}

const key = fc.constantFrom('a', 'b', 'c');
const { event } = fc.letrec<{ event: Json; object: Json }>((tie) => ({
  event: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<Json>(1, 2, null),
    tie('object'),
    fc.array(fc.oneof(tie('object'), tie('event')), { maxLength: 3 }),
  ),
  object: fc.dictionary(fc.oneof(key, key, key, fc.constant('a.b')), tie('event'), { maxKeys: 3 }),
}));
const list = fc.constantFrom<Json>(
  [1],
  [2],
  [null, 1],
  [{ exists: true }],
  [{ exists: false }],
  [2, { exists: false }],
  [{ 'anything-but': 1 }],
);
const { pattern } = fc.letrec<{ pattern: Pattern; value: Json }>((tie) => ({
  pattern: fc.oneof(
    { weight: 4, arbitrary: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 3 }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.dictionary(key, tie('value'), { maxKeys: 2 }), tie('pattern'), tie('pattern'))
        .map(([fields, one, other]): Pattern => ({ ...fields, $or: [one, other] as Json })),
    },
  ),
  value: fc.oneof({ maxDepth: 3 }, { weight: 2, arbitrary: list }, { weight: 1, arbitrary: tie('pattern') }),
}));

/** Undefined for a pattern that names a field twice. */
function compiled(of: Pattern): ((event: unknown) => boolean) | undefined {
  try {
    return compilePattern(of);
  } catch (error) {
    if (error instanceof PatternError && error.message.includes('matched twice')) return undefined;
    throw error;
  }
}

/** Both answers must be seen often, or nothing was tested. */
function expectAgreement(patterns: fc.Arbitrary<Pattern>, events: fc.Arbitrary<Json>): void {
  const seen = { true: 0, false: 0 };
  fc.assert(
    fc.property(patterns, events, (wanted, generated) => {
      const match = compiled(wanted);
      fc.pre(match !== undefined);
      // Generated values may share a list; parsed JSON never does.
      const given = JSON.parse(JSON.stringify(generated)) as Json;
      const answer = match(given);
      seen[`${answer}`] += 1;
      expect(answer).toBe(reference(wanted, given));
    }),
    { numRuns: 5000 },
  );
  expect(Math.min(seen.true, seen.false)).toBeGreaterThan(500);
}

describe('the matcher and the reference agree', { timeout: 60_000 }, () => {
  const value = fc.constantFrom<Json>(1, 2, [1, 2], [{ a: 1 }, { b: 1 }]);
  const element = fc.dictionary(key, value, { maxKeys: 3 });
  const inner = fc.dictionary(key, fc.oneof(element, fc.array(element, { maxLength: 3 })), { maxKeys: 2 });
  const elements = fc.array(fc.oneof(element, inner), { maxLength: 4 });

  test('on nested objects and lists', () => {
    expectAgreement(pattern, fc.dictionary(key, event, { minKeys: 1, maxKeys: 3 }));
  });

  test('on lists of objects, where fields have to come from the same element', () => {
    expectAgreement(fc.record({ d: pattern }), fc.record({ d: elements }));
  });

  test('on fields that keys with dots give a second place, outside the list', () => {
    const places = fc.record({ d: elements, 'd.a': value, 'd.b': value, 'd.c': elements }, { requiredKeys: ['d'] });

    expectAgreement(fc.record({ d: pattern }), places);
  });
});
