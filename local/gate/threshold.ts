import { rank } from './findings.ts';
import type { GateFinding } from './findings.ts';

const levels = ['critical', 'high', 'medium', 'low'] as const;
const conditions = ['exploited', 'fixable'] as const;
export const terms = [...levels, ...conditions] as const;
export type Term = (typeof terms)[number];

/** A finding that meets all terms of any of the lists makes the gate fail. */
export type Threshold = readonly (readonly Term[])[];

/** As for model packages: critical ones, and high ones for which there is an exploit. */
export const usual = 'critical,high+exploited';

/**
 * Reads `high`, `critical,exploited` (either) or `high+fixable` (both).
 *
 * @returns undefined for what means nothing
 */
export function readThreshold(text: string): Threshold | undefined {
  const lists: Term[][] = [];
  for (const list of text.split(',')) {
    const known = list.split('+').map((word) => terms.find((term) => term === word.trim().toLowerCase()));
    if (known.includes(undefined)) return undefined;
    lists.push(known as Term[]);
  }
  return lists;
}

export function meetsThreshold(finding: GateFinding, threshold: Threshold): boolean {
  return threshold.some((list) => list.every((term) => meets(finding, term)));
}

function meets({ severity, exploited, fixable }: GateFinding, term: Term): boolean {
  switch (term) {
    case 'exploited':
      return exploited;
    case 'fixable':
      return fixable;
    // Nobody has looked at an untriaged one: it counts as the least that can count.
    case 'low':
      return rank(severity) >= rank('UNTRIAGED');
    default:
      return rank(severity) >= rank(term.toUpperCase());
  }
}
