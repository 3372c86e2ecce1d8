import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { frameworks } from '../../shared/governance/frameworks.ts';
import type { Framework } from '../../shared/governance/framework.ts';
import { aiStandard } from '../catalogue/ai-standard.ts';
import { evidenceHelp, evidenceOptions, openArchive, spanOf } from '../evidence-options.ts';
import { safe } from '../print/style.ts';
import { reportPage } from '../report/page.ts';
import { readRecords } from '../report/records.ts';
import { buildReport } from '../report/report.ts';
import type { Report } from '../report/report.ts';
import { projectRoot } from '../root.ts';
import { CommandError, UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { openCatalogue, readText } from './catalogue.ts';
import { noArguments, text } from './options.ts';

const help = `Makes a report of the evidence for people who govern and audit: what was found, done, refused and undone, and by
whose change; how long it took; what is still open; and which controls of which frameworks the records support evidence
for. The HTML file needs nothing else, runs no script and prints well; a JSON file of the same name holds the same and
more.

${evidenceHelp}
  --out FILE             the HTML file; .redress/report.html by default. JSON alone goes to standard output by default
  --format FORMAT        html (default) or json`;

export const reportCommand: Command = {
  summary: 'Makes a report of what was found and done, for auditors.',
  usage: '[options]',
  help,
  options: { ...evidenceOptions, out: { type: 'string' }, format: { type: 'string' } },
  run: runReport,
};

async function runReport(given: Arguments, { stdout }: Streams): Promise<ExitCode> {
  noArguments(given);
  const format = text(given, 'format') ?? 'html';
  if (format !== 'html' && format !== 'json') throw new UsageError('--format takes html or json');
  const report = await makeReport(given);
  const out = text(given, 'out');
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (format === 'json') {
    if (out === undefined) stdout.write(json);
    else await save(out, json);
    return 0;
  }
  const file = out ?? join(projectRoot, '.redress', 'report.html');
  const twin = `${file.replace(/\.html?$/i, '')}.json`;
  await save(file, reportPage(report));
  await save(twin, json);
  stdout.write(`${lines(report, file, twin).join('\n')}\n`);
  return 0;
}

async function makeReport(given: Arguments): Promise<Report> {
  const span = spanOf(given);
  const kept = await readRecords(openArchive(given), span);
  const { remediators } = await openCatalogue();
  const { version } = JSON.parse(await readText(join(projectRoot, 'package.json'))) as { version: string };
  return buildReport({
    kept,
    span,
    remediations: remediators.flatMap(({ remediations }) => remediations),
    frameworks: [securityHubStandard(), ...frameworks],
    now: new Date(),
    product: version,
  });
}

/** Security Hub's own standard for AI: its controls are in the remediations themselves. */
function securityHubStandard(): Framework {
  return {
    id: 'ai-security-best-practices',
    name: aiStandard.name,
    source: aiStandard.source.split(',')[0] ?? '',
    note: 'All of its controls.',
    controls: aiStandard.checks.map(({ id, wants }) => ({ id, title: wants, securityHub: [id] })),
  };
}

async function save(file: string, content: string): Promise<void> {
  try {
    await mkdir(dirname(resolve(file)), { recursive: true });
    await writeFile(file, content);
  } catch (error) {
    throw new CommandError(`${safe(file)} can't be written: ${safe((error as Error).message)}`, { cause: error });
  }
}

function lines({ actions, counts, open, unreadable }: Report, file: string, twin: string): string[] {
  const { fixed, found, refused, failed, undone } = counts;
  return [
    `${actions.length} records: ${fixed} put right, ${found} reported, ${refused} refused, ${failed} failed, ${undone} undone; ${open.length} open.`,
    ...(unreadable.length === 0 ? [] : [`${unreadable.length} can't be read as records; the report names them.`]),
    `Report: ${safe(file)}, and ${safe(twin)}.`,
  ];
}
