import { CloudTrailClient, ListTagsCommand, ListTrailsCommand } from '@aws-sdk/client-cloudtrail';
import type { ListTrailsResponse } from '@aws-sdk/client-cloudtrail';
import { service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { Scope, Target } from '../../../shared/remediation.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';

export const trailType = 'AWS::CloudTrail::Trail';
export const trails = service('CloudTrail', CloudTrailClient, { ListTagsCommand, ListTrailsCommand });
type TrailAws = BoundServices<{ cloudtrail: typeof trails }>;

/**
 * The account's own trails in the Region: a trail can only be changed where its home is, and one of the organization,
 * which member accounts see as well, in the organization's account.
 */
export async function* trailsAtHome(
  aws: TrailAws,
  { account, region }: Scope,
): AsyncGenerator<{ readonly resource: ResourceRef }> {
  let NextToken: string | undefined;
  do {
    const page: ListTrailsResponse = await aws.cloudtrail.ListTrails(NextToken === undefined ? {} : { NextToken });
    for (const { TrailARN: arn, HomeRegion } of page.Trails ?? []) {
      if (arn?.split(':')[4] === account && HomeRegion === region)
        yield { resource: { type: trailType, id: arn, arn } };
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}

export async function trailTags({ id, arn = id }: Target, aws: TrailAws): Promise<Record<string, string>> {
  const { ResourceTagList = [] } = await aws.cloudtrail.ListTags({ ResourceIdList: [arn] });
  const tags = ResourceTagList.flatMap(({ TagsList = [] }) => TagsList);
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
