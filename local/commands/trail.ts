import { setTimeout as sleep } from 'node:timers/promises';
import { awsClients } from '../elsewhere.ts';
import { fromAws } from '../evidence-options.ts';
import { UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { homeRegion, isElsewhere } from '../stage.ts';
import { trailOf } from '../trail/lookup.ts';
import type { TrailAnswer, TrailEdge } from '../trail/lookup.ts';
import { trailCsv, trailTable } from '../trail/print.ts';
import type { TrailQuery } from '../trail/query.ts';
import { instant } from '../trail/since.ts';
import { isSet, noArguments, stateOptions, text, toStageOptions } from './options.ts';
import { continueScene } from './scene.ts';

const help = `Who started training jobs, changed roles or called models that they may not call: what CloudTrail's event history
tells, newest first. Without a resource, a principal or an event, the calls of Amazon SageMaker AI, Amazon Bedrock,
Bedrock AgentCore and IAM. In the local account, the history is what the last commands have done and replayed.

  --resource ARN         calls that name this resource, by ARN or name
  --principal ARN        calls of this user, role or session, or of this person
  --event NAME           calls of this operation, such as CreateTrainingJob
  --denied               refused calls only, for want of permission
  --since TIME           24h by default; 90m, 7d, a day as 2026-11-21, or a time; 90 days at most
  --until TIME           now by default
  --region NAME          ${homeRegion} by default; IAM's calls are always looked up where they are, in us-east-1
  --limit COUNT          records that each search looks at; 5000 by default, at 100 a second
  --format FORMAT        table (default), json or csv
  --profile NAME         ask an AWS account: cloudtrail:LookupEvents is all it takes
  --endpoint URL         ask an AWS emulator
  --account FILE         ask this local account, as JSON, instead of the state
  --state FILE           what an earlier command has left; .redress/state.json by default
  --no-state             ask the initial account

The event history holds management events: InvokeModel and Converse are among them. Data events are not: InvokeAgent,
InvokeEndpoint, reading and writing objects. A trail that logs them keeps them in its bucket.`;

const dataEvents = 'Data events, such as InvokeAgent, InvokeEndpoint and GetObject, are not in the event history.';
const keptDays = 90;

export const trailCommand: Command = {
  summary: 'Tells from CloudTrail who did what.',
  usage: '[--resource ARN] [--principal ARN] [--event NAME] [--since TIME] [options]',
  help,
  options: {
    ...stateOptions,
    resource: { type: 'string' },
    principal: { type: 'string' },
    event: { type: 'string' },
    denied: { type: 'boolean' },
    since: { type: 'string' },
    until: { type: 'string' },
    region: { type: 'string' },
    limit: { type: 'string' },
    format: { type: 'string' },
    profile: { type: 'string' },
    endpoint: { type: 'string' },
    account: { type: 'string' },
  },
  run: runTrail,
};

async function runTrail(given: Arguments, streams: Streams): Promise<ExitCode> {
  noArguments(given);
  const wanted = formatOf(given);
  const [region, most] = [regionOf(given), limitOf(given)];
  // Everything is read before anything is opened: a wrong option costs no time.
  queryOf(given, new Date());
  const { edge, now } = await open(given, streams, region, most);
  const query = queryOf(given, now);
  const answer = await fromAws(() => trailOf(query, edge));
  const notes = notesOf(query, answer, now);
  if (wanted === 'json') {
    const { since, until } = query;
    streams.stdout.write(
      `${JSON.stringify({ since, until, region, looked: answer.looked, notes, rows: answer.rows })}\n`,
    );
    return 0;
  }
  if (wanted === 'csv') for (const line of trailCsv(answer.rows)) streams.stdout.write(line);
  else streams.stdout.write(`${trailTable(answer.rows).join('\n')}\n`);
  for (const note of notes) streams.stderr.write(`${note}\n`);
  return 0;
}

async function open(
  given: Arguments,
  streams: Streams,
  region: string,
  most: number,
): Promise<{ readonly edge: TrailEdge; readonly now: Date }> {
  const options = toStageOptions(given);
  if (isElsewhere(options)) {
    const clientFor = awsClients({ endpoint: options.endpoint, profile: options.profile });
    // "The rate of lookup requests is limited to two per second, per account, per Region."
    const pause = async (): Promise<void> => sleep(500);
    return { edge: { clientFor, region, most, pause }, now: new Date() };
  }
  const { scene } = await continueScene(given, streams, { needed: false });
  return {
    edge: { clientFor: scene.account.clientFor, region, most, pause: async () => undefined },
    now: scene.clock.now(),
  };
}

function notesOf({ since }: TrailQuery, { looked, cut }: TrailAnswer, now: Date): string[] {
  const isOld = now.getTime() - since.getTime() > keptDays * 86_400_000;
  return [
    `${looked} records looked at. ${dataEvents}`,
    ...(isOld ? [`The event history goes back ${keptDays} days; what is older is in a trail's bucket alone.`] : []),
    ...cut.map((search) => `There is more than was looked at: ${search}. Ask for a shorter time, or raise --limit.`),
  ];
}

function queryOf(given: Arguments, now: Date): TrailQuery {
  const event = text(given, 'event');
  if (event !== undefined && !/^[A-Za-z0-9_]{1,128}$/.test(event))
    throw new UsageError('--event takes the name of an operation, such as CreateTrainingJob');
  const since = timeOf(given, 'since', '24h', now);
  const until = timeOf(given, 'until', '0m', now);
  if (since > until) throw new UsageError('--since is after --until');
  return {
    since,
    until,
    event,
    denied: isSet(given, 'denied'),
    resource: named(given, 'resource'),
    principal: named(given, 'principal'),
  };
}

function named(given: Arguments, name: string): string | undefined {
  const value = text(given, name);
  if (value !== undefined && (value === '' || value.length > 2048))
    throw new UsageError(`--${name} takes an ARN or a name`);
  return value;
}

function timeOf(given: Arguments, name: string, byDefault: string, now: Date): Date {
  const time = instant(text(given, name) ?? byDefault, now);
  if (time === undefined) throw new UsageError(`--${name} takes 24h, 90m, 7d, a day as 2026-11-21, or a time in UTC`);
  return time;
}

function regionOf(given: Arguments): string {
  const region = text(given, 'region') ?? homeRegion;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) throw new UsageError('--region takes a Region, such as eu-central-1');
  return region;
}

function limitOf(given: Arguments): number {
  const limit = Number(text(given, 'limit') ?? 5000);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000_000)
    throw new UsageError('--limit takes a number from 1 to 1000000');
  return limit;
}

function formatOf(given: Arguments): 'table' | 'json' | 'csv' {
  const wanted = text(given, 'format') ?? 'table';
  if (wanted !== 'table' && wanted !== 'json' && wanted !== 'csv')
    throw new UsageError('--format takes table, json or csv');
  return wanted;
}
