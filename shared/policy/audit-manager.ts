import type { PolicyFile } from './schema.ts';

/** Which records go to which controls of assessments, by names; each may hold `*` and `?`. */
export interface AuditMapping {
  /** Whether controls of frameworks that are known here get evidence without being named. */
  readonly standardFrameworks: boolean;
  readonly controls: readonly MappedControl[];
}

export interface MappedControl {
  /** `audit-manager.controls[0]`, to tell of an entry that fits nothing. */
  readonly path: string;
  readonly assessment: string;
  readonly controlSet: string;
  readonly control: string;
  readonly remediations: readonly string[];
}

/** What the policy's section says; without one, the frameworks that are known here. */
export function auditMapping(section: PolicyFile['audit-manager']): AuditMapping {
  const controls = section?.controls ?? [];
  return {
    standardFrameworks: section?.['standard-frameworks'] ?? true,
    controls: controls.map(({ assessment = '*', control, remediations, ...more }, index) => ({
      path: `audit-manager.controls[${index}]`,
      assessment,
      controlSet: more['control-set'] ?? '*',
      control,
      remediations,
    })),
  };
}
