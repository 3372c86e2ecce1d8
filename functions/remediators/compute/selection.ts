import * as z from 'zod';
import { compileGlob } from '../../../shared/policy/glob.ts';

/** As the policy's own selector: all of the keys, any of a key's values. */
export const taggedAs = z
  .record(z.string().min(1).max(128), z.array(z.string().max(256)).min(1))
  .default({})
  .describe(
    'Tags by which one belongs to an AI pipeline: all of the keys, each with any of its values; * stands for any text. All others are reported only.',
  );

/** Whether tags are those that the policy asks for. A policy that asks for none has selected nothing. */
export function isTagged(
  wanted: Readonly<Record<string, readonly string[]>>,
  tags: Readonly<Record<string, string>>,
): boolean {
  const keys = Object.entries(wanted);
  return (
    keys.length > 0 &&
    keys.every(([key, values]) => {
      const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
      return value !== undefined && values.some((pattern) => compileGlob(pattern)(value));
    })
  );
}
