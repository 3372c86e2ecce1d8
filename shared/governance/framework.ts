import { compileGlob } from '../policy/glob.ts';
import { themes } from './themes.ts';
import type { Theme } from './themes.ts';

/** One requirement, in the framework's own numbering; the title is ours, and short. */
export interface FrameworkControl {
  readonly id: string;
  readonly title: string;
  /** What supports evidence for it. None: nothing that a program does here bears on it. */
  readonly themes?: readonly Theme[];
  /** The same by Security Hub's control ids, where the framework is Security Hub's own. */
  readonly securityHub?: readonly string[];
}

/** A body of requirements that auditors ask about. */
export interface Framework {
  readonly id: string;
  readonly name: string;
  /** Where its text is to be had. */
  readonly source: string;
  /** What a reader has to know about this selection. */
  readonly note: string;
  readonly controls: readonly FrameworkControl[];
}

/** As much of a remediation as a mapping needs. */
export interface Mappable {
  readonly id: string;
  readonly controls: { readonly securityHub?: readonly string[] };
}

/**
 * The remediations whose evidence supports a control, sorted by id. It never means that the control is met: that is for
 * an auditor to say, who sees more than what drifts.
 */
export function supporting(control: FrameworkControl, remediations: readonly Mappable[]): readonly string[] {
  const globs = (control.themes ?? []).flatMap((theme) => themes[theme].map((glob) => compileGlob(glob)));
  const hub = control.securityHub ?? [];
  const found = remediations.filter(
    ({ id, controls }) => globs.some((fits) => fits(id)) || hub.some((one) => controls.securityHub?.includes(one)),
  );
  return found.map(({ id }) => id).toSorted();
}
