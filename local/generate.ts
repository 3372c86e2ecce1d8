import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { jsonSchema } from '../shared/policy/json-schema.ts';
import type { Route } from '../shared/signals/route.ts';
import { cataloguePage, samePage } from './catalogue/page.ts';
import { loadRemediators } from './remediations.ts';
import type { Remediator } from './remediations.ts';
import { conformancePack } from './conformance/pack.ts';
import { projectRoot } from './root.ts';
import { readStack } from './stack/serverless-file.ts';

interface Generated {
  readonly make: (remediators: readonly Remediator[]) => string;
  /** Whether two texts differ in nothing but their layout, which is the formatter's business. */
  readonly same: (a: string, b: string) => boolean;
}

/**
 * Writes the files that follow from the remediations: the routes that sources send signals by, the schema
 * that editors check policy.yml with, the catalogue, and the conformance pack for AWS Config. `--check` writes nothing and fails if one is out of date.
 */
const generated: Readonly<Record<string, Generated>> = {
  'shared/signals/routes.json': json(routes),
  'policy.schema.json': json((remediators) => jsonSchema(remediators.flatMap(({ remediations }) => remediations))),
  // A file of another ending would go into the stack as what its YAML means, not as text.
  'conformance-pack.template': { make: conformancePack, same: (a, b) => a === b },
  'CATALOGUE.md': { make: cataloguePage, same: samePage },
};

function json(make: (remediators: readonly Remediator[]) => unknown): Generated {
  return {
    make: (remediators) => `${JSON.stringify(make(remediators), null, 2)}\n`,
    same: (a, b) => JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b)),
  };
}

function routes(remediators: readonly Remediator[]): Record<string, Route[]> {
  const entries = remediators.map(({ name, remediations }): [string, Route[]] => {
    const own = remediations.flatMap(({ id, triggers }) =>
      triggers.map((trigger) => ({ remediation: id, ...trigger })),
    );
    return [name, own.toSorted((a, b) => compare(a.remediation, b.remediation) || compare(a.resource, b.resource))];
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => compare(a, b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

async function main(check: boolean): Promise<void> {
  const remediators = await loadRemediators(readStack(join(projectRoot, 'serverless.yml')));
  const stale: string[] = [];
  for (const [file, { make, same }] of Object.entries(generated)) {
    const path = join(projectRoot, file);
    const text = make(remediators);
    const before = await readFile(path, 'utf8').catch(() => '');
    if (before !== '' && same(before, text)) continue;
    stale.push(relative(projectRoot, path));
    if (!check) await writeFile(path, text);
  }
  const what = check ? 'out of date (npm run generate)' : 'written';
  console.log(stale.length === 0 ? 'Generated files are up to date.' : `${what}: ${stale.join(', ')}`);
  if (check && stale.length > 0) process.exitCode = 1;
}

await main(process.argv.includes('--check'));
