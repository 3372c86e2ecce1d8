import { UsageError } from '../run.ts';
import type { Arguments } from '../run.ts';
import type { TrailQuery } from '../trail/query.ts';
import { instant } from '../trail/since.ts';
import { isSet, text } from './options.ts';

export type Format = 'table' | 'json' | 'csv';

/** Log files to read in place of the event history. */
export type Logs = { readonly folder: string } | { readonly bucket: string; readonly prefix: string };

/** @throws UsageError */
export function queryOf(given: Arguments, now: Date): TrailQuery {
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

/** Undefined where none of them is asked for. @throws UsageError */
export function logsOf(given: Arguments): Logs | undefined {
  const [bucket, folder] = [text(given, 'bucket'), text(given, 'from')];
  if (bucket !== undefined && folder !== undefined) throw new UsageError('--bucket and --from exclude each other');
  if (folder === '') throw new UsageError('--from takes a folder');
  if (folder !== undefined) return { folder };
  if (bucket === undefined) return undefined;
  const [, name, path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.{0,900}))?$/.exec(bucket) ?? [];
  if (name === undefined) throw new UsageError('--bucket takes s3://BUCKET or s3://BUCKET/PREFIX');
  // Whoever copies an address from the console has the folder itself.
  const prefix = path.replace(/(?:^|\/)AWSLogs(?:\/.*)?$/, '').replace(/\/+$/, '');
  return { bucket: name, prefix: prefix === '' ? '' : `${prefix}/` };
}

/** @throws UsageError */
export function regionOf(given: Arguments): string | undefined {
  const region = text(given, 'region');
  if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
    throw new UsageError('--region takes a Region, such as eu-central-1');
  return region;
}

/** @throws UsageError */
export function limitOf(given: Arguments): number | undefined {
  const asked = text(given, 'limit');
  const limit = asked === undefined ? undefined : Number(asked);
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 1 || limit > 1_000_000))
    throw new UsageError('--limit takes a number from 1 to 1000000');
  return limit;
}

/** @throws UsageError */
export function formatOf(given: Arguments): Format {
  const wanted = text(given, 'format') ?? 'table';
  if (wanted !== 'table' && wanted !== 'json' && wanted !== 'csv')
    throw new UsageError('--format takes table, json or csv');
  return wanted;
}
