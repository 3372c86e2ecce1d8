import { element, member, PatternError, show } from './error.ts';
import { parseAddress, sameAddress } from './ip.ts';
import { compileOperator, onlyMember } from './operators.ts';
import { isObject, isScalar, type Route, routeTo, type Scalar, type Test } from './values.ts';

/** One field of a pattern with its value list, any entry of which will do. */
export interface Leaf {
  readonly route: Route;
  readonly test: Test;
  /** `{"exists": false}` is in the list: that the field has no value will do, too. */
  readonly absent: boolean;
}

export function compileLeaf(path: string, list: readonly unknown[], at: string): Leaf {
  if (list.length === 0) throw new PatternError(at, 'is an empty list; at least one value or operator is needed.');
  const exact = new Set<Scalar>();
  const tests: Test[] = [];
  let absent = false;
  for (const [index, entry] of list.entries()) {
    const place = element(at, index);
    if (isObject(entry)) {
      const [name, operand] = onlyMember(entry, place);
      if (name !== 'exists') tests.push(compileOperator(name, operand, place));
      else if (exists(operand, place)) tests.push(() => true);
      else absent = true;
    } else {
      const value = scalar(entry, place);
      const address = typeof value === 'string' ? addressTest(value) : undefined;
      if (address === undefined) exact.add(value);
      else tests.push(address);
    }
  }
  if (exact.size > 0) tests.unshift(exactTest(exact));
  return { route: routeTo(path), test: anyOf(tests), absent };
}

/** Only asks whether the field has a value; objects and empty lists are none, `null` is. */
function exists(operand: unknown, at: string): boolean {
  if (typeof operand === 'boolean') return operand;
  throw new PatternError(member(at, 'exists'), `must be true or false, not ${show(operand)}.`);
}

function scalar(entry: unknown, at: string): Scalar {
  if (isScalar(entry) && (typeof entry !== 'number' || Number.isFinite(entry))) return entry;
  throw new PatternError(at, `must be a string, number, boolean, null or an operator's object, not ${show(entry)}.`);
}

/** Address literals are equal if the addresses are, however they are written: `::1` is `0:0:0:0:0:0:0:1`. */
function addressTest(literal: string): Test | undefined {
  const address = parseAddress(literal);
  if (address === undefined) return undefined;
  return (value) => {
    const other = typeof value === 'string' ? parseAddress(value) : undefined;
    return other !== undefined && sameAddress(address, other);
  };
}

/** Strings equal strings, numbers equal numbers of the same value (`300` and `3.0e2`), and `0` equals `-0`. */
function exactTest(values: ReadonlySet<Scalar>): Test {
  const [first] = values;
  return values.size === 1 ? (value) => value === first : (value) => values.has(value);
}

function anyOf(tests: readonly Test[]): Test {
  const [first] = tests;
  return tests.length === 1 && first !== undefined ? first : (value) => tests.some((test) => test(value));
}
