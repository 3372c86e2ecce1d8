/**
 * Test files that put something in the place of a module or of the process's timers: each runs in a process of its
 * own. All others take turns in one.
 */
export const ownProcess = [
  'test/functions/remediators/lambda-edge.test.ts',
  'test/local/commands/*.test.ts',
  'test/local/print/lines.test.ts',
  'test/**/durable-contract.test.ts',
];
