import type { ListTagsRequest, ListTagsResponse, Tag } from '@aws-sdk/client-cloudtrail';
import { findTrail } from './cloudtrail-trails.ts';
import { ServiceFault } from './errors.ts';
import type { Handler } from './simulation.ts';
import type { Stored } from './stored.ts';

/** The number and the lengths that CloudTrail takes. */
export function checkTags(tags: readonly Stored<Tag>[]): void {
  if (tags.length > 50)
    throw new ServiceFault('TagsLimitExceededException', 'The number of tags per trail must not exceed 50.');
  if (tags.some(({ Key = '', Value = '' }) => Key.length < 1 || Key.length > 128 || Value.length > 256)) {
    throw new ServiceFault(
      'InvalidTagParameterException',
      'Tag keys have 1 to 128 characters, tag values at most 256.',
    );
  }
}

export const listTags: Handler<ListTagsRequest, ListTagsResponse> = ({ ResourceIdList = [], NextToken }, context) => {
  if (NextToken !== undefined) throw new ServiceFault('InvalidTokenException', 'The next token is invalid.');
  return {
    ResourceTagList: ResourceIdList.map((ResourceId) => {
      // Trails are named by ARN here, and nowhere else only so.
      if (!ResourceId.startsWith('arn:')) {
        throw new ServiceFault('CloudTrailARNInvalidException', `Invalid trail ARN: ${ResourceId.slice(0, 200)}`);
      }
      return { ResourceId, TagsList: findTrail(context, ResourceId).tags };
    }),
  };
};
