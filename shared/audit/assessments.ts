import { errorRecord, failureKind } from '../aws/failure.ts';
import { everyItem } from '../aws/pages.ts';
import type { AssessedControl } from './mapping.ts';
import type { Importer } from './service.ts';

/** A control of an active assessment, with what its evidence is imported under. */
export interface ImportTarget extends AssessedControl {
  readonly assessmentId: string;
  readonly controlSetId: string;
  readonly controlId: string;
}

export interface ImportTargets {
  readonly targets: readonly ImportTarget[];
  /** Assessments that this account may list, and not read. */
  readonly problems: readonly string[];
}

/** Ids become parts of keys. */
const ID = /^[\w-]{1,100}$/;

/**
 * All controls of all active assessments that evidence may still be added to.
 *
 * @throws what may do better later, and what refuses the list itself
 */
export async function importTargets(audit: Importer): Promise<ImportTargets> {
  const targets: ImportTarget[] = [];
  const problems: string[] = [];
  const active = everyItem(
    async (token) => audit.ListAssessments({ status: 'ACTIVE', ...token }),
    ({ assessmentMetadata }) => assessmentMetadata,
  );
  for await (const { id = '', name = id } of active) {
    if (!ID.test(id)) continue;
    try {
      targets.push(...(await targetsOf(audit, id, name)));
    } catch (error) {
      // Another owner's, or deleted meanwhile: one of them must not keep the others from their evidence.
      if (!['denied', 'gone'].includes(failureKind(error))) throw error;
      const { name: what, message } = errorRecord(error);
      problems.push(`${name}: ${what}: ${message}`);
    }
  }
  return { targets, problems };
}

async function targetsOf(audit: Importer, assessmentId: string, name: string): Promise<readonly ImportTarget[]> {
  const { assessment } = await audit.GetAssessment({ assessmentId });
  const framework = assessment?.framework?.metadata?.name ?? '';
  const sets = assessment?.framework?.controlSets ?? [];
  return sets.flatMap(({ id: controlSetId = '', controls = [] }) =>
    controls.flatMap(({ id: controlId = '', name: control = '', status }) =>
      // What a person has reviewed is closed; new evidence would reopen nothing and only disturb.
      ID.test(controlId) && controlSetId !== '' && status !== 'REVIEWED'
        ? [
            {
              assessmentId,
              controlSetId,
              controlId,
              assessment: name,
              framework,
              controlSet: controlSetId,
              name: control,
            },
          ]
        : [],
    ),
  );
}
