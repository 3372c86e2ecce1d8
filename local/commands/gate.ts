import { readFile } from 'node:fs/promises';
import { bind } from '../../shared/aws/service.ts';
import { errorRecord, failureKind } from '../../shared/aws/failure.ts';
import { createAccount } from '../account/account.ts';
import { awsClients, toldByAws } from '../elsewhere.ts';
import { coverageOf } from '../gate/coverage.ts';
import type { Coverage, CoveredImage } from '../gate/coverage.ts';
import { findingsAbout } from '../gate/findings.ts';
import { IgnoreError, readIgnored, readIgnoreFile } from '../gate/ignore.ts';
import type { Ignored } from '../gate/ignore.ts';
import { readImage } from '../gate/image.ts';
import type { AskedImage } from '../gate/image.ts';
import { inspecting } from '../gate/inspector.ts';
import type { Inspecting } from '../gate/inspector.ts';
import { json } from '../gate/json.ts';
import { junit } from '../gate/junit.ts';
import { sarif } from '../gate/sarif.ts';
import { gateLines } from '../gate/text.ts';
import { readThreshold, terms, usual } from '../gate/threshold.ts';
import { judgeImage } from '../gate/verdict.ts';
import type { Rules, Verdict } from '../gate/verdict.ts';
import { untilScanned } from '../gate/wait.ts';
import { backPressured, progressOn } from '../print/stream.ts';
import { paintFor, safe } from '../print/style.ts';
import { CommandError, UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { createSimulatedClock } from '../simulated-clock.ts';
import type { MovableClock } from '../simulated-clock.ts';
import { accountState, homeRegion, sampleAccount } from '../stage.ts';
import { createWallClock } from '../wall-clock.ts';
import { oneArgument, text } from './options.ts';

const help = `Asks Amazon Inspector for the findings about a container image in Amazon ECR, and ends with 3 if one is at or above
the threshold: what a pipeline calls between pushing an image and deploying it. An image that Inspector has not
scanned ends with 1: nothing is known of it. IMAGE is repository:tag, repository@sha256:… or the image's URI.

  --fail-on TERMS        critical, high, medium, low (that severity or above), exploited, fixable; a comma for either,
                         a plus for both: high+fixable,exploited. ${usual} by default
  --ignore ENTRY         ID:REASON:YYYY-MM-DD ignores a vulnerability until the end of that day (UTC); may be repeated
  --ignore-file FILE     the same, an entry a line; # begins a comment
  --wait SECONDS         how long to wait for a scan that is not through; 0 by default, 7200 at most
  --format FORMAT        text (default), json, sarif (2.1.0, for code scanning) or junit (XML)
  --region NAME          ask AWS, in this Region; with --profile, that of the image's URI by default
  --profile NAME         ask AWS, with these credentials; those of the environment by default
  --endpoint URL         ask an AWS emulator
  --account FILE         ask a local account from this file; the sample account by default

Needs inspector2:ListCoverage and inspector2:ListFindings. To try it: redress gate fraud-inference:2026-10`;

const formats = ['text', 'json', 'sarif', 'junit'] as const;
type Format = (typeof formats)[number];

export const gateCommand: Command = {
  summary: 'Fails a pipeline if an image has vulnerabilities above a threshold.',
  usage: 'IMAGE [options]',
  help,
  options: {
    'fail-on': { type: 'string' },
    ignore: { type: 'string', multiple: true },
    'ignore-file': { type: 'string' },
    wait: { type: 'string' },
    format: { type: 'string' },
    region: { type: 'string' },
    profile: { type: 'string' },
    endpoint: { type: 'string' },
    account: { type: 'string' },
  },
  run: runGate,
};

async function runGate(given: Arguments, { stdout, stderr }: Streams): Promise<ExitCode> {
  const name = oneArgument(given, 'an image');
  const image = readImage(name);
  if (image === undefined)
    throw new UsageError(`${JSON.stringify(safe(name, 300))} is no repository:tag, repository@sha256:… or URI`);
  const format = formatOf(given);
  const seconds = secondsOf(given);
  const rules = await rulesOf(given);
  const { inspector, clock, isSample } = await inspectorOf(given, image);
  // A pipeline that has forgotten to say where must not take the sample for its own account.
  if (isSample) stderr.write('redress gate: asking the local sample account; --region or --profile asks AWS.\n');
  // A terminal sees one line that changes; a pipeline's log a line each time, by which it knows that it goes on.
  const progress = progressOn(stderr, stderr.isTTY);
  const waiting = (why: string): void => {
    if (stderr.isTTY) progress.tell(`waiting, ${safe(why)} …`);
    else stderr.write(`redress gate: waiting, ${safe(why)}.\n`);
  };
  const reading = (count: number): void => progress.tell(`${count} findings read`);
  const verdict = await orSay(async () => {
    const coverage = await untilScanned(async () => coverageOf(inspector, image), clock, seconds, waiting);
    const scanned = scannedImage(coverage, safe(name, 300));
    const { note } = coverage as { readonly note?: string };
    const judged = judgeImage(scanned, await findingsAbout(inspector, scanned, reading), rules, clock.now());
    return note === undefined ? judged : { ...judged, notes: [`The image was ${note}.`, ...judged.notes] };
  }).finally(progress.clear);
  const write = backPressured(stdout);
  for (const part of written(verdict, format, stdout)) {
    write(part);
    await write.drained();
  }
  return verdict.passes ? 0 : 3;
}

function formatOf(given: Arguments): Format {
  const wanted = text(given, 'format') ?? 'text';
  const found = formats.find((format) => format === wanted);
  if (found === undefined) throw new UsageError(`--format takes one of ${formats.join(', ')}`);
  return found;
}

function secondsOf(given: Arguments): number {
  const wanted = text(given, 'wait') ?? '0';
  if (!/^\d{1,4}$/.test(wanted) || Number(wanted) > 7200) throw new UsageError('--wait takes 0 to 7200 seconds');
  return Number(wanted);
}

async function rulesOf(given: Arguments): Promise<Rules> {
  const failOn = text(given, 'fail-on') ?? usual;
  const threshold = readThreshold(failOn);
  if (threshold === undefined)
    throw new UsageError(`--fail-on takes ${terms.join(', ')}, joined by commas (either) or plus signs (both)`);
  return { failOn, threshold, ignored: [...ignoredIn(given), ...(await ignoredInFile(given))] };
}

function ignoredIn({ values }: Arguments): Ignored[] {
  const { ignore = [] } = values;
  return read('--ignore', () => (ignore as readonly string[]).map(readIgnored));
}

async function ignoredInFile(given: Arguments): Promise<Ignored[]> {
  const file = text(given, 'ignore-file');
  if (file === undefined) return [];
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandError(`${safe(file)} can't be read: ${errorRecord(error).message}`, { cause: error });
  });
  return read(`--ignore-file ${safe(file)}`, () => readIgnoreFile(content));
}

