import { element, PatternError, show } from './error.ts';
import type { Test } from './values.ts';

/**
 * EventBridge compares numbers from -5e9 to 5e9, with six digits after the decimal point. A number outside is an
 * error in a pattern; in an event, it matches no comparison. (Newer versions of Event Ruler, which EventBridge
 * runs on, take every double. A pattern that keeps to the limit means the same to both.)
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html (numeric matching)
 */
const limit = 5e9;

const comparisons: ReadonlyMap<string, (value: number, bound: number) => boolean> = new Map([
  ['=', (value, bound) => value === bound],
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
]);

/** `{"numeric": [">", 0]}`, or as a range, lower bound first: `{"numeric": [">", 0, "<=", 5]}`. */
export function numeric(operand: unknown, at: string): Test {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new PatternError(at, 'must be a list of one or two comparisons, as [">", 0] or [">", 0, "<=", 5].');
  }
  const lower = comparison(operand, 0, at);
  if (operand.length === 2) return (value) => inRange(value) && lower.holds(value);
  const upper = comparison(operand, 2, at);
  if (!['>', '>='].includes(lower.operator) || !['<', '<='].includes(upper.operator)) {
    throw new PatternError(at, 'a range is written lower bound first, as [">", 0, "<=", 5].');
  }
  if (lower.bound >= upper.bound) {
    throw new PatternError(at, `the range is empty: ${lower.bound} must be less than ${upper.bound}.`);
  }
  return (value) => inRange(value) && lower.holds(value) && upper.holds(value);
}

/** Throws PatternError unless it is a number that EventBridge can compare. */
export function comparable(value: unknown, at: string): number {
  if (typeof value !== 'number') throw new PatternError(at, `must be a number, not ${show(value)}.`);
  if (!inRange(value)) throw new PatternError(at, `must be between -5e9 and 5e9, not ${show(value)}.`);
  if (Number(value.toFixed(6)) !== value) {
    throw new PatternError(at, `may have six digits after the decimal point, not more: ${value}.`);
  }
  return value;
}

function comparison(list: readonly unknown[], index: number, at: string) {
  const operator = list[index];
  const compare = typeof operator === 'string' ? comparisons.get(operator) : undefined;
  if (typeof operator !== 'string' || compare === undefined) {
    throw new PatternError(element(at, index), `${show(operator)} is no comparison. Allowed: =, <, <=, >, >=.`);
  }
  const bound = comparable(list[index + 1], element(at, index + 1));
  return { operator, bound, holds: (value: number) => compare(value, bound) };
}

function inRange(value: unknown): value is number {
  return typeof value === 'number' && value >= -limit && value <= limit;
}
