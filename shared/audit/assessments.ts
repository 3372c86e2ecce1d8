import type { AssessedControl } from './mapping.ts';
import type { Importer } from './service.ts';

/** A control of an active assessment, with what its evidence is imported under. */
export interface ImportTarget extends AssessedControl {
  readonly assessmentId: string;
  readonly controlSetId: string;
  readonly controlId: string;
}

/** Ids become parts of keys. */
const ID = /^[\w-]{1,100}$/;

/** All controls of all active assessments that evidence may still be added to. */
export async function importTargets(audit: Importer): Promise<readonly ImportTarget[]> {
  const targets: ImportTarget[] = [];
  let nextToken: string | undefined;
  do {
    const page = await audit.ListAssessments({ status: 'ACTIVE', ...(nextToken === undefined ? {} : { nextToken }) });
    for (const { id = '' } of page.assessmentMetadata ?? []) {
      if (ID.test(id)) targets.push(...(await targetsOf(audit, id)));
    }
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return targets;
}

async function targetsOf(audit: Importer, assessmentId: string): Promise<readonly ImportTarget[]> {
  const { assessment } = await audit.GetAssessment({ assessmentId });
  const framework = assessment?.framework?.metadata?.name ?? '';
  const sets = assessment?.framework?.controlSets ?? [];
  return sets.flatMap(({ id: controlSetId = '', controls = [] }) =>
    controls.flatMap(({ id: controlId = '', name = '', status }) =>
      // What a person has reviewed is closed; new evidence would reopen nothing and only disturb.
      ID.test(controlId) && controlSetId !== '' && status !== 'REVIEWED'
        ? [{ assessmentId, controlSetId, controlId, framework, controlSet: controlSetId, name }]
        : [],
    ),
  );
}
