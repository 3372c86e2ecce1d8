import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { csvHead, csvRow } from '../../shared/evidence/csv.ts';
import { toOcsf } from '../../shared/evidence/ocsf.ts';
import type { OcsfEvent } from '../../shared/evidence/ocsf.ts';
import { readRecords } from '../../shared/evidence/read-records.ts';
import type { FoundRecord } from '../../shared/evidence/read-records.ts';
import { evidenceHelp, evidenceOptions, fromAws, openArchive, spanOf } from '../evidence-options.ts';
import { safe } from '../print/style.ts';
import { projectRoot } from '../root.ts';
import { CommandError, UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { noArguments, text } from './options.ts';

const formats = ['ocsf', 'csv', 'parquet'] as const;

const help = `Writes the evidence for other tools, sorted by time. What lies among the records and is none is named on standard
error; the exit code is 3 then.

  --format FORMAT        ocsf: OCSF Remediation Activity (class 7001, 1.3.0) as JSON Lines
                         csv: for spreadsheets
                         parquet: OCSF in the files and folders of an Amazon Security Lake custom source
  --out FILE             standard output by default; for parquet, the folder in which ext/ is made
  --source NAME          name of the custom source, for parquet; redress by default
${evidenceHelp}`;

export const exportCommand: Command = {
  summary: 'Writes evidence as OCSF, CSV or Parquet.',
  usage: '--format ocsf|csv|parquet [options]',
  help,
  options: {
    ...evidenceOptions,
    format: { type: 'string' },
    out: { type: 'string' },
    source: { type: 'string' },
  },
  run: runExport,
};

async function runExport(given: Arguments, streams: Streams): Promise<ExitCode> {
  noArguments(given);
  const format = formats.find((known) => known === text(given, 'format'));
  if (format === undefined) throw new UsageError(`--format takes one of ${formats.join(', ')}`);
  const source = sourceOf(given, format);
  const out = text(given, 'out');
  if (format === 'parquet' && out === undefined) throw new UsageError('--format parquet needs --out FOLDER');
  const span = spanOf(given);
  const { records, unreadable } = await fromAws(() => readRecords(openArchive(given), span));
  if (format === 'parquet') await writeLake(await toEvents(records), out ?? '', source, streams);
  else if (format === 'csv') await write(csvOf(records), out, streams);
  else await write(linesOf(await toEvents(records)), out, streams);
  for (const key of unreadable) streams.stderr.write(`Not a record, left out: ${safe(key, 300)}\n`);
  if (out !== undefined) streams.stderr.write(`${records.length} records written to ${safe(out)}.\n`);
  return unreadable.length === 0 ? 0 : 3;
}

/** https://docs.aws.amazon.com/security-lake/latest/APIReference/API_CreateCustomLogSource.html; here it is a folder, too. */
function sourceOf(given: Arguments, format: string): string {
  const source = text(given, 'source');
  if (source === undefined) return 'redress';
  if (format !== 'parquet') throw new UsageError('--source goes with --format parquet');
  if (!/^[A-Za-z0-9_-]{1,20}$/.test(source))
    throw new UsageError('--source takes at most 20 letters, digits, hyphens and underscores');
  return source;
}

async function toEvents(records: readonly FoundRecord[]): Promise<readonly OcsfEvent[]> {
  const manifest = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return records.map(({ record, key }) => toOcsf(record, key, manifest.version));
}

function* linesOf(events: readonly OcsfEvent[]): Generator<string> {
  for (const event of events) yield `${JSON.stringify(event)}\n`;
}

function* csvOf(records: readonly FoundRecord[]): Generator<string> {
  yield csvHead();
  for (const { record, key } of records) yield csvRow(record, key);
}

async function write(parts: Iterable<string>, out: string | undefined, { stdout }: Streams): Promise<void> {
  if (out === undefined) for (const part of parts) stdout.write(part);
  else await writing(out, () => writeFile(out, parts));
}

async function writeLake(
  events: readonly OcsfEvent[],
  folder: string,
  source: string,
  { stdout }: Streams,
): Promise<void> {
  const { lakeFiles, toParquet } = await import('../evidence-parquet.ts');
  for (const { path, events: of } of lakeFiles(events, source)) {
    const file = join(folder, path);
    await writing(file, async () => {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, await toParquet(of));
    });
    stdout.write(`${path}\n`);
  }
}

async function writing(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new CommandError(`${safe(file)} can't be written: ${safe((error as Error).message)}`, { cause: error });
  }
}
