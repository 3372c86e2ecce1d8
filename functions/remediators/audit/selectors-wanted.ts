import type { AdvancedEventSelector } from '@aws-sdk/client-cloudtrail';
import { allManagement, asAdvanced, covers, isCovered } from './selectors.ts';
import type { Selectors } from './selectors.ts';

/** "Up to a maximum of 500 values for all conditions and selectors on a trail." */
const mostValues = 500;
/** Basic ones. */
const mostSelectors = 5;

/**
 * What a trail has to log so that all that is missing is logged, and nothing that it logs is lost: what it once logged
 * where that says it all, else what it logs now with what is missing. Undefined where CloudTrail does not take so much.
 *
 * @param missing what `now` does not cover
 * @param excluded sources whose management events may be left out
 */
export function wantedOf(
  now: Selectors,
  missing: readonly AdvancedEventSelector[],
  kept: Selectors | undefined,
  excluded: readonly string[],
): Selectors | undefined {
  const all = [...asAdvanced(now), ...missing];
  if (kept !== undefined && all.every((selector) => isCovered(selector, asAdvanced(kept)))) return kept;
  return withManagement(now, missing, excluded) ?? merged(all);
}

/** Basic selectors stay basic where management events alone are missing. */
function withManagement(
  now: Selectors,
  missing: readonly AdvancedEventSelector[],
  excluded: readonly string[],
): Selectors | undefined {
  if ('AdvancedEventSelectors' in now) return undefined;
  if (!missing.every((selector) => covers(allManagement(excluded), selector))) return undefined;
  const data = now.EventSelectors.filter(({ DataResources = [] }) => DataResources.length > 0);
  const management = {
    ReadWriteType: 'All' as const,
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [...excluded],
  };
  return data.length >= mostSelectors ? undefined : { EventSelectors: [management, ...data] };
}

function merged(all: readonly AdvancedEventSelector[]): Selectors | undefined {
  // Of two that say the same the first one stays; of one within another, the other.
  const left = all.filter(
    (selector, index) =>
      !all.some((other, at) => at !== index && covers(other, selector) && (at < index || !covers(selector, other))),
  );
  const values = left.flatMap(({ FieldSelectors = [] }) =>
    FieldSelectors.flatMap(({ Field: _, ...operators }) => Object.values(operators).flat()),
  );
  return values.length > mostValues ? undefined : { AdvancedEventSelectors: left };
}
