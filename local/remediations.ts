import { pathToFileURL } from 'node:url';
import type { DurableLambdaHandler } from '@aws/durable-execution-sdk-js';
import type { RemediatorEdge } from '../shared/edge.ts';
import type { Remediation } from '../shared/remediation.ts';
import type { Stack } from './stack/serverless-file.ts';

/** A remediator as its folder in functions/remediators/ exports it. */
export interface Remediator {
  /** Folder and bundle: `s3`. */
  readonly name: string;
  /** Key in serverless.yml: `remediate-s3`. */
  readonly functionName: string;
  readonly remediations: readonly Remediation[];
  readonly createHandler: (edge: RemediatorEdge) => DurableLambdaHandler;
}

/** Loads every remediator of the stack. */
export async function loadRemediators({ functions }: Pick<Stack, 'functions'>): Promise<readonly Remediator[]> {
  const remediators = functions.filter(({ path }) => path.startsWith('remediators/'));
  return Promise.all(
    remediators.map(async ({ name: functionName, path, source }) => {
      const module = (await import(pathToFileURL(source).href)) as Pick<Remediator, 'remediations' | 'createHandler'>;
      return { ...module, functionName, name: path.slice('remediators/'.length) };
    }),
  );
}
