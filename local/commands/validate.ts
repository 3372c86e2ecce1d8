import { relative } from 'node:path';
import { expiredExemptions } from '../../shared/policy/parse.ts';
import { PolicyError } from '../../shared/policy/problem.ts';
import { readPolicyText } from '../../shared/policy/yaml.ts';
import type { Remediation } from '../../shared/remediation.ts';
import { compilePattern, PatternError } from '../patterns/compile.ts';
import { paintFor, safe } from '../print/style.ts';
import { UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import type { Stack } from '../stack/serverless-file.ts';
import { deployedPolicy, openCatalogue, readText } from './catalogue.ts';
import { format } from './options.ts';

const help = `Checks a policy file, and the event patterns of serverless.yml. Exits with 3 if either is wrong: nothing is
written by a deployment whose policy is not valid.

  FILE                   policy.yml by default
  --format FORMAT        table (default) or json`;

export const validateCommand: Command = {
  summary: 'Checks the policy file and the event patterns.',
  usage: '[FILE] [options]',
  help,
  options: { format: { type: 'string' } },
  run: runValidate,
};

/** Something that is wrong, or, as a warning, worth a look. */
interface Note {
  /** `policy.yml:12 rules[2].mode`, or a rule's name. */
  readonly where: string;
  readonly what: string;
}

interface Report {
  readonly file: string;
  readonly valid: boolean;
  readonly problems: readonly Note[];
  readonly warnings: readonly Note[];
}

async function runValidate(given: Arguments, { stdout }: Streams): Promise<ExitCode> {
  const [file = deployedPolicy, ...more] = given.positionals;
  if (more.length > 0) throw new UsageError(`expected one policy file, found ${more.length + 1}`);
  const wanted = format(given);
  const content = await readText(file);
  const { stack, remediators } = await openCatalogue();
  const shown = given.positionals[0] ?? relative(process.cwd(), file);
  const remediations = remediators.flatMap((remediator) => remediator.remediations);
  const policy = checkPolicy(content, shown, remediations, new Date());
  const problems = [...policy.problems, ...checkPatterns(stack)];
  const report: Report = { file: shown, valid: problems.length === 0, problems, warnings: policy.warnings };
  stdout.write(wanted === 'json' ? `${JSON.stringify(report)}\n` : table(report, stdout));
  return report.valid ? 0 : 3;
}

function checkPolicy(
  content: string,
  file: string,
  remediations: readonly Remediation[],
  now: Date,
): Pick<Report, 'problems' | 'warnings'> {
  try {
    const policy = readPolicyText(content, file, remediations);
    const warnings = expiredExemptions(policy, now).map(({ owner, expires, entry }) => ({
      where: place(file, entry.line, entry.path),
      what: `the exemption has expired on ${expires} and holds no longer; ${owner} has to renew or remove it`,
    }));
    return { problems: [], warnings };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const problems = error.problems.map(({ path, line, what, why, todo }) => ({
      where: place(file, line, path),
      what: [what, why, todo].filter((part) => part !== '').join('. '),
    }));
    return { problems, warnings: [] };
  }
}

function place(file: string, line: number | undefined, path: string): string {
  return line === undefined ? `${file} ${path}` : `${file}:${line} ${path}`;
}

/** Patterns that EventBridge would refuse at deployment. */
function checkPatterns({ rules }: Pick<Stack, 'rules'>): Note[] {
  return rules.flatMap(({ name, pattern }) => {
    try {
      compilePattern(pattern);
      return [];
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      return [{ where: `serverless.yml rule ${name}`, what: error.message }];
    }
  });
}

function table({ file, valid, problems, warnings }: Report, stdout: Streams['stdout']): string {
  const paint = paintFor(stdout);
  const line = (mark: string, { where, what }: Note): string =>
    `${mark} ${paint('bold', safe(where))}: ${safe(what, 1000)}`;
  const lines = [
    ...problems.map((problem) => line(paint('red', '✘'), problem)),
    ...warnings.map((warning) => line(paint('yellow', '!'), warning)),
    valid
      ? `${paint('green', '✔')} ${safe(file)} and the event patterns are valid.`
      : problems.length === 1
        ? '1 problem; nothing is written until it is solved.'
        : `${problems.length} problems; nothing is written until they are solved.`,
  ];
  return `${lines.join('\n')}\n`;
}
