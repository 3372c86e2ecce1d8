import { CommandError } from '../run.ts';
import { daysOf } from './days.ts';
import type { LogFile, LogStore } from './log-files.ts';

/** What log files are wanted. */
export interface WantedFiles {
  readonly since: Date;
  readonly until: Date;
  /** Of this Region alone. */
  readonly region?: string | undefined;
}

type List = LogStore['list'];

/**
 * Log files of a time, those of the newest day first, whatever account or Region they are of: an organization's trail
 * has one folder for each account, and in each of these one for each Region.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
 *
 * @throws CommandError if there is no `AWSLogs` folder
 */
export async function* logFiles(store: LogStore, wanted: WantedFiles): AsyncGenerator<LogFile> {
  const list = remembering(store.list);
  const places = await placesIn(list, wanted);
  for (const day of daysOf(wanted)) {
    for (const place of places) {
      // Days without files are many where the time is long; years and months tell them.
      if (!(await isThere(list, place, `${day}/`))) continue;
      const names = await store.list(`${place}${day}/`);
      for (const name of names.toReversed()) if (isLog.test(name)) yield { name, open: async () => store.open(name) };
    }
  }
}

const isLog = /\.json(?:\.gz)?$/;

function remembering(list: List): List {
  const known = new Map<string, Promise<readonly string[]>>();
  return async (folder) => {
    const listed = known.get(folder) ?? list(folder);
    known.set(folder, listed);
    return listed;
  };
}

/** Whether there is a folder below another one, found out a step at a time. */
async function isThere(list: List, below: string, path: string): Promise<boolean> {
  let folder = below;
  for (const part of path.split('/').slice(0, -1)) {
    const next = `${folder}${part}/`;
    if (!(await list(folder)).includes(next)) return false;
    folder = next;
  }
  return true;
}

/** Where a trail's files of one Region of one account lie: `AWSLogs/111122223333/CloudTrail/eu-central-1/`. */
async function placesIn(list: List, { region }: WantedFiles): Promise<string[]> {
  if (!(await list('')).includes('AWSLogs/')) {
    throw new CommandError(
      'there is no folder AWSLogs there: name the bucket with the prefix that the trail has, s3://BUCKET/PREFIX, or the folder that AWSLogs lies in',
    );
  }
  const places: string[] = [];
  for (const account of await accountsIn(list)) {
    if (!(await isThere(list, account, 'CloudTrail/'))) continue;
    const regions = await list(`${account}CloudTrail/`);
    const isWanted = (folder: string) => region === undefined || folder === `${account}CloudTrail/${region}/`;
    places.push(...regions.filter((folder) => folder.endsWith('/') && isWanted(folder)));
  }
  return places;
}

/** An organization's trail has a folder of its own around those of the accounts: `o-exampleorgid`. */
async function accountsIn(list: List): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const folder of await list('AWSLogs/')) {
    if (/\/o-[a-z0-9]{10,32}\/$/.test(folder)) folders.push(...(await list(folder)));
    else folders.push(folder);
  }
  return folders.filter((folder) => /\/\d{12}\/$/.test(folder));
}
