import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safe } from '../print/style.ts';
import { loadRemediators } from '../remediations.ts';
import type { Remediator } from '../remediations.ts';
import { projectRoot } from '../root.ts';
import { CommandError } from '../run.ts';
import { readStack } from '../stack/serverless-file.ts';
import type { Stack } from '../stack/serverless-file.ts';

/** What the project consists of, for commands that need no AWS. */
export interface Catalogue {
  readonly stack: Stack;
  readonly remediators: readonly Remediator[];
}

export async function openCatalogue(): Promise<Catalogue> {
  const stack = readStack(join(projectRoot, 'serverless.yml'));
  return { stack, remediators: await loadRemediators(stack) };
}

/** The policy file that is deployed. */
export const deployedPolicy = join(projectRoot, 'policy.yml');

/** @throws CommandError if there is no such file */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${safe(file)} can't be read: ${safe((error as Error).message)}`, { cause: error });
  }
}
