import { hasExpired } from '../../shared/policy/decide.ts';
import type { CoveredImage } from './coverage.ts';
import type { GateFinding } from './findings.ts';
import { ignoredBy } from './ignore.ts';
import type { Ignored } from './ignore.ts';
import { meetsThreshold } from './threshold.ts';
import type { Threshold } from './threshold.ts';

export type Judged = GateFinding &
  (
    | { readonly verdict: 'fails' | 'passes' }
    /** It would fail, if it were not for the entry. */
    | { readonly verdict: 'ignored'; readonly entry: Ignored }
  );

/** A package to be upgraded so that the gate passes. */
export interface Upgrade {
  readonly name: string;
  readonly installed: string;
  /** The fixed versions of all findings that fail: the newest of them has all right. Empty: there is no fix. */
  readonly fixed: readonly string[];
  readonly findings: readonly string[];
}

export interface Verdict {
  readonly image: CoveredImage;
  /** ISO 8601 */
  readonly at: string;
  readonly passes: boolean;
  readonly failOn: string;
  readonly findings: readonly Judged[];
  readonly upgrades: readonly Upgrade[];
  readonly notes: readonly string[];
}

export interface Rules {
  /** As it was given. */
  readonly failOn: string;
  readonly threshold: Threshold;
  readonly ignored: readonly Ignored[];
}

export function judgeImage(
  image: CoveredImage,
  found: readonly GateFinding[],
  { failOn, threshold, ignored }: Rules,
  now: Date,
): Verdict {
  const findings = found.map((finding): Judged => {
    if (!meetsThreshold(finding, threshold)) return { ...finding, verdict: 'passes' };
    const entry = ignoredBy(finding.id, ignored, now);
    return entry === undefined ? { ...finding, verdict: 'fails' } : { ...finding, verdict: 'ignored', entry };
  });
  const failing = findings.filter(({ verdict }) => verdict === 'fails');
  return {
    image,
    at: now.toISOString(),
    passes: failing.length === 0,
    failOn,
    findings,
    upgrades: upgradesFor(failing),
    notes: ignored.flatMap((entry) => noteOn(entry, found, now)),
  };
}

/** An entry that does nothing is one that somebody should take out, or has forgotten to renew. */
function noteOn(entry: Ignored, found: readonly GateFinding[], now: Date): string[] {
  if (hasExpired(entry, now)) return [`${entry.id} is not ignored any more: the entry held until ${entry.expires}.`];
  const isThere = found.some(({ id }) => id.toUpperCase() === entry.id.toUpperCase());
  return isThere ? [] : [`${entry.id} is to be ignored until ${entry.expires}, but the image does not have it.`];
}

function upgradesFor(failing: readonly GateFinding[]): Upgrade[] {
  const all = failing.flatMap(({ id, packages }) => packages.map((one) => ({ id, ...one })));
  return [...Map.groupBy(all, ({ name, version }) => JSON.stringify([name, version])).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return {
      name: first.name,
      installed: first.version,
      fixed: [...new Set(group.flatMap(({ fixed }) => fixed ?? []))].toSorted(),
      findings: [...new Set(group.map(({ id }) => id))].toSorted(),
    };
  });
}
