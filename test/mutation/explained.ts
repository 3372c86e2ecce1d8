import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';

// Run after Stryker: every mutant that no test has noticed has to have its reason in survivors.yml, and every
// reason there its mutant. `--missing` prints what has none, in the form of that file.

const place = z.object({ line: z.number(), column: z.number() });
const mutant = z.object({
  status: z.string(),
  mutatorName: z.string(),
  replacement: z.string().optional(),
  location: z.object({ start: place, end: place }),
});
const report = z.object({
  files: z.record(z.string(), z.object({ source: z.string(), mutants: z.array(mutant) })),
});
const survivors = z.array(
  z.strictObject({ why: z.string().min(10), mutants: z.record(z.string(), z.array(z.string()).min(1)) }),
);

const here = (name: string): URL => new URL(name, import.meta.url);
const read = (url: URL): string => readFileSync(url, 'utf8');

/** A mutant by what it does to which line; the line's number would change with every edit above it. */
function* lived(): Generator<string> {
  const { files } = report.parse(JSON.parse(read(here('../../reports/mutation.json'))));
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const lines = source.split('\n');
    for (const { status, location, replacement = '' } of mutants) {
      if (status !== 'Survived' && status !== 'NoCoverage') continue;
      const line = (lines[location.start.line - 1] ?? '').trim();
      const change = replacement.replaceAll(/\s+/g, ' ').slice(0, 80);
      yield `${file}\t${line.slice(0, 100)} => ${change} @${location.start.column}`;
    }
  }
}

const known = new Set<string>();
for (const { mutants } of survivors.parse(parse(read(here('survivors.yml'))))) {
  for (const [file, changes] of Object.entries(mutants)) for (const change of changes) known.add(`${file}\t${change}`);
}
const found = new Set(lived());
const missing = [...found].filter((one) => !known.has(one));
const stale = [...known].filter((one) => !found.has(one));
if (process.argv.includes('--missing')) {
  for (const [file, of] of Map.groupBy(missing, (one) => one.split('\t')[0] ?? '')) {
    console.log(`    ${file}:`);
    for (const one of of) console.log(`      - ${JSON.stringify(one.split('\t')[1])}`);
  }
} else {
  for (const one of missing) console.error(`not explained: ${one.replace('\t', ': ')}`);
  for (const one of stale) console.error(`explained, and no longer there: ${one.replace('\t', ': ')}`);
  console.log(`${found.size} mutants live, ${found.size - missing.length} of them explained`);
  process.exitCode = missing.length + stale.length === 0 ? 0 : 1;
}
