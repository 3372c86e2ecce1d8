import type { Scope } from '../remediation.ts';
import { EventError, invalidIdentifier } from './event-error.ts';
import { REGION } from './shape.ts';

/** Partitions by the beginning of their Regions' names; all others are `aws`. */
const PARTITIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
];

export function partitionOf(region: string): string {
  return PARTITIONS.find(([start]) => region.startsWith(start))?.[1] ?? 'aws';
}

/**
 * The Region in which CloudTrail records the calls of services that are the same everywhere, by partition.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 */
const HOMES: ReadonlyMap<string, string> = new Map([
  ['aws', 'us-east-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
]);

/** Where what is the same in all Regions counts as being; of partitions that nothing is known of, the Region itself. */
export function homeRegionOf(region: string): string {
  return HOMES.get(partitionOf(region)) ?? region;
}

const ARN = /^arn:(aws(?:-[a-z]{1,8}){0,2}):([a-z0-9-]{1,32}):([a-z0-9-]{0,32}):(\d{12})?:(.{1,1024})$/;

/** Whose an ARN of a service is, and what it names; undefined for what is none, or names no account or Region. */
export function partsOf(
  text: string,
  service: string,
): { readonly account: string; readonly region: string; readonly resource: string } | undefined {
  const [, partition, ofService, region = '', account, resource] = ARN.exec(text) ?? [];
  if (resource === undefined || account === undefined || ofService !== service || !REGION.test(region))
    return undefined;
  return partition === partitionOf(region) ? { account, region, resource } : undefined;
}

/**
 * The last part of an ARN, whose account and Region are the scope's; ARNs of IAM name no Region.
 *
 * @throws EventError if it is no ARN of this service, or one of another account, Region or partition
 */
export function resourcePart(
  text: string,
  service: string,
  scope: Scope,
  path: string,
  partition = partitionOf(scope.region),
): string {
  const [, ofPartition, ofService, region, account, resource] = ARN.exec(text) ?? [];
  if (resource === undefined || ofPartition !== partition || ofService !== service) {
    throw invalidIdentifier(path, `an ARN of ${service}`, text);
  }
  if (account !== scope.account || region !== scope.region) {
    const where = `${account ?? 'no account'} in ${region === '' ? 'no Region' : region}`;
    const problem = `the ARN is of ${where}, the event of ${scope.account} in ${scope.region}`;
    throw new EventError('contradiction', path, problem);
  }
  return resource;
}

export function arnOf(service: string, resource: string, scope: Scope): string {
  return `arn:${partitionOf(scope.region)}:${service}:${scope.region}:${scope.account}:${resource}`;
}

/** What follows the kind in an ARN's resource: `fraud` in `endpoint/fraud`. */
export function afterSlash(resource: string, kind: string): string | undefined {
  return resource.startsWith(`${kind}/`) ? resource.slice(kind.length + 1) : undefined;
}
