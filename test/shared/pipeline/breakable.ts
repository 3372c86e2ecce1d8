import { between } from '../../kit/between.ts';

/** Things whose methods can be broken, and mended again, by name. */
export interface Breakable {
  readonly outside: <T extends object>(thing: T) => T;
  break(...methods: readonly string[]): void;
}

/** Nothing is broken in the beginning. What is broken refuses: repeating changes nothing. */
export function breakable(): Breakable {
  let broken: readonly string[] = [];
  const outside = between(undefined, ({ method, given, go }) => {
    if (!broken.includes(method)) return go(...given);
    const error = Object.assign(new Error(`${method} is broken`), { name: 'BrokenException' });
    return Promise.reject(Object.assign(error, { $metadata: { httpStatusCode: 400 } }));
  });
  return { outside, break: (...methods) => void (broken = methods) };
}
