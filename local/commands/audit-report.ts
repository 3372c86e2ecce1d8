import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditReport } from '../../shared/audit/report.ts';
import { reporting } from '../../shared/audit/service.ts';
import { errorRecord } from '../../shared/aws/failure.ts';
import { bind } from '../../shared/aws/service.ts';
import { safe } from '../print/style.ts';
import { CommandError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { oneArgument, text } from './options.ts';

const help = `Has AWS Audit Manager make a report of an assessment, waits for it, fetches it, and has its integrity validated. Exits
with 3 if it is not as Audit Manager signed it. For accounts that had Audit Manager before it was closed to new
customers; redress report makes a report for everybody.

  --out FILE             where to put it; the assessment's name and the day by default
  --profile NAME         credentials to ask with
  --region NAME          where the assessment is
  --endpoint URL         another server than AWS's`;

export const auditReportCommand: Command = {
  summary: 'Fetches a report of AWS Audit Manager.',
  usage: 'ASSESSMENT [options]',
  help,
  options: {
    out: { type: 'string' },
    profile: { type: 'string' },
    region: { type: 'string' },
    endpoint: { type: 'string' },
  },
  run: runAuditReport,
};

const withoutIt = ' Without Audit Manager the same evidence makes a report, too: redress report';

async function runAuditReport(given: Arguments, { stdout }: Streams): Promise<ExitCode> {
  const wanted = oneArgument(given, 'the name or id of an assessment');
  const day = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const report = await auditReport(wanted, {
    audit: reporterOf(given),
    fetch: async (url) => fetch(url),
    sleep: async (milliseconds) => sleep(milliseconds),
    name: `redress-${day}`,
  }).catch((error: unknown) => {
    const { name, message } = errorRecord(error);
    throw new CommandError(`Audit Manager: ${name}: ${message}${hintFor(name, message)}`, { cause: error });
  });
  if (report.result !== 'fetched')
    throw new CommandError(`${safe(report.reason, 500)}${report.result === 'not-available' ? withoutIt : ''}`);
  const file = text(given, 'out') ?? `${wanted.replaceAll(/[^\w-]+/g, '-').slice(0, 80)}-${day}.zip`;
  await save(file, report.bytes);
  const { isValid, signedAt = 'an unknown time', problems } = report;
  stdout.write(
    `${safe(file)}: ${isValid === true ? `as Audit Manager signed it at ${safe(signedAt)}` : 'NOT shown to be as it was signed'}\n`,
  );
  for (const problem of problems) stdout.write(`  ${safe(problem, 500)}\n`);
  return isValid === true ? 0 : 3;
}

/** What to do about what the SDK misses. */
function hintFor(name: string, message: string): string {
  if (name === 'CredentialsProviderError') return '. Name some: --profile NAME';
  return /^Region (?:is missing|not accepted)/.test(message)
    ? '. Name the one that the assessment is in: --region NAME'
    : '';
}

function reporterOf(given: Arguments) {
  const region = text(given, 'region');
  const profile = text(given, 'profile');
  const endpoint = text(given, 'endpoint');
  const settings = {
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  return bind(reporting, ({ Client }) => new Client(settings), region ?? '').audit;
}

async function save(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch (error) {
    throw new CommandError(`${safe(file)} can't be written: ${safe((error as Error).message)}`, { cause: error });
  }
}
