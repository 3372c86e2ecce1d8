import { element, member, PatternError, show } from './error.ts';
import { compileLeaf, type Leaf } from './leaf.ts';
import { isObject } from './values.ts';

/** Fields that must match together, by path. */
export type Combination = ReadonlyMap<string, Leaf>;

/**
 * EventBridge takes no `$or` that makes over 1,000 combinations, and counts them as the product of the lengths of
 * all `$or` lists, nested ones too, which is never less than what they expand to.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html (complex example with $or)
 */
const maxCombinations = 1000;

/** Event Ruler's limit on the fields of one combination. */
const maxFields = 256;

/** This matcher's own limit, far above any event: it bounds the recursion over a pattern. */
const maxSteps = 100;

/**
 * Words that are no field names inside `$or`. To EventBridge, a `$or` that holds one, or that is no list of two
 * objects, is a field called `$or`, for the sake of old patterns. Here it is an error: nobody means that today.
 */
const reservedInOr: ReadonlySet<string> = new Set([
  'exactly',
  'equals-ignore-case',
  'prefix',
  'suffix',
  'anything-but',
  'exists',
  'wildcard',
  'numeric',
  'cidr',
  '=',
  '<',
  '<=',
  '>',
  '>=',
  'regex',
  'not-wildcard',
  'not-equals-ignore-case',
  'date-after',
  'date-on-or-after',
  'date-before',
  'date-on-or-before',
  'in-date-range',
  'ip-address-in-range',
  'ip-address-not-in-range',
]);

/** Where in the pattern the parser is. */
interface Position {
  /** Keys so far, without `$or`. */
  readonly steps: readonly string[];
  /** The same with `$or` and indexes, for messages. */
  readonly at: string;
  readonly insideOr: boolean;
}

/** Counts over the whole pattern. */
interface Tally {
  combinations: number;
}

/** The combinations of fields, any one of which makes an event match. `$or` multiplies them. */
export function expand(pattern: unknown): readonly Combination[] {
  const top: Position = { steps: [], at: '', insideOr: false };
  return expandObject(pattern, top, [new Map()], { combinations: 1 });
}

function expandObject(
  pattern: unknown,
  position: Position,
  before: readonly Combination[],
  tally: Tally,
): readonly Combination[] {
  const { at } = position;
  if (!isObject(pattern)) throw new PatternError(at, `must be an object of fields, not ${show(pattern)}.`);
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw new PatternError(at, 'is an empty object; at least one field is needed.');
  let combinations = before;
  for (const [key, value] of fields) {
    combinations =
      key === '$or'
        ? expandOr(value, { ...position, at: member(at, key) }, combinations, tally)
        : expandField(value, descend(position, key), combinations, tally);
  }
  return combinations;
}

function expandField(
  value: unknown,
  position: Position,
  before: readonly Combination[],
  tally: Tally,
): readonly Combination[] {
  if (isObject(value)) return expandObject(value, position, before, tally);
  if (!Array.isArray(value)) {
    throw new PatternError(position.at, `must be a list of values or an object of fields, not ${show(value)}.`);
  }
  const path = position.steps.join('.');
  const leaf = compileLeaf(path, value, position.at);
  return before.map((combination) => {
    if (combination.has(path)) throw namedTwice(position.at);
    if (combination.size === maxFields) throw new PatternError(position.at, `is one field more than ${maxFields}.`);
    return new Map(combination).set(path, leaf);
  });
}

function expandOr(
  branches: unknown,
  position: Position,
  before: readonly Combination[],
  tally: Tally,
): readonly Combination[] {
  const { at } = position;
  if (!Array.isArray(branches) || branches.length < 2) {
    throw new PatternError(at, 'must be a list of two or more objects of fields.');
  }
  tally.combinations *= branches.length;
  if (tally.combinations > maxCombinations) {
    throw new PatternError(at, `makes ${tally.combinations} combinations; EventBridge allows ${maxCombinations}.`);
  }
  return branches.flatMap((branch, index) =>
    expandObject(branch, { ...position, at: element(at, index), insideOr: true }, before, tally),
  );
}

function descend({ steps, at, insideOr }: Position, key: string): Position {
  const below = member(at, key);
  if (insideOr && reservedInOr.has(key)) throw new PatternError(below, 'is a reserved word, no field name inside $or.');
  const further = [...steps, ...key.split('.')];
  if (further.length > maxSteps) throw new PatternError(below, `is more than ${maxSteps} levels deep.`);
  return { steps: further, at: below, insideOr };
}

/** EventBridge takes such a pattern and silently keeps the last list only: never what was meant. */
function namedTwice(at: string): PatternError {
  return new PatternError(at, 'is matched twice in one combination. Put all its values into one list, or into $or.');
}
