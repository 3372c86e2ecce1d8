/** What a pattern's value list is held against. */
export type Scalar = string | number | boolean | null;
export type Test = (value: Scalar) => boolean;
export type List = readonly unknown[];

/** Where a field lies, and which keys may lead there from each step on. */
export interface Route {
  /** Keys joined with dots, as EventBridge names a field. */
  readonly path: string;
  /** For each step, the keys that lead on from there: `a`, `a.b`, `a.b.c`, each with the step it leads to. */
  readonly keys: readonly (readonly Key[])[];
}
interface Key {
  readonly name: string;
  readonly leadsTo: number;
}

/** A list in the event, and the element of it that a value lies in. */
export interface Within {
  readonly list: List;
  readonly index: number;
  readonly outer: Within | undefined;
}

/** A value of a field. An event has several where lists are on the way. */
export interface Occurrence {
  readonly value: Scalar;
  readonly within: Within | undefined;
}

interface Place {
  readonly value: unknown;
  readonly step: number;
  readonly within: Within | undefined;
}

/**
 * The dot joins keys and may be part of one: EventBridge doesn't tell `{"a": {"b": 1}}` from `{"a.b": 1}`,
 * neither in a pattern nor in an event.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html (considerations)
 */
export function routeTo(path: string): Route {
  const steps = path.split('.');
  const keys = steps.map((_, from) =>
    steps.slice(from).map((_last, more) => ({
      name: steps.slice(from, from + more + 1).join('.'),
      leadsTo: from + more + 1,
    })),
  );
  return { path, keys };
}

/** What `soleValue` says where a list, or a second key, may give a field several values. */
export const several = Symbol('several');

/** The value of a field that can have one only, undefined if it has none. This is the way of nearly every field. */
export function soleValue(event: object, route: Route): Scalar | undefined | typeof several {
  let value: unknown = event;
  for (let step = 0; step < route.keys.length;) {
    if (Array.isArray(value)) return several;
    if (!isObject(value)) return undefined;
    let next: Key | undefined;
    for (const key of route.keys[step] ?? []) {
      if (!Object.hasOwn(value, key.name)) continue;
      if (next !== undefined) return several;
      next = key;
    }
    if (next === undefined) return undefined;
    value = (value as Record<string, unknown>)[next.name];
    step = next.leadsTo;
  }
  if (Array.isArray(value)) return several;
  return isScalar(value) ? value : undefined;
}

/**
 * All values of a field that agree with the elements chosen so far. Lists are transparent: their elements
 * count as values of the field, at every level. A list that was consulted because an element of it is
 * chosen goes into `consulted`. Iterative, so that no nesting of lists exhausts the stack.
 */
export function* occurrences(
  event: object,
  route: Route,
  chosen: ReadonlyMap<List, number>,
  consulted: Set<List>,
): Generator<Occurrence, undefined> {
  const places: Place[] = [{ value: event, step: 0, within: undefined }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { value, step, within } = place;
    if (Array.isArray(value)) enterList(value, place, route, chosen, consulted, places);
    else if (isObject(value)) enterObject(value, place, route, places);
    else if (step === route.keys.length && isScalar(value)) yield { value, within };
  }
}

function enterObject(value: object, { step, within }: Place, route: Route, places: Place[]): void {
  for (const { name, leadsTo } of route.keys[step] ?? []) {
    if (Object.hasOwn(value, name)) {
      places.push({ value: (value as Record<string, unknown>)[name], step: leadsTo, within });
    }
  }
}

/** Only objects and lists bind their element; a plain value in a list goes together with any of its neighbours. */
function enterList(
  list: List,
  { step, within }: Place,
  route: Route,
  chosen: ReadonlyMap<List, number>,
  consulted: Set<List>,
  places: Place[],
): void {
  const choice = chosen.get(list);
  if (choice !== undefined) consulted.add(list);
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const value = list[index];
    const nested = value !== null && typeof value === 'object';
    if (!nested && step === route.keys.length) places.push({ value, step, within });
    if (nested && (choice === undefined || choice === index)) {
      places.push({ value, step, within: { list, index, outer: within } });
    }
  }
}

export function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
