import * as z from 'zod';
import { check } from './schema.ts';
import type { Stored } from './stored.ts';

/** A type whose members K are no longer optional. */
export type Complete<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };

/** A time as JSON has it. */
export const time = z.iso.datetime({ offset: true });

/** Tags as the services' APIs list them. A list, because a record's keys would be names from outside. */
export const tags = z.array(z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) }));

/**
 * A value that must fit a schema exported by an SDK client, so that an account file's pieces of API input
 * are checked as strictly as calls are.
 *
 * @param given members that the file does not repeat, such as a name that is its key
 */
export function sdkShape<T>(schema: unknown, given: Readonly<Record<string, unknown>> = {}) {
  return z
    .custom<Stored<T>>(() => true)
    .superRefine((value, context) => {
      const whole =
        typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, ...given } : value;
      for (const { path, problem } of check(schema, whole, 'stored')) {
        context.addIssue({ code: 'custom', message: problem, path: pathOf(path) });
      }
    });
}

/** `a.b[0].c` as a path in zod's form. */
function pathOf(path: string): (string | number)[] {
  const keys = path.match(/[^.[\]]+/g) ?? [];
  return keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}
