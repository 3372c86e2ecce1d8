import type { PreparedPolicy } from './lines.ts';
import { parsePrepared } from './parse.ts';
import type { PolicySource, PolicyState } from './policy.ts';
import type { KnownRemediation } from './schema.ts';

/**
 * The policy that is deployed with the code. It is read at the first question, once: a bundled file
 * doesn't change while a process lives.
 *
 * `remediations` lists all there are; those of other bundles by id alone.
 */
export function bundledPolicySource(
  prepared: PreparedPolicy,
  remediations: readonly KnownRemediation[] = [],
): PolicySource {
  let state: PolicyState | undefined;
  return {
    load: async () => {
      state ??= read(prepared, remediations);
      return state;
    },
  };
}

/** Whatever goes wrong is an answer: a process that dies over its policy leaves no outcome behind. */
function read(prepared: PreparedPolicy, remediations: readonly KnownRemediation[]): PolicyState {
  try {
    return { ok: true, policy: parsePrepared(prepared, remediations) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
