import * as z from 'zod/mini';
import { EventError } from './event-error.ts';
import { excerpt, kindOf } from './text.ts';

/**
 * The part of an event that a schema describes; members that the schema doesn't name are left out.
 *
 * @param path where `value` lies in the event, for the message
 * @throws EventError `malformed`: the first problem, as `detail.configRuleName: expected string, received number`
 */
export function parseShape<S extends z.ZodMiniType>(schema: S, value: unknown, path: string): z.output<S> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const keys = issue?.path ?? [];
  const received = keys.reduce<unknown>((found, key) => (found as Record<PropertyKey, unknown>)[key], value);
  const where = [path, ...keys.map(String)].filter((key) => key !== '').join('.');
  throw new EventError('malformed', where, problem(issue, received));
}

function problem(issue: z.core.$ZodIssue | undefined, received: unknown): string {
  if (issue?.code === 'invalid_type') return `expected ${issue.expected}, received ${kindOf(received)}`;
  // Every check of these schemas brings its own message: "expected …".
  return `${issue?.message ?? 'invalid'}, received ${excerpt(received)}`;
}

export type JsonRecord = Readonly<Record<string, unknown>>;

/** An object whose members are looked at later, if at all. */
export function record(): z.ZodMiniType<JsonRecord> {
  return z.custom<JsonRecord>(
    (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
    'expected object',
  );
}

export function matching(pattern: RegExp, expected: string): z.ZodMiniType<string> {
  return z.string().check(z.regex(pattern, `expected ${expected}`));
}

export const account = matching(/^\d{12}$/, 'an account id of twelve digits');

/** `eu-central-1`, `us-gov-west-1`, `us-iso-east-1`, `eusc-de-east-1`. */
export const REGION = /^[a-z]{2,5}(?:-[a-z]{2,12}){1,2}-\d{1,2}$/;
export const region = matching(REGION, 'a Region');
