import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import * as z from 'zod';
import { service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { readTrail, settings, switchOn } from './trail-setting.ts';
import { trailsAtHome, trailTags, trailType } from './trails.ts';

const cloudtrail = service('CloudTrail', CloudTrailClient, {
  ...settings.commands,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
});

/**
 * Has a trail record all Regions, where no other trail does: models are also called, and jobs started, in Regions
 * that nobody works in. A second trail for the same events would be paid for, so one is enough.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-multi-region-trails.html
 */
export const trailMultiRegion = defineRemediation({
  id: 'cloudtrail-trail-multi-region',
  title: 'Have a trail record all Regions',
  description:
    'Makes a trail of one Region a multi-Region trail, unless the account has another multi-Region trail that is logging.',
  severity: 'high',
  impact: 'none',
  reversible: true,
  resource: trailType,
  controls: {
    securityHub: ['CloudTrail.1'],
    configRules: ['multi-region-cloudtrail-enabled'],
    prowler: ['cloudtrail_multi_region_enabled'],
  },
  // The Config rule's event is about the account, and names no trail; the sweep finds them.
  triggers: [{ resource: trailType, apiCall: ['cloudtrail:CreateTrail', 'cloudtrail:UpdateTrail'] }],
  parameters: z.strictObject({}),
  uses: { cloudtrail },

  async assess(target, aws) {
    const { IsMultiRegionTrail: all = false } = await readTrail(target, aws);
    if (all) return { state: 'compliant', why: 'The trail records all Regions.', live: { IsMultiRegionTrail: all } };
    const other = await recorder(aws);
    if (other !== undefined) {
      return {
        state: 'compliant',
        why: `${other} records all Regions already.`,
        live: { IsMultiRegionTrail: all, other },
      };
    }
    const why = 'The trail records one Region only, and no other trail records all of them';
    return { state: 'wrong', why: [why], before: { IsMultiRegionTrail: all } };
  },

  plan(_before, _parameters, target) {
    const plan = switchOn(target, 'IsMultiRegionTrail', `Have ${target.id} record all Regions`);
    return {
      ...plan,
      notes: ['Log files of other Regions arrive in the same bucket, under the names of their Regions.'],
    };
  },
  tags: async (target, aws) => trailTags(target, aws),
  list: (aws, scope) => trailsAtHome(aws, scope),
});

/** A multi-Region trail that is logging; trails of other Regions show here, too. */
async function recorder(aws: BoundServices<{ cloudtrail: typeof cloudtrail }>): Promise<string | undefined> {
  const { trailList = [] } = await aws.cloudtrail.DescribeTrails({ includeShadowTrails: true });
  for (const { TrailARN: arn, IsMultiRegionTrail } of trailList) {
    if (IsMultiRegionTrail !== true || arn === undefined) continue;
    if ((await aws.cloudtrail.GetTrailStatus({ Name: arn })).IsLogging === true) return arn;
  }
  return undefined;
}
