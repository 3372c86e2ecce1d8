import type { SourceEdge } from '../../shared/edge.ts';
import { normaliseCloudTrailEvent } from '../../shared/signals/access.ts';
import { lambdaSourceEdge } from './lambda-edge.ts';
import type { SourceHandler } from './source.ts';
import { createSource } from './source.ts';

/** The source of API calls that AWS CloudTrail has recorded. */
export function createHandler(edge: SourceEdge): SourceHandler {
  // From where calls may come is for the policy file to say.
  return createSource(
    {
      name: 'cloudtrail',
      normalise: async (envelope) => normaliseCloudTrailEvent(envelope, await edge.policyFile?.()),
    },
    edge,
  );
}

export const handler = createHandler(lambdaSourceEdge());
