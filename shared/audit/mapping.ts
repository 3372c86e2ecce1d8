import type { FrameworkControl, Mappable } from '../governance/framework.ts';
import { supporting } from '../governance/framework.ts';
import { compileGlob } from '../policy/glob.ts';
import type { AuditMapping, MappedControl } from '../policy/audit-manager.ts';
import { knownFramework } from './known-frameworks.ts';

/** A control of an assessment, as Audit Manager has it. */
export interface AssessedControl {
  /** The assessment's name, and its framework's. */
  readonly assessment: string;
  readonly framework: string;
  readonly controlSet: string;
  readonly name: string;
}

/** The policy's entries that name a control. */
export function entriesFor(control: AssessedControl, mapping: AuditMapping): readonly MappedControl[] {
  return mapping.controls.filter(
    (entry) =>
      compileGlob(entry.assessment)(control.assessment) &&
      compileGlob(entry.controlSet)(control.controlSet) &&
      compileGlob(entry.control)(control.name),
  );
}

/**
 * Tells whether a record supports evidence for a control. The policy says so; or the control does, by naming the
 * remediation or its Security Hub control; or its framework is one that is known here.
 */
export function evidenceFor(control: AssessedControl, mapping: AuditMapping): (record: Mappable) => boolean {
  const globs = entriesFor(control, mapping).flatMap(({ remediations }) => remediations.map(compileGlob));
  const known = mapping.standardFrameworks ? knownControls(control) : [];
  const judge = (record: Mappable): boolean =>
    globs.some((fits) => fits(record.id)) ||
    [record.id, ...(record.controls.securityHub ?? [])].some((id) => hasWord(control.name, id)) ||
    known.some((one) => supporting(one, [record]).length > 0);
  // Records of one remediation are alike, and there may be thousands for each of a hundred controls.
  const judged = new Map<string, boolean>();
  return (record) => {
    const kind = [record.id, ...(record.controls.securityHub ?? [])].join(' ');
    const verdict = judged.get(kind) ?? judge(record);
    judged.set(kind, verdict);
    return verdict;
  };
}

/** The requirements that a control of a known framework stands for. */
function knownControls({ framework, controlSet, name }: AssessedControl): readonly FrameworkControl[] {
  const known = knownFramework(framework);
  return known?.framework.controls.filter(({ id }) => known.isAbout(id, { controlSet, name })) ?? [];
}

/** `SageMaker.1` is not in `SageMaker.11`. */
function hasWord(text: string, word: string): boolean {
  for (let from = text.indexOf(word); from !== -1; from = text.indexOf(word, from + 1)) {
    if (isEdge(text[from - 1]) && isEdge(text[from + word.length])) return true;
  }
  return false;
}

function isEdge(sign: string | undefined): boolean {
  return sign === undefined || !/[\w-]/.test(sign);
}
