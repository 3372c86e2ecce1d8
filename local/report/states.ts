import { supporting } from '../../shared/governance/framework.ts';
import type { Framework, FrameworkControl, Mappable } from '../../shared/governance/framework.ts';
import type { ReportedAction } from './action.ts';
import type { OpenItem } from './open.ts';

/**
 * What the evidence of a period says about a control:
 * - `open`: it supports evidence, and something is not as it should be
 * - `in-order`: it supports evidence, and nothing is open
 * - `quiet`: remediations bear on it, and nothing has happened
 * - `elsewhere`: nothing here bears on it
 */
export type ControlState = 'open' | 'in-order' | 'quiet' | 'elsewhere';

export interface ReportedControl {
  readonly id: string;
  readonly title: string;
  readonly state: ControlState;
  /** Ids of the remediations whose evidence supports it. */
  readonly remediations: readonly string[];
  readonly records: number;
  readonly fixed: number;
  readonly open: number;
}

export interface ReportedFramework extends Pick<Framework, 'id' | 'name' | 'source' | 'note'> {
  readonly controls: readonly ReportedControl[];
}

export function frameworkStates(
  frameworks: readonly Framework[],
  remediations: readonly Mappable[],
  actions: readonly ReportedAction[],
  open: readonly OpenItem[],
): readonly ReportedFramework[] {
  const records = countBy(actions);
  const fixed = countBy(actions.filter(({ kind }) => kind === 'fixed'));
  const outstanding = countBy(open);
  const stateOf = (control: FrameworkControl): ReportedControl => {
    const ids = supporting(control, remediations);
    const sum = (counts: ReadonlyMap<string, number>): number =>
      ids.reduce((total, id) => total + (counts.get(id) ?? 0), 0);
    const numbers = { records: sum(records), fixed: sum(fixed), open: sum(outstanding) };
    const { id, title } = control;
    return { id, title, state: judge(ids.length, numbers), remediations: ids, ...numbers };
  };
  return frameworks.map(({ id, name, source, note, controls }) => ({
    id,
    name,
    source,
    note,
    controls: controls.map(stateOf),
  }));
}

function judge(
  remediations: number,
  { records, open }: { readonly records: number; readonly open: number },
): ControlState {
  if (remediations === 0) return 'elsewhere';
  if (open > 0) return 'open';
  return records > 0 ? 'in-order' : 'quiet';
}

function countBy(items: readonly { readonly remediation: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { remediation } of items) counts.set(remediation, (counts.get(remediation) ?? 0) + 1);
  return counts;
}
