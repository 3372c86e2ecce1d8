import { compilePattern, PatternError } from './patterns/compile.ts';
import type { Stack } from './stack/serverless-file.ts';
import { StackError } from './stack/serverless-file.ts';

/** Tells which functions EventBridge would invoke for an event on the default bus. */
export type Router = (event: unknown) => readonly string[];

/**
 * Compiles the rules of serverless.yml. A function that several of its rules match is named once, though
 * EventBridge would invoke it once a rule: the second invocation finds its execution started already.
 *
 * @throws StackError naming the rule whose pattern EventBridge would refuse
 */
export function createRouter({ rules }: Pick<Stack, 'rules'>): Router {
  const compiled = rules
    .filter(({ bus }) => bus === 'default')
    .map((rule) => {
      try {
        return { function: rule.function, matches: compilePattern(rule.pattern) };
      } catch (cause) {
        if (!(cause instanceof PatternError)) throw cause;
        throw new StackError(`rule ${rule.name}: ${cause.message}`, { cause });
      }
    });
  return (event) => [...new Set(compiled.filter(({ matches }) => matches(event)).map((rule) => rule.function))];
}
