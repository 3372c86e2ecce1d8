const day = 86_400_000;

/**
 * The days in whose folders records of a span may lie, `2026/11/20`, newest first. A file lies where it was delivered,
 * "within an average of about 5 minutes of an API call", which after midnight is the next day's folder.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
 */
export function* daysOf({ since, until }: { readonly since: Date; readonly until: Date }): Generator<string> {
  const first = Math.floor(since.getTime() / day);
  for (let number = Math.floor((until.getTime() + late) / day); number >= first; number--) {
    yield new Date(number * day).toISOString().slice(0, 10).replaceAll('-', '/');
  }
}

/** Milliseconds after which a file is not waited for any more. */
const late = 3_600_000;
