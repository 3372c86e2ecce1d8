import type { LogReport } from '../../shared/evidence/finding.ts';
import { verifyLog } from '../../shared/evidence/verify-log.ts';
import { evidenceHelp, evidenceOptions, fromAws, openArchive, openKeys, spanOf } from '../evidence-options.ts';
import { paintFor } from '../print/style.ts';
import { verifiedLines } from '../print/verified.ts';
import { CommandError, UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { format, noArguments, text } from './options.ts';

const help = `Compares every record of the evidence with the seals, and the seals with their signatures and each other. Whatever was
changed, removed, added or put into another order is named. Exits with 3 if there is anything.

${evidenceHelp}
  --public-key FILE      the key that signs: as PEM, as DER, or what aws kms get-public-key prints; for a folder
                         .redress/seal-key.pub.pem by default
  --key KEY              for a bucket: the KMS key that signs, as an id, an ARN or an alias
  --noted DIGEST         of a seal, as verify-log or seal has printed it once: whether the log still rests on it
  --format FORMAT        table (default) or json

Of a bucket its current objects are read. Where one of them was changed, Object Lock still holds the version below.`;

export const verifyLogCommand: Command = {
  summary: 'Finds what was changed in the evidence.',
  usage: '[options]',
  help,
  options: {
    ...evidenceOptions,
    'public-key': { type: 'string' },
    key: { type: 'string' },
    noted: { type: 'string' },
    format: { type: 'string' },
  },
  run: runVerifyLog,
};

async function runVerifyLog(given: Arguments, { stdout }: Streams): Promise<ExitCode> {
  noArguments(given);
  const wanted = format(given);
  const span = spanOf(given);
  const noted = notedOf(given);
  const archive = openArchive(given);
  const report = await fromAws(async () => {
    const keys = await openKeys(given);
    return verifyLog({ archive, keys, clock: { now: () => new Date() }, ...span, noted });
  });
  // The wrong folder or bucket, or one that was emptied: neither is a log that nobody has touched.
  if (isEmpty(report) && span.from === undefined && span.to === undefined)
    throw new CommandError('there is no evidence to verify: neither a record nor a seal. Is that the right place?');
  stdout.write(
    wanted === 'json' ? `${JSON.stringify(report)}\n` : `${verifiedLines(report, paintFor(stdout)).join('\n')}\n`,
  );
  return report.findings.length === 0 ? 0 : 3;
}

function isEmpty({ seals, records, unsealed, findings }: LogReport): boolean {
  return seals === 0 && records === 0 && unsealed === 0 && findings.length === 0;
}

/** @throws UsageError for what is no digest, and for one that is to be looked for in some days only */
function notedOf(given: Arguments): string | undefined {
  const noted = text(given, 'noted');
  if (noted === undefined) return undefined;
  if (!/^sha256:[0-9a-f]{64}$/.test(noted)) throw new UsageError('--noted takes a digest, as sha256:…');
  for (const option of ['from', 'to']) {
    if (text(given, option) !== undefined) throw new UsageError(`--noted and --${option} exclude each other`);
  }
  return noted;
}
