import type { Place } from './names.ts';
import { parseArn } from './names.ts';
import { own } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import { invalid, sagemakerArn } from './sagemaker-errors.ts';
import { findGroup } from './sagemaker-groups.ts';
import type { ModelPackageState } from './sagemaker-state.ts';
import type { CallContext } from './simulation.ts';

/** One version of a model package group. */
export interface Version {
  readonly group: string;
  readonly version: string;
  readonly state: ModelPackageState;
}

export function versionArn(place: Place, group: string, version: string): string {
  return sagemakerArn(place, 'model-package', `${group}/${version}`);
}

/** A version by its ARN; only ARNs tell versions. */
export function lookUpVersion(context: CallContext, text: string): Version | undefined {
  const parts = parseArn(text);
  const [, name = '', version = ''] = parts?.resource.split('/') ?? [];
  const groups = Object.entries(readRegion(context).sagemaker.modelPackageGroups);
  const [group, found] = groups.find(([candidate]) => candidate.toLowerCase() === name.toLowerCase()) ?? [];
  const state = found === undefined ? undefined : own(found.packages, version);
  if (group === undefined || state === undefined || versionArn(context, group, version) !== text) return undefined;
  return { group, version, state };
}

/** @throws the ValidationException that AWS raises for a package that does not exist */
export function findVersion(context: CallContext, name: string): Version {
  const found = lookUpVersion(context, name);
  if (found !== undefined) return found;
  const arn = parseArn(name) === undefined ? sagemakerArn(context, 'model-package', name) : name;
  throw invalid(`ModelPackage ${arn.slice(0, 300)} does not exist.`);
}

export function putVersion(context: CallContext, group: string, version: string, state: ModelPackageState): void {
  const found = findGroup(context, group, changeRegion(context)).state;
  found.packages = { ...found.packages, [version]: state };
}
