import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { artifactApi } from '../../shared/artifact/api.ts';
import type { ArtifactApi } from '../../shared/artifact/api.ts';
import { checkReports, servicesInScope } from '../../shared/artifact/check.ts';
import type { Checked } from '../../shared/artifact/check.ts';
import { extensionOf } from '../../shared/artifact/collect.ts';
import { parsePage, reportId } from '../../shared/artifact/shapes.ts';
import type { ReportSummary } from '../../shared/artifact/shapes.ts';
import { artifactSigner } from '../../shared/artifact/signer.ts';
import { errorRecord } from '../../shared/aws/failure.ts';
import { safe } from '../print/style.ts';
import { columns } from '../print/table.ts';
import { CommandError, UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { format, isSet, text } from './options.ts';

const help = `  list                   which compliance reports AWS holds
  get ID                 fetches one; where its terms have to be accepted, the terms alone without --accept-terms
  check                  whether AWS holds a current report on a standard; exits with 3 if not

  --standard NAME        for check: "ISO 42001", "SOC 2"
  --service NAME         for check: whether a report names this service
  --reports FILE         for list and check: what list --format json has printed, instead of asking AWS
  --out FILE             for get: where to put it; the report's id by default. Terms alone: the same with -terms
  --accept-terms         for get: you have read the terms, and accept them
  --profile NAME         credentials to ask with
  --region NAME          us-east-1 by default, where reports are
  --endpoint URL         another server than AWS's; AWS_ENDPOINT_URL_ARTIFACT by default, where it is set
  --format FORMAT        table (default) or json

Each copy of a report carries the name of who fetched it, and is for your organisation alone.`;

export const artifactCommand: Command = {
  summary: 'Asks AWS Artifact for compliance reports.',
  usage: 'list | get ID | check --standard NAME [options]',
  help,
  options: {
    standard: { type: 'string' },
    service: { type: 'string' },
    reports: { type: 'string' },
    out: { type: 'string' },
    'accept-terms': { type: 'boolean' },
    profile: { type: 'string' },
    region: { type: 'string' },
    endpoint: { type: 'string' },
    format: { type: 'string' },
  },
  run: runArtifact,
};

async function runArtifact(given: Arguments, streams: Streams): Promise<ExitCode> {
  const [action, id, ...more] = given.positionals;
  if (more.length > 0 || (id !== undefined && action !== 'get')) throw new UsageError('too many arguments');
  const wanted = format(given);
  const work = {
    list: async () => list(given, streams, wanted),
    get: async () => get(given, streams, id),
    check: async () => check(given, streams, wanted),
  };
  if (action === undefined || !Object.hasOwn(work, action)) throw new UsageError('expected list, get or check');
  try {
    return await work[action as keyof typeof work]();
  } catch (error) {
    if (error instanceof UsageError || error instanceof CommandError) throw error;
    const { name, message } = errorRecord(error);
    throw new CommandError(`Artifact: ${name}: ${message}${hints[name] ?? ''}`, { cause: error });
  }
}

/** What to do about it, by the name of what was said no with. */
const hints: Readonly<Record<string, string>> = {
  CredentialsProviderError: '. Name some: --profile NAME',
  AccessDeniedException:
    '. It takes artifact:ListReports, GetReportMetadata, GetTermForReport and GetReport, as AWSArtifactReportsReadOnlyAccess has them',
  ResourceNotFoundException: '. The ids that there are: redress artifact list',
  ConnectionError: '. Artifact answers in us-east-1; --endpoint names another server',
};

async function list(given: Arguments, { stdout }: Streams, wanted: 'table' | 'json'): Promise<ExitCode> {
  const reports = await reportsOf(given);
  stdout.write(wanted === 'json' ? `${JSON.stringify(reports, null, 2)}\n` : `${table(reports).join('\n')}\n`);
  return 0;
}

async function get(given: Arguments, { stdout }: Streams, id: string | undefined): Promise<ExitCode> {
  if (id === undefined || !reportId.test(id)) throw new UsageError('expected the id of a report, as list shows them');
  const api = open(given);
  const { name, version, acceptanceType } = await api.reportMetadata(id);
  const term = await api.termForReport(id, version);
  if (acceptanceType !== 'PASSTHROUGH' && !isSet(given, 'accept-terms')) {
    const terms = await api.download(term.url);
    const file = `${text(given, 'out') ?? id}-terms.${extensionOf(terms)}`;
    await save(file, terms);
    throw new CommandError(
      `${safe(name)} comes under terms, now in ${safe(file)}. Read them; then again with --accept-terms`,
    );
  }
  const bytes = await api.download(await api.report(id, term.token, version));
  const file = text(given, 'out') ?? `${id}.${extensionOf(bytes)}`;
  await save(file, bytes);
  stdout.write(`${safe(name)}, version ${version}: ${safe(file)}\n`);
  return 0;
}

async function check(given: Arguments, { stdout }: Streams, wanted: 'table' | 'json'): Promise<ExitCode> {
  const standard = text(given, 'standard');
  const service = text(given, 'service');
  if (standard === undefined) throw new UsageError('check takes --standard NAME');
  const reports = await reportsOf(given);
  const checked = checkReports(reports, { standard, ...(service === undefined ? {} : { service }) }, new Date());
  stdout.write(
    wanted === 'json' ? `${JSON.stringify(checked, null, 2)}\n` : `${answer(checked, standard, service).join('\n')}\n`,
  );
  return checked.verdict === 'current' ? 0 : 3;
}

function answer({ verdict, scope, reports }: Checked, standard: string, service: string | undefined): string[] {
  const words = {
    current: `AWS holds a current report on ${safe(standard)}.`,
    outdated: `AWS holds reports on ${safe(standard)}, but the period of each is over. One that examines a past period, as SOC reports do, may be the newest there is: see the dates.`,
    none: `AWS holds no report on ${safe(standard)}.`,
  };
  const named = `It names ${safe(service ?? '')}.`;
  const unnamed = `No report names ${safe(service ?? '')}; which services one covers is in the report, and at ${servicesInScope}`;
  const about = scope === 'not-asked' || reports.length === 0 ? [] : [scope === 'named' ? named : unnamed];
  return [words[verdict], ...about, ...(reports.length === 0 ? [] : table(reports))];
}

function table(reports: readonly ReportSummary[]): readonly string[] {
  const day = (time: string | undefined): string => time?.slice(0, 10) ?? '';
  const rows = reports.map(({ id, version, periodStart, periodEnd, acceptanceType, name }) => [
    id,
    String(version),
    `${day(periodStart)} – ${day(periodEnd)}`,
    acceptanceType === 'PASSTHROUGH' ? 'no' : 'yes',
    safe(name),
  ]);
  return columns([['ID', 'VERSION', 'PERIOD', 'TERMS', 'NAME'], ...rows]);
}

function open(given: Arguments): ArtifactApi {
  const region = text(given, 'region') ?? 'us-east-1';
  if (!/^[a-z0-9-]{1,30}$/.test(region)) throw new UsageError('--region takes the name of a Region');
  // As the SDKs have it: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
  const other = process.env['AWS_ENDPOINT_URL_ARTIFACT'] ?? '';
  const endpoint = text(given, 'endpoint') ?? (other === '' ? `https://artifact.${region}.amazonaws.com` : other);
  if (!URL.canParse(endpoint)) throw new UsageError('--endpoint takes a URL');
  const profile = text(given, 'profile');
  // Knows whose credentials these are; Artifact itself has no client here.
  const client = new S3Client({ region, ...(profile === undefined ? {} : { profile }) });
  return artifactApi({
    endpoint,
    sign: artifactSigner(client, region, () => new Date()),
    fetch: async (url, init) => fetch(url, init),
    sleep: async (milliseconds) => sleep(milliseconds),
  });
}

/** From AWS, or from what AWS has said before. */
async function reportsOf(given: Arguments): Promise<readonly ReportSummary[]> {
  const file = text(given, 'reports');
  if (file === undefined) return listed(open(given));
  try {
    const reports: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (!Array.isArray(reports)) throw new TypeError('it is no list');
    return parsePage({ reports }).reports;
  } catch (error) {
    const { message } = error as Error;
    throw new CommandError(`${safe(file)} is not what list --format json prints: ${safe(message, 300)}`, {
      cause: error,
    });
  }
}

async function listed(api: ArtifactApi): Promise<readonly ReportSummary[]> {
  const reports: ReportSummary[] = [];
  for await (const report of api.listReports()) reports.push(report);
  return reports;
}

async function save(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch (error) {
    throw new CommandError(`${safe(file)} can't be written: ${safe((error as Error).message)}`, { cause: error });
  }
}
