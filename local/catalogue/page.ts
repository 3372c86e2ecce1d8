import type { Remediation } from '../../shared/remediation.ts';
import type { Remediator } from '../remediations.ts';
import { aiStandard } from './ai-standard.ts';
import { answersTo, countOf, hows } from './answers.ts';
import type { Answer } from './answers.ts';
import type { CheckList } from './check.ts';
import { configRules } from './config-rules.ts';
import { code, entryOf } from './entry.ts';
import { prowler } from './prowler.ts';

/** The lists that the catalogue answers line by line. */
export const checkLists: readonly CheckList[] = [aiStandard, configRules, prowler];

/** CATALOGUE.md: what each remediation does, and what becomes of each check of the lists. */
export function cataloguePage(remediators: readonly Pick<Remediator, 'name' | 'remediations'>[]): string {
  const remediations = remediators.flatMap((remediator) => remediator.remediations);
  const answered = checkLists.map((list) => ({ list, answers: answersTo(list, remediations) }));
  return [
    '# Catalogue',
    'What Redress can put right, and what it leaves alone on purpose. This page is made from the remediations themselves by `npm run generate`.',
    'A check counts by the gentlest remediation that answers it. *In place*: a setting is changed. *By swap*: a copy without the fault takes over, and the old one is kept. *By stopping*: what is wrong is stopped or kept from going on. *By report*: a person is told why, and what to do. Whether any of it is done, reported or asked about first is up to the policy.',
    countsTable(answered),
    ...answered.flatMap(({ list, answers }) => [
      `## ${list.name}`,
      `${list.checks.length} lines, from ${list.source}.`,
      answersTable(list, answers),
    ]),
    '## Remediations',
    ...remediators
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((remediator) => remediator.remediations.toSorted(byId).map(entryOf)),
    '',
  ].join('\n\n');
}

function byId(a: Remediation, b: Remediation): number {
  return a.id < b.id ? -1 : 1;
}

interface Answered {
  readonly list: CheckList;
  readonly answers: readonly Answer[];
}

function countsTable(answered: readonly Answered[]): string {
  return table(
    ['', ...hows, 'all'],
    answered.map(({ list, answers }) => [
      list.name,
      ...hows.map((how) => String(countOf(answers, how))),
      String(answers.length),
    ]),
  );
}

function answersTable({ claimedAs }: CheckList, answers: readonly Answer[]): string {
  const what = { securityHub: 'control', configRules: 'rule', prowler: 'check' }[claimedAs];
  return table(
    [what, 'wants', 'how', 'remediation, or why there is none'],
    answers.map(({ check, how, remediations }) => {
      const links = remediations.map(({ id }) => `[${id}](#${id})`).join(', ');
      return [code(check.id), check.wants, how, links === '' ? (check.none ?? '') : links];
    }),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Whether two pages say the same: the layout is the formatter's business. */
export function samePage(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(page: string): string {
  return page
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?\| ?/g, '|')
    .replaceAll(/-{2,}/g, '-')
    .replaceAll(/[*_]/g, '')
    .trim();
}
