import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { verifyLog } from '../../shared/evidence/verify-log.ts';
import { frameworks } from '../../shared/governance/frameworks.ts';
import type { Framework } from '../../shared/governance/framework.ts';
import { aiStandard } from '../catalogue/ai-standard.ts';
import { evidenceHelp, evidenceOptions, fromAws, openArchive, openKeys, spanOf } from '../evidence-options.ts';
import { paintFor, safe } from '../print/style.ts';
import type { Paint } from '../print/style.ts';
import { verifiedLines } from '../print/verified.ts';
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
more. With a public key the evidence is compared with its seals first, as redress verify-log does, and the report says
what came of it; the exit code is 3 if anything was changed.

${evidenceHelp}
  --public-key FILE      the key that signs: as PEM, as DER, or what aws kms get-public-key prints
  --key KEY              for a bucket: the KMS key that signs, as an id, an ARN or an alias
  --out FILE             the HTML file; .redress/report.html by default. JSON alone goes to standard output by default
  --format FORMAT        html (default) or json`;

export const reportCommand: Command = {
  summary: 'Makes a report of what was found and done, for auditors.',
  usage: '[options]',
  help,
  options: {
    ...evidenceOptions,
    'public-key': { type: 'string' },
    key: { type: 'string' },
    out: { type: 'string' },
    format: { type: 'string' },
  },
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
    return exitCode(report);
  }
  const file = out ?? join(projectRoot, '.redress', 'report.html');
  const twin = `${file.replace(/\.html?$/i, '')}.json`;
  await save(file, reportPage(report));
  await save(twin, json);
  stdout.write(`${lines(report, file, twin, paintFor(stdout)).join('\n')}\n`);
  return exitCode(report);
}

function exitCode({ integrity }: Report): ExitCode {
  return integrity === undefined || integrity.findings.length === 0 ? 0 : 3;
}

async function makeReport(given: Arguments): Promise<Report> {
  const span = spanOf(given);
  const archive = openArchive(given);
  const now = new Date();
  const isAsked = ['public-key', 'key'].some((option) => text(given, option) !== undefined);
  const { kept, integrity } = await fromAws(async () => ({
    // First: what is found changed must not have been read before.
    integrity: isAsked
      ? await verifyLog({ archive, keys: await openKeys(given), clock: { now: () => now }, ...span })
      : undefined,
    kept: await readRecords(archive, span),
  }));
  const { remediators } = await openCatalogue();
  const { version } = JSON.parse(await readText(join(projectRoot, 'package.json'))) as { version: string };
  return buildReport({
    kept,
    span,
    remediations: remediators.flatMap(({ remediations }) => remediations),
    frameworks: [securityHubStandard(), ...frameworks],
    now,
    product: version,
    ...(integrity === undefined ? {} : { integrity }),
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

function lines(report: Report, file: string, twin: string, paint: Paint): string[] {
  const { actions, counts, open, unreadable, integrity } = report;
  const { fixed, found, refused, failed, undone } = counts;
  return [
    `${actions.length} records: ${fixed} put right, ${found} reported, ${refused} refused, ${failed} failed, ${undone} undone; ${open.length} open.`,
    ...(unreadable.length === 0 ? [] : [`${unreadable.length} can't be read as records; the report names them.`]),
    ...(integrity === undefined ? [] : verifiedLines(integrity, paint)),
    `Report: ${safe(file)}, and ${safe(twin)}.`,
  ];
}
