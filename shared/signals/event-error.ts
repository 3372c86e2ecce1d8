import { excerpt } from './text.ts';

/**
 * - `malformed` a member is missing or has the wrong form
 * - `unexpected-event` an event of another source, or of another kind, came here
 * - `invalid-identifier` a resource is named by something that can't be its name
 * - `contradiction` the event says two things about its account, its Region or its resource
 */
export type EventErrorCode = 'malformed' | 'unexpected-event' | 'invalid-identifier' | 'contradiction';

/**
 * An event that can't be understood. Trying again can't help; the event belongs into a dead-letter
 * queue, where a person finds it. The message says what is wrong and where, and repeats at most a
 * short, printable excerpt of the event.
 */
export class EventError extends Error {
  override readonly name = 'EventError';
  readonly code: EventErrorCode;
  /** Dotted path into the event, `detail.configRuleName`; empty if the event as a whole is meant. */
  readonly path: string;

  constructor(code: EventErrorCode, path: string, problem: string) {
    super(`${path === '' ? 'event' : path}: ${problem}`);
    this.code = code;
    this.path = path;
  }
}

/** `expected` reads as the end of "expected …": `a bucket name`. */
export function invalidIdentifier(path: string, expected: string, received: unknown): EventError {
  return new EventError('invalid-identifier', path, `expected ${expected}, received ${excerpt(received)}`);
}
