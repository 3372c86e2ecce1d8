import type { Package, Weakness } from './findings.ts';

/** More lines than this nobody reads; the rest is counted. */
const most = 10;

/** A line for each finding: `CVE-2026-11111 (CRITICAL, exploit known) in pillow 10.0.1`. */
export function faults(found: readonly Weakness[]): string[] {
  const lines = found.map(({ name, severity, exploit, packages }) => {
    const where = packages.map(nameOf).join(', ');
    return `${name} (${severity}${exploit ? ', exploit known' : ''})${where === '' ? '' : ` in ${where}`}`;
  });
  return short(lines, 'findings');
}

/** What to upgrade, a line for each package, and what else to put right. */
export function upgrades(found: readonly Weakness[]): string[] {
  const lines = found.flatMap(({ name, packages }) =>
    packages.length === 0
      ? [`Put right ${name}, for which there is nothing to upgrade.`]
      : packages.map((one) =>
          one.fixed === undefined
            ? `Replace ${nameOf(one)}, for which there is no fixed version yet (${name}).`
            : `Upgrade ${nameOf(one)} to ${one.fixed} or later (${name}).`,
        ),
  );
  return short([...new Set(lines)], 'upgrades');
}

function nameOf({ name, installed }: Package): string {
  return `${name} ${installed}`.trim();
}

function short(lines: readonly string[], what: string): string[] {
  const rest = lines.length - most;
  return rest > 0 ? [...lines.slice(0, most), `and ${rest} more ${what}, which Amazon Inspector lists`] : [...lines];
}

/** Names of the findings, for a sentence. */
export function namesOf(found: readonly Weakness[]): string {
  return short([...new Set(found.map(({ name }) => name))], 'findings').join(', ');
}
