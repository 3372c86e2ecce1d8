import { boundedPatterns, keptEvents } from './check-events.ts';
import { durableRemediators, freeNames, keptFailures, keptLogs, qualifiedCalls } from './check-functions.ts';
import { lambdaTrust, namedActions, ownRoles, reasonedWrites, scopedPassRole } from './check-iam.ts';
import { encrypted, lockedBuckets, retained, tlsOnly, watchedQueues } from './check-storage.ts';
import { boundedPolicies } from './check-sizes.ts';
import type { Check, Problem, Template } from './template.ts';
import { wildcardWrites } from './wildcard-writes.ts';

/** What CloudFormation would deploy without a word. Its own validator looks at neither patterns nor permissions. */
const checks: readonly Check[] = [
  ownRoles,
  lambdaTrust,
  namedActions,
  scopedPassRole,
  boundedPolicies,
  freeNames,
  keptLogs,
  durableRemediators,
  keptFailures,
  qualifiedCalls,
  boundedPatterns,
  keptEvents,
  encrypted,
  lockedBuckets,
  tlsOnly,
  retained,
  watchedQueues,
];

/**
 * All problems of a packaged template; none means that it may be deployed.
 *
 * @param writes the writes that roles may make on unnamed resources
 */
export function checkTemplate(template: Template, writes = wildcardWrites): readonly Problem[] {
  return [...checks.flatMap((check) => check(template)), ...reasonedWrites(template, writes)];
}
