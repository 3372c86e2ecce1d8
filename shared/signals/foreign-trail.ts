import { partsOf } from './arn.ts';
import type { Scope } from '../remediation.ts';

/**
 * Why a trail is not this account's, or not this Region's, to look at. An organisation's trail is seen in each of its
 * accounts, and one of all Regions in each of them, where nobody can change it; Config and Security Hub tell of it there.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
 *
 * @returns undefined for what is no trail, is here, or is not named by an ARN
 */
export function foreignTrail(type: string, id: string, here: Scope): string | undefined {
  const trail = type === 'AWS::CloudTrail::Trail' ? partsOf(id, 'cloudtrail') : undefined;
  if (trail === undefined || !trail.resource.startsWith('trail/')) return undefined;
  const { account, region } = trail;
  if (account === here.account && region === here.region) return undefined;
  return `the trail is of account ${account} in ${region}, where it can be looked at`;
}
