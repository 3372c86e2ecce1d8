import type { Scope } from '../remediation.ts';
import { EventError, invalidIdentifier } from './event-error.ts';

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

const ARN = /^arn:(aws(?:-[a-z]{1,8}){0,2}):([a-z0-9-]{1,32}):([a-z0-9-]{0,32}):(\d{12})?:(.{1,1024})$/;

/**
 * The last part of an ARN, whose account and Region are the scope's.
 *
 * @throws EventError if it is no ARN of this service, or one of another account, Region or partition
 */
export function resourcePart(text: string, service: string, scope: Scope, path: string): string {
  const [, partition, ofService, region, account, resource] = ARN.exec(text) ?? [];
  if (resource === undefined || partition !== partitionOf(scope.region) || ofService !== service) {
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
