import type { Finding, LogReport } from '../../shared/evidence/finding.ts';
import { safe } from './style.ts';
import type { Paint } from './style.ts';

/** One damaged seal leaves thousands of records unproven; more than these of a kind are counted. */
const shownOfAKind = 20;

/** What the check of a log has found, for a person. Keys and details may come from whoever changed it. */
export function verifiedLines(report: LogReport, paint: Paint): string[] {
  const { seals, records, unsealed, head, findings } = report;
  const good = findings.length === 0;
  const verdict = good
    ? paint('green', seals === 0 ? '· Nothing is sealed yet' : '✔ Nothing was changed')
    : paint('red', `✘ ${count(findings.length, 'finding')}`);
  const facts = `${count(seals, 'seal')} and ${count(records, 'record')} are as they were`;
  const rest = unsealed === 0 ? '' : `, ${count(unsealed, 'record')} not sealed yet`;
  const last = head === undefined ? [] : [paint('dim', `  sealed up to ${head.day}, ${head.digest}`)];
  return [`${verdict}: ${facts}${rest}.`, ...last, ...findingLines(findings, paint)];
}

function findingLines(findings: readonly Finding[], paint: Paint): string[] {
  const kinds = Map.groupBy(findings, ({ kind, what }) => `${kind} ${what}`);
  return [...kinds].flatMap(([title, all]) => {
    const shown = all
      .slice(0, shownOfAKind)
      .flatMap(({ key, detail }) => [
        `  ${paint('red', '✘')} ${title}  ${safe(key, 300)}`,
        `      ${safe(detail, 500)}`,
      ]);
    const more = all.length - shownOfAKind;
    return more > 0 ? [...shown, `    and ${more} more (--format json has them all)`] : shown;
  });
}

function count(number: number, of: string): string {
  return `${number} ${of}${number === 1 ? '' : 's'}`;
}
