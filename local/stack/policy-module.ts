import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { PolicyError } from '../../shared/policy/problem.ts';
import { preparePolicy, readPolicyText } from '../../shared/policy/yaml.ts';

/** Files that are imported as what `preparePolicy` makes of them. */
export const policyFile = /[\\/]policy\.yml$/;

/**
 * The text of a policy file as JSON, for a bundle. Checked here: a mistake that is deployed would stop all
 * writes, and only there be seen.
 *
 * @throws PolicyError with every problem of the file
 */
export function policyModule(text: string): string {
  readPolicyText(text, 'policy.yml');
  return JSON.stringify(preparePolicy(text));
}

/** Lets bundled code import policy.yml. The bundle carries JSON, and no YAML parser. */
export const policyImports: Plugin = {
  name: 'policy-imports',
  setup(build) {
    build.onLoad({ filter: policyFile }, async ({ path }) => {
      try {
        return { contents: policyModule(await readFile(path, 'utf8')), loader: 'json' };
      } catch (error) {
        if (error instanceof PolicyError) return { errors: [{ text: error.message }] };
        throw error;
      }
    });
  },
};
