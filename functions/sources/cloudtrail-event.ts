import type { SourceEdge } from '../../shared/edge.ts';
import { normaliseCloudTrailCall } from '../../shared/signals/cloudtrail-call.ts';
import { lambdaSourceEdge } from './lambda-edge.ts';
import type { SourceHandler } from './source.ts';
import { createSource } from './source.ts';

/** The source of API calls that AWS CloudTrail has recorded. */
export function createHandler(edge: SourceEdge): SourceHandler {
  return createSource({ name: 'cloudtrail', normalise: normaliseCloudTrailCall }, edge);
}

export const handler = createHandler(lambdaSourceEdge());
