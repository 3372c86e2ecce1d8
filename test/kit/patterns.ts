import { expect } from 'vitest';

/**
 * Has a pattern stand for the texts that it matches. Without, vitest takes one within toMatchObject for anything at all,
 * and a test that looks for a word in a reason would look for nothing.
 */
expect.addEqualityTesters([
  (found: unknown, wanted: unknown) =>
    wanted instanceof RegExp && !(found instanceof RegExp)
      ? typeof found === 'string' && wanted.test(found)
      : undefined,
]);
