import { at } from '../json.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

/** When an action ended, in milliseconds since 1970, from its record's bytes; undefined if they are no record. */
export function endOf(bytes: Uint8Array): number | undefined {
  try {
    const document: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return millisecondsOf(at(document, 'endedAt'));
  } catch {
    return undefined;
  }
}

/** Milliseconds since 1970 of an ISO 8601 time in UTC. */
export function millisecondsOf(text: unknown): number | undefined {
  const time = typeof text === 'string' && TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
