/** The one check whose findings are put right by name; it is among those that every support plan has. */
export const bucketPermissions = 'Amazon S3 Bucket Permissions';
/** Its id, the last part of a recommendation's `checkArn`. */
export const bucketPermissionsId = 'Pfx0RwqBli';

/** What stands for the name of a check that no remediation answers by name: there are more than 500. */
export const anyOtherCheck = 'any other check';

/**
 * A check's name as an identifier: `security-groups-specific-ports-unrestricted`. Undefined for what has no letters
 * or digits in it.
 */
export function checkId(name: string): string | undefined {
  const id = name
    .slice(0, 256)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return id === '' ? undefined : id.slice(0, 128).replace(/-$/, '');
}

/** What stands for the checks of service limits, whose findings are about quotas. */
export const serviceLimits = 'service limits';
