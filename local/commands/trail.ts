import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientFor } from '../../shared/aws/service.ts';
import { awsClients } from '../elsewhere.ts';
import { fromAws } from '../evidence-options.ts';
import { UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { homeRegion, isElsewhere } from '../stage.ts';
import { logFiles } from '../trail/find-files.ts';
import { bucketStore, folderStore } from '../trail/log-files.ts';
import { trailOf } from '../trail/lookup.ts';
import { csvPrinter, jsonPrinter, tablePrinter } from '../trail/print.ts';
import type { Ending, TrailPrinter } from '../trail/print.ts';
import { progressOn } from '../trail/progress.ts';
import type { Progress } from '../trail/progress.ts';
import { matcher } from '../trail/query.ts';
import type { TrailQuery } from '../trail/query.ts';
import type { TrailRow } from '../trail/row.ts';
import { notSearched, searched } from '../trail/search.ts';
import { noArguments, stateOptions, toStageOptions } from './options.ts';
import { continueScene } from './scene.ts';
import { formatOf, limitOf, logsOf, queryOf, regionOf } from './trail-options.ts';
import type { Format, Logs } from './trail-options.ts';

const help = `Who started training jobs, changed roles or called models that they may not call: what CloudTrail's event history
tells, newest first. Without a resource, a principal or an event, the calls of Amazon SageMaker AI, Amazon Bedrock,
Bedrock AgentCore and IAM. In the local account, the history is what the last commands have done and replayed.

  --resource ARN         calls that name this resource, by ARN or name
  --principal ARN        calls of this user, role or session, or of this person
  --event NAME           calls of this operation, such as CreateTrainingJob
  --denied               refused calls only, for want of permission
  --since TIME           24h by default; 90m, 7d, a day as 2026-11-21, or a time; 90 days at most without --bucket
  --until TIME           now by default
  --bucket URI           read the log files of a trail instead: s3://BUCKET, or s3://BUCKET/PREFIX
  --from FOLDER          read log files that were copied here; AWSLogs lies right in the folder
  --region NAME          ${homeRegion} by default; IAM's calls are always looked up where they are, in us-east-1. Of log
                         files: those of this Region alone; of all Regions by default
  --limit COUNT          records that each search looks at; 5000 by default, at 100 a second. Of log files: no limit
  --format FORMAT        table (default), json or csv
  --profile NAME         ask an AWS account: cloudtrail:LookupEvents is all it takes; with --bucket, s3:ListBucket and
                         s3:GetObject, and kms:Decrypt where the trail has a key
  --endpoint URL         ask an AWS emulator
  --account FILE         ask this local account, as JSON, instead of the state
  --state FILE           what an earlier command has left; .redress/state.json by default
  --no-state             ask the initial account

The event history holds management events; InvokeModel has been recorded as one. Data events are not in it: InvokeAgent,
InvokeEndpoint, reading and writing objects. A trail that logs them keeps them in its bucket, where files arrive some
minutes after the call. Log files are read one after the other and answered as they are read, those of the newest day
first; one that can't be read is told of, and the command then ends with 1. To try it:
redress trail --bucket s3://org-audit-logs/sagemaker --since 2026-11-20 --no-state`;

const dataEvents =
  'Data events, such as InvokeAgent, InvokeEndpoint and GetObject, are not in the event history; --bucket reads them.';
const keptDays = 90;

export const trailCommand: Command = {
  summary: 'Tells from CloudTrail who did what.',
  usage: '[--resource ARN] [--principal ARN] [--event NAME] [--since TIME] [--bucket URI] [options]',
  help,
  options: {
    ...stateOptions,
    resource: { type: 'string' },
    principal: { type: 'string' },
    event: { type: 'string' },
    denied: { type: 'boolean' },
    since: { type: 'string' },
    until: { type: 'string' },
    bucket: { type: 'string' },
    from: { type: 'string' },
    region: { type: 'string' },
    limit: { type: 'string' },
    format: { type: 'string' },
    profile: { type: 'string' },
    endpoint: { type: 'string' },
    account: { type: 'string' },
  },
  run: runTrail,
};

/** Where rows come from, as they come. */
interface Answer {
  readonly about: object;
  readonly rows: AsyncIterable<TrailRow> | Iterable<TrailRow>;
  /** Once there are no more rows. */
  ending(): Ending & { readonly code: ExitCode };
}

async function runTrail(given: Arguments, streams: Streams): Promise<ExitCode> {
  noArguments(given);
  const format = formatOf(given);
  const logs = logsOf(given);
  // Everything is read before anything is opened: a wrong option costs no time.
  queryOf(given, new Date());
  const [region, most] = [regionOf(given), limitOf(given)];
  const progress = progressOn(streams.stderr);
  const { clientFor, pause, now } = await open(given, streams, logs);
  const query = queryOf(given, now);
  const { since, until } = query;
  return fromAws(async () => {
    const answer =
      logs === undefined
        ? await fromHistory(
            { query, region: region ?? homeRegion, most: most ?? 5000, clientFor, pause, now },
            progress,
          )
        : fromLogs(logs, { query, region, most, clientFor }, progress);
    return write(answer, printerOf(format, { since, until, ...answer.about }), streams, { format, progress });
  });
}

interface Where {
  readonly clientFor: ClientFor;
  readonly pause: () => Promise<void>;
  readonly now: Date;
}

async function open(given: Arguments, streams: Streams, logs: Logs | undefined): Promise<Where> {
  const options = toStageOptions(given);
  const here = logs !== undefined && 'folder' in logs;
  if (isElsewhere(options) || here) {
    if (isElsewhere(options) && here) throw new UsageError('--from reads files that are here, and asks no AWS');
    const clientFor = awsClients({ endpoint: options.endpoint, profile: options.profile });
    // "The rate of lookup requests is limited to two per second, per account, per Region."
    return { clientFor, pause: async () => sleep(500), now: new Date() };
  }
  const { scene } = await continueScene(given, streams, { needed: false });
  return { clientFor: scene.account.clientFor, pause: async () => undefined, now: scene.clock.now() };
}

async function fromHistory(
  asked: Where & { readonly query: TrailQuery; readonly region: string; readonly most: number },
  progress: Progress,
): Promise<Answer> {
  const { query, region, now } = asked;
  const tell = (looked: number) => progress.tell(() => `${looked} records looked at`);
  const { rows, looked, cut } = await trailOf(query, { ...asked, tell });
  const isOld = now.getTime() - query.since.getTime() > keptDays * 86_400_000;
  const notes = [
    `${looked} records looked at. ${dataEvents}`,
    ...(isOld ? [`The event history goes back ${keptDays} days; what is older is in a trail's bucket alone.`] : []),
    ...cut.map((search) => `There is more than was looked at: ${search}. Ask for a shorter time, or raise --limit.`),
  ];
  return { about: { region }, rows, ending: () => ({ looked, notes, code: 0 }) };
}

interface Asked {
  readonly query: TrailQuery;
  readonly region: string | undefined;
  readonly most: number | undefined;
  readonly clientFor: ClientFor;
}

function fromLogs(logs: Logs, { query, region, most, clientFor }: Asked, progress: Progress): Answer {
  const store =
    'folder' in logs
      ? folderStore(logs.folder)
      : bucketStore(logs.bucket, logs.prefix, { clientFor, region: homeRegion });
  const so = notSearched();
  const tell = () => progress.tell(() => `${counted(so.records, 'record')} in ${counted(so.files, 'file')} looked at`);
  const search = { matches: matcher(query), most: most ?? Number.POSITIVE_INFINITY, tell };
  return {
    about: { region, ...logs },
    rows: searched(logFiles(store, { ...query, region }), search, so),
    ending() {
      const notes = [
        `${counted(so.records, 'record')} in ${counted(so.files, 'file')} looked at.`,
        ...(so.isCut ? ['There is more than was looked at. Ask for a shorter time, or raise --limit.'] : []),
        ...(so.unread === 0
          ? []
          : [`${counted(so.unread, 'file')} could not be read, so that calls may be missing:`, ...so.reasons]),
      ];
      return { looked: so.records, notes, code: so.unread === 0 ? 0 : 1 };
    },
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function printerOf(format: Format, about: object): TrailPrinter {
  switch (format) {
    case 'table':
      return tablePrinter();
    case 'csv':
      return csvPrinter();
    case 'json':
      return jsonPrinter(about);
  }
}

/** Writes rows as they come, no faster than they are taken. */
async function write(
  { rows, ending }: Answer,
  printer: TrailPrinter,
  { stdout, stderr }: Streams,
  { format, progress }: { readonly format: Format; readonly progress: Progress },
): Promise<ExitCode> {
  const put = async (written: string): Promise<void> => {
    if (written === '') return;
    progress.clear();
    if (!stdout.write(written)) await once(stdout, 'drain');
  };
  await put(printer.begin());
  for await (const row of rows) await put(printer.row(row));
  const { code, ...rest } = ending();
  await put(printer.end(rest));
  progress.clear();
  if (format !== 'json') for (const note of rest.notes) stderr.write(`${note}\n`);
  return code;
}
