import { type Combination, expand } from './combinations.ts';
import type { Leaf } from './leaf.ts';
import { passes, satisfies } from './search.ts';
import { isObject } from './values.ts';

export { PatternError } from './error.ts';

/**
 * Turns an EventBridge event pattern into a function that says whether an event matches, as EventBridge would.
 * Throws PatternError for a pattern that EventBridge refuses.
 *
 * Patterns: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 * Where the guide is silent, the open-source matcher that EventBridge runs on decides: github.com/aws/event-ruler.
 *
 * Patterns and events are parsed JSON: trees, in which no list occurs twice. The function never throws; what is no
 * object matches nothing.
 */
export function compilePattern(pattern: unknown): (event: unknown) => boolean {
  const combinations = expand(pattern);
  const gates = gatesOf(combinations);
  const alternatives = combinations.map(sortedByPath);
  return (event) =>
    isObject(event) &&
    gates.every((gate) => passes(event, gate)) &&
    alternatives.some((fields) => satisfies(event, fields));
}

/**
 * Characters of a pattern as compact JSON. EventBridge allows 2,048 unless the quota is raised.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html ("Event pattern size")
 */
export function patternSize(pattern: unknown): number {
  return (JSON.stringify(pattern) ?? '').length;
}

/**
 * Fields that every match needs a value for, those nearest to the top first: most events go elsewhere, and
 * `source` tells so for the price of one look-up.
 */
function gatesOf(combinations: readonly Combination[]): Leaf[] {
  const [first, ...others] = combinations;
  return [...(first ?? [])]
    .filter(([path, leaf]) => !leaf.absent && others.every((other) => other.get(path) === leaf))
    .map(([, leaf]) => leaf)
    .toSorted((a, b) => a.route.keys.length - b.route.keys.length);
}

/** By UTF-16 code units, as Java sorts strings. */
function sortedByPath(combination: Combination): Leaf[] {
  return [...combination.values()].toSorted((a, b) => (a.route.path < b.route.path ? -1 : 1));
}
