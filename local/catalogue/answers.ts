import type { Remediation } from '../../shared/remediation.ts';
import type { Check, CheckList } from './check.ts';
import { ways, wayOf } from './way.ts';
import type { Way } from './way.ts';

/** What becomes of a check. */
export interface Answer {
  readonly check: Check;
  readonly remediations: readonly Remediation[];
  /** The gentlest of their ways; `on purpose not`: the list says why; `not yet`: nobody answers it. */
  readonly how: Way | 'on purpose not' | 'not yet';
}

/** A list's checks with the remediations that answer them. A control is also answered through the rule behind it. */
export function answersTo({ checks, claimedAs }: CheckList, remediations: readonly Remediation[]): readonly Answer[] {
  return checks.map((check) => {
    const found = remediations.filter(
      ({ controls }) =>
        controls[claimedAs]?.includes(check.id) === true ||
        (check.rule !== undefined && controls.configRules?.includes(check.rule) === true),
    );
    const gentlest = ways.find((way) => found.some((remediation) => wayOf(remediation) === way));
    return { check, remediations: found, how: gentlest ?? (check.none === undefined ? 'not yet' : 'on purpose not') };
  });
}

export const hows = [...ways, 'on purpose not', 'not yet'] as const satisfies readonly Answer['how'][];

export function countOf(answers: readonly Answer[], how: Answer['how']): number {
  return answers.filter((answer) => answer.how === how).length;
}
