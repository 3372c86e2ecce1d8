import type { RecordingGroup, ResourceType } from '@aws-sdk/client-config-service';

/** What of the wanted types a recorder leaves out. */
export function leftOut(group: RecordingGroup | undefined, wanted: readonly string[]): readonly string[] {
  // A recorder that says nothing of types records all that Config supports.
  if (group === undefined || recordsAll(group)) return [];
  if (excludes(group)) {
    const excluded: readonly string[] = group.exclusionByResourceTypes?.resourceTypes ?? [];
    return wanted.filter((type) => excluded.includes(type));
  }
  const included: readonly string[] = group.resourceTypes ?? [];
  return wanted.filter((type) => !included.includes(type));
}

/** The same group, with the types that it leaves out: nothing that is recorded now is recorded no more. */
export function withTypes(group: RecordingGroup, missing: readonly string[]): RecordingGroup {
  if (missing.length === 0) return group;
  // The SDK's list of types is shorter than Config's.
  const types = missing as readonly ResourceType[];
  if (!excludes(group)) return { ...group, resourceTypes: [...(group.resourceTypes ?? []), ...types] };
  const rest = (group.exclusionByResourceTypes?.resourceTypes ?? []).filter((type) => !types.includes(type));
  if (rest.length > 0) return { ...group, exclusionByResourceTypes: { resourceTypes: rest } };
  // To leave out nothing is a strategy of its own.
  const { includeGlobalResourceTypes = false } = group;
  return {
    allSupported: true,
    includeGlobalResourceTypes,
    recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
  };
}

function recordsAll({ allSupported, recordingStrategy }: RecordingGroup): boolean {
  return allSupported === true || recordingStrategy?.useOnly === 'ALL_SUPPORTED_RESOURCE_TYPES';
}

function excludes({ recordingStrategy }: RecordingGroup): boolean {
  return recordingStrategy?.useOnly === 'EXCLUSION_BY_RESOURCE_TYPES';
}
