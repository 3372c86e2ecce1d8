import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { runNode } from './child.ts';
import { rotated } from './statistics.ts';

/** Something whose import is timed. */
export interface Variant {
  readonly name: string;
  /** The bundle's folder. */
  readonly directory: string;
  /** A file with an event that its handler is to understand, and to pass on: what that loads counts, too. */
  readonly event?: string;
}

/**
 * Times `import()` of each variant, in milliseconds by round, each in a process of its own. The variants take
 * turns, so that a slow minute of the machine does not fall on one of them alone.
 *
 * @throws {Error} if a handler that was given an event did not get as far as starting a remediator
 */
export async function timeImports(
  variants: readonly Variant[],
  rounds: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const times = new Map(variants.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const variant of rotated(variants, round)) times.get(variant.name)?.push(await timeImport(variant));
  }
  return times;
}

async function timeImport({ name, directory, event }: Variant): Promise<number> {
  const url = pathToFileURL(join(directory, 'index.js')).href;
  const args = ['--input-type=module', '--eval', script, url, ...(event === undefined ? [] : [event])];
  const { ms, dispatches } = (await runNode(args)) as { readonly ms: number; readonly dispatches: boolean };
  if (!dispatches) throw new Error(`${name} did not try to start a remediator for the event in ${event}`);
  return ms;
}

/**
 * Runs in the process that is timed; plain JavaScript, so that nothing has to be loaded to run it. No ARN of
 * a remediator is in the environment: the handler fails once it has loaded and made its client, before any
 * request.
 */
const script = `
  import { readFileSync } from 'node:fs';
  const [, url, file] = process.argv;
  const event = file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8'));
  const context = { functionName: 'bench', functionVersion: '$LATEST', memoryLimitInMB: '256',
    invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:bench',
    awsRequestId: '00000000-0000-4000-8000-000000000000' };
  const begin = performance.now();
  const { handler } = await import(url);
  let error;
  if (event !== undefined) try { await handler(event, context) } catch (caught) { error = caught }
  const ms = performance.now() - begin;
  const unset = /^REMEDIATOR_[A-Z0-9_]+ is not set/;
  const dispatches = event === undefined || (error?.errors ?? []).some(({ message }) => unset.test(message));
  console.log(JSON.stringify({ ms, dispatches }));
`;
