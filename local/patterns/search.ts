import type { Leaf } from './leaf.ts';
import { type List, occurrences, several, soleValue, type Within } from './values.ts';

/** The lists that a failure hangs on: with another element of one of them chosen, it might not have failed. */
type Failure = ReadonlySet<List>;

const nothingChosen: ReadonlyMap<List, number> = new Map();

/**
 * Whether the event satisfies all fields together. Values in lists of objects must come from the same element:
 * `{"rules": {"port": [22], "open": [true]}}` wants one rule with both, not two that share them.
 *
 * `fields` are sorted by path, because EventBridge goes through them in that order and `{"exists": false}` asks
 * only about the elements that the fields before it have settled on: after `port`, `{"exists": false}` on `rule`
 * is about that one element; on `name`, before it, about all elements.
 */
export function satisfies(event: object, fields: readonly Leaf[]): boolean {
  let settled = true;
  for (const { route, test, absent } of fields) {
    const value = soleValue(event, route);
    if (value === several) settled = false;
    else if (value === undefined ? !absent : !test(value)) return false;
  }
  return settled || settle(event, fields, 0, new Map()) === undefined;
}

/** Whether the field has a value that passes, no matter in which element. Without it, nothing can match. */
export function passes(event: object, { route, test }: Leaf): boolean {
  const sole = soleValue(event, route);
  if (sole !== several) return sole !== undefined && test(sole);
  for (const { value } of occurrences(event, route, nothingChosen, new Set())) {
    if (test(value)) return true;
  }
  return false;
}

/**
 * Settles the fields from `index` on; undefined if that worked. A failure that no choice made here plays a part
 * in is handed on at once: two long lists in an event then cost the sum of their lengths, not the product.
 */
function settle(event: object, fields: readonly Leaf[], index: number, chosen: Map<List, number>): Failure | undefined {
  const field = fields[index];
  if (field === undefined) return undefined;
  const blamed = new Set<List>();
  let present = false;
  let failedWithin: Within | undefined | null = null;
  for (const { value, within } of occurrences(event, field.route, chosen, blamed)) {
    present = true;
    if (field.absent) for (const { list } of outwards(within)) blamed.add(list);
    // Values side by side in one list choose the same elements, so the second fails as the first did.
    if (within === failedWithin || !field.test(value)) continue;
    const added = choose(within, chosen);
    const failure = settle(event, fields, index + 1, chosen);
    if (failure === undefined) return undefined;
    for (const list of added) chosen.delete(list);
    if (failure.values().every((list) => chosen.has(list))) return failure;
    for (const list of failure) if (!added.has(list)) blamed.add(list);
    failedWithin = within;
  }
  return field.absent && !present ? settle(event, fields, index + 1, chosen) : blamed;
}

/** Notes the elements that a value lies in; gives the lists for which that is new. */
function choose(within: Within | undefined, chosen: Map<List, number>): ReadonlySet<List> {
  const added = new Set<List>();
  for (const { list, index } of outwards(within)) {
    if (chosen.has(list)) continue;
    chosen.set(list, index);
    added.add(list);
  }
  return added;
}

function* outwards(within: Within | undefined): Generator<Within, undefined> {
  for (let at = within; at !== undefined; at = at.outer) yield at;
}
