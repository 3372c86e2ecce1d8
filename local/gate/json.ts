import type { Verdict } from './verdict.ts';

/** A verdict as JSON on one line, finding by finding: as one text it would be held in memory twice. */
export function* json({ findings, ...verdict }: Verdict): Generator<string> {
  const { image, at, passes, failOn, upgrades, notes } = verdict;
  yield `${JSON.stringify({ image, at, passes, failOn }).slice(0, -1)},"findings":[`;
  for (const [index, finding] of findings.entries()) yield `${index === 0 ? '' : ','}${JSON.stringify(finding)}`;
  yield `],${JSON.stringify({ upgrades, notes }).slice(1)}\n`;
}
