import { dayOf, plusDays } from '../../shared/evidence/day.ts';
import { BrokenSealsError, sealUntil } from '../../shared/evidence/seal.ts';
import type { SealedDay } from '../../shared/evidence/seal.ts';
import { defaultPrivateKey, fileSigner, publicKeyBeside } from '../evidence-key.ts';
import { dayOption, defaultEvidence, openFolder } from '../evidence-options.ts';
import { safe } from '../print/style.ts';
import { columns } from '../print/table.ts';
import { CommandError, UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { format, noArguments, text } from './options.ts';

const help = `Writes down, for every day that is over and not sealed yet, which records there are, chained to the day before and
signed: what the deployment does every night with a key of KMS, here with a key in a file. From then on
redress verify-log finds whatever is changed.

  --evidence FOLDER      evidence in a folder; .redress/evidence by default
  --until DAY            the last day to seal, in UTC; yesterday by default
  --private-key FILE     made if there is none, its public key beside it; .redress/seal-key.pem by default
  --format FORMAT        table (default) or json`;

export const sealCommand: Command = {
  summary: 'Seals evidence, so that no change goes unnoticed.',
  usage: '[options]',
  help,
  options: {
    evidence: { type: 'string' },
    until: { type: 'string' },
    'private-key': { type: 'string' },
    format: { type: 'string' },
  },
  run: runSeal,
};

async function runSeal(given: Arguments, { stdout }: Streams): Promise<ExitCode> {
  noArguments(given);
  const wanted = format(given);
  const now = new Date();
  const until = dayOption(given, 'until') ?? plusDays(dayOf(now), -1);
  if (until >= dayOf(now)) throw new UsageError('--until takes a day that is over');
  const keyFile = text(given, 'private-key') ?? defaultPrivateKey;
  const archive = openFolder(text(given, 'evidence') ?? defaultEvidence);
  const days = await sealing(async () =>
    sealUntil(until, { archive, signer: await fileSigner(keyFile), clock: { now: () => now } }),
  );
  stdout.write(wanted === 'json' ? `${JSON.stringify({ days })}\n` : `${lines(days, given).join('\n')}\n`);
  return 0;
}

async function sealing(work: () => Promise<readonly SealedDay[]>): Promise<readonly SealedDay[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BrokenSealsError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

function lines(days: readonly SealedDay[], given: Arguments): string[] {
  const rows = days.map(({ day, records, digest, result }) => [
    day,
    result === 'sealed' ? 'sealed' : 'was sealed',
    `${records} ${records === 1 ? 'record' : 'records'}`,
    digest,
  ]);
  const [evidence, key] = [text(given, 'evidence'), text(given, 'private-key')];
  const options = [
    ...(evidence === undefined ? [] : ['--evidence', evidence]),
    ...(key === undefined ? [] : ['--public-key', publicKeyBeside(key)]),
  ];
  return [...columns(rows), `To check it: ${['redress verify-log', ...options.map(quoted)].join(' ')}`];
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  const shown = safe(word, 1000);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
