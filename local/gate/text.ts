import { safe } from '../print/style.ts';
import type { Paint } from '../print/style.ts';
import type { Judged, Upgrade, Verdict } from './verdict.ts';

const marks = { fails: ['✘', 'red'], ignored: ['·', 'dim'], passes: ['!', 'yellow'] } as const;

/** What a person reads in a pipeline's log. */
export function gateLines({ image, passes, failOn, findings, upgrades, notes }: Verdict, paint: Paint): string[] {
  const tags = image.tags.length === 0 ? '' : ` (${image.tags.map((tag) => safe(tag, 130)).join(', ')})`;
  const scanned = image.scannedAt === undefined ? '' : `, scanned ${image.scannedAt}`;
  const count = (wanted: Judged['verdict']) => findings.filter(({ verdict }) => verdict === wanted).length;
  const lines = [`${paint('bold', `${image.repository}@${image.digest}`)}${tags}${scanned}`];
  lines.push(...findings.map((finding) => findingLine(finding, paint)));
  if (upgrades.length > 0) lines.push('', 'Upgrade:', ...upgrades.map(upgradeLine));
  lines.push(...notes.map((note) => paint('dim', `  ${safe(note, 500)}`)));
  const counts = `${count('fails')} at or above ${failOn}, ${count('ignored')} ignored, ${count('passes')} below`;
  lines.push('', `${passes ? paint('green', '✔ passes') : paint('red', '✘ fails')}: ${counts}`);
  return lines;
}

function findingLine(finding: Judged, paint: Paint): string {
  const { id, severity, exploited, packages, verdict } = finding;
  const [mark, colour] = marks[verdict];
  const names = packages.map(({ name, version }) => `${name} ${version}`).join(', ');
  const why =
    verdict === 'ignored' ? `, ignored until ${finding.entry.expires}: ${safe(finding.entry.reason, 200)}` : '';
  const what = `${safe(severity, 20).padEnd(8)} ${safe(id, 200)}  ${safe(names, 300)}${exploited ? ', exploit known' : ''}`;
  return `  ${paint(colour, mark)} ${what}${why}`;
}

function upgradeLine({ name, installed, fixed, findings }: Upgrade): string {
  const to = fixed.length > 1 ? `the newest of ${fixed.join(', ')}` : (fixed[0] ?? 'nothing yet: there is no fix');
  return `  ${safe(name, 200)} ${safe(installed, 100)} → ${safe(to, 300)}  (${safe(findings.join(', '), 300)})`;
}
