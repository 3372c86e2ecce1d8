import type { Mode } from '../../shared/outcome.ts';
import type { PolicyEntry } from '../../shared/policy/policy.ts';
import type { FilePolicy } from '../../shared/policy/parse.ts';
import { PolicyError } from '../../shared/policy/problem.ts';
import { readPolicyText } from '../../shared/policy/yaml.ts';
import type { Remediation, Trigger } from '../../shared/remediation.ts';
import { accessInWords } from '../../shared/signals/route.ts';
import { paintFor, wrap } from '../print/style.ts';
import type { Paint } from '../print/style.ts';
import { columns } from '../print/table.ts';
import { CommandError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { deployedPolicy, openCatalogue, readText } from './catalogue.ts';
import { format, noArguments, text, widthOf } from './options.ts';

const help = `Shows every remediation: the mode that the policy gives it, how severe what it puts right is, what a
workload notices of it, whether it can be undone, and what it answers.

  --policy FILE          policy file; policy.yml by default
  --format FORMAT        table (default) or json`;

export const listCommand: Command = {
  summary: 'Lists the remediations, with their modes.',
  usage: '[options]',
  help,
  options: { policy: { type: 'string' }, format: { type: 'string' } },
  run: runList,
};

interface Listed extends Pick<
  Remediation,
  'id' | 'title' | 'description' | 'severity' | 'impact' | 'reversible' | 'resource' | 'triggers' | 'controls'
> {
  readonly remediator: string;
  /** Where no rule for an account, Region, tag or resource says otherwise. */
  readonly mode: Mode;
  readonly modeEntry: PolicyEntry;
  /** Whether a sweep looks for what it could have something to do with. */
  readonly swept: boolean;
}

async function runList(given: Arguments, streams: Streams): Promise<ExitCode> {
  noArguments(given);
  const wanted = format(given);
  const { remediators } = await openCatalogue();
  const file = text(given, 'policy') ?? deployedPolicy;
  const all = remediators.flatMap(({ remediations }) => remediations);
  const policy = policyOf(await readText(file), file, all);
  const listed = remediators.flatMap(({ name, remediations }) =>
    remediations.map((one) => describe(one, name, policy)),
  );
  const { stdout } = streams;
  if (wanted === 'json') stdout.write(`${JSON.stringify(listed, null, 2)}\n`);
  else stdout.write(`${lines(listed, paintFor(stdout), widthOf(streams)).join('\n')}\n`);
  return 0;
}

function policyOf(content: string, file: string, remediations: readonly Remediation[]): FilePolicy {
  try {
    return readPolicyText(content, file, remediations);
  } catch (error) {
    if (error instanceof PolicyError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

function describe(remediation: Remediation, remediator: string, policy: FilePolicy): Listed {
  const { id, title, description, severity, impact, reversible, resource, triggers, controls } = remediation;
  const nowhere = { account: '', region: '', resource: { type: resource, id: '' } };
  const { mode, modeEntry } = policy.decide({ remediation: id, ...nowhere }, new Date());
  const own = { id, title, description, severity, impact, reversible, resource, triggers, controls };
  return { ...own, remediator, mode, modeEntry, swept: remediation.list !== undefined };
}

function lines(listed: readonly Listed[], paint: Paint, width: number): string[] {
  const head = ['REMEDIATION', 'MODE', 'SEVERITY', 'IMPACT', 'UNDO', 'SWEEP', 'TITLE'];
  const rows = listed.map(({ id, mode, severity, impact, reversible, swept, title }) => [
    id,
    mode,
    severity,
    impact,
    reversible ? 'yes' : 'no',
    swept ? 'yes' : 'no',
    title,
  ]);
  const [header, ...table] = columns([head, ...rows], (cell, column, row) =>
    row === 0 ? paint('dim', cell) : column === 0 ? paint('bold', cell) : cell,
  );
  const each = listed.flatMap(({ triggers }, index) => [
    table[index] ?? '',
    ...triggers.map((trigger) => paint('dim', `    ${wrap(answers(trigger), width, '      ')}`)),
  ]);
  return [header ?? '', ...each];
}

function answers(trigger: Trigger): string {
  const occasions = [
    ['Config', trigger.configRule],
    ['calls', trigger.apiCall],
    ['controls', trigger.control],
    ['checks', trigger.check],
    ['statuses', trigger.stateChange],
    ['findings', trigger.findingType],
    ['', trigger.access?.map((kind) => `${accessInWords[kind]} on an AI service`)],
    ['Inspector findings', trigger.finding === true ? [''] : undefined],
  ] as const;
  const given = occasions.flatMap(([kind, names]) =>
    names === undefined ? [] : [`${kind} ${names.join(', ')}`.trim()],
  );
  return `${trigger.resource}: ${given.join('; ') || 'on request alone'}`;
}
