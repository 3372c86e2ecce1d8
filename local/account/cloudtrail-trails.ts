import { ServiceFault } from './errors.ts';
import type { Place } from './names.ts';
import { arn, parseArn } from './names.ts';
import type { CallContext } from './simulation.ts';
import type { TrailState } from './state.ts';

export function trailArn(account: string, { name, region }: Pick<TrailState, 'name' | 'region'>): string {
  return arn('cloudtrail', { account, region }, `trail/${name}`);
}

/**
 * Letters, digits, `.`, `_` and `-`, 3 to 128 of them, a letter or digit at both ends, no two of the
 * others in a row, not an IP address: CreateTrail's documentation of Name.
 */
export function checkTrailName(name: string): void {
  const wellFormed =
    /^[a-zA-Z0-9](?:[._-]?[a-zA-Z0-9])*$/.test(name.slice(0, 200)) && !/^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (name.length < 3 || name.length > 128) {
    throw new ServiceFault('InvalidTrailNameException', 'Trail name must be between 3 and 128 characters.');
  }
  if (!wellFormed) {
    throw new ServiceFault(
      'InvalidTrailNameException',
      'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).',
    );
  }
}

/**
 * Which trail a request means. A bare name means the trail of that name whose home is the Region of the
 * call: even a multi-Region trail is found by name at home only, elsewhere it takes the ARN.
 */
function resolve(nameOrArn: string, { account, region }: Place): { readonly arn: string; readonly home: string } {
  if (!nameOrArn.startsWith('arn:')) {
    checkTrailName(nameOrArn);
    return { arn: trailArn(account, { name: nameOrArn, region }), home: region };
  }
  const parts = parseArn(nameOrArn);
  if (parts?.service !== 'cloudtrail' || !parts.resource.startsWith('trail/')) {
    throw new ServiceFault('CloudTrailARNInvalidException', `Invalid trail ARN: ${nameOrArn.slice(0, 200)}`);
  }
  return { arn: nameOrArn, home: parts.region };
}

function unknownTrail(found: string, account: string): ServiceFault {
  return new ServiceFault('TrailNotFoundException', `Unknown trail: ${found.slice(0, 300)} for the user: ${account}`);
}

function lookUp(trails: readonly TrailState[], account: string, wanted: string): TrailState | undefined {
  return trails.find((trail) => trailArn(account, trail) === wanted);
}

/** A trail to read: at home by name or ARN, and a multi-Region trail's shadow elsewhere by ARN. */
export function findTrail(context: CallContext, nameOrArn: string): TrailState {
  const wanted = resolve(nameOrArn, context);
  const trail = lookUp(context.state.cloudtrail.trails, context.account, wanted.arn);
  if (trail === undefined || (wanted.home !== context.region && !trail.multiRegion)) {
    throw unknownTrail(wanted.arn, context.account);
  }
  return trail;
}

/** A trail to change, which is only possible in its home Region. */
export function findOwnTrail(context: CallContext, nameOrArn: string): TrailState {
  const wanted = resolve(nameOrArn, context);
  const trail = lookUp(context.state.cloudtrail.trails, context.account, wanted.arn);
  if (trail === undefined) throw unknownTrail(wanted.arn, context.account);
  if (wanted.home !== context.region) {
    throw new ServiceFault(
      'InvalidHomeRegionException',
      `Trail ${wanted.arn} must be changed in its home region ${wanted.home}, not in ${context.region}.`,
    );
  }
  return trail;
}

/** Puts the changed trail in its place; `undefined` takes it away. */
export function replaceTrail(context: CallContext, trail: TrailState, changed: TrailState | undefined): void {
  const { cloudtrail } = context.state;
  cloudtrail.trails = cloudtrail.trails.flatMap((candidate) => {
    if (trailArn(context.account, candidate) !== trailArn(context.account, trail)) return [candidate];
    return changed === undefined ? [] : [changed];
  });
}
