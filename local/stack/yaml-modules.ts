import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { parse } from 'yaml';

/**
 * Lets bundled code import a YAML file as the data that it holds. It is parsed at build time: the bundle
 * carries JSON, and no YAML parser.
 */
export const yamlModules: Plugin = {
  name: 'yaml-modules',
  setup(build) {
    build.onLoad({ filter: /\.ya?ml$/ }, async ({ path }) => {
      try {
        return { contents: JSON.stringify(parse(await readFile(path, 'utf8'))), loader: 'json' };
      } catch (error) {
        return { errors: [{ text: (error as Error).message, location: { file: path } }] };
      }
    });
  },
};
