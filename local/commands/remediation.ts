import { closest } from '../../shared/policy/did-you-mean.ts';
import type { Remediation } from '../../shared/remediation.ts';
import { safe } from '../print/style.ts';
import type { Remediator } from '../remediations.ts';
import { UsageError } from '../run.ts';

/** The remediation of an id. @throws UsageError with the one that was probably meant */
export function knownRemediation(id: string, remediators: readonly Remediator[]): Remediation {
  const all = remediators.flatMap(({ remediations }) => remediations);
  const found = all.find((remediation) => remediation.id === id);
  if (found !== undefined) return found;
  const guess = closest(
    id,
    all.map((remediation) => remediation.id),
  );
  const hint = guess === undefined ? 'redress list shows them.' : `Did you mean ${guess}?`;
  throw new UsageError(`there is no remediation ${JSON.stringify(safe(id, 80))}. ${hint}`);
}