function read(what: string, entries: () => Ignored[]): Ignored[] {
  try {
    return entries();
  } catch (error) {
    if (error instanceof IgnoreError) throw new UsageError(`${what}: ${safe(error.message, 500)}`, { cause: error });
    throw error;
  }
}

interface Where {
  readonly inspector: Inspecting;
  readonly clock: MovableClock;
  readonly isSample: boolean;
}

async function inspectorOf(given: Arguments, image: AskedImage): Promise<Where> {
  const [endpoint, profile, account] = [text(given, 'endpoint'), text(given, 'profile'), text(given, 'account')];
  const asked = text(given, 'region');
  if (asked !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(asked))
    throw new UsageError('--region takes a Region, such as eu-central-1');
  if (endpoint !== undefined && !URL.canParse(endpoint)) throw new UsageError('--endpoint takes a URL');
  if (endpoint !== undefined && profile !== undefined)
    throw new UsageError('--endpoint and --profile exclude each other');
  const elsewhere = endpoint !== undefined || profile !== undefined || asked !== undefined;
  if (elsewhere && account !== undefined) throw new UsageError('--account goes with the local account only');
  if (asked !== undefined && image.region !== undefined && asked !== image.region)
    throw new UsageError(`the image is in ${image.region}, and --region is ${asked}`);
  const known = asked ?? image.region;
  if (elsewhere) {
    const region = known ?? (endpoint === undefined ? undefined : homeRegion);
    if (region === undefined) throw new UsageError('--region is missing, and the image is not named by its URI');
    const { inspector2 } = bind(inspecting, awsClients({ endpoint, profile }), region);
    return { inspector: inspector2, clock: createWallClock(), isSample: false };
  }
  const clock = createSimulatedClock(new Date());
  const state = await accountState(account);
  const { clientFor } = createAccount({ clock, accountId: sampleAccount, region: homeRegion, state });
  const { inspector2 } = bind(inspecting, clientFor, known ?? homeRegion);
  return { inspector: inspector2, clock, isSample: account === undefined };
}

/** @throws CommandError if nothing can be said about the image: a gate that doesn't know stays closed */
function scannedImage(coverage: Coverage, name: string): CoveredImage {
  switch (coverage.is) {
    case 'scanned':
      return coverage.image;
    case 'pending':
      throw new CommandError(`no verdict on ${name}: ${coverage.why}. Wait longer with --wait SECONDS.`);
    case 'unscanned':
      throw new CommandError(`no verdict on ${name}: ${coverage.why}.`);
    case 'unknown':
      throw new CommandError(
        `no verdict on ${name}: ${coverage.why}. Is the name right, has it been pushed to this Region, and is Amazon Inspector's scanning of Amazon ECR on? Of one that was pushed just now it takes a moment to know: --wait SECONDS.`,
      );
    case 'ambiguous':
      throw new CommandError(
        `no verdict on ${name}: there are several (${coverage.digests.slice(0, 5).join(', ')}). Name one by its URI with the digest.`,
      );
  }
}

/** What Inspector refuses, and what its silence means, in a sentence that a pipeline's log can do with. */
async function orSay(judge: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await judge();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const hint =
      failureKind(error) === 'denied'
        ? ' Allow inspector2:ListCoverage and inspector2:ListFindings; where Inspector is off, switch it on.'
        : '';
    throw new CommandError(`no verdict: Inspector can't be asked (${safe(toldByAws(error), 500)}).${hint}`, {
      cause: error,
    });
  }
}

/** Piece by piece, as an image may have any number of findings. */
function* written(verdict: Verdict, format: Format, stdout: NodeJS.WriteStream): Generator<string> {
  switch (format) {
    case 'text':
      for (const line of gateLines(verdict, paintFor(stdout))) yield `${line}\n`;
      return;
    case 'json':
      return yield* json(verdict);
    case 'sarif':
      return yield* sarif(verdict);
    case 'junit':
      return yield* junit(verdict);
  }
}
