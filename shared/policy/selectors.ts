import { compileGlob, globsMeet } from './glob.ts';
import type { Subject } from './policy.ts';
import type { Selectors } from './schema.ts';
import { selectorRanks } from './selectors-schema.ts';

/**
 * Whether an entry is about a subject. `unknown`: it would depend on something that wasn't read, the tags
 * or the ARN; whoever asks takes the more cautious of both answers.
 */
export type Match = 'yes' | 'no' | 'unknown';
type Matcher = (subject: Subject) => Match;

/** How specific an entry is: by the rank of its most specific selector, then by their number. */
export interface Specificity {
  readonly rank: number;
  readonly selectors: number;
}

export function specificity(selectors: Selectors): Specificity {
  const present = Object.entries(selectorRanks).filter(([name]) => selectors[name as keyof Selectors] !== undefined);
  return { rank: Math.max(0, ...present.map(([, rank]) => rank)), selectors: present.length };
}

/** Negative: `a` is less specific than `b`; 0: equally specific. */
export function compareSpecificity(a: Specificity, b: Specificity): number {
  return a.rank - b.rank || a.selectors - b.selectors;
}

/** All selectors have to match, and of each one's list any entry. */
export function compileSelectors(selectors: Selectors): Matcher {
  const matchers: Matcher[] = [];
  const { remediations, accounts, regions, tags, resources } = selectors;
  if (accounts !== undefined) matchers.push(({ account }) => known(accounts.includes(account)));
  if (remediations !== undefined) matchers.push(globs(remediations, ({ remediation }) => remediation));
  if (regions !== undefined) matchers.push(globs(regions, ({ region }) => region));
  if (resources !== undefined) matchers.push(any(resources.map(compileResource)));
  if (tags !== undefined) matchers.push(all(Object.entries(tags).map(([key, values]) => compileTag(key, values))));
  return all(matchers);
}

function globs(patterns: readonly string[], of: (subject: Subject) => string): Matcher {
  const compiled = patterns.map(compileGlob);
  return (subject) => known(compiled.some((matches) => matches(of(subject))));
}

function compileTag(key: string, values: string | readonly string[]): Matcher {
  const compiled = [values].flat().map((value) => compileGlob(value));
  return ({ tags }) => {
    if (tags === undefined) return 'unknown';
    const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
    return known(value !== undefined && compiled.some((matches) => matches(value)));
  };
}

function compileResource(pattern: string): Matcher {
  const matches = compileGlob(pattern);
  return ({ account, region, resource: { id, arn } }) => {
    const ids = isArn(id) ? [id, lastPart(id)] : [id];
    if (ids.some(matches)) return 'yes';
    if (arn !== undefined || isArn(id)) return known(arn !== undefined && matches(arn));
    return asksForArn(pattern) && couldBeArn(pattern, account, region, id) ? 'unknown' : 'no';
  };
}

/** Patterns that only an ARN can match: `arn:…`, or `*:endpoint/churn-*`. */
function asksForArn(pattern: string): boolean {
  return pattern.startsWith('arn:') || (/^[*?]/.test(pattern) && pattern.includes(':'));
}

/**
 * Whether a pattern could match the ARN of a resource of which only the id is known. ARNs end in the id or
 * its last part, name the resource's own account and Region or none, and SageMaker writes names in lower case.
 */
function couldBeArn(pattern: string, account: string, region: string, id: string): boolean {
  const wanted = pattern.toLowerCase();
  return [region, ''].some((ofRegion) =>
    [account, ''].some((ofAccount) =>
      globsMeet(wanted, `arn:*:*:${ofRegion}:${ofAccount}:*${lastPart(id)}`.toLowerCase()),
    ),
  );
}

function isArn(id: string): boolean {
  return id.startsWith('arn:');
}

function lastPart(id: string): string {
  return id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1);
}

function known(matches: boolean): Match {
  return matches ? 'yes' : 'no';
}

function all(matchers: readonly Matcher[]): Matcher {
  return (subject) => {
    let result: Match = 'yes';
    for (const matcher of matchers) {
      const match = matcher(subject);
      if (match === 'no') return 'no';
      if (match === 'unknown') result = 'unknown';
    }
    return result;
  };
}

function any(matchers: readonly Matcher[]): Matcher {
  return (subject) => {
    let result: Match = 'no';
    for (const matcher of matchers) {
      const match = matcher(subject);
      if (match === 'yes') return 'yes';
      if (match === 'unknown') result = 'unknown';
    }
    return result;
  };
}
