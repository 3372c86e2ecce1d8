import { cidr } from './cidr.ts';
import { element, member, PatternError, quote, show } from './error.ts';
import { endsWithFolded, equalsFolded, fold, startsWithFolded } from './ignore-case.ts';
import { comparable, numeric } from './numeric.ts';
import { isObject, type Test } from './values.ts';
import { wildcard } from './wildcard.ts';

type Operator = (operand: unknown, at: string) => Test;

/**
 * What may stand in a value list as `{"<operator>": …}`, apart from `exists`, which asks no value.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
const operators: ReadonlyMap<string, Operator> = new Map([
  ['prefix', prefix],
  ['suffix', suffix],
  ['equals-ignore-case', equalsIgnoreCase],
  ['wildcard', wildcard],
  ['anything-but', anythingBut],
  ['numeric', numeric],
  ['cidr', cidr],
]);

/** What `anything-but` may turn round. Plain strings only: EventBridge refuses a nested equals-ignore-case here. */
const excludable: ReadonlyMap<string, Operator> = new Map([
  ['prefix', plainPrefix],
  ['suffix', plainSuffix],
  ['equals-ignore-case', equalsIgnoreCase],
  ['wildcard', wildcard],
]);

export function compileOperator(name: string, operand: unknown, at: string): Test {
  const operator = operators.get(name);
  if (operator === undefined) throw unknownOperator(name, at, [...operators.keys(), 'exists']);
  return operator(operand, member(at, name));
}

/** The one member of an operator's object. */
export function onlyMember(value: object, at: string): readonly [string, unknown] {
  const [first, ...others] = Object.entries(value);
  if (first === undefined) throw new PatternError(at, 'is an empty object; an operator as {"prefix": "a"} is allowed.');
  if (others.length > 0) {
    const names = [first, ...others].slice(0, 4).map(([name]) => quote(name));
    throw new PatternError(at, `has several operators (${names.join(', ')}); one is allowed in an object.`);
  }
  return first;
}

/** `{"prefix": "a"}` or `{"prefix": {"equals-ignore-case": "a"}}`. An empty prefix matches every string. */
function prefix(operand: unknown, at: string): Test {
  const ignoringCase = ignoreCaseOperand(operand, at);
  if (ignoringCase === undefined) return plainPrefix(operand, at);
  const folded = fold(ignoringCase);
  return (value) => typeof value === 'string' && startsWithFolded(value, folded);
}

function suffix(operand: unknown, at: string): Test {
  const ignoringCase = ignoreCaseOperand(operand, at);
  if (ignoringCase === undefined) return plainSuffix(operand, at);
  const folded = fold(ignoringCase);
  return (value) => typeof value === 'string' && endsWithFolded(value, folded);
}

function plainPrefix(operand: unknown, at: string): Test {
  const start = text(operand, at);
  return (value) => typeof value === 'string' && value.startsWith(start);
}

function plainSuffix(operand: unknown, at: string): Test {
  const end = text(operand, at);
  return (value) => typeof value === 'string' && value.endsWith(end);
}

function equalsIgnoreCase(operand: unknown, at: string): Test {
  const folded = fold(text(operand, at));
  return (value) => typeof value === 'string' && equalsFolded(value, folded);
}

/**
 * `{"anything-but": …}` with a string, a number, a list of strings, a list of numbers, or an operator on a string
 * or a list of strings. It matches every value that is present and not excluded, whatever its type: `null` is
 * anything but `"a"`, `"1"` is anything but `1`. In a list it asks for one such element, not for all.
 */
function anythingBut(operand: unknown, at: string): Test {
  if (isObject(operand)) return anythingButOperator(operand, at);
  const values = Array.isArray(operand) ? operand : [operand];
  const place = (index: number) => (Array.isArray(operand) ? element(at, index) : at);
  if (values.length === 0) throw new PatternError(at, 'is an empty list; strings or numbers are allowed.');
  const kind = typeof values[0] === 'number' ? 'number' : 'string';
  const excluded = new Set<unknown>();
  for (const [index, value] of values.entries()) {
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new PatternError(place(index), `must be a string or a number, not ${show(value)}.`);
    }
    if (typeof value !== kind) throw new PatternError(place(index), 'strings and numbers can’t be mixed in one list.');
    excluded.add(kind === 'number' ? comparable(value, place(index)) : value);
  }
  return (value) => !excluded.has(value);
}

function anythingButOperator(operand: object, at: string): Test {
  const [name, nested] = onlyMember(operand, at);
  const operator = excludable.get(name);
  if (operator === undefined) throw unknownOperator(name, at, excludable.keys());
  const below = member(at, name);
  const values = Array.isArray(nested) ? nested : [nested];
  if (values.length === 0) throw new PatternError(below, 'is an empty list; strings are allowed.');
  const tests = values.map((value, index) => {
    const place = Array.isArray(nested) ? element(below, index) : below;
    if (value === '' && (name === 'prefix' || name === 'suffix')) {
      throw new PatternError(place, `must not be empty: every string has an empty ${name}.`);
    }
    return operator(value, place);
  });
  return (value) => !tests.some((test) => test(value));
}

/** The text in `{"equals-ignore-case": text}`, or undefined if the operand is no object. */
function ignoreCaseOperand(operand: unknown, at: string): string | undefined {
  if (!isObject(operand)) return undefined;
  const [name, value] = onlyMember(operand, at);
  if (name !== 'equals-ignore-case') throw unknownOperator(name, at, ['equals-ignore-case']);
  return text(value, member(at, name));
}

function text(operand: unknown, at: string): string {
  if (typeof operand !== 'string') throw new PatternError(at, `must be a string, not ${show(operand)}.`);
  return operand;
}

function unknownOperator(name: string, at: string, allowed: Iterable<string>): PatternError {
  return new PatternError(at, `${quote(name)} is no operator here. Allowed: ${[...allowed].join(', ')}.`);
}
