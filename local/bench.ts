import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fixFigures, fleetFigures, priceNote } from './bench/fix-figures.ts';
import type { Figure } from './bench/figure.ts';
import { importFigures } from './bench/import-figures.ts';
import { json, table } from './bench/print.ts';
import type { Conditions } from './bench/print.ts';
import { replayFigures, samplesFigure } from './bench/replay-figures.ts';
import { reportFigures } from './bench/report-figures.ts';
import { projectRoot } from './root.ts';
import { readStack } from './stack/serverless-file.ts';

// Metrics would be printed in between. Read when they are made.
process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';

const usage = `Usage: npm run bench -- [--only imports|replay|fleet|fixes|report] [--format table|json]

Measures what Redress costs. Ratios are of things measured in turn in the same run, so that they say the same
on another machine; rates and times need a machine that has nothing else to do.
`;

type Part = (folder: string) => Promise<readonly Figure[]>;

const stack = readStack(join(projectRoot, 'serverless.yml'));
const parts: Readonly<Record<string, Part>> = {
  imports: (folder) => importFigures(stack, folder, 15),
  replay: async (folder) => [...(await replayFigures(stack, folder, 5)), await samplesFigure(folder)],
  fleet: () => fleetFigures(),
  fixes: () => fixFigures(stack),
  report: (folder) => reportFigures(folder, 5),
};

async function bench(names: readonly string[], format: string): Promise<void> {
  const [before = 0] = loadavg();
  const folder = await mkdtemp(join(tmpdir(), 'redress-bench-'));
  const figures: Figure[] = [];
  try {
    for (const name of names) {
      process.stderr.write(`measuring ${name} …\n`);
      figures.push(...((await parts[name]?.(folder)) ?? []));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const processors = cpus();
  const conditions: Conditions = {
    node: process.version,
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    load: [before, loadavg()[0] ?? 0],
  };
  const text = format === 'json' ? json(figures, conditions) : table(figures, conditions);
  const note = format === 'table' && names.includes('fixes') ? `\n${priceNote}\n` : '';
  // The durable SDK leaves timers behind for waits that are over in simulated time; nobody waits for them here.
  process.stdout.write(`${text}${note}`, () => process.exit());
}

const { values } = parseArgs({ options: { only: { type: 'string' }, format: { type: 'string' } } });
const { only, format = 'table' } = values;
if ((only !== undefined && !Object.hasOwn(parts, only)) || (format !== 'table' && format !== 'json')) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  await bench(only === undefined ? Object.keys(parts) : [only], format);
}
